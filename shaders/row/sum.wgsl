// The entries of one row of a row gradient, summed in order of occurrence, piece by piece: the sum of a piece may have
// been left by pieces.wgsl, and the bits are the same. The Rust twin is `sum` in src/rows.rs.

const PIECE: u32 = 64u;

fn decays(entries: Entries) -> f32 {
    return select(1.0, f32(entries.end - entries.start), slot.per_occurrence != 0u);
}

fn load_entry(at: u32, column: u32) -> vec4<f32> {
    return load_grad(position_of(at) * slot.width + column);
}

// The entries order[start..end] of one row, and where in `work` their sum goes.
struct Piece {
    start: u32,
    end: u32,
    place: u32,
}

fn sum_of_piece(start: u32, end: u32, column: u32) -> vec4<f32> {
    var sum = vec4<f32>();
    var at = start;
    loop {
        let entry = load_entry(at, column);
        sum = select(sum + entry, entry, at == start);
        at += 1u;
        if at >= end {
            break;
        }
    }
    return sum;
}

// Pieces that begin among the same 64 entries get two places: at most one goes on with a row, and at most one begins
// a row of more than one piece.
fn place_of_piece(start: u32, is_first: bool) -> u32 {
    return start / PIECE * 2u + select(0u, 1u, is_first);
}

fn sum_of_entries(entries: Entries, column: u32) -> vec4<f32> {
    let known = has_partials() && entries.end - entries.start > PIECE;
    var sum = vec4<f32>();
    var at = entries.start;
    loop {
        let is_first = at == entries.start;
        var piece: vec4<f32>;
        if known {
            piece = load_partial(place_of_piece(at, is_first) * slot.width + column);
        } else {
            piece = sum_of_piece(at, min(at + PIECE, entries.end), column);
        }
        // Not 0 + piece, which would lose the sign of a zero.
        sum = select(sum + piece, piece, is_first);
        at += PIECE;
        if at >= entries.end {
            break;
        }
    }
    return sum;
}
