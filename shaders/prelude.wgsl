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
    // The first element (dense) or group (rows) of this dispatch.
    first: u32,
    // Threads that have work.
    count: u32,
    // Threads in one y of the grid, which is folded where it would be too wide.
    stride: u32,
    // Elements in a row, as many at a time as a thread takes.
    width: u32,
    // Where in `table` the rows of this gradient begin.
    table: u32,
    // Distinct rows of this gradient.
    groups: u32,
    // The row at which the bound values begin.
    base_row: u32,
    padding: u32,
}

@group(0) @binding(0) var<uniform> slot: Slot;
// For each row gradient: [groups] rows, [groups + 1] starts, [entries] positions in order of occurrence.
@group(0) @binding(1) var<storage, read> table: array<u32>;

struct Updated {
    values: vec4<f32>,
    accum: vec4<f32>,
}

// sign(p)·max(|p| − t, 0), written so that zeros are exact and NaN stays NaN.
fn soft_threshold(p: vec4<f32>, t: vec4<f32>) -> vec4<f32> {
    return p - clamp(p, -t, t);
}

fn update(values: vec4<f32>, accum: vec4<f32>, grads: vec4<f32>) -> Updated {
    let rule = slot.rule;
    // g = grad / loss_scale + weight_decay·w
    let g = grads * rule.unscale + rule.weight_decay * values;
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
