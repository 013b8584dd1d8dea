//! The candidates of a comparison: the update rules of the library, and plain RDA as a reference.

use clap::{ValueEnum, builder::PossibleValue};

use crate::train::RuleArg;

/// A rule of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Candidate {
    /// A rule of the library.
    Rule(RuleArg),
    /// Regularised dual averaging without AdaGrad (Xiao 2010), which this program computes itself.
    PlainRda,
}

impl Candidate {
    /// All of them, those of the library first. Rules that take rows as a whole are not among them: with two classes a row is one
    /// weight, and they do what others do.
    pub(super) const ALL: [Self; 5] = [
        Self::Rule(RuleArg::ProximalAdagrad),
        Self::Rule(RuleArg::Ftrl),
        Self::Rule(RuleArg::Rda),
        Self::Rule(RuleArg::Fobos),
        Self::PlainRda,
    ];

    /// The name on a command line and in files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.name(),
            Self::PlainRda => "plain-rda",
        }
    }

    /// The name for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.title(),
            Self::PlainRda => "plain RDA (reference)",
        }
    }

    /// Learning rates to choose from. Without accumulators a rate has to make up for the frequency of features, and the best ones
    /// are larger and further apart.
    pub(super) fn rates(self) -> &'static [f64] {
        match self {
            Self::Rule(RuleArg::Fobos) => &[1.0, 3.0, 10.0, 30.0, 100.0, 300.0],
            Self::PlainRda => &[3.0, 10.0, 30.0, 100.0, 300.0, 1000.0],
            Self::Rule(_) => &[0.03, 0.1, 0.3, 1.0, 3.0, 10.0],
        }
    }
}

impl ValueEnum for Candidate {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.title()))
    }
}
