// Needs: DIGITS, GROUP_TILES, NONE, counts_at, scratch, sort, sums_before
// Provides: DigitCounts, add_counts, counts_before, digit_places, set_places

// Where the entries of a tile go by a digit of their rows: behind those with lower digits, and behind those with the same digit in
// earlier tiles.

// Where the next entry with a digit goes.
var<workgroup> digit_places: array<u32, DIGITS>;

// How often the digits of a pair occur in all tiles, and in earlier tiles.
struct DigitCounts {
    all: vec2<u32>,
    before: vec2<u32>,
}

// Adds the counts of a tile, or of a group of tiles, the one that is `nth` of `count`.
fn add_counts(sum: DigitCounts, counts: vec2<u32>, nth: u32, own: u32, count: u32) -> DigitCounts {
    let added = select(vec2<u32>(), counts, nth < count);
    return DigitCounts(sum.all + added, sum.before + select(vec2<u32>(), added, nth < own));
}

fn counts_before(pair: u32, tile: u32) -> DigitCounts {
    var list = sort.block_counts;
    var count = sort.block_count;
    var own = tile;
    var sum = DigitCounts();
    if sort.digit_totals != NONE {
        list = sort.digit_totals;
        count = (sort.block_count + GROUP_TILES - 1u) / GROUP_TILES;
        own = tile / GROUP_TILES;
        sum.before = scratch[counts_at(sort.block_counts, tile, pair)];
    }
    for (var nth = 0u; nth < count; nth += 8u) {
        let a = scratch[counts_at(list, nth, pair)];
        let b = scratch[counts_at(list, nth + 1u, pair)];
        let c = scratch[counts_at(list, nth + 2u, pair)];
        let d = scratch[counts_at(list, nth + 3u, pair)];
        let e = scratch[counts_at(list, nth + 4u, pair)];
        let f = scratch[counts_at(list, nth + 5u, pair)];
        let g = scratch[counts_at(list, nth + 6u, pair)];
        let h = scratch[counts_at(list, nth + 7u, pair)];
        sum = add_counts(sum, a, nth, own, count);
        sum = add_counts(sum, b, nth + 1u, own, count);
        sum = add_counts(sum, c, nth + 2u, own, count);
        sum = add_counts(sum, d, nth + 3u, own, count);
        sum = add_counts(sum, e, nth + 4u, own, count);
        sum = add_counts(sum, f, nth + 5u, own, count);
        sum = add_counts(sum, g, nth + 6u, own, count);
        sum = add_counts(sum, h, nth + 7u, own, count);
    }
    return sum;
}

// Sets the places of all digits for the entries of a tile. Every thread of the workgroup has to call it, and a barrier has to
// follow.
fn set_places(lane: u32, tile: u32) {
    var counts = DigitCounts();
    if lane < DIGITS / 2u {
        counts = counts_before(lane, tile);
    }
    let place = sums_before(lane, counts.all.x + counts.all.y).x;
    if lane < DIGITS / 2u {
        digit_places[lane * 2u] = place + counts.before.x;
        digit_places[lane * 2u + 1u] = place + counts.all.x + counts.before.y;
    }
}
