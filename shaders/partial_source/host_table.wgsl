// Needs: table, uniforms
// Provides: Piece, piece_at

// Pieces of rows with many entries as the host has listed them in the table: start, end and place of each.

struct Piece {
    start: u32,
    end: u32,
    place: u32,
}

fn piece_at(i: u32) -> Piece {
    let at = uniforms.piece_table + i * 3u;
    return Piece(table[at], table[at + 1u], table[at + 2u]);
}
