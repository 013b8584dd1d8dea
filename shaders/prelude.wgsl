// Joined in front of every kernel: what a dispatch is told, and the rule it obeys.
// The Rust twins are `Slot` in src/plan.rs and `update` in src/rule.rs.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

// The smallest normal number. What is below it counts as zero, as it may on a device that flushes.
const MIN_NORMAL: f32 = 0x1p-126f;

struct Rule {
    learning_rate: f32,
    l1: f32,
    l2: f32,
    threshold: f32,
    scale: f32,
    weight_decay: f32,
    unscale: f32,
    adaptive: u32,
}

struct Slot {
    rule: Rule,
    // The first element (dense), channel or group (rows) of this dispatch.
    first: u32,
    // Threads that have work.
    count: u32,
    // Threads in one y of the grid, which is folded where it would be too wide.
    stride: u32,
    // Elements in a row, as many at a time as a thread takes.
    width: u32,
    // Where the distinct rows of a row gradient, or the rules of an arena, begin, in words.
    rows: u32,
    // Where it is said where in `order` each of them begins.
    starts: u32,
    // Where the positions of the entries begin, in order of occurrence.
    order: u32,
    // Where in `work` a device has counted the distinct rows.
    groups: u32,
    // The row at which the bound values begin.
    base_row: u32,
    // Rows in the bound values.
    row_count: u32,
    // Where in `work` the means begin, or NONE.
    means: u32,
    // Where in `work` the sums of pieces, or what is to be summed up further, begin, or NONE.
    partials: u32,
    // Sums that a workgroup each makes of a channel.
    chunks: u32,
    // What a sum is multiplied by: 1/width in the end.
    factor: f32,
    // Whether a row decays once for every entry.
    per_occurrence: u32,
    // Whether rows, starts and order are in `work`, not in `table`.
    computed: u32,
}

const NONE: u32 = 0xffffffffu;

@group(0) @binding(0) var<uniform> slot: Slot;
// For each row gradient that the host has grouped: rows, starts and order. For each arena: its rules.
@group(0) @binding(1) var<storage, read> table: array<u32>;

struct Updated {
    values: vec4<f32>,
    accum: vec4<f32>,
}

// sign(p)·max(|p| − t, 0), written so that zeros are exact and NaN stays NaN.
fn soft_threshold(p: vec4<f32>, t: vec4<f32>) -> vec4<f32> {
    return p - clamp(p, -t, t);
}

// g = grad / loss_scale + weight_decay·w, for a row as often as it decays.
fn decayed(rule: Rule, values: vec4<f32>, grads: vec4<f32>, times: f32) -> vec4<f32> {
    return grads * rule.unscale + rule.weight_decay * times * values;
}

// What is left to do once the gradient is unscaled, decayed and centralized.
fn update(rule: Rule, values: vec4<f32>, accum: vec4<f32>, g: vec4<f32>) -> Updated {
    // A = accum + g²
    let a = accum + g * g;
    // e = γ / √A, and no gradient move where A = 0
    let e = select(rule.learning_rate / sqrt(a), vec4<f32>(), a < vec4(MIN_NORMAL));
    // p = w − e·g
    let p = values - e * g;
    if rule.adaptive != 0u {
        return Updated(soft_threshold(p, e * rule.l1) / (1.0 + e * rule.l2), a);
    }
    return Updated(soft_threshold(p, vec4(rule.threshold)) * rule.scale, a);
}

// The index of a thread in its folded grid.
fn thread_index(id: vec3<u32>) -> u32 {
    return id.x + id.y * slot.stride;
}
