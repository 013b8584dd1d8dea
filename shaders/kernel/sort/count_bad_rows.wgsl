// Needs: BAD_ROWS, WORKGROUP, add_count, begin_block, row_at, sort, sum_of_all
// Provides: count_bad_rows

// Counts the indices that are no row, where there are no elements to update.

@compute @workgroup_size(WORKGROUP)
fn count_bad_rows(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = begin_block(id);
    var bad = 0u;
    let stride = sort.block_count * WORKGROUP;
    for (var at = block * WORKGROUP + lane; at < sort.entry_count; at += stride) {
        bad += u32(row_at(at) == sort.param_rows);
    }
    let sum = sum_of_all(lane, bad);
    if lane == 0u && sum > 0u {
        add_count(BAD_ROWS, sum);
    }
}
