// Needs: WORKGROUP, load_elements, load_grad, means_at, thread_index, uniforms, unscaled, update_elements
// Provides: dense

// Updates every element of a dense parameter. A thread takes one element, or four consecutive ones, and in a large parameter
// further ones, as many threads apart as there are: several places of memory at a time are read faster than one.

@compute @workgroup_size(WORKGROUP)
fn dense(@builtin(global_invocation_id) id: vec3<u32>) {
    var place = thread_index(id);
    if place >= uniforms.thread_count {
        return;
    }
    // Loaded once: stores might write to them, as far as a driver knows.
    let rule = uniforms.rule;
    let first = uniforms.first_element;
    let stride = uniforms.thread_count;
    let end = uniforms.width;
    // The check comes last, as in rows.wgsl.
    loop {
        let i = first + place;
        let old = load_elements(rule, i, 0u);
        update_elements(rule, i, 0u, old, unscaled(rule, load_grad(i)), 1.0, means_at(i));
        place += stride;
        if place >= end {
            break;
        }
    }
}
