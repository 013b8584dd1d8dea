// Needs: RuleUniforms
// Provides: DECAYS, UNSCALES, clipped, decayed_grad

// The gradient that a rule sees: unscaled, limited, with weight decay. The Rust twin is `decayed` in
// src/rule/gradient.rs.

// Whether gradients may have to be unscaled or limited, and whether weight decay may be other than 0. Constants of the
// pipeline: most steps need neither.
override UNSCALES: bool;
override DECAYS: bool;

// Gradients within ±limit; NaN stays NaN. Not `clamp`, whose result for NaN WGSL leaves open.
fn clipped(g: vec4<f32>, limit: f32) -> vec4<f32> {
    let below = select(g, vec4(limit), g > vec4(limit));
    return select(g, select(below, vec4(-limit), below < vec4(-limit)), limit > 0.0);
}

// g = clip(grad / loss_scale) + weight_decay·w, the decay `decay_count` times. A weight decay of 0 adds nothing, not 0·w: that
// would change the sign of a zero, and be NaN for an infinite value.
fn decayed_grad(rule: RuleUniforms, values: vec4<f32>, grads: vec4<f32>, decay_count: f32) -> vec4<f32> {
    var g = grads;
    if UNSCALES {
        g = clipped(g * rule.unscale, rule.clip);
    }
    if DECAYS {
        g = select(g, g + rule.weight_decay * decay_count * values, rule.weight_decay != 0.0);
    }
    return g;
}
