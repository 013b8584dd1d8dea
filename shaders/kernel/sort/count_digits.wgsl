// How often each digit occurs in every block, and in the runs before each run of a block.

fn count_run(run: vec2<u32>, lane: u32) {
    var bad = 0u;
    for (var at = run.x; at < run.y; at += 1u) {
        let row = row_at(at);
        count_digit(digit_of(row, sort.shift), lane);
        bad += u32(row == sort.rows);
    }
    report_bad(bad);
}

@compute @workgroup_size(WORKGROUP)
fn count(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    clear_counters(lane);
    count_run(run_of(block, lane), lane);
    workgroupBarrier();

    if lane >= quads() || block >= sort.blocks {
        return;
    }
    var sum = vec2<u32>();
    for (var other = 0u; other < WORKGROUP; other += 1u) {
        work[sort.columns / 2u + (block * WORKGROUP + other) * quads() + lane] = sum;
        sum += counters_of(lane, other);
    }
    let counts = counts_of(sum);
    let counter = sort.counters / 2u + (lane * sort.blocks + block) * 2u;
    work[counter] = counts.xy;
    work[counter + 1u] = counts.zw;
}
