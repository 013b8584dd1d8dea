// Entries as the caller's indices have them, in front of the first pass. Twin of sorted.wgsl, with the same functions.

@group(2) @binding(0) var<storage, read_write> indices: array<u32>;

// A row that does not exist becomes the one behind the last.
fn row_at(at: u32) -> u32 {
    return min(indices[at], sort.rows);
}

// Row and position.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}

// Counts rows that do not exist.
fn report_bad(count: u32) {
    if count > 0u {
        atomicAdd(&report[BAD_ROWS], count);
    }
}
