// Needs: WORKGROUP, load_grad, means_at, thread_index, uniforms, update_elements
// Provides: dense

// Updates every element of a dense parameter.

@compute @workgroup_size(WORKGROUP)
fn dense(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= uniforms.thread_count {
        return;
    }
    let i = uniforms.first_element + thread;
    update_elements(uniforms.rule, i, 0u, load_grad(i), 1.0, means_at(i));
}
