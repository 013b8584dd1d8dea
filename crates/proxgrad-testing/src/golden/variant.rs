//! The variants in which one case is replayed: all of them must give the recorded numbers.

use std::fmt;

use proxgrad::{Format, Shrinkage};
use serde::Deserialize;

/// One variant of the replay of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The shrinkage of `ProximalAdagrad`; cases that do not depend on it are replayed with both. `None` for the other
    /// rules, which have one form.
    pub shrinkage: Option<Shrinkage>,
    /// How gradients are passed.
    pub feed: Feed,
}

/// How gradients are passed to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// By parameter id, with host indices for rows.
    ById,
    /// By position in the optimizer's order, with host indices for rows.
    InOrder,
    /// By parameter id, with device indices for rows.
    OnDevice,
    /// By parameter id, with device indices for rows, no two of them equal.
    UniqueOnDevice,
}

impl From<Shrinkage> for Variant {
    fn from(shrinkage: Shrinkage) -> Self {
        Self { shrinkage: Some(shrinkage), feed: Feed::ById }
    }
}

impl From<Feed> for Variant {
    fn from(feed: Feed) -> Self {
        Self { shrinkage: None, feed }
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shrinkage = self.shrinkage.map(|shrinkage| match shrinkage {
            Shrinkage::Documented => "documented shrinkage",
            Shrinkage::Adaptive => "adaptive shrinkage",
            _ => "another shrinkage",
        });
        let feed = match self.feed {
            Feed::ById => None,
            Feed::InOrder => Some("gradients by position"),
            Feed::OnDevice => Some("device indices"),
            Feed::UniqueOnDevice => Some("unique device indices"),
        };
        match (shrinkage, feed) {
            (Some(shrinkage), Some(feed)) => write!(f, "{shrinkage}, {feed}"),
            (shrinkage, feed) => f.write_str(shrinkage.or(feed).unwrap_or("gradients by id")),
        }
    }
}

/// The shrinkage by which the numbers of a case were recorded.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shrink {
    Documented,
    Adaptive,
}

impl Shrink {
    /// The shrinkages that must give the numbers of the case; `independent` cases have the same numbers with both.
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

/// The storage format of the tensors of a case between steps.
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
