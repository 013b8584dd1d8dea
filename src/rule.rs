//! The update of one element: the scalar truth that every kernel and every loop repeats.
//!
//! `shaders/rule.wgsl` says the same in WGSL, operation for operation.

use crate::{error::Error, rounding::Rounding};

/// Which rate the shrinks by L1 and L2 use: the one point on which the published formula and the shipped kernels of
/// this optimizer differ.
///
/// One step on `w = 1`, `accum = 0.1`, `g = 0.5` with rate 0.1, `l1 = 0.3`, `l2 = 0.7` tells them apart:
///
/// ```
/// use proxgrad::{Shrinkage, rule::{StepParams, update}};
///
/// let params = StepParams::new(0.1, 0.3, 0.7);
/// assert!((update(1.0, 0.1, 0.5, &params).0 - 0.8275556).abs() < 1e-6);
///
/// let params = StepParams { shrinkage: Shrinkage::Adaptive, ..params };
/// assert!((update(1.0, 0.1, 0.5, &params).0 - 0.77327967).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Shrinkage {
    /// `sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)`: what MindSpore's page for `nn.ProximalAdagrad` prints, and
    /// PaddlePaddle computes.
    #[default]
    Documented,
    /// `sign(p)·max(|p| − e·l1, 0) / (1 + e·l2)` with `e = γ/√accum`: what the kernels of MindSpore and TensorFlow
    /// compute, and the AdaGrad paper derives (Duchi, Hazan, Singer 2011).
    Adaptive,
}

/// How often coupled weight decay is added to a row that a row gradient names several times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RowDecay {
    /// Once, as to any other touched row.
    #[default]
    Once,
    /// Once for every entry, which is what MindSpore does: it decays the entries before it sums equal rows.
    PerOccurrence,
}

/// Which rows of a parameter a step regularises.
///
/// A dense step shrinks every element by L1 and L2, one with a gradient of 0 too. So should a step whose gradient names
/// a few rows: the others have a gradient, and it is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Rows {
    /// Those that its gradient names: what every other program does. The others keep every bit, so a feature that is
    /// seen rarely is hardly ever regularised, and weights that could be zero are not.
    #[default]
    Touched,
    /// All of them, as if the gradient were dense and 0 elsewhere, at the cost of those that it names: a row remembers
    /// the step it is up to date with, and when it is named again, or flushed, the shrinks that it has missed are applied
    /// in closed form, in front of the update.
    ///
    /// In between the row is behind: bring it up to date before it is read, by
    #[cfg_attr(
        feature = "gpu",
        doc = "[`flush`](crate::ProximalAdagrad::flush) or [`flush_rows`](crate::ProximalAdagrad::flush_rows),"
    )]
    /// on slices by [`flush`](crate::cpu::ProximalAdagrad::flush) or
    /// [`flush_rows`](crate::cpu::ProximalAdagrad::flush_rows).
    Exact,
}

/// Everything about a step that is the same for all elements of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepParams {
    /// γ.
    pub learning_rate: f32,
    /// L1 strength.
    pub l1: f32,
    /// L2 strength.
    pub l2: f32,
    /// `γ·l1`, the documented threshold.
    pub threshold: f32,
    /// `1 / (1 + γ·l2)`, the documented scale.
    pub scale: f32,
    /// Coupled weight decay: added to the gradient as `weight_decay·w`.
    pub weight_decay: f32,
    /// How often a row with several entries decays.
    pub row_decay: RowDecay,
    /// `1 / loss_scale`, and what a limit of the norm of gradients multiplies them by.
    pub unscale: f32,
    /// The most that an unscaled gradient may be; infinite for no limit.
    pub clip: f32,
    /// The rate of the shrinks.
    pub shrinkage: Shrinkage,
    /// How values become 16 bits.
    pub rounding: Rounding,
    /// What rounding by chance counts steps by.
    pub step: u32,
}

impl StepParams {
    /// The parameters of a step with this learning rate, `l1` and `l2`; documented shrinkage, no weight decay, loss
    /// scale 1, no limits, to the nearest.
    ///
    /// What does not depend on the element is computed here in f64 and rounded once.
    pub fn new(learning_rate: f64, l1: f64, l2: f64) -> Self {
        Self {
            learning_rate: round(learning_rate),
            l1: round(l1),
            l2: round(l2),
            threshold: round(learning_rate * l1),
            scale: round(1.0 / (1.0 + learning_rate * l2)),
            weight_decay: 0.0,
            row_decay: RowDecay::Once,
            unscale: 1.0,
            clip: f32::INFINITY,
            shrinkage: Shrinkage::Documented,
            rounding: Rounding::Nearest,
            step: 0,
        }
    }

    /// Weight decay of a row whose gradient is the sum of this many entries.
    pub(crate) fn decay_of(&self, entries: usize) -> f32 {
        match self.row_decay {
            RowDecay::Once => self.weight_decay,
            RowDecay::PerOccurrence => self.weight_decay * round(entries as f64),
        }
    }

    /// l1/l2, where it is needed: with exact rows, adaptive shrinkage and L2.
    pub(crate) fn ratio(&self) -> f32 {
        if self.l2 > 0.0 { (self.l1 / self.l2).min(f32::MAX) } else { 0.0 }
    }

    /// Refuses strengths so large that a shrink could leave the range of f32, where WGSL promises nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let largest_rate = match self.shrinkage {
            Shrinkage::Documented => self.learning_rate,
            Shrinkage::Adaptive => self.learning_rate / f32::MIN_POSITIVE.sqrt(),
        };
        for (field, strength) in [("l1", self.l1), ("l2", self.l2)] {
            if !(largest_rate * strength).is_finite() {
                let learning_rate = self.learning_rate;
                return Err(Error::StrengthTooLarge { field, strength, learning_rate });
            }
        }
        Ok(())
    }
}

/// One step on one element: `(value, accum, gradient) → (value, accum)`.
///
/// Only the update and what belongs to it (unscaling, weight decay): the caller has already summed the gradients of
/// equal rows. Where the accumulator stays zero there is no gradient, so the gradient does not move the element, and
/// an accumulator too small to be a normal number counts as zero on every device.
///
/// ```
/// use proxgrad::rule::{StepParams, update};
///
/// let (value, accum) = update(0.02, 0.1, 0.0, &StepParams::new(0.1, 0.3, 0.0));
/// assert_eq!((value, accum), (0.0, 0.1)); // L1 produces exact zeros
/// ```
#[inline]
pub fn update(value: f32, accum: f32, grad: f32, params: &StepParams) -> (f32, f32) {
    apply(value, accum, decayed(value, grad, params.weight_decay, params), params)
}

/// The gradient unscaled and within its limit, with weight decay: `clip(grad / loss_scale) + decay·w`.
#[inline(always)]
pub(crate) fn decayed(value: f32, grad: f32, decay: f32, params: &StepParams) -> f32 {
    clipped(grad * params.unscale, params.clip) + decay * value
}

/// A gradient within ±limit; NaN stays NaN, so that it is seen.
#[inline(always)]
fn clipped(g: f32, limit: f32) -> f32 {
    let below = if g > limit { limit } else { g };
    if below < -limit { -limit } else { below }
}

/// What is left to do once the gradient is unscaled, decayed and centralized.
///
/// Always inlined: a loop over it can be vectorised only as one piece, with the instructions that the loop may use.
#[inline(always)]
pub(crate) fn apply(value: f32, accum: f32, g: f32, params: &StepParams) -> (f32, f32) {
    // A = accum + g²
    let accum = accum + g * g;
    // e = γ / √A, and no gradient move where A = 0
    let e = if accum < f32::MIN_POSITIVE { 0.0 } else { params.learning_rate / accum.sqrt() };
    // p = w − e·g
    let p = value - e * g;
    let value = match params.shrinkage {
        Shrinkage::Documented => soft_threshold(p, params.threshold) * params.scale,
        Shrinkage::Adaptive => soft_threshold(p, e * params.l1) / (1.0 + e * params.l2),
    };
    (value, accum)
}

/// `sign(p)·max(|p| − t, 0)`, written so that zeros are exact and NaN stays NaN.
#[inline(always)]
pub(crate) fn soft_threshold(p: f32, t: f32) -> f32 {
    // Not `clamp`, which panics where t is NaN and keeps loops from being vectorised. Not `max` and `min`, which leave
    // open which of two zeros they return: a loop and a single element could differ in a zero's sign.
    let above = if -t > p { -t } else { p };
    p - if t < above { t } else { above }
}

/// The nearest f32.
#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
pub(crate) fn round(x: f64) -> f32 {
    x as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shrinkages_give_the_vector_that_separates_them() {
        let documented = StepParams::new(0.1, 0.3, 0.7);
        let adaptive = StepParams { shrinkage: Shrinkage::Adaptive, ..documented };
        let values = [1.0, -2.0, 0.05, 0.3];
        let grads = [0.5, 0.2, -0.1, 0.0];
        for (params, want) in [
            (documented, [0.8275556, -1.8910768, 0.04687022, 0.25233644]),
            (adaptive, [0.77327967, -1.6622882, 0.0, 0.16795357]),
        ] {
            for i in 0..4 {
                let (got, _) = update(values[i], 0.1, grads[i], &params);
                assert!((got - want[i]).abs() < 3e-7, "{:?} element {i}: {got}", params.shrinkage);
            }
        }
    }

    #[test]
    fn where_the_accumulator_stays_zero_documented_shrinks_and_adaptive_leaves_alone() {
        let documented = StepParams::new(0.1, 0.1, 0.5);
        let adaptive = StepParams { shrinkage: Shrinkage::Adaptive, ..documented };
        assert!((update(1.0, 0.0, 0.0, &documented).0 - 0.94285715).abs() < 1e-7);
        assert_eq!(update(1.0, 0.0, 0.0, &adaptive), (1.0, 0.0));
        // g² underflows: the same.
        assert_eq!(update(1.0, 0.0, 1e-30, &adaptive), (1.0, 0.0));
    }

    #[test]
    fn poison_stays_visible() {
        let documented = StepParams::new(0.1, 0.1, 0.5);
        let adaptive = StepParams { shrinkage: Shrinkage::Adaptive, ..documented };
        for params in [documented, adaptive] {
            for (value, accum, grad) in [(1.0, 0.1, f32::NAN), (f32::NAN, 0.1, 0.5), (1.0, f32::NAN, 0.5)] {
                let (got, _) = update(value, accum, grad, &params);
                assert!(got.is_nan(), "{params:?} on ({value}, {accum}, {grad}) gave {got}");
            }
        }
    }

    #[test]
    fn without_a_threshold_every_zero_becomes_the_positive_one() {
        let params = StepParams::new(0.1, 0.0, 0.0);
        for zero in [0.0, -0.0] {
            assert_eq!(update(zero, 0.1, 0.0, &params).0.to_bits(), 0.0f32.to_bits());
        }
    }

    #[test]
    fn strengths_that_would_overflow_are_refused() {
        assert!(StepParams::new(1e10, 1e30, 0.0).check().is_err());
        let adaptive = |l1| StepParams { shrinkage: Shrinkage::Adaptive, ..StepParams::new(1.0, l1, 0.0) };
        assert!(adaptive(1e20).check().is_err());
        assert!(adaptive(1e18).check().is_ok());
    }
}
