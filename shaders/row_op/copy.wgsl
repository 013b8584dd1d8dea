// Needs: entries_of, is_bound, store_copy, uniforms
// Provides: visit_group

// Copies the values of a row to their 16-bit copy.

fn visit_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if is_bound(entries) {
        store_copy(entries.row * uniforms.width + column);
    }
}
