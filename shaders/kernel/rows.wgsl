// Needs: WORKGROUP, group_exists, next_group, thread_index, uniforms, visit_group
// Provides: rows

// Visits every distinct row once: a thread takes one column, or four, of one row, and of further rows where only the device
// knows how many rows there are.

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    let column = thread % uniforms.width;
    var group = uniforms.first_group + thread / uniforms.width;
    if thread >= uniforms.thread_count || !group_exists(group) {
        return;
    }
    // The check comes last: leaving a loop in its middle costs half an iteration more on devices that compute both sides of a
    // branch.
    loop {
        visit_group(group, column);
        group = next_group(group);
        if !group_exists(group) {
            break;
        }
    }
}
