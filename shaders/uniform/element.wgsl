// Needs: ELEMENTS_PER_THREAD, NONE, RuleUniforms
// Provides: ElementUniforms, noise_place, steps_before, thread_index, uniforms

// Uniforms of a dispatch for one parameter. The Rust twin is `ElementUniforms` in src/gpu/plan/uniforms.rs.

struct ElementUniforms {
    rule: RuleUniforms,
    // Threads that have work.
    thread_count: u32,
    // Threads along x of the grid, which is folded where it would be too wide.
    grid_stride: u32,
    // The first element of this dispatch, and the elements in a row, in a channel of a reduction or in a dense update, counted
    // in what a thread takes at a time.
    first_element: u32,
    width: u32,
    // Elements of a channel whose mean is subtracted.
    channel_width: u32,
    // The first row group of this dispatch, and from one group that a thread takes to the next.
    first_group: u32,
    group_stride: u32,
    // Elements of every part but the last of a row gradient that one binding cannot cover.
    grad_part: u32,
    // Where in `table` the distinct rows are listed, where the host has grouped a row gradient, and the pieces of long rows.
    row_table: u32,
    piece_table: u32,
    // Where the first entry of each row, and the order of entries begin: in `table` if the host has grouped the row gradient, in
    // `scratch` if the device has.
    row_starts: u32,
    entry_order: u32,
    // Where in `scratch` the device has written the number of distinct rows, and the row group of every 64th entry.
    group_count: u32,
    entry_groups: u32,
    // The row at which the bound values begin, and the number of bound rows.
    base_row: u32,
    bound_rows: u32,
    // Rows of the parameter, and elements of a row.
    param_rows: u32,
    row_width: u32,
    // Where in `scratch` the results of a reduction begin, such as means, or NONE.
    means: u32,
    // Where in `scratch` the sums of pieces begin, or NONE.
    partial_sums: u32,
    // Where in `scratch` the sums of chunks begin that are to be summed up, and the number of chunks of a channel.
    chunk_sums: u32,
    chunk_count: u32,
    // Channels of a reduction.
    channel_count: u32,
    // What a sum is multiplied by: 1/width for a mean.
    factor: f32,
    // Whether weight decay is applied once for every entry of a row.
    decay_per_occurrence: u32,
    // Steps that a parameter with exact rows took part in, or NONE, the step that a row is up to date with afterwards, and the steps that the host has
    // counted and the device has skipped.
    step_count: u32,
    last_step: u32,
    skipped_steps: u32,
    // Random stream of the parameter, and the element at which the bound values begin, for stochastic rounding.
    noise_stream: u32,
    noise_origin: u32,
}

@group(0) @binding(0) var<uniform> uniforms: ElementUniforms;

// Random stream and counter of the first of the elements that a thread takes.
fn noise_place(i: u32) -> vec2<u32> {
    return vec2(uniforms.noise_stream, uniforms.noise_origin + i * ELEMENTS_PER_THREAD);
}

// Steps before this one, as the rule counts them.
fn steps_before(rule: RuleUniforms) -> u32 {
    return select(uniforms.step_count, rule.step, uniforms.step_count == NONE);
}

// Index of a thread in its folded grid.
fn thread_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * uniforms.grid_stride;
}
