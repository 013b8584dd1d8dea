// Needs: WORKGROUP, entries_of, group_exists, is_bound, set_last_step, thread_index, uniforms, visit_group
// Provides: rows_and_marks

// Visits every row once, as rows.wgsl does, and writes down that it is up to date. The threads that share a row are in one
// workgroup, so a barrier is enough for all of them to read its last step before one of them writes it.

@compute @workgroup_size(WORKGROUP)
fn rows_and_marks(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    let column = thread % uniforms.width;
    let group = uniforms.first_group + thread / uniforms.width;
    let has_row = thread < uniforms.thread_count && group_exists(group);
    if has_row {
        visit_group(group, column);
    }
    // Every thread comes here, whether it has a row or not.
    storageBarrier();
    if has_row && column == 0u {
        let entries = entries_of(group);
        if is_bound(entries) {
            set_last_step(entries.row);
        }
    }
}
