// Needs: RuleUniforms
// Provides: clipped, decayed_grad

// The gradient that a rule sees: unscaled, limited, with weight decay. The Rust twin is `decayed` in
// src/rule/gradient.rs.

// Gradients within ±limit; NaN stays NaN. Not `clamp`, whose result for NaN WGSL leaves open.
fn clipped(g: vec4<f32>, limit: f32) -> vec4<f32> {
    let below = select(g, vec4(limit), g > vec4(limit));
    return select(g, select(below, vec4(-limit), below < vec4(-limit)), limit > 0.0);
}

// g = clip(grad / loss_scale) + weight_decay·w, the decay `decay_count` times.
fn decayed_grad(rule: RuleUniforms, values: vec4<f32>, grads: vec4<f32>, decay_count: f32) -> vec4<f32> {
    return clipped(grads * rule.unscale, rule.clip) + rule.weight_decay * decay_count * values;
}
