// Needs: WORKGROUP, sort, sum_before
// Provides: DIGITS, clear_counters, count_digit, counter_of, counters, digit_of, digit_places, load_counters, quad_count,
//     set_places, store_counters, take_place, unpack_counters

// Counters of how often each digit occurs in the run of each thread. Every thread has a column of 16-bit counters of its own,
// so that no thread waits for another and runs keep their order. Four consecutive digits, a quad, are two rows of counters,
// which one thread sums up.

// Values of a digit at most.
const DIGITS: u32 = 128u;

// Rows are padded by a word, so that threads which sum up rows use different memory banks.
var<workgroup> counters: array<u32, DIGITS / 2u * (WORKGROUP + 1u)>;

// Where the next entry with a digit goes, apart from those in earlier runs.
var<workgroup> digit_places: array<u32, DIGITS>;

fn digit_of(row: u32, shift: u32) -> u32 {
    return (row >> shift) & ((1u << sort.digit_bits) - 1u);
}

fn quad_count() -> u32 {
    return (1u << sort.digit_bits) / 4u;
}

fn counter_of(digit: u32, lane: u32) -> u32 {
    return digit / 2u * (WORKGROUP + 1u) + lane;
}

// Clears all counters; every thread of the workgroup has to call it.
fn clear_counters(lane: u32) {
    for (var i = lane; i < quad_count() * 2u * (WORKGROUP + 1u); i += WORKGROUP) {
        counters[i] = 0u;
    }
    workgroupBarrier();
}

fn count_digit(digit: u32, lane: u32) {
    counters[counter_of(digit, lane)] += 1u << (digit % 2u * 16u);
}

// The place of a thread's next entry with a digit; the one after it goes behind.
fn take_place(digit: u32, lane: u32) -> u32 {
    let counter = counter_of(digit, lane);
    let shift = digit % 2u * 16u;
    let before = counters[counter];
    counters[counter] = before + (1u << shift);
    return digit_places[digit] + ((before >> shift) & 0xffffu);
}

// The counters of a thread for a quad of digits, two in a word.
fn load_counters(quad: u32, lane: u32) -> vec2<u32> {
    return vec2(counters[counter_of(quad * 4u, lane)], counters[counter_of(quad * 4u + 2u, lane)]);
}

fn store_counters(quad: u32, lane: u32, words: vec2<u32>) {
    counters[counter_of(quad * 4u, lane)] = words.x;
    counters[counter_of(quad * 4u + 2u, lane)] = words.y;
}

fn unpack_counters(words: vec2<u32>) -> vec4<u32> {
    return vec4(words.x & 0xffffu, words.x >> 16u, words.y & 0xffffu, words.y >> 16u);
}

// Sets the places of a quad of digits behind those of lower digits. `all` counts the digits in all blocks, `before` those in
// earlier blocks. Every thread of the workgroup has to call it.
fn set_places(quad: u32, all: vec4<u32>, before: vec4<u32>) {
    var place = sum_before(quad, all.x + all.y + all.z + all.w);
    if quad < quad_count() {
        for (var digit = 0u; digit < 4u; digit += 1u) {
            digit_places[quad * 4u + digit] = place + before[digit];
            place += all[digit];
        }
    }
    workgroupBarrier();
}
