// Needs: DIGITS, GROUP_TILES, WORKGROUP, begin_block, counts_at, scratch, sort
// Provides: counts_of, scan_digits

// Replaces the counts of each tile by those of earlier tiles of the same 64 (exclusive prefix sum), and writes the counts of all
// 64. A thread takes a pair of digits.

// The counts of a tile; none behind the last tile.
fn counts_of(tile: u32, pair: u32) -> vec2<u32> {
    return select(vec2<u32>(), scratch[counts_at(sort.block_counts, tile, pair)], tile < sort.block_count);
}

@compute @workgroup_size(WORKGROUP)
fn scan_digits(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) pair: u32) {
    let group = begin_block(id);
    let end = min((group + 1u) * GROUP_TILES, sort.block_count);
    var before = vec2<u32>();
    // There is memory for the counts of a multiple of eight tiles.
    for (var tile = group * GROUP_TILES; tile < end; tile += 8u) {
        let at = counts_at(sort.block_counts, tile, pair);
        let step = DIGITS / 2u;
        let a = counts_of(tile, pair);
        let b = counts_of(tile + 1u, pair);
        let c = counts_of(tile + 2u, pair);
        let d = counts_of(tile + 3u, pair);
        let e = counts_of(tile + 4u, pair);
        let f = counts_of(tile + 5u, pair);
        let g = counts_of(tile + 6u, pair);
        let h = counts_of(tile + 7u, pair);
        scratch[at] = before;
        scratch[at + step] = before + a;
        scratch[at + 2u * step] = before + a + b;
        scratch[at + 3u * step] = before + a + b + c;
        scratch[at + 4u * step] = before + a + b + c + d;
        scratch[at + 5u * step] = before + a + b + c + d + e;
        scratch[at + 6u * step] = before + a + b + c + d + e + f;
        scratch[at + 7u * step] = before + a + b + c + d + e + f + g;
        before += a + b + c + d + e + f + g + h;
    }
    if group * GROUP_TILES < sort.block_count {
        scratch[counts_at(sort.digit_totals, group, pair)] = before;
    }
}
