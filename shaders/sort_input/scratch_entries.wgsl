// Needs: scratch, sort
// Provides: entry_at, row_at, rows_at_4

// Entries of a row gradient as an earlier pass of the sort has left them.

fn row_at(at: u32) -> u32 {
    return scratch[sort.entries / 2u + at].x;
}

fn rows_at_4(at: vec4<u32>) -> vec4<u32> {
    return vec4(row_at(at.x), row_at(at.y), row_at(at.z), row_at(at.w));
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return scratch[sort.entries / 2u + at];
}
