// Needs: RuleState, RuleUniforms, soft_threshold
// Provides: Updated, updated

// Forward-backward splitting. The Rust twin is src/rule/fobos.rs, with the same operations in the same order.

struct Updated {
    values: vec4<f32>,
    state: RuleState,
}

// The update of elements with the gradient g, which is unscaled, decayed and centralized.
fn updated(rule: RuleUniforms, steps_before: u32, values: vec4<f32>, state: RuleState, g: vec4<f32>) -> Updated {
    // v = w − γ·g
    let v = values - rule.learning_rate * g;
    return Updated(soft_threshold(v, vec4(rule.threshold)) * rule.scale, state);
}
