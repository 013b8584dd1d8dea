// Joined in front of the kernels that group the entries of a row gradient by row on the device: a stable radix sort of
// (row, position), and then the places where rows begin. No atomics decide an order, so the result is the same on every
// run. The Rust twin is `Sort` in src/plan/slot.rs.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

struct Sort {
    // Entries.
    count: u32,
    // Threads in one y of the grid.
    stride: u32,
    // Rows of the parameter.
    rows: u32,
    // Bits of a digit, the lowest, and how many digits a row has.
    bits: u32,
    shift: u32,
    digits: u32,
    // Entries that a thread takes, one behind the other.
    run: u32,
    // Workgroups that share the entries.
    blocks: u32,
    // Where in `work` the (row, position) of every entry are, and where they go.
    entries: u32,
    sorted: u32,
    // Where in `work` it is said how often each digit occurs in the runs before each of its block.
    columns: u32,
    // Where in `work` the counters of the blocks begin: how often each digit occurs or, once they are scanned, has
    // occurred before.
    counters: u32,
    // Where in `work` the sums of the counters are, or NONE where they are not scanned.
    totals: u32,
    // Where in `work` it is said where each row begins, and how many there are.
    starts: u32,
    groups: u32,
    // Where in `work` it is said to which row every 64th entry belongs.
    marks: u32,
}

@group(0) @binding(0) var<uniform> sort: Sort;

const NONE: u32 = 0xffffffffu;

// Entries from one mark to the next.
const MARKED: u32 = 64u;

var<workgroup> shares: array<u32, WORKGROUP>;

// The sum of what the threads before this one have. All of a workgroup have to ask.
fn sum_before(lane: u32, share: u32) -> u32 {
    shares[lane] = share;
    workgroupBarrier();
    var sum = 0u;
    for (var other = 0u; other < lane; other += 1u) {
        sum += shares[other];
    }
    workgroupBarrier();
    return sum;
}

// The sum of what all threads have. All of a workgroup have to ask.
fn sum_of_all(lane: u32, share: u32) -> u32 {
    shares[lane] = share;
    workgroupBarrier();
    var sum = 0u;
    for (var other = 0u; other < WORKGROUP; other += 1u) {
        sum += shares[other];
    }
    workgroupBarrier();
    return sum;
}

fn block_of(id: vec3<u32>) -> u32 {
    return id.x + id.y * (sort.stride / WORKGROUP);
}

// The entries of a thread: first, and last + 1.
fn run_of(block: u32, lane: u32) -> vec2<u32> {
    let first = (block * WORKGROUP + lane) * sort.run;
    return min(vec2(first, first + sort.run), vec2(sort.count));
}
