//! The schedule of a setting: a constant, a list, a function, or one of the named schedules.

use std::{fmt, sync::Arc};

use super::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    warm_up::WarmUp,
};
use crate::{
    error::{Error, Field},
    validate::at_least_zero,
};

/// A learning rate or weight decay: the same at every step, a list of one value for each step, or computed
/// from the step number.
///
/// Steps count from 0: the first step takes the value at 0.
///
/// ```
/// use proxgrad::{Schedule, schedule::WarmUp};
///
/// let constant: Schedule = 0.1.into();
/// let list: Schedule = [0.1, 0.05].into();
/// let halving: Schedule = (0..3).map(|epoch| 0.1 * 0.5f64.powi(epoch)).collect();
/// let named: Schedule = WarmUp { learning_rate: 0.1, warmup_steps: 2 }.into();
/// let decay = Schedule::function(|step| 0.1 * 0.9f64.powf(step as f64 / 100.0));
///
/// assert_eq!(constant.at(1_000_000), Some(0.1));
/// assert_eq!((list.at(1), list.at(2)), (Some(0.05), None)); // a list ends
/// assert_eq!(halving.at(2), Some(0.025));
/// assert_eq!((named.at(1), named.at(2)), (Some(0.05), Some(0.1)));
/// assert_eq!(decay.at(0), Some(0.1));
/// ```
///
/// With the feature `serde`, a constant is a number, a list an array, and a named schedule an object such as
/// `{"warm_up": {"learning_rate": 0.1, "warmup_steps": 2}}`; a function cannot be serialised. The range of the
/// numbers is checked when an optimizer is made.
#[derive(Clone)]
#[non_exhaustive]
pub enum Schedule {
    /// The same value at every step.
    Constant(f64),
    /// One value for each step. A step past the end is an error that changes nothing.
    List(Arc<[f64]>),
    /// A pure function of the step number. A value that is negative or not finite is an error at its step,
    /// which changes nothing.
    Function(Arc<dyn Fn(u64) -> f64 + Send + Sync>),
    /// Falls by a factor every `decay_steps`.
    ExponentialDecay(ExponentialDecay),
    /// Falls by a power of e at every step.
    NaturalExpDecay(NaturalExpDecay),
    /// Falls in inverse proportion to `1 + decay_rate·t/decay_steps`.
    InverseDecay(InverseDecay),
    /// Falls along half a cosine wave, then stays.
    CosineDecay(CosineDecay),
    /// Falls along a power of the remaining steps, then stays or starts again.
    PolynomialDecay(PolynomialDecay),
    /// Rises linearly from 0, then stays.
    WarmUp(WarmUp),
}

impl Schedule {
    /// A schedule that is a pure function of the step number.
    pub fn function(value_at: impl Fn(u64) -> f64 + Send + Sync + 'static) -> Self {
        Self::Function(Arc::new(value_at))
    }

    /// The value at a step; `None` past the end of a list.
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

    /// The value at a step, or the last value of a list that has ended, for snapshots.
    pub(crate) fn at_or_last(&self, step: u64) -> f64 {
        match self {
            Self::List(values) => self.at(step).or(values.last().copied()).unwrap_or_default(),
            other => other.at(step).unwrap_or_default(),
        }
    }

    /// Refuses arguments and values out of range. Computed values are checked at their step instead.
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

/// Numbers that f64 represents exactly.
macro_rules! from_numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Schedule {
            fn from(value: $number) -> Self {
                Self::Constant(value.into())
            }
        }

        impl From<Vec<$number>> for Schedule {
            fn from(values: Vec<$number>) -> Self {
                values.into_iter().collect()
            }
        }

        impl From<&[$number]> for Schedule {
            fn from(values: &[$number]) -> Self {
                values.iter().copied().collect()
            }
        }

        impl<const N: usize> From<[$number; N]> for Schedule {
            fn from(values: [$number; N]) -> Self {
                values.into_iter().collect()
            }
        }

        /// A list: one value for each step.
        impl FromIterator<$number> for Schedule {
            fn from_iter<I: IntoIterator<Item = $number>>(values: I) -> Self {
                Self::List(values.into_iter().map(f64::from).collect())
            }
        }
    )*};
}

from_numbers!(f64, f32, i32, u32);

macro_rules! from_named {
    ($($named:ident),*) => {$(
        impl From<$named> for Schedule {
            fn from(named: $named) -> Self {
                Self::$named(named)
            }
        }
    )*};
}

from_named!(ExponentialDecay, NaturalExpDecay, InverseDecay, CosineDecay, PolynomialDecay, WarmUp);

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
