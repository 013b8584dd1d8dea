// Copies the weights of the listed rows to a table of the same size, which is bound in the place of the gradients. A thread for each
// weight; in 16 bits it copies the word, with a neighbour that is another listed weight, or 0 in both tables.

@compute @workgroup_size(WORKGROUP)
fn copy_rows(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    if i < batch.count * batch.outputs {
        let element = listed_element(i);
        let word = select(element / 2u, element, PRECISION == 0u);
        grads[word] = weights[word];
    }
}
