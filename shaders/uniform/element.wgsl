// Needs: ELEMENTS_PER_THREAD, RuleUniforms
// Provides: ElementUniforms, noise_place, table, thread_index, uniforms

// Uniforms of a dispatch for one parameter, and the table of row groups that the host uploads. The Rust twin is
// `ElementUniforms` in src/gpu/plan/uniforms.rs.

struct ElementUniforms {
    rule: RuleUniforms,
    // The first element (dense), channel or row group of this dispatch.
    first: u32,
    // Threads that have work.
    thread_count: u32,
    // Threads along x of the grid, which is folded where it would be too wide.
    grid_stride: u32,
    // Elements in a row or channel, counted in what a thread takes at a time.
    width: u32,
    rows: u32,
    row_starts: u32,
    entry_order: u32,
    group_count: u32,
    // The row at which the bound values begin.
    base_row: u32,
    // Rows in the bound values.
    bound_rows: u32,
    // Where in `scratch` the results of a reduction begin, or NONE.
    means: u32,
    partials: u32,
    chunks: u32,
    // What a sum is multiplied by: 1/width for a mean.
    factor: f32,
    // Whether weight decay is applied once for every entry of a row.
    decay_per_occurrence: u32,
    // Rows of the parameter.
    param_rows: u32,
    // Steps that the parameter took part in, and the step that a row is up to date with afterwards.
    step_count: u32,
    last_step: u32,
    // Steps that the host has counted and the device has skipped.
    skipped_steps: u32,
    // Random stream of the parameter, and the element at which the bound values begin, for stochastic rounding.
    noise_stream: u32,
    noise_origin: u32,
}

@group(0) @binding(0) var<uniform> uniforms: ElementUniforms;
// For each row gradient that the host has grouped: its distinct rows, where their entries start, and the order of entries.
@group(0) @binding(1) var<storage, read> table: array<u32>;

// Random stream and counter of the first of the elements that a thread takes.
fn noise_place(i: u32) -> vec2<u32> {
    return vec2(uniforms.noise_stream, uniforms.noise_origin + i * ELEMENTS_PER_THREAD);
}

// Index of a thread in its folded grid.
fn thread_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * uniforms.grid_stride;
}
