// How many rows begin among the sorted entries of every workgroup.

var<workgroup> heads_of: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn heads(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    heads_of[lane] = rows_begun_in(run_of(block, lane));
    workgroupBarrier();
    if lane == 0u && block < sort.blocks {
        var sum = 0u;
        for (var other = 0u; other < WORKGROUP; other += 1u) {
            sum += heads_of[other];
        }
        work[sort.counters + block] = sum;
    }
}
