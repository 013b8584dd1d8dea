// Needs: STRIPS, THREADS, TILE, WORKGROUP, begin_block, is_entry, row_before, scratch, sort, sorted_row_at, sums_before
// Provides: count_heads, heads_in_strips

// Counts how many rows begin among the sorted entries of every tile.

fn heads_in_strips(at: vec4<u32>) -> u32 {
    let places = min(at, vec4(sort.entry_count - 1u));
    let rows = vec4(sorted_row_at(places.x), sorted_row_at(places.y), sorted_row_at(places.z), sorted_row_at(places.w));
    let last = vec4(row_before(places.x), row_before(places.y), row_before(places.z), row_before(places.w));
    let heads = select(vec4<u32>(), vec4(1u), (rows != last) & is_entry(at));
    return heads.x + heads.y + heads.z + heads.w;
}

@compute @workgroup_size(WORKGROUP)
fn count_heads(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let tile = begin_block(id);
    let at = tile * TILE + lane + STRIPS;
    let heads = sums_before(lane, heads_in_strips(at) + heads_in_strips(at + 4u * THREADS)).y;
    if lane == 0u && tile < sort.block_count {
        scratch[sort.block_counts + tile] = heads;
    }
}
