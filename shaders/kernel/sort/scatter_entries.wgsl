// Every entry to its place by one digit; entries with the same digit keep their order.

// Of a quad of digits: how often they occur in all blocks, and in those before.
struct Counts {
    all: vec4<u32>,
    before: vec4<u32>,
}

fn counts_at(counter: u32) -> vec4<u32> {
    return vec4(work[counter], work[counter + 1u]);
}

fn counts_before(quad: u32, block: u32) -> Counts {
    let counters = sort.counters / 2u + quad * sort.blocks * 2u;
    if sort.totals != NONE {
        return Counts(counts_at(sort.totals / 2u + quad * 2u), counts_at(counters + block * 2u));
    }
    var counts = Counts();
    for (var other = 0u; other < sort.blocks; other += 1u) {
        let of_block = counts_at(counters + other * 2u);
        counts.all += of_block;
        counts.before += select(vec4<u32>(), of_block, other < block);
    }
    return counts;
}

@compute @workgroup_size(WORKGROUP)
fn scatter(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    var counts: Counts;
    if lane < quads() && block < sort.blocks {
        counts = counts_before(lane, block);
        for (var other = 0u; other < WORKGROUP; other += 1u) {
            let runs_before = work[sort.columns / 2u + (block * WORKGROUP + other) * quads() + lane];
            set_counters(lane, other, runs_before);
        }
    }
    set_places(lane, counts.all, counts.before);

    let run = run_of(block, lane);
    for (var at = run.x; at < run.y; at += 1u) {
        let entry = entry_at(at);
        work[sort.sorted / 2u + take_place(digit_of(entry.x, sort.shift), lane)] = entry;
    }
}
