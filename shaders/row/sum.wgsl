// Needs: PIECE, RowEntries, has_partial_sums, load_partial_sum, place_of_piece, sum_of_piece, uniforms
// Provides: decay_count, sum_of_entries, sum_of_partial_sums

// The sum of all entries of a row, piece by piece. Sums of pieces may have been left in `scratch` by partial_sums.wgsl; the
// bits are the same.

// How often weight decay is applied to a row.
fn decay_count(entries: RowEntries) -> f32 {
    return select(1.0, f32(entries.end - entries.start), uniforms.decay_per_occurrence != 0u);
}

// The sum of the pieces that earlier dispatches have summed. Eight loads are written out before the additions.
fn sum_of_partial_sums(entries: RowEntries, column: u32) -> vec4<f32> {
    // The first piece is not added to 0, which would lose the sign of a zero.
    var sum = load_partial_sum(place_of_piece(entries.start, true) * uniforms.width + column);
    var at = entries.start + PIECE;
    // The places of later pieces are two apart.
    let stride = 2u * uniforms.width;
    var i = place_of_piece(at, false) * uniforms.width + column;
    for (; at + 7u * PIECE < entries.end; at += 8u * PIECE) {
        let s0 = load_partial_sum(i);
        let s1 = load_partial_sum(i + 1u * stride);
        let s2 = load_partial_sum(i + 2u * stride);
        let s3 = load_partial_sum(i + 3u * stride);
        let s4 = load_partial_sum(i + 4u * stride);
        let s5 = load_partial_sum(i + 5u * stride);
        let s6 = load_partial_sum(i + 6u * stride);
        let s7 = load_partial_sum(i + 7u * stride);
        sum += s0;
        sum += s1;
        sum += s2;
        sum += s3;
        sum += s4;
        sum += s5;
        sum += s6;
        sum += s7;
        i += 8u * stride;
    }
    for (; at < entries.end; at += PIECE) {
        sum += load_partial_sum(i);
        i += stride;
    }
    return sum;
}

fn sum_of_entries(entries: RowEntries, column: u32) -> vec4<f32> {
    if has_partial_sums() && entries.end - entries.start > PIECE {
        return sum_of_partial_sums(entries, column);
    }
    var sum = sum_of_piece(entries.start, min(entries.start + PIECE, entries.end), column);
    for (var at = entries.start + PIECE; at < entries.end; at += PIECE) {
        sum += sum_of_piece(at, min(at + PIECE, entries.end), column);
    }
    return sum;
}
