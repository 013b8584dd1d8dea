// Updates a row of a row gradient with the sum of its entries, so that the result is the same on every run.

fn take_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if !is_bound(entries) {
        skip_group(entries.row, column);
        return;
    }
    let sum = sum_of_entries(entries, column);
    let i = entries.row * slot.width + column;
    update_at(slot.rule, i, entries.row, sum, decays(entries), mean_of_group(group));
}
