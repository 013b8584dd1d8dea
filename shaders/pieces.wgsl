// The sums of the pieces of rows with many entries, side by side: one thread would take long for a row that half of
// all entries name. A thread takes one column, or four, of one place.

// The last group that begins at or before a position.
fn group_at(position: u32) -> u32 {
    var low = 0u;
    var high = work[slot.groups];
    while high - low > 1u {
        let middle = (low + high) / 2u;
        if table_at(slot.starts + middle) <= position {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

@compute @workgroup_size(WORKGROUP)
fn pieces(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count || work[slot.groups] == 0u {
        return;
    }
    let place = thread / slot.width;
    let column = thread % slot.width;
    // A row of several pieces that begins in here has the last of these 64 positions, one that goes on the first.
    let first_position = place / 2u * PIECE;
    let begins = place % 2u == 1u;
    let entries = entries_of(group_at(select(first_position, first_position + PIECE - 1u, begins)));
    if entries.end - entries.start <= PIECE || begins != (entries.start >= first_position) {
        return;
    }
    let pieces_before = (max(entries.start, first_position) - entries.start + PIECE - 1u) / PIECE;
    let start = entries.start + pieces_before * PIECE;
    if start < entries.end {
        store_partial(thread, sum_of_piece(start, min(start + PIECE, entries.end), column));
    }
}
