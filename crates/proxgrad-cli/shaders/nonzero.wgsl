// Counts the weights of the listed rows that are not exactly zero. A thread for each weight.

@compute @workgroup_size(WORKGROUP)
fn nonzero(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    if i < batch.count * batch.outputs && weight(listed_element(i)) != 0.0 {
        atomicAdd(&counts[1], 1u);
    }
}
