// Needs: uniforms
// Provides: RowEntries, is_bound

// The entries of one distinct row of a row gradient.

// The entries in positions [start, end) of the order of entries.
struct RowEntries {
    // Counted from the first row of the bound values.
    row: u32,
    start: u32,
    end: u32,
}

// Whether the row lies in the bound values: an index that is no row does not, and neither does a row of another window.
fn is_bound(entries: RowEntries) -> bool {
    return entries.row < uniforms.bound_rows;
}
