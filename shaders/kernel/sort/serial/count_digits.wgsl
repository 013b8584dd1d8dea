// Needs: WORKGROUP, begin_block, clear_counters, count_digit, digit_of, load_counters, quad_count, row_at,
//     run_of, scratch, sort, unpack_counters
// Provides: count_digits, count_run

// Counts how often each digit occurs in every block, and in the earlier runs of the same block.

fn count_run(run: vec2<u32>, lane: u32) {
    for (var at = run.x; at < run.y; at += 1u) {
        count_digit(digit_of(row_at(at), sort.digit_shift), lane);
    }
}

@compute @workgroup_size(WORKGROUP)
fn count_digits(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = begin_block(id);
    clear_counters(lane);
    count_run(run_of(block, lane), lane);
    workgroupBarrier();

    if lane >= quad_count() || block >= sort.block_count {
        return;
    }
    var sum = vec2<u32>();
    for (var other = 0u; other < WORKGROUP; other += 1u) {
        scratch[sort.run_counts / 2u + (block * WORKGROUP + other) * quad_count() + lane] = sum;
        sum += load_counters(lane, other);
    }
    let counts = unpack_counters(sum);
    let counter = sort.block_counts / 2u + (lane * sort.block_count + block) * 2u;
    scratch[counter] = counts.xy;
    scratch[counter + 1u] = counts.zw;
}
