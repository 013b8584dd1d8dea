//! Preparation of a gradient, the same for every update rule: unscaling, clipping and weight decay.

use super::step_params::StepParams;

/// The gradient unscaled and within its limit, with weight decay: `clip(grad / loss_scale) + decay·w`.
#[inline(always)]
pub(crate) fn decayed(value: f32, grad: f32, decay: f32, params: &StepParams) -> f32 {
    clipped(grad * params.unscale, params.clip) + decay * value
}

/// A gradient within ±limit. NaN stays NaN.
#[inline(always)]
fn clipped(g: f32, limit: f32) -> f32 {
    let below = if g > limit { limit } else { g };
    if below < -limit { -limit } else { below }
}
