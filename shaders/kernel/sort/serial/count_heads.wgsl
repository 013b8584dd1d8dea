// Needs: MARKED_ENTRIES, WORKGROUP, begin_block, count_heads_in, run_of, scratch, sort, sum_before
// Provides: count_heads

// Counts how many rows begin among the sorted entries of every block, and in the earlier runs of the same block.

@compute @workgroup_size(WORKGROUP)
fn count_heads(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = begin_block(id);
    let run = run_of(block, lane);
    let heads = count_heads_in(run);
    let before = sum_before(lane, heads);
    if run.x < run.y {
        scratch[sort.entry_groups + run.x / MARKED_ENTRIES] = before;
    }
    if lane + 1u == WORKGROUP && block < sort.block_count {
        scratch[sort.block_counts + block] = before + heads;
    }
}
