// Marks a row as up to date, once all threads that share it have read its mark.

fn take_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if is_bound(entries) {
        set_mark(entries.row);
    }
}
