// Needs: MIN_NORMAL, RuleState, RuleUniforms, accumulated, soft_threshold
// Provides: ADAPTIVE, Updated, updated

// The update rule ProximalAdagrad. The Rust twin is src/rule/proximal_adagrad.rs, with the same operations in the same
// order.

// Whether shrinkage is adaptive. A constant of the pipeline, because a branch here costs a sixth of the kernel on devices
// that compute both sides of it.
override ADAPTIVE: bool;

struct Updated {
    values: vec4<f32>,
    state: RuleState,
}

// The update of elements with the gradient g, which is unscaled, decayed and centralized.
fn updated(rule: RuleUniforms, steps_before: u32, values: vec4<f32>, state: RuleState, g: vec4<f32>) -> Updated {
    let a = accumulated(state.accum, g);
    // e = γ / √A; the gradient moves nothing where A = 0
    let e = select(rule.learning_rate / sqrt(a), vec4<f32>(), a < vec4(MIN_NORMAL));
    // p = w − e·g
    let p = values - e * g;
    if ADAPTIVE {
        return Updated(soft_threshold(p, e * rule.l1) / (1.0 + e * rule.l2), RuleState(a));
    }
    return Updated(soft_threshold(p, vec4(rule.threshold)) * rule.scale, RuleState(a));
}
