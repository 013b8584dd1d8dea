// Needs: sort
// Provides: DIGITS, GROUP_TILES, counts_at, digits_of

// Digits of rows by which entries are moved, and how often tiles have them. Digits are counted in pairs, because entries are
// pairs of words.

// Values of a digit at most.
const DIGITS: u32 = 256u;

// Tiles whose counts one workgroup scans.
const GROUP_TILES: u32 = 64u;

fn digits_of(rows: vec4<u32>) -> vec4<u32> {
    return (rows >> vec4(sort.digit_shift)) & vec4((1u << sort.digit_bits) - 1u);
}

// Where in `scratch` the list at `counts` has a pair of digits of a tile, or of a group of tiles.
fn counts_at(counts: u32, tile: u32, pair: u32) -> u32 {
    return counts / 2u + tile * (DIGITS / 2u) + pair;
}
