//! Cosine decay: half a cosine wave down, then the minimum.

use std::f64::consts::PI;

use super::progress::progress;
use crate::{
    error::{Error, Field},
    validate::{at_least_one, at_least_zero, finite_above_zero},
};

/// `min_lr + (max_lr − min_lr)/2 · (1 + cos(π·min(t, decay_steps)/decay_steps))` at step t.
///
/// ```
/// use proxgrad::schedule::CosineDecay;
///
/// let decay = CosineDecay { min_lr: 0.25, max_lr: 0.75, decay_steps: 100 };
/// assert_eq!((decay.at(0), decay.at(50), decay.at(100)), (0.75, 0.5, 0.25));
/// assert_eq!(decay.at(1_000_000), 0.25); // and stays
/// ```
///
/// MindSpore's `nn.CosineDecayLR`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct CosineDecay {
    /// The value from `decay_steps` on. Finite, at least 0, below `max_lr`.
    pub min_lr: f64,
    /// The value at step 0. Finite, above 0.
    pub max_lr: f64,
    /// Number of steps from `max_lr` to `min_lr`. At least 1.
    pub decay_steps: u64,
}

impl CosineDecay {
    /// The value at a step. Arguments are checked when an optimizer is made, not here.
    pub fn at(&self, step: u64) -> f64 {
        // min + (max − min)/2 · (1 + cos(π·min(t, d)/d))
        let half = (self.max_lr - self.min_lr) / 2.0;
        self.min_lr + half * (1.0 + (PI * progress(step, self.decay_steps)).cos())
    }

    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        at_least_zero(field.argument("min_lr"), self.min_lr)?;
        finite_above_zero(field.argument("max_lr"), self.max_lr)?;
        if self.min_lr >= self.max_lr {
            let field = field.argument("min_lr");
            return Err(Error::NotBelow { field, value: self.min_lr, other: "max_lr", bound: self.max_lr });
        }
        at_least_one(field.argument("decay_steps"), self.decay_steps)
    }
}
