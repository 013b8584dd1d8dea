// Needs: PIECE, entries_of, result, uniforms
// Provides: Piece, piece_at, sorted_row

// Pieces of rows with many entries where the device has grouped the row gradient. Only the device knows which rows have many
// entries, so there is a thread for every place that a piece may have.

struct Piece {
    start: u32,
    end: u32,
    place: u32,
}

fn sorted_row(at: u32) -> u32 {
    return result(uniforms.entry_order + at * 2u);
}

// The piece with a place, an empty one if there is none. Each 64 entries have two places: the first for a row that continues
// among them, the second for a row that begins among them and continues behind them.
fn piece_at(place: u32) -> Piece {
    let first = place / 2u * PIECE;
    let begins = place % 2u == 1u;
    let middle = first + select(0u, PIECE, begins);
    let count = result(uniforms.row_starts + result(uniforms.group_count));
    if middle == 0u || middle >= count || sorted_row(middle - 1u) != sorted_row(middle) {
        return Piece();
    }
    let entries = entries_of(result(uniforms.entry_groups + middle / PIECE));
    if begins != (entries.start >= first) || entries.end - entries.start <= PIECE {
        return Piece();
    }
    let before = (max(entries.start, first) - entries.start + PIECE - 1u) / PIECE * PIECE;
    let start = entries.start + before;
    return Piece(start, min(start + PIECE, entries.end), place);
}
