// Brings rows up to date. A thread takes one column, or four, of one row, and of more where nobody knows how many rows there
// are.

fn flush_group(group: u32, column: u32) {
    let entries = entries_of(group);
    if !is_bound(entries) {
        skip_group(entries.row, column);
        return;
    }
    catch_up_at(slot.rule, entries.row * slot.width + column, entries.row);
}

@compute @workgroup_size(WORKGROUP)
fn flush(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    let column = thread % slot.width;
    var group = slot.first + thread / slot.width;
    if thread >= slot.count || !group_exists(group) {
        return;
    }
    loop {
        flush_group(group, column);
        group = group_after(group);
        if !group_exists(group) {
            break;
        }
    }
}
