//! Preparation of a gradient, the same for every update rule: unscaling, limits and weight decay, without leaving the range of
//! f32 where gradient and values are in it.
//!
//! `shaders/rule/gradient.wgsl` has the same operations in the same order.

use super::step_params::{MAX_GRAD, StepParams};

/// The largest magnitude that an entry of a row gradient counts as in a norm: a sum of 2³² of them is a finite f32.
pub(crate) const MAX_NORM_SUMMAND: f32 = MAX_GRAD * 4_294_967_296.0; // 2⁹⁵

/// An element of a gradient without the loss scale, and within the limit of its norm: `grad / loss_scale · factor`. An infinite
/// one counts as the largest number, because the factor may be 0.
#[inline(always)]
pub(crate) fn unscaled(grad: f32, params: &StepParams) -> f32 {
    if params.unscale == 1.0 { grad } else { clipped(grad, f32::MAX) * params.unscale }
}

/// An element of a row gradient as it enters the sum of the entries of its row.
#[inline(always)]
pub(crate) fn summand(grad: f32, params: &StepParams) -> f32 {
    saturated(unscaled(grad, params))
}

/// An element of a row gradient as it enters the sum whose square is a part of the gradient's norm: a larger limit, because a
/// norm is that of the gradient before its elements are limited, but one that keeps sums finite.
#[inline(always)]
pub(crate) fn norm_summand(grad: f32, params: &StepParams) -> f32 {
    clipped(unscaled(grad, params), MAX_NORM_SUMMAND)
}

/// An unscaled gradient, or the sum of the entries of a row, within the limit of its elements and with weight decay:
/// `clip(g) + decay·w`.
///
/// A decay of 0 adds nothing, not `0·w`: that would change the sign of a zero, and be NaN for an infinite value.
#[inline(always)]
pub(crate) fn decayed(value: f32, g: f32, decay: f32, params: &StepParams) -> f32 {
    let g = clipped(g, params.clip);
    if decay == 0.0 { g } else { saturated(g + decay * value) }
}

/// A decayed gradient without the mean of its channel.
#[inline(always)]
pub(crate) fn centralized(g: f32, mean: f32) -> f32 {
    saturated(g - mean)
}

/// A gradient of at most ±[`MAX_GRAD`]. NaN stays NaN.
#[inline(always)]
fn saturated(g: f32) -> f32 {
    clipped(g, MAX_GRAD)
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

    #[test]
    fn an_infinite_gradient_times_a_factor_of_zero_is_zero() {
        let params = StepParams { unscale: 0.0, ..StepParams::new(0.1, 0.0, 0.0) };
        assert_eq!([f32::INFINITY, -f32::INFINITY].map(|grad| unscaled(grad, &params)), [0.0, 0.0]);
        assert!(unscaled(f32::NAN, &params).is_nan());
    }

    #[test]
    fn gradients_count_as_at_most_two_to_the_63_and_nan_stays_nan() {
        let params = StepParams::new(0.1, 0.0, 0.0).loss_scale(0.5);
        for (grad, want) in [
            (f32::INFINITY, MAX_GRAD),
            (f32::MAX, MAX_GRAD),
            (-f32::MAX, -MAX_GRAD),
            (0.5 * MAX_GRAD, MAX_GRAD),
            (-0.25 * MAX_GRAD, -0.5 * MAX_GRAD),
        ] {
            assert_eq!(summand(grad, &params), want, "{grad:e}");
            assert_eq!(decayed(1.0, unscaled(grad, &params), 0.0, &params), want, "{grad:e}");
        }
        assert!(summand(f32::NAN, &params).is_nan());
        assert_eq!(decayed(f32::MAX, 1.0, f32::MAX, &params), MAX_GRAD);
        assert_eq!(decayed(f32::MAX, -MAX_GRAD, f32::MAX, &params), MAX_GRAD);
        assert_eq!(centralized(MAX_GRAD, -MAX_GRAD), MAX_GRAD);
    }

    #[test]
    fn entries_count_as_at_most_two_to_the_95_in_a_norm() {
        let params = StepParams::new(0.1, 0.0, 0.0).loss_scale(0.5);
        let limit = 2f32.powi(95);
        for (grad, want) in
            [(f32::MAX, limit), (-f32::INFINITY, -limit), (limit, limit), (-2e28, -limit), (1e28, 2e28)]
        {
            assert_eq!(norm_summand(grad, &params), want, "{grad:e}");
        }
        assert!(norm_summand(f32::NAN, &params).is_nan());
        // So a sum of as many entries as a gradient may have is finite.
        assert!((limit * 2f32.powi(32)).is_finite());
    }
}
