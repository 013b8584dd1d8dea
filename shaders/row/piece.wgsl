// Needs: load_grad, position_of, uniforms
// Provides: PIECE, place_of_piece, sum_of_piece

// Pieces of 64 entries of a row, each summed in order of occurrence. The Rust twin is src/row_groups/segments.rs.

const PIECE: u32 = 64u;

// The sum of the entries in positions [start, end), of which there is at least one.
fn sum_of_piece(start: u32, end: u32, column: u32) -> vec4<f32> {
    var sum = vec4<f32>();
    var at = start;
    loop {
        let entry = load_grad(position_of(at) * uniforms.width + column);
        sum = select(sum + entry, entry, at == start);
        at += 1u;
        if at >= end {
            break;
        }
    }
    return sum;
}

// The place of a piece among the partial sums. Pieces that begin among the same 64 entries have two places: at most one
// continues a row, and at most one begins a row of more than one piece.
fn place_of_piece(start: u32, is_first: bool) -> u32 {
    return start / PIECE * 2u + select(0u, 1u, is_first);
}
