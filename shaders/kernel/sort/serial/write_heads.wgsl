// Needs: MARKED_ENTRIES, WORKGROUP, begin_block, run_of, scratch, sort, sum_of_all, write_heads_in
// Provides: write_heads

// Writes where each row begins among the sorted entries, and behind the last row where its entries end.

@compute @workgroup_size(WORKGROUP)
fn write_heads(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = begin_block(id);
    var heads = 0u;
    for (var other = lane; other < min(block, sort.block_count); other += WORKGROUP) {
        heads += scratch[sort.block_counts + other];
    }
    let groups_before = sum_of_all(lane, heads);
    let run = run_of(block, lane);
    write_heads_in(run, groups_before + scratch[sort.entry_groups + run.x / MARKED_ENTRIES]);
}
