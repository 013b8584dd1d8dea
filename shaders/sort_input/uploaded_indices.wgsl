// Needs: sort, table
// Provides: entry_at, row_at, rows_at_4

// Entries of a row gradient as the host has uploaded their indices, which it has checked, in front of the first pass of the sort.

fn row_at(at: u32) -> u32 {
    return table[sort.first_index + at];
}

fn rows_at_4(at: vec4<u32>) -> vec4<u32> {
    return vec4(row_at(at.x), row_at(at.y), row_at(at.z), row_at(at.w));
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}
