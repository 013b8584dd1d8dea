// What stands before every counter of a digit, in its place, and the sums of all. A workgroup takes a quad of digits, and
// each thread a share of the blocks.

var<workgroup> quads: array<vec4<u32>, WORKGROUP>;

fn counts_at(counter: u32) -> vec4<u32> {
    return vec4(work[counter], work[counter + 1u]);
}

fn store_counts(counter: u32, counts: vec4<u32>) {
    work[counter] = counts.xy;
    work[counter + 1u] = counts.zw;
}

@compute @workgroup_size(WORKGROUP)
fn scan(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let quad = block_of(id);
    let share = (sort.blocks + WORKGROUP - 1u) / WORKGROUP;
    let first = min(lane * share, sort.blocks);
    let end = min(first + share, sort.blocks);
    let counters = sort.counters / 2u + quad * sort.blocks * 2u;

    var sum = vec4<u32>();
    for (var block = first; block < end; block += 1u) {
        sum += counts_at(counters + block * 2u);
    }
    quads[lane] = sum;
    workgroupBarrier();

    var before = vec4<u32>();
    for (var other = 0u; other < lane; other += 1u) {
        before += quads[other];
    }
    for (var block = first; block < end; block += 1u) {
        let counts = counts_at(counters + block * 2u);
        store_counts(counters + block * 2u, before);
        before += counts;
    }
    if lane + 1u == WORKGROUP {
        store_counts(sort.totals / 2u + quad * 2u, before);
    }
}
