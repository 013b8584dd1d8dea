//! A value for every step: step number in, value out, nothing remembered.
//!
//! Because a schedule has no state, resuming a run needs one integer.

use std::{fmt, sync::Arc};

/// A learning rate or weight decay: the same at every step, listed step by step, or a function of the step number.
///
/// Steps count from 0: the first step takes the value at 0.
///
/// ```
/// use proxgrad::Schedule;
///
/// let constant: Schedule = 0.1.into();
/// let list: Schedule = vec![0.1, 0.05].into();
/// let decay = Schedule::function(|step| 0.1 * 0.9f64.powf(step as f64 / 100.0));
///
/// assert_eq!(constant.at(1_000_000), Some(0.1));
/// assert_eq!((list.at(1), list.at(2)), (Some(0.05), None)); // a list ends
/// assert_eq!(decay.at(0), Some(0.1));
/// ```
#[derive(Clone)]
pub enum Schedule {
    /// The same value at every step.
    Constant(f64),
    /// The i-th step takes the i-th value. A step past the end is an error that changes nothing.
    List(Arc<[f64]>),
    /// Called with the step number; must be pure. A value that is not finite or is negative is an error at the step,
    /// which changes nothing.
    Function(Arc<dyn Fn(u64) -> f64 + Send + Sync>),
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
        }
    }

    /// The value at a step, or the last one of a list that has ended: what a checkpoint records.
    pub(crate) fn at_or_last(&self, step: u64) -> f64 {
        match self {
            Self::List(values) => self.at(step).or(values.last().copied()).unwrap_or_default(),
            other => other.at(step).unwrap_or_default(),
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
        }
    }
}
