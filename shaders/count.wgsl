// How often each digit occurs among the entries of every workgroup. Sums, so the order in which atomics add is nothing
// that the result could show.

var<workgroup> digits: array<atomic<u32>, DIGITS>;

@compute @workgroup_size(WORKGROUP)
fn count(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    let run = run_of(block, lane);
    for (var at = run.x; at < run.y; at += 1u) {
        atomicAdd(&digits[digit_of(work[sort.keys + at])], 1u);
    }
    workgroupBarrier();
    if lane < DIGITS && block < sort.blocks {
        work[sort.counters + lane * sort.blocks + block] = atomicLoad(&digits[lane]);
    }
}
