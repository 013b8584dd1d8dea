// Brings a row up to date.

fn take_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if !is_bound(entries) {
        skip_group(entries.row, column);
        return;
    }
    catch_up_at(slot.rule, entries.row * slot.width + column, entries.row);
}
