// Needs: scratch, sort
// Provides: MARKED_ENTRIES, row_before, sorted_row_at

// Rows of the sorted entries. Entries whose index is no row come last, as a row that no window contains.

// Entries from one entry of `entry_groups` to the next.
const MARKED_ENTRIES: u32 = 64u;

fn sorted_row_at(at: u32) -> u32 {
    return scratch[sort.sorted + at * 2u];
}

// The row of the entry before one, or for the first entry a row that it has not.
fn row_before(at: u32) -> u32 {
    return select(sorted_row_at(max(at, 1u) - 1u), ~sorted_row_at(0u), at == 0u);
}
