// Needs: BAD_ROWS, NONE, RowEntries, add_count, uniforms
// Provides: entries_of, group_exists, indices, next_group, position_of, report_unbound

// Rows in the caller's buffer of indices, no two of which are equal: every entry is a group.

@group(2) @binding(1) var<storage, read_write> indices: array<u32>;

fn group_exists(group: u32) -> bool {
    return group != NONE;
}

// The next group that a thread takes: none, as there is a thread for each.
fn next_group(group: u32) -> u32 {
    return NONE;
}

fn entries_of(group: u32) -> RowEntries {
    return RowEntries(indices[group] - uniforms.base_row, group, group + 1u);
}

// Position of an entry in the row gradient.
fn position_of(at: u32) -> u32 {
    return at;
}

// Counts an index that is no row once: in its first column, and in the first window.
fn report_unbound(row: u32, column: u32) {
    if row >= uniforms.param_rows && column == 0u && uniforms.base_row == 0u {
        add_count(BAD_ROWS, 1u);
    }
}
