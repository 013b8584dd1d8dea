// What is sorted: the row of every entry, and its position. Bad indices become the row behind the last.

@compute @workgroup_size(WORKGROUP)
fn keys(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * sort.stride;
    if at >= sort.count {
        return;
    }
    work[sort.keys + at] = select(sort.rows, indices[at], check_index(indices[at]));
    work[sort.positions + at] = at;
}
