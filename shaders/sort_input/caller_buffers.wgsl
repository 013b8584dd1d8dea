// Needs: sort
// Provides: entry_at, index_at, indices0, indices1, indices2, indices3, indices4, indices5, row_at

// Entries of row gradients as the caller's indices have them, in several buffers, in front of the first pass of the sort.

@group(2) @binding(0) var<storage, read> indices0: array<u32>;
@group(2) @binding(1) var<storage, read> indices1: array<u32>;
@group(2) @binding(2) var<storage, read> indices2: array<u32>;
@group(2) @binding(3) var<storage, read> indices3: array<u32>;
@group(2) @binding(4) var<storage, read> indices4: array<u32>;
@group(2) @binding(5) var<storage, read> indices5: array<u32>;

fn index_at(at: u32) -> u32 {
    switch sort.index_buffer {
        case 0u: {
            return indices0[at];
        }
        case 1u: {
            return indices1[at];
        }
        case 2u: {
            return indices2[at];
        }
        case 3u: {
            return indices3[at];
        }
        case 4u: {
            return indices4[at];
        }
        default: {
            return indices5[at];
        }
    }
}

// The row of an entry. An index that is no row becomes the row behind the last.
fn row_at(at: u32) -> u32 {
    return min(index_at(sort.first_index + at), sort.param_rows);
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}
