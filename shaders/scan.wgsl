// What stands before every counter, in its place, and the sum of all at `groups`. One workgroup: each thread takes a
// share of the counters.

var<workgroup> shares: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn scan(@builtin(local_invocation_index) lane: u32) {
    let share = (sort.counter_count + WORKGROUP - 1u) / WORKGROUP;
    let first = min(lane * share, sort.counter_count);
    let end = min(first + share, sort.counter_count);

    var sum = 0u;
    for (var at = first; at < end; at += 1u) {
        sum += work[sort.counters + at];
    }
    shares[lane] = sum;
    workgroupBarrier();

    var before = 0u;
    for (var other = 0u; other < lane; other += 1u) {
        before += shares[other];
    }
    for (var at = first; at < end; at += 1u) {
        let counter = work[sort.counters + at];
        work[sort.counters + at] = before;
        before += counter;
    }
    if lane + 1u == WORKGROUP {
        work[sort.groups] = before;
    }
}
