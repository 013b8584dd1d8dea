//! Why a case did not pass.

use std::fmt;

use proxgrad::Shrinkage;

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
    #[error("{place}: changed by a step that was refused")]
    ChangedByRefusal {
        /// What.
        place: Place,
    },
    /// Something that replays cannot do.
    #[error("{0} is not supported yet")]
    Unsupported(String),
    /// A case that contradicts itself.
    #[error("the case is wrong: {0}")]
    Malformed(String),
}

/// The first wrong element of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which tensor.
    pub place: Place,
    /// Its element, row-major.
    pub index: usize,
    /// What the library computed.
    pub got: f32,
    /// What the file says.
    pub want: f32,
    /// How far apart the two may be.
    pub allowed: f64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, index, got, want, allowed } = self;
        write!(f, "{place}: element {index} is {got}, expected {want} within {allowed:.3e}")
    }
}

/// Which tensor, when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// `param`, `accum`, or what else there is.
    pub tensor: &'static str,
    /// Counted from 0; after that step.
    pub step: usize,
    /// With which shrinkage; cases that do not depend on it are replayed with both.
    pub shrinkage: Shrinkage,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tensor, step, shrinkage } = self;
        let shrinkage = match shrinkage {
            Shrinkage::Documented => "documented",
            Shrinkage::Adaptive => "adaptive",
        };
        write!(f, "{tensor} at step {step} ({shrinkage} shrinkage)")
    }
}
