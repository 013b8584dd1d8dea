// Marks rows as up to date, once all threads that share one have read its mark. A thread takes one row, and more where
// nobody knows how many there are.

fn mark_group(group: u32) {
    let entries = entries_of(group);
    if is_bound(entries) {
        set_mark(entries.row);
    }
}

@compute @workgroup_size(WORKGROUP)
fn mark(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    var group = slot.first + thread;
    if thread >= slot.count || !group_exists(group) {
        return;
    }
    loop {
        mark_group(group);
        group = group_after(group);
        if !group_exists(group) {
            break;
        }
    }
}
