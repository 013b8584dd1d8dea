// Needs: WORKGROUP, fill_word, gathered, is_new, new_words, old_words, thread_index, uniforms, word_of
// Provides: gather_words

// Copies elements of one word each to their places in a new table.

@compute @workgroup_size(WORKGROUP)
fn gather_words(@builtin(global_invocation_id) id: vec3<u32>) {
    let element = thread_index(id);
    if element >= uniforms.thread_count {
        return;
    }
    if is_new(element) {
        if uniforms.fills != 0u {
            new_words[word_of(element)] = fill_word();
        }
        return;
    }
    let old = gathered(element);
    if old < uniforms.bound_rows * uniforms.width {
        new_words[word_of(element)] = old_words[word_of(old)];
    }
}
