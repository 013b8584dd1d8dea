// Where each row begins among the sorted entries; behind the last, where they end.

@compute @workgroup_size(WORKGROUP)
fn split(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    var share = 0u;
    for (var other = lane; other < min(block, sort.blocks); other += WORKGROUP) {
        share += work[sort.counters + other];
    }
    let begun = sum_of_all(lane, share);
    let run = run_of(block, lane);
    split_run(run, begun + work[sort.marks + run.x / MARKED]);
}
