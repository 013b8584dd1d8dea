// A row that entries name, and whether its values are in reach.

// The entries order[start..end] of one row.
struct Entries {
    row: u32,
    start: u32,
    end: u32,
}

// Not so for a bad index, and for a row that lies in another window.
fn is_bound(entries: Entries) -> bool {
    return entries.row < slot.row_count;
}
