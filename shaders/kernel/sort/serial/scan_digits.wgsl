// Needs: WORKGROUP, begin_block, scratch, sort
// Provides: lane_counts, load_counts, scan_digits, store_counts

// Replaces the counts of each block by those of earlier blocks (exclusive prefix sum), and writes the counts of all blocks. A
// workgroup takes a quad of digits, and each thread a share of the blocks.

var<workgroup> lane_counts: array<vec4<u32>, WORKGROUP>;

fn load_counts(counter: u32) -> vec4<u32> {
    return vec4(scratch[counter], scratch[counter + 1u]);
}

fn store_counts(counter: u32, counts: vec4<u32>) {
    scratch[counter] = counts.xy;
    scratch[counter + 1u] = counts.zw;
}

@compute @workgroup_size(WORKGROUP)
fn scan_digits(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let quad = begin_block(id);
    let share = (sort.block_count + WORKGROUP - 1u) / WORKGROUP;
    let is_quad = quad < (1u << sort.digit_bits) / 4u;
    let first = min(lane * share, sort.block_count);
    let end = select(first, min(first + share, sort.block_count), is_quad);
    let counters_of_quad = sort.block_counts / 2u + quad * sort.block_count * 2u;

    var sum = vec4<u32>();
    for (var block = first; block < end; block += 1u) {
        sum += load_counts(counters_of_quad + block * 2u);
    }
    lane_counts[lane] = sum;
    workgroupBarrier();

    var before = vec4<u32>();
    for (var other = 0u; other < lane; other += 1u) {
        before += lane_counts[other];
    }
    for (var block = first; block < end; block += 1u) {
        let counts = load_counts(counters_of_quad + block * 2u);
        store_counts(counters_of_quad + block * 2u, before);
        before += counts;
    }
    if lane + 1u == WORKGROUP && is_quad {
        store_counts(sort.digit_totals / 2u + quad * 2u, before);
    }
}
