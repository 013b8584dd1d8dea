// Needs: THREADS, sums_before, tile_words, word_of
// Provides: clear_counters, count_4, count_digit, counter_of, digit_shift_of, place_of, places_4, scan_counters

// Ranks by a digit of four bits: where entries go that are sorted by it, those with equal digits in their order. Each thread has
// a counter for each digit, in 16 bits: those of the digits d and d + 8 share a word. No thread waits for another to count,
// and the prefix sum of all counters, digit by digit, says where the entries of a thread go.
//
// Every thread of the workgroup has to call `clear_counters`, `count_4` for its entries in their order, `scan_counters`, and
// `places_4`. The counters use the words of the tile.

fn counter_of(digit: u32, lane: u32) -> u32 {
    return word_of((digit & 7u) * THREADS + lane);
}

// Where in its word a counter begins.
fn digit_shift_of(digit: u32) -> u32 {
    return (digit & 8u) * 2u;
}

fn clear_counters(lane: u32) {
    tile_words[counter_of(0u, lane)] = 0u;
    tile_words[counter_of(1u, lane)] = 0u;
    tile_words[counter_of(2u, lane)] = 0u;
    tile_words[counter_of(3u, lane)] = 0u;
    tile_words[counter_of(4u, lane)] = 0u;
    tile_words[counter_of(5u, lane)] = 0u;
    tile_words[counter_of(6u, lane)] = 0u;
    tile_words[counter_of(7u, lane)] = 0u;
}

// Counts an entry; returns how many entries of the thread came before with the same digit.
fn count_digit(digit: u32, lane: u32) -> u32 {
    let counter = counter_of(digit, lane);
    let shift = digit_shift_of(digit);
    let word = tile_words[counter];
    tile_words[counter] = word + (1u << shift);
    return (word >> shift) & 0xffffu;
}

fn count_4(digits: vec4<u32>, lane: u32) -> vec4<u32> {
    let x = count_digit(digits.x, lane);
    let y = count_digit(digits.y, lane);
    let z = count_digit(digits.z, lane);
    let w = count_digit(digits.w, lane);
    return vec4(x, y, z, w);
}

// Replaces each counter by the sum of those before it: of lower digits, and of the same digit in earlier threads.
fn scan_counters(lane: u32) {
    workgroupBarrier();
    let first = lane * 9u;
    let a = vec4(tile_words[first], tile_words[first + 1u], tile_words[first + 2u], tile_words[first + 3u]);
    let b = vec4(tile_words[first + 4u], tile_words[first + 5u], tile_words[first + 6u], tile_words[first + 7u]);
    let sum_of_a = a.x + a.y + a.z + a.w;
    let sums = sums_before(lane, sum_of_a + b.x + b.y + b.z + b.w);
    // The digits in upper halves come behind all those in lower halves.
    let before = sums.x + (sums.y << 16u);
    tile_words[first] = before;
    tile_words[first + 1u] = before + a.x;
    tile_words[first + 2u] = before + a.x + a.y;
    tile_words[first + 3u] = before + a.x + a.y + a.z;
    tile_words[first + 4u] = before + sum_of_a;
    tile_words[first + 5u] = before + sum_of_a + b.x;
    tile_words[first + 6u] = before + sum_of_a + b.x + b.y;
    tile_words[first + 7u] = before + sum_of_a + b.x + b.y + b.z;
    workgroupBarrier();
}

fn place_of(digit: u32, lane: u32) -> u32 {
    return (tile_words[counter_of(digit, lane)] >> digit_shift_of(digit)) & 0xffffu;
}

// The places of four entries, before which `count_4` has counted so many of the thread.
fn places_4(digits: vec4<u32>, before: vec4<u32>, lane: u32) -> vec4<u32> {
    let x = place_of(digits.x, lane);
    let y = place_of(digits.y, lane);
    let z = place_of(digits.z, lane);
    let w = place_of(digits.w, lane);
    return before + vec4(x, y, z, w);
}
