// Needs: NONE, WORKGROUP, begin_block, digit_of, entry_at, quad_count, run_of, scratch, set_places, sort, store_counters,
//     take_place
// Provides: QuadCounts, counts_before, load_counts, scatter_entries

// Moves every entry to its place by one digit; entries with the same digit keep their order.

// How often the digits of a quad occur in all blocks, and in earlier blocks.
struct QuadCounts {
    all: vec4<u32>,
    before: vec4<u32>,
}

fn load_counts(counter: u32) -> vec4<u32> {
    return vec4(scratch[counter], scratch[counter + 1u]);
}

fn counts_before(quad: u32, block: u32) -> QuadCounts {
    let counters_of_quad = sort.block_counts / 2u + quad * sort.block_count * 2u;
    if sort.digit_totals != NONE {
        let all = load_counts(sort.digit_totals / 2u + quad * 2u);
        return QuadCounts(all, load_counts(counters_of_quad + block * 2u));
    }
    var counts = QuadCounts();
    for (var other = 0u; other < sort.block_count; other += 1u) {
        let of_block = load_counts(counters_of_quad + other * 2u);
        counts.all += of_block;
        counts.before += select(vec4<u32>(), of_block, other < block);
    }
    return counts;
}

@compute @workgroup_size(WORKGROUP)
fn scatter_entries(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = begin_block(id);
    var counts: QuadCounts;
    if lane < quad_count() && block < sort.block_count {
        counts = counts_before(lane, block);
        for (var other = 0u; other < WORKGROUP; other += 1u) {
            let runs_before =
                scratch[sort.run_counts / 2u + (block * WORKGROUP + other) * quad_count() + lane];
            store_counters(lane, other, runs_before);
        }
    }
    set_places(lane, counts.all, counts.before);

    let run = run_of(block, lane);
    for (var at = run.x; at < run.y; at += 1u) {
        let entry = entry_at(at);
        scratch[sort.sorted / 2u + take_place(digit_of(entry.x, sort.digit_shift), lane)] = entry;
    }
}
