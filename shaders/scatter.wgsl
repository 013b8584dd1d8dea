// Every entry to its place by one digit; entries with the same digit keep their order.

// By digit, then by thread: how many there are, and then where the next one goes.
var<workgroup> places: array<u32, DIGITS * WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn scatter(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    let run = run_of(block, lane);
    for (var at = run.x; at < run.y; at += 1u) {
        places[digit_of(work[sort.keys + at]) * WORKGROUP + lane] += 1u;
    }
    workgroupBarrier();
    if lane < DIGITS && block < sort.blocks {
        var next = work[sort.counters + lane * sort.blocks + block];
        for (var other = lane * WORKGROUP; other < (lane + 1u) * WORKGROUP; other += 1u) {
            let count = places[other];
            places[other] = next;
            next += count;
        }
    }
    workgroupBarrier();
    for (var at = run.x; at < run.y; at += 1u) {
        let key = work[sort.keys + at];
        let place = digit_of(key) * WORKGROUP + lane;
        work[sort.sorted_keys + places[place]] = key;
        work[sort.sorted_positions + places[place]] = work[sort.positions + at];
        places[place] += 1u;
    }
}
