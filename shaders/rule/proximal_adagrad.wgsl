// Needs: LARGEST, RuleUniforms, load_plane, store_plane
// Provides: ADAPTIVE, MIN_NORMAL, RuleState, STATE_PLANES, Updated, load_state, soft_threshold, store_state, updated

// The update rule ProximalAdagrad. The Rust twin is src/rule/proximal_adagrad.rs, with the same operations in the same
// order.

// Whether shrinkage is adaptive. A constant of the pipeline, because a branch here costs a sixth of the kernel on devices
// that compute both sides of it.
override ADAPTIVE: bool;

// The smallest normal number. Smaller accumulators count as zero, as they do on devices that flush subnormal numbers.
const MIN_NORMAL: f32 = 0x1p-126f;

// State planes of this rule: the accumulator.
const STATE_PLANES: u32 = 1u;

struct RuleState {
    accum: vec4<f32>,
}

struct Updated {
    values: vec4<f32>,
    state: RuleState,
}

fn load_state(i: u32) -> RuleState {
    return RuleState(load_plane(0u, i));
}

fn store_state(i: u32, state: RuleState) {
    store_plane(0u, i, state.accum);
}

// sign(p)·max(|p| − t, 0), written so that zeros are exact and NaN stays NaN.
fn soft_threshold(p: vec4<f32>, t: vec4<f32>) -> vec4<f32> {
    return p - clamp(p, -t, t);
}

// The update of elements with the gradient g, which is unscaled, decayed and centralized.
fn updated(rule: RuleUniforms, values: vec4<f32>, state: RuleState, g: vec4<f32>) -> Updated {
    // A = min(accum + g², LARGEST), without leaving the range of f32
    let square = g * g;
    let room = vec4(LARGEST) - state.accum;
    let a = state.accum + select(square, room, square > room);
    // e = γ / √A; the gradient moves nothing where A = 0
    let e = select(rule.learning_rate / sqrt(a), vec4<f32>(), a < vec4(MIN_NORMAL));
    // p = w − e·g
    let p = values - e * g;
    if ADAPTIVE {
        return Updated(soft_threshold(p, e * rule.l1) / (1.0 + e * rule.l2), RuleState(a));
    }
    return Updated(soft_threshold(p, vec4(rule.threshold)) * rule.scale, RuleState(a));
}
