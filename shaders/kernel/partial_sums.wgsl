// Needs: ELEMENTS_PER_THREAD, WORKGROUP, piece_at, scratch, sum_of_piece, thread_index, uniforms
// Provides: partial_sums, store_partial_sum

// Sums the pieces of rows with many entries side by side: a thread would take long for a row that half of all entries name. A
// thread takes one column, or four, of one piece.

fn store_partial_sum(i: u32, sum: vec4<f32>) {
    let at = uniforms.partial_sums + i * ELEMENTS_PER_THREAD;
    scratch[at] = bitcast<u32>(sum.x);
    if ELEMENTS_PER_THREAD == 4u {
        scratch[at + 1u] = bitcast<u32>(sum.y);
        scratch[at + 2u] = bitcast<u32>(sum.z);
        scratch[at + 3u] = bitcast<u32>(sum.w);
    }
}

@compute @workgroup_size(WORKGROUP)
fn partial_sums(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= uniforms.thread_count {
        return;
    }
    let piece = piece_at(thread / uniforms.width);
    if piece.start >= piece.end {
        return;
    }
    let column = thread % uniforms.width;
    store_partial_sum(piece.place * uniforms.width + column, sum_of_piece(piece.start, piece.end, column));
}
