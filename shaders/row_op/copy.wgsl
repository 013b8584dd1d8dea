// Takes a row over into the copy of the values.

fn take_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if is_bound(entries) {
        store_copy(entries.row * slot.width + column);
    }
}
