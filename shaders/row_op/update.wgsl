// Needs: decay_count, entries_of, is_bound, load_elements, mean_of_group, report_unbound, sum_of_entries, uniforms,
//     update_elements
// Provides: visit_group

// Updates a row that a row gradient names with the sum of its entries.

fn visit_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if !is_bound(entries) {
        report_unbound(entries.row, column);
        return;
    }
    let i = entries.row * uniforms.width + column;
    // Before the sum, whose loads they then do not wait for.
    let old = load_elements(uniforms.rule, i, entries.row);
    let sum = sum_of_entries(entries, column);
    update_elements(uniforms.rule, i, entries.row, old, sum, decay_count(entries), mean_of_group(group));
}
