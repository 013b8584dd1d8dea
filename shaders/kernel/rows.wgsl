// Every distinct row once: a thread takes one column, or four, of one row, and of more where nobody knows how many rows
// there are.

@compute @workgroup_size(WORKGROUP)
fn each_group(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    let column = thread % slot.width;
    var group = slot.first + thread / slot.width;
    if thread >= slot.count || !group_exists(group) {
        return;
    }
    // The check comes last: a loop that is left in its middle costs devices without branches half a turn more.
    loop {
        take_group(group, column);
        group = group_after(group);
        if !group_exists(group) {
            break;
        }
    }
}
