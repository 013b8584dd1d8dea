//! The refusals of MindSpore, and those of this library for the same mistakes.
//!
//! Three differences are intended:
//!
//! * **A call that does not compile cannot be refused.** A group with an unknown key, an order inside a group, or a
//!   value of another type cannot be written in Rust. The arguments of such a case must fail to translate, for that
//!   reason.
//! * **Some refusals come at the first step.** Groups and parameters are added one after the other, so an optimizer
//!   without parameters, or a group without parameters, is only noticed then.
//! * **Lists are checked when they are given.** MindSpore accepts a list of learning rates that is empty or has a
//!   negative or non-finite value; this library refuses it, as it refuses such a constant.

use std::fmt;

use proxgrad::Error;

use super::arguments::{Kind, Translated};
use crate::golden::failure::Failure;

/// A refusal of this library.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Refusal {
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
    /// [`Error::OrderRepeats`] or [`Error::OrderUnknown`], whichever name comes first; MindSpore names a missing one.
    OrderNames,
    /// [`Error::ScheduleEnded`] for a list of learning rates.
    ScheduleEnded,
    /// None, because the call does not compile.
    Unwritable(Kind),
}

/// Class of the error of MindSpore, beginning of its message (`*` stands for anything), and the refusal of this library.
const TABLE: [(&str, &str, Refusal); 21] = [
    ("ValueError", "For 'ProximalAdagrad', the 'accum' must be", Refusal::Setting("accum")),
    ("ValueError", "For 'ProximalAdagrad', the 'l1' must be", Refusal::Setting("l1")),
    ("ValueError", "For 'ProximalAdagrad', the 'l2' must be", Refusal::Setting("l2")),
    ("ValueError", "For 'ProximalAdagrad', the 'loss_scale' must be", Refusal::Setting("loss_scale")),
    ("ValueError", "For 'ProximalAdagrad', the 'weight_decay' must be", Refusal::Setting("weight_decay")),
    ("ValueError", "For 'ProximalAdagrad', the 'learning rate' must be", Refusal::Setting("learning_rate")),
    ("ValueError", "For 'ProximalAdagrad', the 'learning_rate' must be", Refusal::Setting("learning_rate")),
    ("ValueError", "For '*LR', the '*' must be", Refusal::Argument),
    ("ValueError", "For 'Optimizer', the argument parameters must not be empty", Refusal::NoParams),
    ("ValueError", "For 'Optimizer', the argument group `params` must not be empty", Refusal::EmptyGroup),
    // A group without the key is a group without parameters.
    ("KeyError", "'params'", Refusal::EmptyGroup),
    ("ValueError", "The value Parameter *already exists", Refusal::DuplicateName),
    ("RuntimeError", "For 'Optimizer', the * parameter already exists", Refusal::DuplicateName),
    (
        "ValueError",
        "For 'Optimizer', the Tensor type dynamic learning rate in group must be the same size",
        Refusal::ListLength,
    ),
    ("ValueError", "For 'Optimizer',*the length of order parameters must be the same", Refusal::OrderLength),
    ("ValueError", "'*' is not in list", Refusal::OrderNames),
    ("RuntimeError", "For 'Gather', the 'input_indices' should be in the range", Refusal::ScheduleEnded),
    ("KeyError", "*the key in group params must be one of", Refusal::Unwritable(Kind::Key)),
    (
        "ValueError",
        "For 'Optimizer', the order params dict in group parameters should only include",
        Refusal::Unwritable(Kind::Order),
    ),
    ("TypeError", "*unexpected keyword argument", Refusal::Unwritable(Kind::Key)),
    ("TypeError", "*", Refusal::Unwritable(Kind::Type)),
];

/// The refusal of this library for one of MindSpore.
///
/// # Errors
/// The table has no such refusal.
pub(super) fn refusal(class: &str, message: &str) -> Result<Refusal, Failure> {
    let found = TABLE.iter().find(|(theirs, start, _)| *theirs == class && begins(message, start));
    let unknown =
        || Failure::Unsupported(format!("{class} \"{message}\": no refusal of ours is known for it, and it"));
    found.map(|(_, _, refusal)| *refusal).ok_or_else(unknown)
}

/// The refusal of a call that MindSpore accepts, if there is one.
pub(super) fn refused_here_only(translated: &Translated) -> Option<Refusal> {
    let bad = |rate: &f64| !(rate.is_finite() && *rate >= 0.0);
    translated.rate_lists().any(|rates| rates.is_empty() || rates.iter().any(bad)).then_some(Refusal::List)
}

impl Refusal {
    /// Whether the refusal comes at a step, not at the construction of the optimizer.
    pub(super) fn comes_at_a_step(self) -> bool {
        matches!(self, Self::NoParams | Self::EmptyGroup | Self::ScheduleEnded)
    }

    /// Whether an error is this refusal, with the names and numbers of the case.
    pub(super) fn matches(self, error: &Error, case: &Translated, step: Option<usize>) -> bool {
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
            (Self::List, Error::EmptyList { field, .. }) => case.list_len(*field) == Some(0),
            (Self::NoParams, Error::NoParams) => true,
            (Self::EmptyGroup, Error::EmptyGroup { group, .. }) => {
                *group < case.groups.len() && case.members.iter().all(|(_, joined)| *joined != Some(*group))
            }
            (Self::DuplicateName, Error::DuplicateName { name, .. }) => case.count(name) > 1,
            (Self::ListLength, Error::ListLength { field, got, other, want, .. }) => {
                case.list_len(*field) == Some(*got) && case.list_len(*other) == Some(*want)
            }
            (Self::OrderLength, Error::OrderLength { got, want, .. }) => {
                (*got, *want) == (case.order.len(), case.members.len())
            }
            (Self::OrderNames, Error::OrderRepeats { name, .. }) => {
                case.order.iter().filter(|named| *named == name).count() > 1
            }
            (Self::OrderNames, Error::OrderUnknown { name, .. }) => {
                case.order.contains(name) && case.count(name) == 0
            }
            (Self::ScheduleEnded, Error::ScheduleEnded { field, step: ended, .. }) => {
                field.name == "learning_rate" && step.is_some_and(|step| step as u64 == *ended)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Refusal {
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

/// Whether a message begins with `start`, in which `*` stands for anything.
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
        assert_eq!(refusal("ValueError", lr), Ok(Refusal::Setting("learning_rate")));
        assert_eq!(refusal("TypeError", lr), Ok(Refusal::Unwritable(Kind::Type)));
        let error = refusal("ValueError", "what?").unwrap_err().to_string();
        assert_eq!(
            error,
            "ValueError \"what?\": no refusal of ours is known for it, and it is not supported yet"
        );
    }
}
