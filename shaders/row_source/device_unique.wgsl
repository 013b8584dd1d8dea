// Rows as the caller's indices name them, no two of them equal: every entry is a group. Twin of listed.wgsl and
// grouped.wgsl, with the same functions.

@group(2) @binding(1) var<storage, read_write> indices: array<u32>;

fn group_exists(group: u32) -> bool {
    return group != NONE;
}

// The next group that a thread takes: there is a thread for each.
fn group_after(group: u32) -> u32 {
    return NONE;
}

fn entries_of(group: u32) -> Entries {
    return Entries(indices[group] - slot.base_row, group, group + 1u);
}

fn position_of(at: u32) -> u32 {
    return at;
}

// Counts a row that does not exist once: by the first column, in the first window.
fn skip_group(row: u32, column: u32) {
    if row >= slot.all_rows && column == 0u && slot.base_row == 0u {
        atomicAdd(&report[BAD_ROWS], 1u);
    }
}
