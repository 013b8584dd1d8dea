//! MindSpore's refusals, and this library's for the same mistakes.
//!
//! Three differences are meant:
//!
//! * **What cannot be written cannot be refused.** A group with an unknown key, an order inside a group, a value of
//!   another type: these do not compile here. The case's arguments must then fail to translate, for just that reason.
//! * **Some refusals come at the first step.** Groups and parameters are added one after the other, so that there are
//!   none is only known then.
//! * **Lists are checked when they are given.** MindSpore takes a list of learning rates with a negative or non-finite
//!   value in it, or with none at all; here these are refused, as each such constant is.

use std::fmt;

use proxgrad::Error;

use super::arguments::{Kind, Translated};
use crate::golden::failure::Failure;

/// A refusal of this library.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ours {
    /// [`Error::Invalid`] for this setting, of the optimizer or of a group.
    Setting(&'static str),
    /// [`Error::Invalid`] or [`Error::NotBelow`] for an argument of a named schedule.
    Argument,
    /// [`Error::Invalid`] or [`Error::EmptyList`] for a list of learning rates.
    List,
    /// [`Error::NoParams`].
    NoParams,
    /// [`Error::EmptyGroup`].
    EmptyGroup,
    /// [`Error::DuplicateName`].
    DuplicateName,
    /// [`Error::ListLength`].
    ListLength,
    /// [`Error::OrderLength`].
    OrderLength,
    /// [`Error::OrderRepeats`] or [`Error::OrderUnknown`], whichever name comes first: MindSpore names one that it misses.
    OrderNames,
    /// [`Error::ScheduleEnded`] for a list of learning rates.
    ScheduleEnded,
    /// None: it does not compile.
    Unwritable(Kind),
}

/// Class of the error, beginning of its message (`*` stands for anything), and ours.
const TABLE: [(&str, &str, Ours); 21] = [
    ("ValueError", "For 'ProximalAdagrad', the 'accum' must be", Ours::Setting("accum")),
    ("ValueError", "For 'ProximalAdagrad', the 'l1' must be", Ours::Setting("l1")),
    ("ValueError", "For 'ProximalAdagrad', the 'l2' must be", Ours::Setting("l2")),
    ("ValueError", "For 'ProximalAdagrad', the 'loss_scale' must be", Ours::Setting("loss_scale")),
    ("ValueError", "For 'ProximalAdagrad', the 'weight_decay' must be", Ours::Setting("weight_decay")),
    ("ValueError", "For 'ProximalAdagrad', the 'learning rate' must be", Ours::Setting("learning_rate")),
    ("ValueError", "For 'ProximalAdagrad', the 'learning_rate' must be", Ours::Setting("learning_rate")),
    ("ValueError", "For '*LR', the '*' must be", Ours::Argument),
    ("ValueError", "For 'Optimizer', the argument parameters must not be empty", Ours::NoParams),
    ("ValueError", "For 'Optimizer', the argument group `params` must not be empty", Ours::EmptyGroup),
    // A group without the key is one that no parameter joins.
    ("KeyError", "'params'", Ours::EmptyGroup),
    ("ValueError", "The value Parameter *already exists", Ours::DuplicateName),
    ("RuntimeError", "For 'Optimizer', the * parameter already exists", Ours::DuplicateName),
    (
        "ValueError",
        "For 'Optimizer', the Tensor type dynamic learning rate in group must be the same size",
        Ours::ListLength,
    ),
    ("ValueError", "For 'Optimizer',*the length of order parameters must be the same", Ours::OrderLength),
    ("ValueError", "'*' is not in list", Ours::OrderNames),
    ("RuntimeError", "For 'Gather', the 'input_indices' should be in the range", Ours::ScheduleEnded),
    ("KeyError", "*the key in group params must be one of", Ours::Unwritable(Kind::Key)),
    (
        "ValueError",
        "For 'Optimizer', the order params dict in group parameters should only include",
        Ours::Unwritable(Kind::Order),
    ),
    ("TypeError", "*unexpected keyword argument", Ours::Unwritable(Kind::Key)),
    ("TypeError", "*", Ours::Unwritable(Kind::Type)),
];

/// Ours for one of theirs.
///
/// # Errors
/// It is not in the table.
pub(super) fn ours(class: &str, message: &str) -> Result<Ours, Failure> {
    let found = TABLE.iter().find(|(theirs, start, _)| *theirs == class && begins(message, start));
    let unknown =
        || Failure::Unsupported(format!("{class} \"{message}\": no refusal of ours is known for it, and it"));
    found.map(|(_, _, ours)| *ours).ok_or_else(unknown)
}

/// What is refused here although MindSpore accepts it.
pub(super) fn only_ours(translated: &Translated) -> Option<Ours> {
    let bad = |rate: &f64| !(rate.is_finite() && *rate >= 0.0);
    translated.rate_lists().any(|rates| rates.is_empty() || rates.iter().any(bad)).then_some(Ours::List)
}

impl Ours {
    /// Whether it cannot come before a step.
    pub(super) fn waits(self) -> bool {
        matches!(self, Self::NoParams | Self::EmptyGroup | Self::ScheduleEnded)
    }

    /// Whether an error is this refusal, with the names and numbers of the case in it.
    pub(super) fn is(self, error: &Error, case: &Translated, step: Option<usize>) -> bool {
        match (self, error) {
            (Self::Setting(name), Error::Invalid { field, value, .. }) => {
                field.name == name && field.argument.is_none() && case.holds(*field, *value)
            }
            (Self::Argument, Error::Invalid { field, .. } | Error::NotBelow { field, .. }) => {
                field.argument.is_some()
            }
            (Self::List, Error::Invalid { field, value, .. }) => {
                field.name == "learning_rate" && case.list_len(*field).is_some() && case.holds(*field, *value)
            }
            (Self::List, Error::EmptyList { field }) => case.list_len(*field) == Some(0),
            (Self::NoParams, Error::NoParams) => true,
            (Self::EmptyGroup, Error::EmptyGroup { group }) => {
                *group < case.groups.len() && case.members.iter().all(|(_, joined)| *joined != Some(*group))
            }
            (Self::DuplicateName, Error::DuplicateName { name }) => case.count(name) > 1,
            (Self::ListLength, Error::ListLength { field, got, other, want }) => {
                case.list_len(*field) == Some(*got) && case.list_len(*other) == Some(*want)
            }
            (Self::OrderLength, Error::OrderLength { got, want }) => {
                (*got, *want) == (case.order.len(), case.members.len())
            }
            (Self::OrderNames, Error::OrderRepeats { name }) => {
                case.order.iter().filter(|named| *named == name).count() > 1
            }
            (Self::OrderNames, Error::OrderUnknown { name }) => {
                case.order.contains(name) && case.count(name) == 0
            }
            (Self::ScheduleEnded, Error::ScheduleEnded { field, step: ended }) => {
                field.name == "learning_rate" && step.is_some_and(|step| step as u64 == *ended)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Ours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Setting(name) => name,
            Self::Argument => "an argument of a schedule",
            Self::List => "a list of learning rates",
            Self::NoParams => "an optimizer without parameters",
            Self::EmptyGroup => "an empty group",
            Self::DuplicateName => "a second parameter of one name",
            Self::ListLength => "a list of another length",
            Self::OrderLength => "an order of another length",
            Self::OrderNames => "an order with other names",
            Self::ScheduleEnded => "a step past the end of a list",
            Self::Unwritable(_) => "what cannot be written",
        })
    }
}

/// Whether a message begins with this, where `*` stands for anything.
fn begins(message: &str, start: &str) -> bool {
    let mut pieces = start.split('*');
    let rest = message.strip_prefix(pieces.next().unwrap_or_default());
    let rest = pieces.try_fold(rest, |rest, piece| {
        let (_, rest) = rest?.split_once(piece)?;
        Some(Some(rest))
    });
    rest.flatten().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (message, start, want) in [
            ("'c' is not in list", "'*' is not in list", true),
            ("c' is not in list", "'*' is not in list", false),
            ("'params'", "'params'", true),
            ("'param'", "'params'", false),
            ("anything", "*", true),
            ("", "*", true),
        ] {
            assert_eq!(begins(message, start), want, "{message} {start}");
        }
    }

    #[test]
    fn one_mistake_has_one_refusal() {
        let lr = "For 'ProximalAdagrad', the 'learning rate' must be a legal value, but got 'inf'.";
        assert_eq!(ours("ValueError", lr), Ok(Ours::Setting("learning_rate")));
        assert_eq!(ours("TypeError", lr), Ok(Ours::Unwritable(Kind::Type)));
        let error = ours("ValueError", "what?").unwrap_err().to_string();
        assert_eq!(
            error,
            "ValueError \"what?\": no refusal of ours is known for it, and it is not supported yet"
        );
    }
}
