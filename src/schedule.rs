//! A value for every step: step number in, value out, nothing remembered.
//!
//! Because a schedule has no state, resuming a run needs one integer.
//!
//! ```
//! use proxgrad::{Config, schedule::ExponentialDecay};
//!
//! let decay = ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 100, staircase: true };
//! assert_eq!((decay.at(99), decay.at(100), decay.at(200)), (0.1, 0.05, 0.025));
//!
//! let config = Config { learning_rate: decay.into(), ..Config::default() };
//! assert_eq!(config.learning_rate.at(200), Some(0.025));
//! ```
//!
//! The named schedules carry the names of the field, with MindSpore's arguments; each page states the formula. The
//! words *learning rate* in their arguments notwithstanding, all of them can drive a weight decay too.

use std::{fmt, sync::Arc};

use crate::{
    config::at_least_zero,
    error::{Error, Field},
};

mod checks;
mod cosine_decay;
mod decay;
mod polynomial_decay;
#[cfg(feature = "serde")]
mod serial;
mod warm_up;

pub use self::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    warm_up::WarmUp,
};
pub(crate) use checks::at_least_one;

/// A learning rate or weight decay: the same at every step, listed step by step, or computed from the step number.
///
/// Steps count from 0: the first step takes the value at 0.
///
/// ```
/// use proxgrad::{Schedule, schedule::WarmUp};
///
/// let constant: Schedule = 0.1.into();
/// let list: Schedule = vec![0.1, 0.05].into();
/// let named: Schedule = WarmUp { learning_rate: 0.1, warmup_steps: 2 }.into();
/// let decay = Schedule::function(|step| 0.1 * 0.9f64.powf(step as f64 / 100.0));
///
/// assert_eq!(constant.at(1_000_000), Some(0.1));
/// assert_eq!((list.at(1), list.at(2)), (Some(0.05), None)); // a list ends
/// assert_eq!((named.at(1), named.at(2)), (Some(0.05), Some(0.1)));
/// assert_eq!(decay.at(0), Some(0.1));
/// ```
///
/// With the feature `serde` all but a function can be serialised: as a number, an array, and an object such as
/// `{"warm_up": {"learning_rate": 0.1, "warmup_steps": 2}}`. The numbers themselves are checked when an optimizer is made.
#[derive(Clone)]
pub enum Schedule {
    /// The same value at every step.
    Constant(f64),
    /// The i-th step takes the i-th value. A step past the end is an error that changes nothing.
    List(Arc<[f64]>),
    /// Called with the step number; must be pure. A value that is not finite or is negative is an error at the step,
    /// which changes nothing.
    Function(Arc<dyn Fn(u64) -> f64 + Send + Sync>),
    /// Falls by a factor every `decay_steps`.
    ExponentialDecay(ExponentialDecay),
    /// Falls by a power of e at every step.
    NaturalExpDecay(NaturalExpDecay),
    /// Falls as the reciprocal of the step number.
    InverseDecay(InverseDecay),
    /// Falls along half a cosine wave, then stays.
    CosineDecay(CosineDecay),
    /// Falls along a power of the steps that remain, then stays or starts again.
    PolynomialDecay(PolynomialDecay),
    /// Rises in a straight line from 0, then stays.
    WarmUp(WarmUp),
}

impl Schedule {
    /// A schedule from a function of the step number.
    pub fn function(value_at: impl Fn(u64) -> f64 + Send + Sync + 'static) -> Self {
        Self::Function(Arc::new(value_at))
    }

    /// The value at a step, `None` past the end of a list.
    pub fn at(&self, step: u64) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::List(values) => values.get(usize::try_from(step).ok()?).copied(),
            Self::Function(value_at) => Some(value_at(step)),
            Self::ExponentialDecay(decay) => Some(decay.at(step)),
            Self::NaturalExpDecay(decay) => Some(decay.at(step)),
            Self::InverseDecay(decay) => Some(decay.at(step)),
            Self::CosineDecay(decay) => Some(decay.at(step)),
            Self::PolynomialDecay(decay) => Some(decay.at(step)),
            Self::WarmUp(warm_up) => Some(warm_up.at(step)),
        }
    }

    /// The value at a step, or the last one of a list that has ended: what a checkpoint records.
    pub(crate) fn at_or_last(&self, step: u64) -> f64 {
        match self {
            Self::List(values) => self.at(step).or(values.last().copied()).unwrap_or_default(),
            other => other.at(step).unwrap_or_default(),
        }
    }

    /// Refuses what can be known to be wrong before a step. A computed value is checked at its step.
    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        match self {
            Self::Constant(value) => at_least_zero(field, *value),
            Self::List(values) if values.is_empty() => Err(Error::EmptyList { field }),
            Self::List(values) => values.iter().try_for_each(|value| at_least_zero(field, *value)),
            Self::Function(_) => Ok(()),
            Self::ExponentialDecay(decay) => decay.check(field),
            Self::NaturalExpDecay(decay) => decay.check(field),
            Self::InverseDecay(decay) => decay.check(field),
            Self::CosineDecay(decay) => decay.check(field),
            Self::PolynomialDecay(decay) => decay.check(field),
            Self::WarmUp(warm_up) => warm_up.check(field),
        }
    }
}

impl From<f64> for Schedule {
    fn from(value: f64) -> Self {
        Self::Constant(value)
    }
}

impl From<Vec<f64>> for Schedule {
    fn from(values: Vec<f64>) -> Self {
        Self::List(values.into())
    }
}

impl From<&[f64]> for Schedule {
    fn from(values: &[f64]) -> Self {
        Self::List(values.into())
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(value) => f.debug_tuple("Constant").field(value).finish(),
            Self::List(values) => f.debug_tuple("List").field(values).finish(),
            Self::Function(_) => f.write_str("Function(..)"),
            Self::ExponentialDecay(decay) => f.debug_tuple("ExponentialDecay").field(decay).finish(),
            Self::NaturalExpDecay(decay) => f.debug_tuple("NaturalExpDecay").field(decay).finish(),
            Self::InverseDecay(decay) => f.debug_tuple("InverseDecay").field(decay).finish(),
            Self::CosineDecay(decay) => f.debug_tuple("CosineDecay").field(decay).finish(),
            Self::PolynomialDecay(decay) => f.debug_tuple("PolynomialDecay").field(decay).finish(),
            Self::WarmUp(warm_up) => f.debug_tuple("WarmUp").field(warm_up).finish(),
        }
    }
}

/// `min(t, steps) / steps`: 0 at the start, exactly 1 from the end on.
fn share(step: u64, steps: u64) -> f64 {
    step.min(steps) as f64 / steps as f64
}

#[cfg(test)]
mod tests;
