// Needs: Sum, WORKGROUP, channel_element, channel_of, store_sum, uniforms
// Provides: elements, reduce_short

// Sums every channel of few elements, or takes its mean. A workgroup takes as many channels as it has threads for: each thread
// computes one element, so that neighbours read neighbouring elements, and then the first threads add up the elements of one
// channel each, in order. The Rust twin is `mean` in src/reduce.rs.

var<workgroup> elements: array<Sum, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn reduce_short(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let group = id.x + id.y * (uniforms.grid_stride / WORKGROUP);
    let exists = group < uniforms.thread_count / WORKGROUP;
    let channels = WORKGROUP / uniforms.width;
    let first = group * channels;

    // A channel that does not exist has the sum 0: norms add up all channels that there could be.
    var element = Sum();
    let own = first + lane / uniforms.width;
    if exists && lane < channels * uniforms.width && own < uniforms.channel_count {
        let channel = channel_of(own);
        if channel.exists {
            element = channel_element(channel, lane % uniforms.width);
        }
    }
    elements[lane] = element;
    workgroupBarrier();

    if !exists || lane >= channels || first + lane >= uniforms.channel_count {
        return;
    }
    var sum = elements[lane * uniforms.width];
    for (var column = 1u; column < uniforms.width; column += 1u) {
        sum += elements[lane * uniforms.width + column];
    }
    store_sum(uniforms.means, first + lane, sum * uniforms.factor);
}
