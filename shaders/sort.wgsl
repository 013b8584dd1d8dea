// Joined in front of the kernels that group the entries of a row gradient by row on the device: a stable radix sort of
// (row, position), four bits at a time, and then the places where rows begin. No atomics decide an order, so the result
// is the same on every run. The Rust twin is `Sort` in src/plan/slot.rs.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

// Entries that a thread takes, one behind the other.
const RUN: u32 = 16u;
// Values of a digit.
const DIGITS: u32 = 16u;

struct Sort {
    // Entries.
    count: u32,
    // Threads in one y of the grid.
    stride: u32,
    // Rows of the parameter.
    rows: u32,
    // The lowest bit of the digit.
    shift: u32,
    // Workgroups that share the entries.
    blocks: u32,
    // Where in `work` the rows to sort begin, and the positions that belong to them.
    keys: u32,
    positions: u32,
    // Where they go.
    sorted_keys: u32,
    sorted_positions: u32,
    // Where in `work` the counters of the blocks begin, and how many there are.
    counters: u32,
    counter_count: u32,
    // Where in `work` the distinct rows go, where each begins, and how many there are.
    distinct: u32,
    starts: u32,
    groups: u32,
    padding_1: u32,
    padding_2: u32,
}

@group(0) @binding(0) var<uniform> sort: Sort;

fn digit_of(key: u32) -> u32 {
    return (key >> sort.shift) % DIGITS;
}

fn block_of(id: vec3<u32>) -> u32 {
    return id.x + id.y * (sort.stride / WORKGROUP);
}

// The entries of a thread: first, and last + 1.
fn run_of(block: u32, lane: u32) -> vec2<u32> {
    let first = (block * WORKGROUP + lane) * RUN;
    return min(vec2(first, first + RUN), vec2(sort.count));
}

// Whether the row of a sorted entry is not that of the one before it. Bad ones come last and begin nothing.
fn begins_row(at: u32) -> bool {
    let key = work[sort.keys + at];
    return key < sort.rows && (at == 0u || key != work[sort.keys + max(at, 1u) - 1u]);
}

fn rows_begun_in(run: vec2<u32>) -> u32 {
    var count = 0u;
    for (var at = run.x; at < run.y; at += 1u) {
        count += u32(begins_row(at));
    }
    return count;
}
