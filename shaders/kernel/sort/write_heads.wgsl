// Needs: MARKED_ENTRIES, STRIPS, THREADS, TILE, WORKGROUP, begin_block, end_groups, heads_of, row_before, scratch, sort,
//     sorted_row_at, stage_4, staged, staged_run, sums_before, write_heads_4
// Provides: rows_in_strips, write_heads

// Writes where each row begins among the sorted entries, and behind the last row where its entries end.

// Rows of a thread's entries in four strips.
fn rows_in_strips(at: vec4<u32>) -> vec4<u32> {
    let places = min(at, vec4(sort.entry_count - 1u));
    return vec4(
        sorted_row_at(places.x), sorted_row_at(places.y), sorted_row_at(places.z), sorted_row_at(places.w),
    );
}

@compute @workgroup_size(WORKGROUP)
fn write_heads(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let tile = begin_block(id);
    let low_rows = rows_in_strips(tile * TILE + lane + STRIPS);
    let high_rows = rows_in_strips(tile * TILE + lane + STRIPS + 4u * THREADS);
    stage_4(lane + STRIPS, low_rows);
    stage_4(lane + STRIPS + 4u * THREADS, high_rows);
    var earlier = 0u;
    for (var other = lane; other < min(tile, sort.block_count); other += THREADS) {
        earlier += scratch[sort.block_counts + other];
    }
    let groups_before = sums_before(lane, earlier).y;

    let first = tile * TILE + lane * 8u;
    let low = staged_run(lane * 8u);
    let high = staged_run(lane * 8u + 4u);
    var last = row_before(min(first, sort.entry_count - 1u));
    if lane > 0u {
        last = staged(lane * 8u - 1u);
    }
    let low_heads = heads_of(first, low, last);
    let high_heads = heads_of(first + 4u, high, low.w);
    let heads = low_heads + high_heads;
    let group = groups_before + sums_before(lane, heads.x + heads.y + heads.z + heads.w).x;
    let next = write_heads_4(first + 4u, high, high_heads, write_heads_4(first, low, low_heads, group));
    if first < sort.entry_count {
        if first % MARKED_ENTRIES == 0u {
            scratch[sort.entry_groups + first / MARKED_ENTRIES] = group + low_heads.x - 1u;
        }
        if first + 8u >= sort.entry_count {
            end_groups(next);
        }
    }
}
