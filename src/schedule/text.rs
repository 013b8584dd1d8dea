//! Schedules as people write them: on a command line, in a log.

use std::{fmt, str::FromStr};

use thiserror::Error as ThisError;

use super::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    value::Schedule,
    warm_up::WarmUp,
};

/// Why a text is no [`Schedule`]: what is wrong, where, and what would be right.
///
/// ```
/// use proxgrad::Schedule;
///
/// let error = "warm_up(learning_rate=0.1)".parse::<Schedule>().unwrap_err();
/// assert_eq!(error.to_string(), "warm_up lacks warmup_steps; its arguments are learning_rate, warmup_steps");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum ParseScheduleError {
    /// Neither a number nor a list nor a named schedule.
    #[error(
        "\"{text}\" is no schedule; write a number, a list such as [0.1, 0.05], or, with arguments in parentheses, \
         one of {}",
        NAMES.join(", ")
    )]
    Unknown {
        /// What was written.
        text: String,
    },
    /// A bracket or parenthesis without its partner at the end.
    #[error("\"{text}\" does not end in \"{expected}\", which closes what it opens")]
    Unclosed {
        /// What was written.
        text: String,
        /// `]` or `)`.
        expected: char,
    },
    /// A value that is not what stands in its place.
    #[error("{place} is \"{text}\"; it must be {expected}")]
    Value {
        /// Which value.
        place: String,
        /// What was written.
        text: String,
        /// What it may be.
        expected: &'static str,
    },
    /// An argument that the schedule does not take.
    #[error("{schedule} has no argument \"{argument}\"; its arguments are {}", known.join(", "))]
    UnknownArgument {
        /// Its name.
        schedule: &'static str,
        /// What was written.
        argument: String,
        /// What it takes.
        known: &'static [&'static str],
    },
    /// An argument that is not there.
    #[error("{schedule} lacks {argument}; its arguments are {}", known.join(", "))]
    MissingArgument {
        /// Its name.
        schedule: &'static str,
        /// What is missing.
        argument: &'static str,
        /// What it takes.
        known: &'static [&'static str],
    },
    /// An argument given twice.
    #[error("{argument} of {schedule} is given twice; give it once")]
    DuplicateArgument {
        /// The schedule's name.
        schedule: &'static str,
        /// The argument's name.
        argument: String,
    },
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // `{:?}` is the shortest text that reads back as the same f64, and short for very small values too.
            Self::Constant(value) => write!(f, "{value:?}"),
            Self::List(values) => write!(f, "{values:?}"),
            Self::Function(_) => f.write_str("function"),
            Self::ExponentialDecay(decay) => decay.fmt(f),
            Self::NaturalExpDecay(decay) => decay.fmt(f),
            Self::InverseDecay(decay) => decay.fmt(f),
            Self::CosineDecay(decay) => decay.fmt(f),
            Self::PolynomialDecay(decay) => decay.fmt(f),
            Self::WarmUp(warm_up) => warm_up.fmt(f),
        }
    }
}

impl FromStr for Schedule {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, ParseScheduleError> {
        let text = text.trim();
        if let Some(values) = text.strip_prefix('[') {
            return list(closed(text, values, ']')?);
        }
        if let Some((name, arguments)) = text.split_once('(') {
            return named(text, name.trim_end(), arguments);
        }
        if text.contains(',') {
            return list(text);
        }
        match text.parse() {
            Ok(value) => Ok(Self::Constant(value)),
            // Without parentheses all arguments are missing, and saying so lists them.
            Err(_) if NAMES.contains(&text) => named(text, text, ")"),
            Err(_) => Err(ParseScheduleError::Unknown { text: text.to_owned() }),
        }
    }
}

/// What stands before the closing bracket.
fn closed<'a>(text: &str, rest: &'a str, expected: char) -> Result<&'a str, ParseScheduleError> {
    let unclosed = || ParseScheduleError::Unclosed { text: text.to_owned(), expected };
    rest.strip_suffix(expected).ok_or_else(unclosed)
}

fn list(values: &str) -> Result<Schedule, ParseScheduleError> {
    if values.trim().is_empty() {
        return Ok(Vec::new().into());
    }
    let value = |(i, text): (usize, &str)| f64::read(text.trim(), || format!("value {} of the list", i + 1));
    Ok(Schedule::List(values.split(',').enumerate().map(value).collect::<Result<_, _>>()?))
}

fn named(text: &str, name: &str, rest: &str) -> Result<Schedule, ParseScheduleError> {
    match name {
        ExponentialDecay::NAME => read::<ExponentialDecay>(text, rest),
        NaturalExpDecay::NAME => read::<NaturalExpDecay>(text, rest),
        InverseDecay::NAME => read::<InverseDecay>(text, rest),
        CosineDecay::NAME => read::<CosineDecay>(text, rest),
        PolynomialDecay::NAME => read::<PolynomialDecay>(text, rest),
        WarmUp::NAME => read::<WarmUp>(text, rest),
        _ => Err(ParseScheduleError::Unknown { text: text.to_owned() }),
    }
}

fn read<S: Named>(text: &str, rest: &str) -> Result<Schedule, ParseScheduleError> {
    let given = Given::read(S::NAME, S::ARGUMENTS, closed(text, rest, ')')?)?;
    Ok(S::from_given(&given)?.into())
}

/// A schedule that has a name, and arguments which are its fields.
trait Named: Into<Schedule> {
    const NAME: &'static str;
    const ARGUMENTS: &'static [&'static str];

    fn from_given(given: &Given<'_>) -> Result<Self, ParseScheduleError>;
}

/// Writing and reading from one list of fields, which the compiler compares with the struct's.
macro_rules! named {
    ($schedule:ident, $name:literal, $($argument:ident),+) => {
        #[doc = concat!("`", $name, "(…)`, as [`Schedule`] reads it.")]
        impl fmt::Display for $schedule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let arguments = [$(self.$argument.write(stringify!($argument))),+];
                write!(f, "{}({})", $name, arguments.into_iter().flatten().collect::<Vec<_>>().join(", "))
            }
        }

        impl Named for $schedule {
            const NAME: &'static str = $name;
            const ARGUMENTS: &'static [&'static str] = &[$(stringify!($argument)),+];

            fn from_given(given: &Given<'_>) -> Result<Self, ParseScheduleError> {
                Ok(Self { $($argument: given.get(stringify!($argument))?),+ })
            }
        }
    };
}

named!(ExponentialDecay, "exponential_decay", learning_rate, decay_rate, decay_steps, staircase);
named!(NaturalExpDecay, "natural_exp_decay", learning_rate, decay_rate, decay_steps, staircase);
named!(InverseDecay, "inverse_decay", learning_rate, decay_rate, decay_steps, staircase);
named!(CosineDecay, "cosine_decay", min_lr, max_lr, decay_steps);
named!(
    PolynomialDecay,
    "polynomial_decay",
    learning_rate,
    end_learning_rate,
    decay_steps,
    power,
    update_decay_steps
);
named!(WarmUp, "warm_up", learning_rate, warmup_steps);

const NAMES: [&str; 6] = [
    ExponentialDecay::NAME,
    NaturalExpDecay::NAME,
    InverseDecay::NAME,
    CosineDecay::NAME,
    PolynomialDecay::NAME,
    WarmUp::NAME,
];

/// The arguments between the parentheses: known, no two alike, not yet read.
struct Given<'a> {
    schedule: &'static str,
    known: &'static [&'static str],
    /// Name and text; no text where only the name was written.
    arguments: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Given<'a> {
    fn read(
        schedule: &'static str,
        known: &'static [&'static str],
        text: &'a str,
    ) -> Result<Self, ParseScheduleError> {
        let mut given = Self { schedule, known, arguments: Vec::new() };
        if text.trim().is_empty() {
            return Ok(given);
        }
        for argument in text.split(',') {
            match argument.split_once('=') {
                Some((name, text)) => given.add(name.trim(), Some(text.trim()))?,
                None => given.add(argument.trim(), None)?,
            }
        }
        Ok(given)
    }

    fn add(&mut self, name: &'a str, text: Option<&'a str>) -> Result<(), ParseScheduleError> {
        let Self { schedule, known, .. } = *self;
        if !known.contains(&name) {
            return Err(ParseScheduleError::UnknownArgument { schedule, argument: name.to_owned(), known });
        }
        if self.find(name).is_some() {
            return Err(ParseScheduleError::DuplicateArgument { schedule, argument: name.to_owned() });
        }
        self.arguments.push((name, text));
        Ok(())
    }

    fn find(&self, name: &str) -> Option<Option<&'a str>> {
        self.arguments.iter().find(|(given, _)| *given == name).map(|(_, text)| *text)
    }

    fn get<A: Argument>(&self, argument: &'static str) -> Result<A, ParseScheduleError> {
        let Self { schedule, known, .. } = *self;
        let place = || format!("{argument} of {schedule}");
        match self.find(argument) {
            Some(Some(text)) => A::read(text, place),
            Some(None) => A::PRESENT.map_or_else(|| A::read("", place), Ok),
            None => A::ABSENT.ok_or(ParseScheduleError::MissingArgument { schedule, argument, known }),
        }
    }
}

/// The type of an argument.
trait Argument: FromStr + Copy {
    /// What it may be, to a person.
    const EXPECTED: &'static str;
    /// Its value where only the name is written, if that is allowed.
    const PRESENT: Option<Self> = None;
    /// Its value where nothing is written, if that is allowed.
    const ABSENT: Option<Self> = None;

    /// `None` for what need not be written.
    fn write(&self, name: &str) -> Option<String>;

    fn read(text: &str, place: impl Fn() -> String) -> Result<Self, ParseScheduleError> {
        let wrong =
            |_| ParseScheduleError::Value { place: place(), text: text.to_owned(), expected: Self::EXPECTED };
        text.parse().map_err(wrong)
    }
}

impl Argument for f64 {
    const EXPECTED: &'static str = "a number";

    fn write(&self, name: &str) -> Option<String> {
        Some(format!("{name}={self:?}"))
    }
}

impl Argument for u64 {
    const EXPECTED: &'static str = "a whole number";

    fn write(&self, name: &str) -> Option<String> {
        Some(format!("{name}={self}"))
    }
}

impl Argument for bool {
    const EXPECTED: &'static str = "true or false; the name alone is true, and without it it is false";
    const PRESENT: Option<Self> = Some(true);
    const ABSENT: Option<Self> = Some(false);

    fn write(&self, name: &str) -> Option<String> {
        self.then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that only an exact text brings back.
    const AWKWARD: [f64; 8] =
        [0.1, 1.0 / 3.0, 1e-300, 5e-324, f64::MAX, f64::INFINITY, -0.0, 0.100_000_000_000_000_02];

    #[test]
    fn every_text_reads_back_to_the_bit() {
        let mut schedules: Vec<Schedule> = vec![vec![].into(), vec![0.1].into(), AWKWARD[..].into()];
        for x in AWKWARD {
            for flag in [false, true] {
                let (learning_rate, decay_rate, decay_steps) = (x, -x, u64::MAX);
                schedules.extend([
                    x.into(),
                    ExponentialDecay { learning_rate, decay_rate, decay_steps, staircase: flag }.into(),
                    NaturalExpDecay { learning_rate, decay_rate, decay_steps, staircase: flag }.into(),
                    InverseDecay { learning_rate, decay_rate, decay_steps, staircase: flag }.into(),
                    CosineDecay { min_lr: x, max_lr: -x, decay_steps }.into(),
                    PolynomialDecay {
                        learning_rate,
                        end_learning_rate: -x,
                        decay_steps,
                        power: x,
                        update_decay_steps: flag,
                    }
                    .into(),
                    WarmUp { learning_rate, warmup_steps: decay_steps }.into(),
                ]);
            }
        }
        for schedule in schedules {
            let text = schedule.to_string();
            // Debug shows every field, and every f64 to the bit.
            assert_eq!(format!("{:?}", text.parse::<Schedule>()), format!("Ok({schedule:?})"), "{text}");
        }
    }

    #[test]
    fn a_list_of_one_is_no_constant() {
        assert!(matches!("0.1".parse(), Ok(Schedule::Constant(0.1))));
        assert!(matches!("[0.1]".parse(), Ok(Schedule::List(values)) if *values == [0.1]));
    }

    #[test]
    fn spaces_order_and_missing_brackets_do_not_matter() {
        for (text, want) in [
            (" 1e-3 ", "0.001"),
            ("0.1, 0.05", "[0.1, 0.05]"),
            ("[ 0.1,0.05 ]", "[0.1, 0.05]"),
            (
                " warm_up ( warmup_steps = 2,learning_rate=0.1 ) ",
                "warm_up(learning_rate=0.1, warmup_steps=2)",
            ),
            (
                "inverse_decay(staircase=true, decay_steps=4, decay_rate=1, learning_rate=2)",
                "inverse_decay(learning_rate=2.0, decay_rate=1.0, decay_steps=4, staircase)",
            ),
            (
                "inverse_decay(staircase=false, decay_steps=4, decay_rate=1, learning_rate=2)",
                "inverse_decay(learning_rate=2.0, decay_rate=1.0, decay_steps=4)",
            ),
        ] {
            let got = text.parse::<Schedule>().map(|schedule| schedule.to_string());
            assert_eq!(got.as_deref(), Ok(want), "{text}");
        }
    }

    #[test]
    fn a_wrong_text_is_refused_with_place_and_remedy() {
        let known = "write a number, a list such as [0.1, 0.05], or, with arguments in parentheses, one of \
            exponential_decay, natural_exp_decay, inverse_decay, cosine_decay, polynomial_decay, warm_up";
        let cases = [
            ("", format!("\"\" is no schedule; {known}")),
            ("fast", format!("\"fast\" is no schedule; {known}")),
            ("function", format!("\"function\" is no schedule; {known}")),
            ("(0.1)", format!("\"(0.1)\" is no schedule; {known}")),
            ("exp_decay(learning_rate=0.1)", format!("\"exp_decay(learning_rate=0.1)\" is no schedule; {known}")),
            ("[0.1", "\"[0.1\" does not end in \"]\", which closes what it opens".to_owned()),
            ("warm_up(", "\"warm_up(\" does not end in \")\", which closes what it opens".to_owned()),
            (
                "warm_up(warmup_steps=2) 1",
                "\"warm_up(warmup_steps=2) 1\" does not end in \")\", which closes what it opens".to_owned(),
            ),
            ("[0.1, x]", "value 2 of the list is \"x\"; it must be a number".to_owned()),
            ("0.1, ", "value 2 of the list is \"\"; it must be a number".to_owned()),
            (
                "warm_up(learning_rate=fast, warmup_steps=2)",
                "learning_rate of warm_up is \"fast\"; it must be a number".to_owned(),
            ),
            (
                "warm_up(learning_rate=0.1, warmup_steps=2.5)",
                "warmup_steps of warm_up is \"2.5\"; it must be a whole number".to_owned(),
            ),
            (
                "warm_up(learning_rate=0.1, warmup_steps)",
                "warmup_steps of warm_up is \"\"; it must be a whole number".to_owned(),
            ),
            (
                "inverse_decay(learning_rate=0.1, decay_rate=0.9, decay_steps=4, staircase=yes)",
                "staircase of inverse_decay is \"yes\"; it must be true or false; the name alone is true, and without \
                 it it is false"
                    .to_owned(),
            ),
            (
                "cosine_decay(min_lr=0, max_lr=1, decay_step=4)",
                "cosine_decay has no argument \"decay_step\"; its arguments are min_lr, max_lr, decay_steps".to_owned(),
            ),
            (
                "cosine_decay(0, 1, 4)",
                "cosine_decay has no argument \"0\"; its arguments are min_lr, max_lr, decay_steps".to_owned(),
            ),
            (
                "cosine_decay(min_lr=0, max_lr=1)",
                "cosine_decay lacks decay_steps; its arguments are min_lr, max_lr, decay_steps".to_owned(),
            ),
            (
                "cosine_decay()",
                "cosine_decay lacks min_lr; its arguments are min_lr, max_lr, decay_steps".to_owned(),
            ),
            ("warm_up", "warm_up lacks learning_rate; its arguments are learning_rate, warmup_steps".to_owned()),
            (
                "warm_up(learning_rate=0.1, learning_rate=0.2, warmup_steps=2)",
                "learning_rate of warm_up is given twice; give it once".to_owned(),
            ),
        ];
        for (text, message) in cases {
            assert_eq!(text.parse::<Schedule>().unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn a_function_is_written_by_kind() {
        assert_eq!(Schedule::function(|_| 0.1).to_string(), "function");
    }
}
