// Needs: WORKGROUP
// Provides: SortUniforms, block_index, sort

// Uniforms of a dispatch that groups the entries of a row gradient by row on the device: a stable radix sort of (row,
// position), then the places where rows begin. No atomics decide an order, so the result is the same on every run. The Rust
// twin is `SortUniforms` in src/gpu/plan/uniforms.rs.

struct SortUniforms {
    entry_count: u32,
    // Threads along x of the grid.
    grid_stride: u32,
    // Rows of the parameter.
    param_rows: u32,
    // Bits of a digit, the lowest bit of the current one, and the number of digits of a row.
    digit_bits: u32,
    digit_shift: u32,
    digit_count: u32,
    // Consecutive entries that a thread takes in turn: its run. Tiles of entries have no such runs.
    run_length: u32,
    // Workgroups that share the entries, each a block of them or a tile.
    block_count: u32,
    // Where in `scratch` the (row, position) of every entry are read, and where they are written.
    entries: u32,
    sorted: u32,
    // Where in `scratch` the digits of earlier runs of the same block are counted.
    run_counts: u32,
    // Where in `scratch` the digits of each block are counted and, once they are scanned, those of earlier blocks, or of earlier
    // tiles of the same 64.
    block_counts: u32,
    // Where in `scratch` the digits of all blocks, or of 64 tiles each, are counted, or NONE where no dispatch scans.
    digit_totals: u32,
    // Where in `scratch` the first entry of each row is written, and the number of distinct rows.
    row_starts: u32,
    group_count: u32,
    // Where in `scratch` the row group of every 64th entry is written.
    entry_groups: u32,
    // Where in `table` the indices begin, where the host has uploaded them.
    index_table: u32,
}

@group(0) @binding(0) var<uniform> sort: SortUniforms;

// Index of a workgroup in its folded grid.
fn block_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * (sort.grid_stride / WORKGROUP);
}
