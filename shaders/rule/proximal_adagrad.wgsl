// Joined in front of every kernel that updates: the rule that an element obeys. The Rust twins are `update` in src/rule.rs
// and `Rule` in src/plan/slot.rs.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

// Which of the two shrinks. Known when the pipeline is made, because a branch here costs a sixth of the kernel where it is
// turned into a choice between the results of both divisions.
override ADAPTIVE: bool;

// No place in `work`, no rule.
const NONE: u32 = 0xffffffffu;

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
    // l1/l2, where it is needed.
    ratio: f32,
    // The most that an unscaled gradient may be, or 0 for no limit.
    clip: f32,
    // What values are rounded by, by chance: a seed, and which step it is.
    seed: u32,
    step: u32,
    // Rules of an array lie 16 bytes apart.
    unused: u32,
}

struct Updated {
    values: vec4<f32>,
    accum: vec4<f32>,
}

// sign(p)·max(|p| − t, 0), written so that zeros are exact and NaN stays NaN.
fn soft_threshold(p: vec4<f32>, t: vec4<f32>) -> vec4<f32> {
    return p - clamp(p, -t, t);
}

// Gradients within ±limit. Not `clamp`, which may make a number of NaN.
fn clipped(g: vec4<f32>, limit: f32) -> vec4<f32> {
    let below = select(g, vec4(limit), g > vec4(limit));
    return select(g, select(below, vec4(-limit), below < vec4(-limit)), limit > 0.0);
}

// g = clip(grad / loss_scale) + weight_decay·w, for a row as often as it decays.
fn decayed(rule: Rule, values: vec4<f32>, grads: vec4<f32>, times: f32) -> vec4<f32> {
    return clipped(grads * rule.unscale, rule.clip) + rule.weight_decay * times * values;
}

// What is left to do once the gradient is unscaled, decayed and centralized.
fn update(rule: Rule, values: vec4<f32>, accum: vec4<f32>, g: vec4<f32>) -> Updated {
    // A = accum + g²
    let a = accum + g * g;
    // e = γ / √A, and no gradient move where A = 0
    let e = select(rule.learning_rate / sqrt(a), vec4<f32>(), a < vec4(MIN_NORMAL));
    // p = w − e·g
    let p = values - e * g;
    if ADAPTIVE {
        return Updated(soft_threshold(p, e * rule.l1) / (1.0 + e * rule.l2), a);
    }
    return Updated(soft_threshold(p, vec4(rule.threshold)) * rule.scale, a);
}
