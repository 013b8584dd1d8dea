// Where no two indices are equal there is nothing to sort: every entry is a group. A bad index becomes a row that no
// window has.

@compute @workgroup_size(WORKGROUP)
fn unique(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * sort.stride;
    if at >= sort.count {
        return;
    }
    work[sort.distinct + at] = select(0xffffffffu, indices[at], check_index(indices[at]));
    work[sort.positions + at] = at;
    work[sort.starts + at] = at;
    if at + 1u == sort.count {
        work[sort.starts + sort.count] = sort.count;
        work[sort.groups] = sort.count;
    }
}
