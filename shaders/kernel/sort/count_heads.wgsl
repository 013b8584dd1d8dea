// How many rows begin among the sorted entries of every block, and before each run of a block.

@compute @workgroup_size(WORKGROUP)
fn heads(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    let run = run_of(block, lane);
    let begun = rows_begun_in(run);
    let before = sum_before(lane, begun);
    if run.x < run.y {
        work[sort.marks + run.x / MARKED] = before;
    }
    if lane + 1u == WORKGROUP && block < sort.blocks {
        work[sort.counters + block] = before + begun;
    }
}
