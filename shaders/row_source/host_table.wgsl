// The distinct rows of a row gradient as the host has listed them. Twin of grouped.wgsl and indexed.wgsl, with the same
// functions.

fn group_exists(group: u32) -> bool {
    return group != NONE;
}

// The next group that a thread takes: there is a thread for each.
fn group_after(group: u32) -> u32 {
    return NONE;
}

fn entries_of(group: u32) -> Entries {
    let starts = slot.starts + group;
    return Entries(table[slot.rows + group] - slot.base_row, table[starts], table[starts + 1u]);
}

// Which of the gradients belongs to an entry.
fn position_of(at: u32) -> u32 {
    return table[slot.order + at];
}

fn skip_group(row: u32, column: u32) {
}
