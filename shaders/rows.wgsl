// Every distinct row of a row gradient once, with the sum of its entries, so that the result is the same on every run.
// A thread takes one column, or four, of one row, and of more where nobody knows how many rows there are.

fn update_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if !is_bound(entries) {
        skip_group(entries.row, column);
        return;
    }
    let sum = sum_of_entries(entries, column);
    let i = entries.row * slot.width + column;
    update_at(slot.rule, i, entries.row, sum, decays(entries), mean_of_group(group));
}

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    let column = thread % slot.width;
    var group = slot.first + thread / slot.width;
    if thread >= slot.count || !group_exists(group) {
        return;
    }
    // The check comes last: a loop that is left in its middle costs devices without branches half a turn more.
    loop {
        update_group(group, column);
        group = group_after(group);
        if !group_exists(group) {
            break;
        }
    }
}
