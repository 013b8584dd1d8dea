// What a dispatch for one parameter is told. The Rust twin is `Slot` in src/plan/slot.rs.

struct Slot {
    rule: Rule,
    // The first element (dense), channel or group (rows) of this dispatch.
    first: u32,
    // Threads that have work.
    count: u32,
    // Threads in one y of the grid, which is folded where it would be too wide.
    stride: u32,
    // Elements in a row, as many at a time as a thread takes.
    width: u32,
    // Where the distinct rows of a row gradient are listed, in words, or its pieces; where a device has grouped it, to
    // which of them every 64th entry belongs.
    rows: u32,
    // Where it is said where in `order` each of them begins.
    starts: u32,
    // Where the positions of the entries begin, in order of occurrence.
    order: u32,
    // Where in `work` a device has counted the distinct rows.
    groups: u32,
    // The row at which the bound values begin.
    base_row: u32,
    // Rows in the bound values.
    row_count: u32,
    // Where in `work` the means begin, or NONE.
    means: u32,
    // Where in `work` the sums of pieces, or what is to be summed up further, begin, or NONE.
    partials: u32,
    // Sums that a workgroup each makes of a channel; from one group of rows that a thread takes to the next.
    chunks: u32,
    // What a sum is multiplied by: 1/width in the end.
    factor: f32,
    // Whether a row decays once for every entry.
    per_occurrence: u32,
    // Rows of the parameter, where only a device knows which of them there are, or where they are exact.
    all_rows: u32,
    // Steps that the parameter took part in, and the mark that a row gets which is brought up to date.
    now: u32,
    next_mark: u32,
    // By how many steps the host's count is ahead: those that were skipped.
    ahead: u32,
    // What elements are rounded by, by chance: a number for the parameter, and the element of it at which the bound values
    // begin.
    stream: u32,
    origin: u32,
}

@group(0) @binding(0) var<uniform> slot: Slot;
// For each row gradient that the host has grouped: rows, starts and order.
@group(0) @binding(1) var<storage, read> table: array<u32>;

// The parameter that elements belong to, and which of its elements the first of them is.
fn place_of(i: u32) -> vec2<u32> {
    return vec2(slot.stream, slot.origin + i * TAKEN);
}

// The index of a thread in its folded grid.
fn thread_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * slot.stride;
}
