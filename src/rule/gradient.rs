//! Preparation of a gradient, the same for every update rule: unscaling, clipping and weight decay.

use super::step_params::StepParams;

/// The gradient unscaled and within its limit, with weight decay: `clip(grad / loss_scale) + decay·w`.
///
/// A decay of 0 adds nothing, not `0·w`: that would change the sign of a zero, and be NaN for an infinite value.
/// A factor of 1 changes no bit, so kernels that know of it leave the multiplication out.
#[inline(always)]
pub(crate) fn decayed(value: f32, grad: f32, decay: f32, params: &StepParams) -> f32 {
    let g = clipped(grad * params.unscale, params.clip);
    if decay == 0.0 { g } else { g + decay * value }
}

/// A gradient within ±limit. NaN stays NaN.
#[inline(always)]
fn clipped(g: f32, limit: f32) -> f32 {
    let below = if g > limit { limit } else { g };
    if below < -limit { -limit } else { below }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_decay_of_zero_adds_nothing_to_a_gradient() {
        let params = StepParams::new(0.1, 0.0, 0.0);
        for value in [1.0, -1.0, f32::INFINITY] {
            for grad in [0.0f32, -0.0, 0.5] {
                assert_eq!(decayed(value, grad, 0.0, &params).to_bits(), grad.to_bits(), "{value} {grad}");
            }
        }
        assert_eq!(decayed(2.0, -0.0, 0.25, &params), 0.5);
    }
}
