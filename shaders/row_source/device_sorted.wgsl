// Needs: RowEntries, result, uniforms
// Provides: entries_of, group_exists, next_group, position_of, report_unbound

// The distinct rows of a row gradient as the device has listed them in scratch memory, beside the sorted (row, position) of all
// entries.

fn group_exists(group: u32) -> bool {
    return group < result(uniforms.group_count);
}

// The next group that a thread takes.
fn next_group(group: u32) -> u32 {
    return group + uniforms.group_stride;
}

fn entries_of(group: u32) -> RowEntries {
    let start = result(uniforms.row_starts + group);
    let end = result(uniforms.row_starts + group + 1u);
    return RowEntries(result(uniforms.entry_order + start * 2u) - uniforms.base_row, start, end);
}

// Position of an entry in the row gradient.
fn position_of(at: u32) -> u32 {
    return result(uniforms.entry_order + at * 2u + 1u);
}

// The sort has counted indices that are no row.
fn report_unbound(row: u32, column: u32) {
}
