// Counts the weights that are not exactly zero. A thread for each weight.

@compute @workgroup_size(WORKGROUP)
fn nonzero(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    // In 16 bits, the unused half of the last word is 0.
    let count = arrayLength(&weights) * select(2u, 1u, PRECISION == 0u);
    if i < count && weight(i) != 0.0 {
        atomicAdd(&counts[1], 1u);
    }
}
