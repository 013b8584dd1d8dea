// How often each digit occurs in the run of each thread: a column of counters for each thread, 16 bits each, so that
// nobody has to wait for anybody and runs keep their order. Four digits, a quad, are two rows of counters and one
// thread's to sum up.

// Values of a digit at most.
const DIGITS: u32 = 128u;

// With a word behind each row, so that threads which sum up rows do not all meet in one bank.
var<workgroup> columns: array<u32, DIGITS / 2u * (WORKGROUP + 1u)>;

// Where the next entry with a digit goes, but for those in the runs before.
var<workgroup> places: array<u32, DIGITS>;

fn digit_of(row: u32, shift: u32) -> u32 {
    return (row >> shift) & ((1u << sort.bits) - 1u);
}

fn quads() -> u32 {
    return (1u << sort.bits) / 4u;
}

fn column_of(digit: u32, lane: u32) -> u32 {
    return digit / 2u * (WORKGROUP + 1u) + lane;
}

// Of all threads, each its share. All of a workgroup have to do it.
fn clear_counters(lane: u32) {
    for (var i = lane; i < quads() * 2u * (WORKGROUP + 1u); i += WORKGROUP) {
        columns[i] = 0u;
    }
    workgroupBarrier();
}

fn count_digit(digit: u32, lane: u32) {
    columns[column_of(digit, lane)] += 1u << (digit % 2u * 16u);
}

// Where a thread's next entry with a digit goes; the one after it goes behind.
fn take_place(digit: u32, lane: u32) -> u32 {
    let column = column_of(digit, lane);
    let unit = digit % 2u * 16u;
    let before = columns[column];
    columns[column] = before + (1u << unit);
    return places[digit] + ((before >> unit) & 0xffffu);
}

// The counters of a thread for a quad of digits.
fn counters_of(quad: u32, lane: u32) -> vec2<u32> {
    return vec2(columns[column_of(quad * 4u, lane)], columns[column_of(quad * 4u + 2u, lane)]);
}

fn set_counters(quad: u32, lane: u32, counters: vec2<u32>) {
    columns[column_of(quad * 4u, lane)] = counters.x;
    columns[column_of(quad * 4u + 2u, lane)] = counters.y;
}

// What they have counted, digit by digit.
fn counts_of(counters: vec2<u32>) -> vec4<u32> {
    return vec4(counters.x & 0xffffu, counters.x >> 16u, counters.y & 0xffffu, counters.y >> 16u);
}

// Puts the places of a quad of digits behind those of lower digits. `all` is how often they occur, `before` how often in
// blocks before. All of a workgroup have to ask.
fn set_places(quad: u32, all: vec4<u32>, before: vec4<u32>) {
    var place = sum_before(quad, all.x + all.y + all.z + all.w);
    if quad < quads() {
        for (var digit = 0u; digit < 4u; digit += 1u) {
            places[quad * 4u + digit] = place + before[digit];
            place += all[digit];
        }
    }
    workgroupBarrier();
}
