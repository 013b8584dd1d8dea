// Needs: clipped, load_grad, position_of, uniforms, unscaled
// Provides: LOADS_IN_TURN, MAX_SUMMAND, PIECE, entry_at, place_of_piece, sum_of_entries_in_turn, sum_of_piece

// Pieces of 64 entries of a row, each summed in order of occurrence. The Rust twin is src/row_groups/segments.rs.

const PIECE: u32 = 64u;

// Whether each load waits for the one before: processors that play a GPU are faster then. A constant of the pipeline.
override LOADS_IN_TURN: bool;

// The largest magnitude that an entry counts as in a sum. A constant of the pipeline: larger for norms, which are those of
// gradients before their elements are limited.
override MAX_SUMMAND: f32;

// An element of the entry with a position in the row gradient, as it enters the sum of its row.
fn entry_at(position: u32, column: u32) -> vec4<f32> {
    let entry = unscaled(uniforms.rule, load_grad(position * uniforms.width + column));
    return clipped(entry, MAX_SUMMAND);
}

// The check comes last, as in kernel/rows.wgsl.
fn sum_of_entries_in_turn(start: u32, end: u32, column: u32) -> vec4<f32> {
    var sum = vec4<f32>();
    var at = start;
    loop {
        let entry = entry_at(position_of(at), column);
        sum = select(sum + entry, entry, at == start);
        at += 1u;
        if at >= end {
            break;
        }
    }
    return sum;
}

// The sum of the entries in positions [start, end), of which there is at least one: eight loads are written out before the
// additions, because each load of a loop would wait for the one before.
fn sum_of_piece(start: u32, end: u32, column: u32) -> vec4<f32> {
    if LOADS_IN_TURN {
        return sum_of_entries_in_turn(start, end, column);
    }
    var sum = vec4<f32>();
    var at = start;
    for (; at + 8u <= end; at += 8u) {
        let p0 = position_of(at);
        let p1 = position_of(at + 1u);
        let p2 = position_of(at + 2u);
        let p3 = position_of(at + 3u);
        let p4 = position_of(at + 4u);
        let p5 = position_of(at + 5u);
        let p6 = position_of(at + 6u);
        let p7 = position_of(at + 7u);
        let e0 = entry_at(p0, column);
        let e1 = entry_at(p1, column);
        let e2 = entry_at(p2, column);
        let e3 = entry_at(p3, column);
        let e4 = entry_at(p4, column);
        let e5 = entry_at(p5, column);
        let e6 = entry_at(p6, column);
        let e7 = entry_at(p7, column);
        sum = select(sum + e0, e0, at == start);
        sum += e1;
        sum += e2;
        sum += e3;
        sum += e4;
        sum += e5;
        sum += e6;
        sum += e7;
    }
    for (; at < end; at += 1u) {
        let entry = entry_at(position_of(at), column);
        sum = select(sum + entry, entry, at == start);
    }
    return sum;
}

// The place of a piece among the partial sums. Pieces that begin among the same 64 entries have two places: at most one
// continues a row, and at most one begins a row of more than one piece.
fn place_of_piece(start: u32, is_first: bool) -> u32 {
    return start / PIECE * 2u + select(0u, 1u, is_first);
}
