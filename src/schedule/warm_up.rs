//! Warm-up: a linear rise from 0, then the full value.

use super::progress::progress;
use crate::{
    error::{Error, Field},
    validate::{at_least_one, at_least_zero},
};

/// `learning_rate · min(t, warmup_steps)/warmup_steps` at step t: 0 at the first step.
///
/// ```
/// use proxgrad::schedule::WarmUp;
///
/// let warm_up = WarmUp { learning_rate: 0.5, warmup_steps: 4 };
/// assert_eq!((warm_up.at(0), warm_up.at(1), warm_up.at(4)), (0.0, 0.125, 0.5));
/// assert_eq!(warm_up.at(1_000_000), 0.5); // and stays
/// ```
///
/// MindSpore's `nn.WarmUpLR`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct WarmUp {
    /// The value from `warmup_steps` on. Finite, at least 0.
    pub learning_rate: f64,
    /// Number of steps of the rise. At least 1.
    pub warmup_steps: u64,
}

impl WarmUp {
    /// The value at a step. Arguments are checked when an optimizer is made, not here.
    pub fn at(&self, step: u64) -> f64 {
        // lr · min(t, w)/w
        self.learning_rate * progress(step, self.warmup_steps)
    }

    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        at_least_zero(field.argument("learning_rate"), self.learning_rate)?;
        at_least_one(field.argument("warmup_steps"), self.warmup_steps)
    }
}
