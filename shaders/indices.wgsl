// The caller's indices, one for each entry of a row gradient.

@group(2) @binding(0) var<storage, read_write> indices: array<u32>;

// Counts the index of a row that does not exist.
fn check_index(index: u32) -> bool {
    if index < sort.rows {
        return true;
    }
    atomicAdd(&report[0], 1u);
    return false;
}
