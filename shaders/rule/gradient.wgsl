// Needs: LARGEST, RuleUniforms
// Provides: DECAYS, MAX_GRAD, UNSCALES, clipped, decayed_grad, saturated, unscaled

// The gradient that a rule sees: unscaled, limited, with weight decay, without leaving the range of f32 where gradient and values
// are in it. The Rust twin is src/rule/gradient.rs, with the same operations in the same order.

// Whether gradients may have to be unscaled or limited, and whether weight decay may be other than 0. Constants of the
// pipeline: most steps need neither.
override UNSCALES: bool;
override DECAYS: bool;

// The largest magnitude that an element of a gradient counts as where it enters a sum and where it is squared.
const MAX_GRAD: f32 = 0x1p63f;

// Gradients within ±limit; NaN stays NaN. Not `clamp`, whose result for NaN WGSL leaves open.
fn clipped(g: vec4<f32>, limit: f32) -> vec4<f32> {
    let below = select(g, vec4(limit), g > vec4(limit));
    return select(below, vec4(-limit), below < vec4(-limit));
}

fn saturated(g: vec4<f32>) -> vec4<f32> {
    return clipped(g, MAX_GRAD);
}

// grad / loss_scale, times the factor of a norm beyond its limit. An infinite element counts as the largest number, because the
// factor may be 0.
fn unscaled(rule: RuleUniforms, grads: vec4<f32>) -> vec4<f32> {
    if UNSCALES {
        return clipped(grads, LARGEST) * rule.unscale;
    }
    return grads;
}

// clip(g) + weight_decay·w of an unscaled gradient, or of the sum of the entries of a row, the decay `decay_count` times. A weight
// decay of 0 adds nothing, not 0·w: that would change the sign of a zero, and be NaN for an infinite value.
fn decayed_grad(rule: RuleUniforms, values: vec4<f32>, grads: vec4<f32>, decay_count: f32) -> vec4<f32> {
    var g: vec4<f32>;
    if UNSCALES {
        g = clipped(grads, rule.clip);
    } else {
        g = saturated(grads);
    }
    if DECAYS {
        let decay = min(rule.weight_decay * decay_count, LARGEST);
        g = select(g, saturated(g + decay * values), rule.weight_decay != 0.0);
    }
    return g;
}
