// The pieces of a row gradient that a device has grouped. Nobody knows where rows with many entries are, so there is a
// place for every piece that there could be. Twin of heavy.wgsl, with the same function.

fn row_at(at: u32) -> u32 {
    return work[slot.order + at * 2u];
}

// Two for the same 64 entries: one for a row that goes on with them, one for a row that begins with one of them and
// goes on behind them.
fn piece_at(place: u32) -> Piece {
    let first = place / 2u * PIECE;
    let begins = place % 2u == 1u;
    let middle = first + select(0u, PIECE, begins);
    let count = work[slot.starts + work[slot.groups]];
    if middle == 0u || middle >= count || row_at(middle - 1u) != row_at(middle) {
        return Piece();
    }
    let entries = entries_of(work[slot.rows + middle / PIECE]);
    if begins != (entries.start >= first) || entries.end - entries.start <= PIECE {
        return Piece();
    }
    let before = (max(entries.start, first) - entries.start + PIECE - 1u) / PIECE * PIECE;
    let start = entries.start + before;
    return Piece(start, min(start + PIECE, entries.end), place);
}
