// Needs: NONE, RowEntries, uniforms
// Provides: entries_of, group_exists, next_group, position_of, report_unbound

// A range of rows of the parameter, each a group, whether a gradient names it or not.

fn group_exists(group: u32) -> bool {
    return group != NONE;
}

// The next group that a thread takes: none, as there is a thread for each.
fn next_group(group: u32) -> u32 {
    return NONE;
}

fn entries_of(group: u32) -> RowEntries {
    return RowEntries(group - uniforms.base_row, 0u, 1u);
}

// Position of an entry in a row gradient, of which there is none.
fn position_of(at: u32) -> u32 {
    return at;
}

// The host has chosen the rows.
fn report_unbound(row: u32, column: u32) {
}
