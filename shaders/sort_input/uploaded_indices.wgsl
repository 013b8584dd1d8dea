// Needs: sort, table
// Provides: entry_at, row_at

// Entries of a row gradient as the host has uploaded their indices, which it has checked, in front of the first pass of the sort.

fn row_at(at: u32) -> u32 {
    return table[sort.first_index + at];
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}
