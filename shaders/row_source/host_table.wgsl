// Needs: NONE, RowEntries, table, uniforms
// Provides: entries_of, group_exists, next_group, position_of, report_unbound

// The distinct rows of a row gradient as the host has listed them in the table.

fn group_exists(group: u32) -> bool {
    return group != NONE;
}

// The next group that a thread takes: none, as there is a thread for each.
fn next_group(group: u32) -> u32 {
    return NONE;
}

fn entries_of(group: u32) -> RowEntries {
    let starts = uniforms.row_starts + group;
    return RowEntries(table[uniforms.row_table + group] - uniforms.base_row, table[starts], table[starts + 1u]);
}

// Position of an entry in the row gradient.
fn position_of(at: u32) -> u32 {
    return table[uniforms.entry_order + at];
}

// The host has checked the indices.
fn report_unbound(row: u32, column: u32) {
}
