// Needs: ONE_THREAD_ROWS, caught_up, entries_of, is_bound, load_state, load_value, report_unbound, set_last_step,
//     store_value, uniforms
// Provides: visit_group

// Brings a row up to date.

fn visit_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if !is_bound(entries) {
        report_unbound(entries.row, column);
        return;
    }
    let i = entries.row * uniforms.width + column;
    let values = caught_up(uniforms.rule, load_value(i), load_state(i), entries.row);
    store_value(uniforms.rule, i, values);
    if ONE_THREAD_ROWS {
        set_last_step(entries.row);
    }
}
