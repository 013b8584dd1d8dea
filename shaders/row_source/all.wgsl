// Rows one behind the other, each a group: those that are brought up to date whether anybody names them or not. Twin of
// listed.wgsl, grouped.wgsl and indexed.wgsl, with the same functions.

fn group_exists(group: u32) -> bool {
    return group != NONE;
}

// The next group that a thread takes: there is a thread for each.
fn group_after(group: u32) -> u32 {
    return NONE;
}

fn entries_of(group: u32) -> Entries {
    return Entries(group - slot.base_row, 0u, 1u);
}

fn position_of(at: u32) -> u32 {
    return at;
}

fn skip_group(row: u32, column: u32) {
}
