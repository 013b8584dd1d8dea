// Needs: sort
// Provides: entry_at, indices, row_at, rows_at_4

// Entries of row gradients as the caller's indices have them, all in one buffer, in front of the first pass of the sort.

@group(2) @binding(0) var<storage, read> indices: array<u32>;

// The row of an entry. An index that is no row becomes the row behind the last.
fn row_at(at: u32) -> u32 {
    return min(indices[sort.first_index + at], sort.param_rows);
}

fn rows_at_4(at: vec4<u32>) -> vec4<u32> {
    return vec4(row_at(at.x), row_at(at.y), row_at(at.z), row_at(at.w));
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}
