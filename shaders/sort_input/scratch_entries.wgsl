// Entries as the pass before has left them. Twin of indices.wgsl, with the same functions.

fn row_at(at: u32) -> u32 {
    return work[sort.entries / 2u + at].x;
}

// Row and position.
fn entry_at(at: u32) -> vec2<u32> {
    return work[sort.entries / 2u + at];
}

fn report_bad(count: u32) {
}
