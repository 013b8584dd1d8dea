// Needs: PIECE, RowEntries, has_partial_sums, load_partial_sum, place_of_piece, sum_of_piece, uniforms
// Provides: decay_count, sum_of_entries

// The sum of all entries of a row, piece by piece. Sums of pieces may have been left in `scratch` by partial_sums.wgsl; the
// bits are the same.

// How often weight decay is applied to a row.
fn decay_count(entries: RowEntries) -> f32 {
    return select(1.0, f32(entries.end - entries.start), uniforms.decay_per_occurrence != 0u);
}

fn sum_of_entries(entries: RowEntries, column: u32) -> vec4<f32> {
    let has_sums = has_partial_sums() && entries.end - entries.start > PIECE;
    var sum = vec4<f32>();
    var at = entries.start;
    loop {
        let is_first = at == entries.start;
        var piece: vec4<f32>;
        if has_sums {
            piece = load_partial_sum(place_of_piece(at, is_first) * uniforms.width + column);
        } else {
            piece = sum_of_piece(at, min(at + PIECE, entries.end), column);
        }
        // The first piece is not added to 0, which would lose the sign of a zero.
        sum = select(sum + piece, piece, is_first);
        at += PIECE;
        if at >= entries.end {
            break;
        }
    }
    return sum;
}
