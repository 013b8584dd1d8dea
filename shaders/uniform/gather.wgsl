// Provides: GatherUniforms, fill_word, gathered, is_new, new_words, old_words, sources, thread_index, uniforms, word_of

// Uniforms and buffers of a dispatch that copies rows of a table to the places that they have in a new table. The Rust twin is
// `GatherUniforms` in src/gpu/plan/uniforms.rs.

struct GatherUniforms {
    // Threads that have work, and threads along x of the grid, which is folded where it would be too wide.
    thread_count: u32,
    grid_stride: u32,
    // Elements of a row, and of the bound part of the new table.
    width: u32,
    element_count: u32,
    // Where in `sources` the first of the bound new rows is.
    first_entry: u32,
    // Rows of the old table; sources from there on stand for new rows.
    old_rows: u32,
    // The first bound row of the old table, and the number of bound rows.
    base_row: u32,
    bound_rows: u32,
    // Elements lie four of each plane in turn: the number of planes, and the plane of this dispatch.
    plane_count: u32,
    plane: u32,
    // Whether new rows are filled, and with what: `fill` less `lag`.
    fills: u32,
    fill: u32,
    lag: u32,
}

@group(0) @binding(0) var<uniform> uniforms: GatherUniforms;

// For each row of the new table the row of the old table that it continues.
@group(0) @binding(1) var<storage, read> sources: array<u32>;

// A part of the old table, and one of the new. Both may be in one buffer, so both are bound in the same way.
@group(0) @binding(2) var<storage, read_write> old_words: array<u32>;
@group(0) @binding(3) var<storage, read_write> new_words: array<u32>;

// Index of a thread in its folded grid.
fn thread_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * uniforms.grid_stride;
}

// Whether an element of the new table is in a new row.
fn is_new(element: u32) -> bool {
    return sources[uniforms.first_entry + element / uniforms.width] >= uniforms.old_rows;
}

// The element of the bound part of the old table that an element of the new one continues; the number of bound elements or more
// where it continues none of them.
fn gathered(element: u32) -> u32 {
    let row = sources[uniforms.first_entry + element / uniforms.width] - uniforms.base_row;
    if row >= uniforms.bound_rows {
        return uniforms.bound_rows * uniforms.width;
    }
    return row * uniforms.width + element % uniforms.width;
}

// The word of an element of this dispatch's plane.
fn word_of(element: u32) -> u32 {
    return element / 4u * 4u * uniforms.plane_count + uniforms.plane * 4u + element % 4u;
}

// What new rows are filled with.
fn fill_word() -> u32 {
    return uniforms.fill - uniforms.lag;
}
