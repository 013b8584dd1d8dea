// The sums of the pieces of rows with many entries, side by side: one thread would take long for a row that half of
// all entries name. A thread takes one column, or four, of one piece.

@compute @workgroup_size(WORKGROUP)
fn pieces(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    let piece = piece_at(thread / slot.width);
    if piece.start >= piece.end {
        return;
    }
    let column = thread % slot.width;
    store_partial(piece.place * slot.width + column, sum_of_piece(piece.start, piece.end, column));
}
