// Needs: entries_of, is_bound, set_last_step
// Provides: visit_group

// Writes down that a row is up to date, once all threads that share the row have read its last step.

fn visit_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if is_bound(entries) {
        set_last_step(entries.row);
    }
}
