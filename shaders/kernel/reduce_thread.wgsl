// The mean of every channel or row of few elements, one thread each. The Rust twin is `mean` in src/mean.rs.

@compute @workgroup_size(WORKGROUP)
fn narrow(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    let channel = channel_of(thread);
    // Of what does not exist it is 0: norms are sums of all that could.
    var sum = 0.0;
    if channel.exists {
        sum = element(channel, 0u);
        for (var column = 1u; column < slot.width; column += 1u) {
            sum += element(channel, column);
        }
    }
    work[slot.means + thread] = bitcast<u32>(sum * slot.factor);
}
