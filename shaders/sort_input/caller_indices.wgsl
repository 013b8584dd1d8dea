// Needs: sort
// Provides: entry_at, indices, row_at

// Entries of row gradients as the caller's indices have them, all in one buffer, in front of the first pass of the sort.

@group(2) @binding(0) var<storage, read> indices: array<u32>;

// The row of an entry. An index that is no row becomes the row behind the last.
fn row_at(at: u32) -> u32 {
    return min(indices[sort.first_index + at], sort.param_rows);
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}
