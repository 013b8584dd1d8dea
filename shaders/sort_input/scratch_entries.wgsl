// Needs: scratch, sort
// Provides: entry_at, row_at

// Entries of a row gradient as an earlier pass of the sort has left them.

fn row_at(at: u32) -> u32 {
    return scratch[sort.entries / 2u + at].x;
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return scratch[sort.entries / 2u + at];
}
