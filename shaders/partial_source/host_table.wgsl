// The pieces of a row gradient that the host has grouped, as it has listed them. Twin of places.wgsl, with the same
// function.

fn piece_at(i: u32) -> Piece {
    let at = slot.rows + i * 3u;
    return Piece(table[at], table[at + 1u], table[at + 2u]);
}
