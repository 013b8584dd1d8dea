// Needs: WORKGROUP, channel_element, channel_of, scratch, thread_index, uniforms
// Provides: reduce_thread

// Sums every channel of few elements, or takes its mean, with one thread each. The Rust twin is `mean` in src/reduce.rs.

@compute @workgroup_size(WORKGROUP)
fn reduce_thread(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= uniforms.thread_count {
        return;
    }
    let channel = channel_of(thread);
    // A channel that does not exist has the sum 0: norms add up all channels that there could be.
    var sum = 0.0;
    if channel.exists {
        sum = channel_element(channel, 0u);
        for (var column = 1u; column < uniforms.width; column += 1u) {
            sum += channel_element(channel, column);
        }
    }
    scratch[uniforms.means + thread] = bitcast<u32>(sum * uniforms.factor);
}
