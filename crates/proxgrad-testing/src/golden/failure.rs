//! Why a case did not pass.

use std::{borrow::Cow, fmt};

use crate::golden::way::Way;

/// What was found wrong first.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// A number outside its tolerance.
    #[error("{0}")]
    Different(Difference),
    /// A row that had no gradient and did not keep every bit.
    #[error("{place}: row {row} had no gradient and changed")]
    UntouchedRow {
        /// Which tensor.
        place: Place,
        /// Its row.
        row: usize,
    },
    /// The library refused what it has to take.
    #[error("{place}: refused: {error}")]
    Refused {
        /// When.
        place: Place,
        /// What it said.
        error: Box<proxgrad::Error>,
    },
    /// The library took what it has to refuse, or said something else about it.
    #[error("{place}: indices[{position}] is out of range and has to be refused: {got}")]
    BadIndexNotRefused {
        /// When.
        place: Place,
        /// Where the first bad index is.
        position: usize,
        /// What happened.
        got: String,
    },
    /// A refusal that left something changed.
    #[error("{place}: changed by what was refused")]
    ChangedByRefusal {
        /// What.
        place: Place,
    },
    /// The library refused nothing, or something else, where it has to refuse.
    #[error("{place}: {want} has to be refused: {got}")]
    NotRefused {
        /// What was tried.
        place: Place,
        /// What is wrong with it.
        want: String,
        /// What happened.
        got: String,
    },
    /// Something without a tolerance that is not what it has to be.
    #[error("{place}: is {got}, expected {want}")]
    Unequal {
        /// What.
        place: Place,
        /// What the library says.
        got: String,
        /// What the file says.
        want: String,
    },
    /// Something that replays cannot do.
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
    /// Which tensor.
    pub place: Place,
    /// Its element, row-major.
    pub index: usize,
    /// What the library computed.
    pub got: Number,
    /// What the file says.
    pub want: Number,
    /// How far apart the two may be.
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
    /// The number itself; every f32 is an f64.
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

/// Which tensor, when, in which replay of its case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `param`, `accum`, or what else there is; with the parameter's name where there are several.
    pub tensor: Cow<'static, str>,
    /// Counted from 0; after that step. `None` where there are no steps.
    pub step: Option<usize>,
    /// `None` where there is only one.
    pub way: Option<Way>,
}

impl Place {
    /// A tensor, of which there is no more to say.
    pub fn new(tensor: impl Into<Cow<'static, str>>) -> Self {
        Self { tensor: tensor.into(), step: None, way: None }
    }

    /// The same after a step.
    pub fn at(self, step: usize) -> Self {
        Self { step: Some(step), ..self }
    }

    /// The same in this replay.
    pub fn by(self, way: Way) -> Self {
        Self { way: Some(way), ..self }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tensor)?;
        self.step.map_or(Ok(()), |step| write!(f, " at step {step}"))?;
        self.way.map_or(Ok(()), |way| write!(f, " ({way})"))
    }
}
