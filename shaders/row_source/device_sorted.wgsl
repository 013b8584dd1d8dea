// The distinct rows of a row gradient as a device has left them in `work`, in (row, position) of all entries, sorted. Twin
// of listed.wgsl and indexed.wgsl, with the same functions.

fn group_exists(group: u32) -> bool {
    return group < work[slot.groups];
}

// The next group that a thread takes.
fn group_after(group: u32) -> u32 {
    return group + slot.chunks;
}

fn entries_of(group: u32) -> Entries {
    let start = work[slot.starts + group];
    let end = work[slot.starts + group + 1u];
    return Entries(work[slot.order + start * 2u] - slot.base_row, start, end);
}

fn position_of(at: u32) -> u32 {
    return work[slot.order + at * 2u + 1u];
}

fn skip_group(row: u32, column: u32) {
}
