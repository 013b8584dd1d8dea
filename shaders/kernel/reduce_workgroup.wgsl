// Needs: WORKGROUP, channel_element, channel_of, scratch, uniforms
// Provides: DEPTH, lane_sums, reduce_workgroup

// Sums every chunk of every channel with one workgroup each, or takes the mean where a channel has one chunk. The Rust twin is
// `tree` in src/reduce.rs.
//
// A tree instead of compensated summation, which compilers may reassociate away.

// Elements that each thread sums.
const DEPTH: u32 = 64u;

var<workgroup> lane_sums: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn reduce_workgroup(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let chunk = id.x + id.y * (uniforms.grid_stride / WORKGROUP);
    let channel = channel_of(chunk / uniforms.chunk_count);
    let begin = chunk % uniforms.chunk_count * WORKGROUP * DEPTH;
    let exists = chunk < uniforms.thread_count / WORKGROUP;

    var sum = 0.0;
    if exists && channel.exists {
        let end = min(begin + WORKGROUP * DEPTH, uniforms.width);
        for (var column = begin + lane; column < end; column += WORKGROUP) {
            sum += channel_element(channel, column);
        }
    }
    lane_sums[lane] = sum;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lane_sums[lane] += lane_sums[lane + half];
        }
    }
    if exists && lane == 0u {
        scratch[uniforms.means + chunk] = bitcast<u32>(lane_sums[0] * uniforms.factor);
    }
}
