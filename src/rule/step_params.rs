//! Parameters of one step of a parameter group.

use super::{
    form::RuleForm,
    power::Exponent,
    settings::{RowDecay, Shrinkage},
    update_rule::{FtrlForm, UpdateRule},
};
use crate::{
    error::Error,
    rounding::{Rounding, to_f32},
};

/// The largest magnitude that an element of a gradient counts as where it enters a sum and where it is squared: sums of up to 2³²
/// elements and the square then stay in the range of f32.
pub(crate) const MAX_GRAD: f32 = 9_223_372_036_854_775_808.0; // 2⁶³

/// The smallest learning rate of rules whose values follow from sums: √n/γ stays in the range of f32.
const SMALLEST_RATE: f32 = 1e-18;

/// The numbers and settings of a step that are the same for all elements of a parameter group.
///
/// ```
/// use proxgrad::rule::{StepParams, update};
///
/// let params = StepParams::new(0.1, 0.0, 0.0).loss_scale(4.0).clip_value(0.3);
/// assert_eq!(update(1.0, 0.1, 2.0, &params), update(1.0, 0.1, 0.3, &StepParams::new(0.1, 0.0, 0.0)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepParams {
    /// γ.
    pub(crate) learning_rate: f32,
    /// L1 strength.
    pub(crate) l1: f32,
    /// L2 strength.
    pub(crate) l2: f32,
    /// How often the rule counts it: 2 in TensorFlow's form of FTRL-Proximal, else 1.
    pub(crate) l2_count: f32,
    /// Strength of the group lasso.
    pub(crate) l21: f32,
    /// `γ·l1`, the documented threshold.
    pub(crate) threshold: f32,
    /// `1 / (1 + γ·l2)`, the documented scale.
    pub(crate) scale: f32,
    /// Coupled weight decay: `weight_decay·w` is added to the gradient.
    pub(crate) weight_decay: f32,
    /// Whether weight decay may be other than 0, in this step or in another one of the same schedule.
    pub(crate) may_decay: bool,
    /// How often weight decay is added to a row with several entries.
    pub(crate) row_decay: RowDecay,
    /// Factor of gradients: `1 / loss_scale`, times the factor of a limit to the norm of gradients.
    pub(crate) unscale: f32,
    /// Limit to the magnitude of an unscaled gradient element, at most [`MAX_GRAD`], which stands for no limit.
    pub(crate) clip: f32,
    /// The update rule.
    pub(crate) rule: RuleForm,
    /// β of FTRL-Proximal.
    pub(crate) beta: f32,
    /// Twice the strength of the L2 shrinkage of FTRL-Proximal.
    pub(crate) l2_shrinkage: f32,
    /// The power of accumulators of FTRL-Proximal, `−learning_rate_power`.
    pub(crate) power: Exponent,
    /// Which rate the shrinks use.
    pub(crate) shrinkage: Shrinkage,
    /// How values are rounded to 16 bits.
    pub(crate) rounding: Rounding,
    /// Number of steps before this one, modulo 2³².
    pub(crate) step: u32,
}

impl StepParams {
    /// Parameters of a step with this learning rate, `l1` and `l2`: documented shrinkage, no weight decay,
    /// loss scale 1, no limits, values rounded to nearest even.
    ///
    /// The threshold `γ·l1` and the scale `1 / (1 + γ·l2)` are computed in f64 and rounded once. Numbers are not
    /// checked here; an optimizer checks those that it takes.
    pub fn new(learning_rate: f64, l1: f64, l2: f64) -> Self {
        Self {
            learning_rate: to_f32(learning_rate),
            l1: to_f32(l1),
            l2: to_f32(l2),
            l2_count: 1.0,
            l21: 0.0,
            threshold: to_f32(learning_rate * l1),
            scale: to_f32(1.0 / (1.0 + learning_rate * l2)),
            weight_decay: 0.0,
            may_decay: false,
            row_decay: RowDecay::Once,
            unscale: 1.0,
            clip: MAX_GRAD,
            rule: RuleForm::ProximalAdagrad,
            beta: 0.0,
            l2_shrinkage: 0.0,
            power: Exponent::HALF,
            shrinkage: Shrinkage::Documented,
            rounding: Rounding::Nearest,
            step: 0,
        }
    }

    /// The same parameters with this update rule.
    pub fn rule(self, rule: UpdateRule) -> Self {
        let params = Self { rule: rule.form(), l2_count: 1.0, ..self };
        let (UpdateRule::Ftrl(ftrl) | UpdateRule::GroupFtrl(ftrl)) = rule else { return params };
        Self {
            l2_count: match ftrl.form {
                FtrlForm::TensorFlow => 2.0,
                FtrlForm::McMahan => 1.0,
            },
            beta: to_f32(ftrl.beta),
            l2_shrinkage: to_f32(2.0 * ftrl.l2_shrinkage),
            power: Exponent::new(-ftrl.learning_rate_power),
            ..params
        }
    }

    /// The same parameters with this strength of the group lasso.
    pub fn l21(self, l21: f64) -> Self {
        Self { l21: to_f32(l21), ..self }
    }

    /// The same parameters for the step that follows so many steps, which matters to AdaGrad-RDA and to stochastic rounding.
    #[expect(clippy::cast_possible_truncation, reason = "steps 2³² apart may share their random numbers")]
    pub fn after_steps(self, steps: u64) -> Self {
        Self { step: steps as u32, ..self }
    }

    /// The same parameters with this rate of the shrinks.
    pub fn shrinkage(self, shrinkage: Shrinkage) -> Self {
        Self { shrinkage, ..self }
    }

    /// The same parameters with this coupled weight decay: `weight_decay·w` is added to the gradient. A weight decay of 0 adds
    /// nothing, whatever the value.
    pub fn weight_decay(self, weight_decay: f64) -> Self {
        let weight_decay = to_f32(weight_decay);
        Self { weight_decay, may_decay: weight_decay != 0.0, ..self }
    }

    /// The same parameters with this divisor of gradients.
    pub fn loss_scale(self, loss_scale: f64) -> Self {
        Self { unscale: to_f32(1.0 / loss_scale), ..self }
    }

    /// The same parameters with this limit of the absolute value of every element of a gradient.
    pub fn clip_value(self, clip_value: f64) -> Self {
        Self { clip: to_f32(clip_value).min(MAX_GRAD), ..self }
    }

    /// Weight decay of a row whose gradient is the sum of `entries` entries.
    pub(crate) fn decay_of(&self, entries: usize) -> f32 {
        match self.row_decay {
            RowDecay::Once => self.weight_decay,
            RowDecay::PerOccurrence => (self.weight_decay * to_f32(entries as f64)).min(f32::MAX),
        }
    }

    /// The L2 strength as the rule counts it.
    #[inline(always)]
    pub(crate) fn counted_l2(&self) -> f32 {
        self.l2_count * self.l2
    }

    /// `l1/l2`, which exact rows with adaptive shrinkage and L2 need; 0 without L2.
    pub(crate) fn ratio(&self) -> f32 {
        if self.l2 > 0.0 { (self.l1 / self.l2).min(f32::MAX) } else { 0.0 }
    }

    /// The strength by which missed steps shrink a row of so many elements, or its elements, and its ratio to `l2`, which exact
    /// rows of row-wise AdaGrad need.
    pub(crate) fn row_strength(&self, len: usize) -> [f32; 2] {
        if self.l21 == 0.0 {
            return [self.l1, self.ratio()];
        }
        let strength = self.l21 * root_of_len(len);
        [strength, if self.l2 > 0.0 { (strength / self.l2).min(f32::MAX) } else { 0.0 }]
    }

    /// Refuses a learning rate or strengths so large that a move or a shrink could leave the range of f32, where WGSL promises
    /// nothing, and a learning rate too small to divide by.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let learning_rate = self.learning_rate;
        // γ / √A, where A is the smallest normal number.
        let largest_move = learning_rate / f32::MIN_POSITIVE.sqrt();
        if !largest_move.is_finite() {
            return Err(Error::RateTooLarge { learning_rate });
        }
        // The largest factor of a strength.
        let largest = match (self.rule, self.shrinkage) {
            (RuleForm::ProximalAdagrad, Shrinkage::Adaptive) | (RuleForm::RowwiseAdagrad, _) => largest_move,
            (RuleForm::ProximalAdagrad, Shrinkage::Documented) | (RuleForm::Fobos, _) => learning_rate,
            (RuleForm::Ftrl | RuleForm::FtrlPower | RuleForm::GroupFtrl, _) => {
                // (β + √n) / γ
                let largest_root = f32::MAX.sqrt();
                if learning_rate < SMALLEST_RATE || !((self.beta + largest_root) / learning_rate).is_finite()
                {
                    return Err(Error::RateTooSmall { learning_rate });
                }
                1.0
            }
            (RuleForm::AdagradRda, _) => {
                if learning_rate < SMALLEST_RATE {
                    return Err(Error::RateTooSmall { learning_rate });
                }
                // l1·T and l2·T·γ for any u32 T.
                4_294_967_296.0 * learning_rate.max(1.0)
            }
        };
        for (field, strength) in [("l1", self.l1), ("l2", self.counted_l2()), ("l21", self.l21)] {
            if !(largest * strength).is_finite() {
                return Err(Error::StrengthTooLarge { field, strength, learning_rate });
            }
        }
        Ok(())
    }
}

/// √d of a row of d elements.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "kernels round in the same way")]
pub(super) fn root_of_len(len: usize) -> f32 {
    (len as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_the_one_that_was_given() {
        let plain = StepParams::new(0.5, 0.25, 2.0);
        assert_eq!((plain.threshold, plain.scale), (0.125, 0.5));
        assert_eq!(
            plain.shrinkage(Shrinkage::Adaptive),
            StepParams { shrinkage: Shrinkage::Adaptive, ..plain }
        );
        assert_eq!(plain.weight_decay(0.0), plain);
        assert_eq!(plain.weight_decay(0.25), StepParams { weight_decay: 0.25, may_decay: true, ..plain });
        assert_eq!(plain.loss_scale(4.0), StepParams { unscale: 0.25, ..plain });
        assert_eq!(plain.clip_value(0.3), StepParams { clip: 0.3, ..plain });
        assert_eq!(plain.clip_value(1e30), plain);
    }

    #[test]
    fn a_row_decays_once_or_once_for_every_entry() {
        let once = StepParams::new(0.1, 0.0, 0.0).weight_decay(0.25);
        let per_entry = StepParams { row_decay: RowDecay::PerOccurrence, ..once };
        assert_eq!([1, 3].map(|entries| once.decay_of(entries)), [0.25, 0.25]);
        assert_eq!([1, 3].map(|entries| per_entry.decay_of(entries)), [0.25, 0.75]);
        assert_eq!(StepParams { weight_decay: 1e38, ..per_entry }.decay_of(4), f32::MAX);
    }

    #[test]
    fn the_ratio_of_the_strengths_is_finite_and_0_without_l2() {
        let ratios = [(0.75, 0.25), (0.75, 0.0), (0.0, 0.0), (1e30, 1e-30)]
            .map(|(l1, l2)| StepParams::new(0.1, l1, l2).ratio());
        assert_eq!(ratios, [3.0, 0.0, 0.0, f32::MAX]);
    }
}
