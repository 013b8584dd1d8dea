// Needs: sort
// Provides: entry_at, index_at, index_at_4, indices0, indices1, indices2, indices3, indices4, indices5, row_at, rows_at_4

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

// Four indices after one branch, so that they are loaded together. Where a loop has several such branches, the compiler of
// SwiftShader follows every path through their cases: as many as the number of cases to the power of the number of branches.
fn index_at_4(at: vec4<u32>) -> vec4<u32> {
    switch sort.index_buffer {
        case 0u: {
            return vec4(indices0[at.x], indices0[at.y], indices0[at.z], indices0[at.w]);
        }
        case 1u: {
            return vec4(indices1[at.x], indices1[at.y], indices1[at.z], indices1[at.w]);
        }
        case 2u: {
            return vec4(indices2[at.x], indices2[at.y], indices2[at.z], indices2[at.w]);
        }
        case 3u: {
            return vec4(indices3[at.x], indices3[at.y], indices3[at.z], indices3[at.w]);
        }
        case 4u: {
            return vec4(indices4[at.x], indices4[at.y], indices4[at.z], indices4[at.w]);
        }
        default: {
            return vec4(indices5[at.x], indices5[at.y], indices5[at.z], indices5[at.w]);
        }
    }
}

// The row of an entry. An index that is no row becomes the row behind the last.
fn row_at(at: u32) -> u32 {
    return min(index_at(sort.first_index + at), sort.param_rows);
}

fn rows_at_4(at: vec4<u32>) -> vec4<u32> {
    return min(index_at_4(vec4(sort.first_index) + at), vec4(sort.param_rows));
}

// Row and position of an entry.
fn entry_at(at: u32) -> vec2<u32> {
    return vec2(row_at(at), at);
}
