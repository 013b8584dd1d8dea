//! Polynomial decay: a power of the remaining steps, once or repeatedly.

use super::progress::progress;
use crate::{
    error::{Error, Field},
    validate::{at_least_one, at_least_zero, finite_above_zero},
};

/// `(learning_rate − end_learning_rate) · (1 − min(t, d)/d)^power + end_learning_rate` at step t, where d is
/// `decay_steps`.
///
/// With `update_decay_steps`, d is the smallest multiple of `decay_steps` that is not below t (and not 0):
/// the value falls to `end_learning_rate` at every multiple, then jumps up, less high each time.
///
/// ```
/// use proxgrad::schedule::PolynomialDecay;
///
/// let decay = PolynomialDecay {
///     learning_rate: 0.5,
///     end_learning_rate: 0.25,
///     decay_steps: 4,
///     power: 2.0,
///     update_decay_steps: false,
/// };
/// assert_eq!((decay.at(0), decay.at(2), decay.at(4), decay.at(6)), (0.5, 0.3125, 0.25, 0.25));
///
/// let again = PolynomialDecay { update_decay_steps: true, ..decay };
/// assert_eq!((again.at(2), again.at(4), again.at(6), again.at(8)), (0.3125, 0.25, 0.265625, 0.25));
/// ```
///
/// MindSpore's `nn.PolynomialDecayLR`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct PolynomialDecay {
    /// The value at step 0. Finite, above 0.
    pub learning_rate: f64,
    /// The value at the end of the decay. Finite, at least 0. If it is above `learning_rate`, the value
    /// grows.
    pub end_learning_rate: f64,
    /// Number of steps from `learning_rate` to `end_learning_rate`. At least 1.
    pub decay_steps: u64,
    /// Exponent. Finite, above 0; 1 is a straight line, with more the value falls faster first, with less
    /// faster last.
    pub power: f64,
    /// Whether the decay starts again after every `decay_steps`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub update_decay_steps: bool,
}

impl PolynomialDecay {
    /// The value at a step. Arguments are checked when an optimizer is made, not here.
    pub fn at(&self, step: u64) -> f64 {
        // (lr − end) · (1 − min(t, d)/d)^power + end
        let remaining = 1.0 - progress(step, self.end_of_decay(step));
        (self.learning_rate - self.end_learning_rate) * remaining.powf(self.power) + self.end_learning_rate
    }

    /// d, or d·max(ceil(t/d), 1) where the decay starts again.
    fn end_of_decay(&self, step: u64) -> u64 {
        if !self.update_decay_steps || step <= self.decay_steps {
            return self.decay_steps;
        }
        // No multiple is left near u64::MAX, or with `decay_steps` 0, which no optimizer accepts.
        step.checked_next_multiple_of(self.decay_steps).unwrap_or(u64::MAX)
    }

    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        finite_above_zero(field.argument("learning_rate"), self.learning_rate)?;
        at_least_zero(field.argument("end_learning_rate"), self.end_learning_rate)?;
        at_least_one(field.argument("decay_steps"), self.decay_steps)?;
        finite_above_zero(field.argument("power"), self.power)
    }
}
