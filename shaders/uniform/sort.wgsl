// Needs: WORKGROUP
// Provides: MAX_TABLES, SortUniforms, begin_block, sort, sorts, table_of, workgroup_index

// Uniforms of a dispatch that groups the entries of row gradients by row on the device: a stable radix sort of (row,
// position), then the places where rows begin. No atomics decide an order, so the result is the same on every run. One dispatch
// takes several tables, each with workgroups of its own, which read and write nothing of other tables. The Rust twin is
// `SortUniforms` in src/gpu/plan/uniforms.rs.

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
    // Where the indices begin: in `table`, where the host has uploaded them, or in the caller's buffer, and which one it is.
    first_index: u32,
    index_buffer: u32,
    // Tables of the dispatch, and the first workgroup that sorts this one.
    table_count: u32,
    first_workgroup: u32,
}

// Tables of a dispatch at most.
const MAX_TABLES: u32 = 16u;

@group(0) @binding(0) var<uniform> sorts: array<SortUniforms, MAX_TABLES>;

// The uniforms of the table that the workgroup sorts. Branches and loops around a barrier depend on `sorts` instead, of which
// compilers know that it is the same for all threads.
var<private> sort: SortUniforms;

// Index of a workgroup in its folded grid.
fn workgroup_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * (sorts[0].grid_stride / WORKGROUP);
}

// Index of the table that a workgroup sorts.
fn table_of(workgroup: u32) -> u32 {
    var table = 0u;
    for (var next = 1u; next < sorts[0].table_count; next += 1u) {
        table += u32(workgroup >= sorts[next].first_workgroup);
    }
    return table;
}

// Sets the uniforms of the workgroup; returns the index of its block among those of the table. Workgroups behind the last table
// have blocks beyond its last one.
fn begin_block(id: vec3<u32>) -> u32 {
    let workgroup = workgroup_index(id);
    sort = sorts[table_of(workgroup)];
    return workgroup - sort.first_workgroup;
}
