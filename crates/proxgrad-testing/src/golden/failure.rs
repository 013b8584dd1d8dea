//! The reason why a case failed.

use std::{borrow::Cow, fmt};

use crate::golden::variant::Variant;

/// The first thing that was found wrong in a case.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// A number outside of its tolerance.
    #[error("{0}")]
    Different(Difference),
    /// A row without a gradient that did not keep every bit.
    #[error("{place}: row {row} had no gradient and changed")]
    UntouchedRow {
        /// The tensor.
        place: Place,
        /// The row.
        row: usize,
    },
    /// The library refused something that it must accept.
    #[error("{place}: refused: {error}")]
    Refused {
        /// The step.
        place: Place,
        /// The error.
        error: Box<proxgrad::Error>,
    },
    /// The library accepted a bad index, or refused it with another error.
    #[error("{place}: indices[{position}] is out of range and has to be refused: {got}")]
    BadIndexNotRefused {
        /// The step.
        place: Place,
        /// The position of the first bad index.
        position: usize,
        /// What happened instead.
        got: String,
    },
    /// A refused call that changed the state.
    #[error("{place}: changed by what was refused")]
    ChangedByRefusal {
        /// The part of the state that changed.
        place: Place,
    },
    /// The library accepted something that it must refuse, or refused it with another error.
    #[error("{place}: {want} has to be refused: {got}")]
    NotRefused {
        /// The call.
        place: Place,
        /// The reason to refuse it.
        want: String,
        /// What happened instead.
        got: String,
    },
    /// A value without a tolerance that differs.
    #[error("{place}: is {got}, expected {want}")]
    Unequal {
        /// The name of the value.
        place: Place,
        /// The value of the library.
        got: String,
        /// The recorded value.
        want: String,
    },
    /// Something that a replay cannot do.
    #[error("{0} is not supported yet")]
    Unsupported(String),
    /// A case that contradicts itself.
    #[error("the case is wrong: {0}")]
    Malformed(String),
}

impl Failure {
    pub(crate) fn refused(place: Place, error: proxgrad::Error) -> Self {
        Self::Refused { place, error: Box::new(error) }
    }
}

/// The first wrong element of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The tensor.
    pub place: Place,
    /// Index of the element, row-major.
    pub index: usize,
    /// The number that the library computed.
    pub got: Number,
    /// The recorded number.
    pub want: Number,
    /// The largest difference that is allowed.
    pub allowed: f64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, index, got, want, allowed } = self;
        write!(f, "{place}: element {index} is {got}, expected {want} within {allowed:.3e}")
    }
}

/// A number in the precision in which it was computed or recorded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An element of a tensor.
    F32(f32),
    /// A setting.
    F64(f64),
}

impl Number {
    /// The number as f64, which is exact.
    pub fn value(self) -> f64 {
        match self {
            Self::F32(number) => number.into(),
            Self::F64(number) => number,
        }
    }
}

impl From<f32> for Number {
    fn from(number: f32) -> Self {
        Self::F32(number)
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self::F64(number)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::F32(number) => number.fmt(f),
            Self::F64(number) => number.fmt(f),
        }
    }
}

/// The place of a comparison: the tensor, the step, and the variant of the replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `param`, `accum` or another name; with the name of the parameter where there are several.
    pub tensor: Cow<'static, str>,
    /// After this step, counted from 0. `None` where there are no steps.
    pub step: Option<usize>,
    /// `None` where there is only one variant.
    pub variant: Option<Variant>,
}

impl Place {
    /// A place that is a tensor only.
    pub fn new(tensor: impl Into<Cow<'static, str>>) -> Self {
        Self { tensor: tensor.into(), step: None, variant: None }
    }

    /// The same place after a step.
    pub fn at(self, step: usize) -> Self {
        Self { step: Some(step), ..self }
    }

    /// The same place in a variant of the replay.
    pub fn by(self, variant: Variant) -> Self {
        Self { variant: Some(variant), ..self }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tensor)?;
        self.step.map_or(Ok(()), |step| write!(f, " at step {step}"))?;
        self.variant.map_or(Ok(()), |variant| write!(f, " ({variant})"))
    }
}
