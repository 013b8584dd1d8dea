// Needs: Sum, WORKGROUP, channel_of, lane_sum, store_sum, sum_of_lanes, uniforms
// Provides: DEPTH, reduce_workgroup

// Sums every chunk of every channel with one workgroup each, or takes the mean where a channel has one chunk.

// Elements that each thread sums.
const DEPTH: u32 = 64u;

@compute @workgroup_size(WORKGROUP)
fn reduce_workgroup(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let chunk = id.x + id.y * (uniforms.grid_stride / WORKGROUP);
    let channel = channel_of(chunk / uniforms.chunk_count);
    let begin = chunk % uniforms.chunk_count * WORKGROUP * DEPTH;
    let exists = chunk < uniforms.thread_count / WORKGROUP;

    var sum = Sum();
    if exists && channel.exists {
        sum = lane_sum(channel, begin + lane, min(begin + WORKGROUP * DEPTH, uniforms.width));
    }
    let total = sum_of_lanes(lane, sum);
    if exists && lane == 0u {
        store_sum(uniforms.means, chunk, total * uniforms.factor);
    }
}
