//! The ways in which one case is replayed: all of them have to give its numbers.

use std::fmt;

use proxgrad::{Format, Shrinkage};
use serde::Deserialize;

/// One replay of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Cases that do not depend on it are replayed with both.
    pub shrinkage: Shrinkage,
    /// How gradients are handed over.
    pub feed: Feed,
}

/// How gradients are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// By parameter, and rows by indices that the host knows.
    ById,
    /// By position, in the optimizer's order.
    InOrder,
    /// Rows by indices that only the device knows.
    OnDevice,
    /// The same, with the promise that no two are equal.
    UniqueOnDevice,
}

impl From<Shrinkage> for Way {
    fn from(shrinkage: Shrinkage) -> Self {
        Self { shrinkage, feed: Feed::ById }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.shrinkage {
            Shrinkage::Documented => "documented shrinkage",
            Shrinkage::Adaptive => "adaptive shrinkage",
        })?;
        f.write_str(match self.feed {
            Feed::ById => "",
            Feed::InOrder => ", gradients by position",
            Feed::OnDevice => ", device indices",
            Feed::UniqueOnDevice => ", unique device indices",
        })
    }
}

/// The shrinkage that a case's numbers come from.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shrink {
    Documented,
    Adaptive,
}

impl Shrink {
    /// The shrinkages that have to give the case's numbers.
    pub(crate) fn all(self, independent: bool) -> Vec<Shrinkage> {
        if independent { vec![Shrinkage::Documented, Shrinkage::Adaptive] } else { vec![self.into()] }
    }
}

impl From<Shrink> for Shrinkage {
    fn from(shrink: Shrink) -> Self {
        match shrink {
            Shrink::Documented => Self::Documented,
            Shrink::Adaptive => Self::Adaptive,
        }
    }
}

/// How a case holds its tensors between steps.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Dtype {
    F16,
    F32,
}

impl Dtype {
    pub(crate) fn format(self) -> Format {
        match self {
            Self::F16 => Format::F16,
            Self::F32 => Format::F32,
        }
    }
}
