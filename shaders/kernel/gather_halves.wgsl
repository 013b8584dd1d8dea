// Needs: WORKGROUP, gathered, is_new, new_words, old_words, thread_index, uniforms
// Provides: gather_halves, half_of

// Copies elements of 16 bits to their places in a new table. A thread takes the two elements of a word.

@compute @workgroup_size(WORKGROUP)
fn gather_halves(@builtin(global_invocation_id) id: vec3<u32>) {
    let word = thread_index(id);
    if word >= uniforms.thread_count {
        return;
    }
    let before = new_words[word];
    let low = half_of(2u * word, before & 0xffffu);
    new_words[word] = low | (half_of(2u * word + 1u, before >> 16u) << 16u);
}

// The bits of an element: those of the element that it continues, or those that it had.
fn half_of(element: u32, before: u32) -> u32 {
    if element >= uniforms.element_count || is_new(element) {
        return before;
    }
    let old = gathered(element);
    if old >= uniforms.bound_rows * uniforms.width {
        return before;
    }
    return (old_words[old / 2u] >> (old % 2u * 16u)) & 0xffffu;
}
