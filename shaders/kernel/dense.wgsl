// Every element of a parameter once.

@compute @workgroup_size(WORKGROUP)
fn dense(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    let i = slot.first + thread;
    // Rows play no part.
    update_at(slot.rule, i, 0u, load_grad(i), 1.0, means_at(i));
}
