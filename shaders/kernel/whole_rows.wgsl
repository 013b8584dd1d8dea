// Needs: RowEntries, WORKGROUP, entries_of, group_exists, is_bound, mark_row, next_group, prepare_row, report_unbound, uniforms,
//     update_row
// Provides: shared_entries, shared_exists, whole_rows

// Updates rows as a whole, or brings them up to date: a workgroup takes a row, and further rows where only the device knows how many rows there are.

// Read by one thread for all, so that all of them take the same way.
var<workgroup> shared_exists: u32;
var<workgroup> shared_entries: RowEntries;

@compute @workgroup_size(WORKGROUP)
fn whole_rows(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let place = id.x + id.y * (uniforms.grid_stride / WORKGROUP);
    if place >= uniforms.thread_count / WORKGROUP {
        return;
    }
    var group = uniforms.first_group + place;
    loop {
        if lane == 0u {
            shared_exists = u32(group_exists(group));
            if group_exists(group) {
                shared_entries = entries_of(group);
            }
        }
        if workgroupUniformLoad(&shared_exists) == 0u {
            break;
        }
        let entries = workgroupUniformLoad(&shared_entries);
        if is_bound(entries) {
            prepare_row(uniforms.rule, entries, lane);
            // Every thread has read the state of the row before one of them writes it.
            storageBarrier();
            update_row(entries, group, lane);
            mark_row(entries.row, lane);
        } else {
            report_unbound(entries.row, lane);
        }
        group = next_group(group);
    }
}
