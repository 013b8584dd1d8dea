// The sum of every chunk of every channel or row, one workgroup each, and the mean where a chunk is all there is.
// The Rust twin is `tree` in src/mean.rs.
//
// A tree and not compensated summation: a compiler may reassociate the latter away.

// Elements that each thread sums.
const DEPTH: u32 = 64u;

var<workgroup> lanes: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn wide(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let place = id.x + id.y * (slot.stride / WORKGROUP);
    let channel = channel_of(place / slot.chunks);
    let begin = place % slot.chunks * WORKGROUP * DEPTH;
    let is_asked = place < slot.count / WORKGROUP;

    var sum = 0.0;
    if is_asked && channel.exists {
        let end = min(begin + WORKGROUP * DEPTH, slot.width);
        for (var column = begin + lane; column < end; column += WORKGROUP) {
            sum += element(channel, column);
        }
    }
    lanes[lane] = sum;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lanes[lane] += lanes[lane + half];
        }
    }
    if is_asked && lane == 0u {
        work[slot.means + place] = bitcast<u32>(lanes[0] * slot.factor);
    }
}
