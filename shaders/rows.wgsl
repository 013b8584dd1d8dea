// Every distinct row of a row gradient once. Its entries are summed in order of occurrence, so the result is the same
// on every run. A thread takes one column, or four, of one row.

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    let group = slot.first + thread / slot.width;
    let column = thread % slot.width;
    let starts = slot.table + slot.groups;
    let order = starts + slot.groups + 1u;

    var entry = order + table[starts + group];
    let end = order + table[starts + group + 1u];
    var sum = load_grad(table[entry] * slot.width + column);
    for (entry += 1u; entry < end; entry += 1u) {
        sum += load_grad(table[entry] * slot.width + column);
    }

    let row = table[slot.table + group] - slot.base_row;
    update_at(row * slot.width + column, sum);
}
