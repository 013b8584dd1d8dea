// Every distinct row of a row gradient once, with the sum of its entries, so that the result is the same on every run.
// A thread takes one column, or four, of one row.

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    let group = slot.first + thread / slot.width;
    let column = thread % slot.width;
    if !group_exists(group) {
        return;
    }
    let entries = entries_of(group);
    if !is_bound(entries) {
        return;
    }
    let sum = sum_of_entries(entries, column);
    update_at(slot.rule, entries.row * slot.width + column, sum, decays(entries), mean_of_group(group));
}
