//! Learning rates and weight decays of golden files: a number, a list, or the name of a schedule.

use std::fmt;

use proxgrad::{
    Schedule,
    schedule::{CosineDecay, ExponentialDecay, InverseDecay, NaturalExpDecay, PolynomialDecay, WarmUp},
};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, from_value};

use crate::golden::number::{Decimal, Elements};

/// The schedule of a learning rate or of a weight decay.
#[derive(Clone, Debug)]
pub(crate) struct Spec(pub(crate) Schedule);

impl<'de> Deserialize<'de> for Spec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An untagged enum would lose line and column of an error.
        deserializer.deserialize_any(SpecVisitor)
    }
}

struct SpecVisitor;

impl<'de> de::Visitor<'de> for SpecVisitor {
    type Value = Spec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or an object with list, scalar_tensor, schedule or cell")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Spec, E> {
        Ok(Spec(number.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Spec, E> {
        constant(de::value::U64Deserializer::new(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Spec, E> {
        constant(de::value::I64Deserializer::new(number))
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Spec, E> {
        constant(de::value::StrDeserializer::new(word))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Spec, A::Error> {
        let parts = Parts::deserialize(de::value::MapAccessDeserializer::new(map))?;
        parts.schedule().map(Spec).map_err(de::Error::custom)
    }
}

/// A number or a word.
fn constant<'de, D: Deserializer<'de>>(number: D) -> Result<Spec, D::Error> {
    let Decimal(number) = Decimal::<f64>::deserialize(number)?;
    Ok(Spec(number.into()))
}

/// All fields that a specification may have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    list: Option<Elements<f64>>,
    scalar_tensor: Option<Decimal>,
    cell: Option<Cell>,
    base: Option<Decimal>,
    slope: Option<Decimal>,
    schedule: Option<String>,
    args: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Cell {
    Linear,
    Schedule,
}

impl Parts {
    fn schedule(self) -> Result<Schedule, String> {
        let Self { list, scalar_tensor, cell, base, slope, schedule, args } = self;
        match (list, scalar_tensor, cell, base.zip(slope), schedule.zip(args)) {
            (Some(list), None, None, None, None) => Ok((*list).into()),
            (None, Some(Decimal(value)), None, None, None) => Ok(value.into()),
            (None, None, Some(Cell::Linear), Some((Decimal(base), Decimal(slope))), None) => {
                Ok(linear(base, slope))
            }
            (None, None, None | Some(Cell::Schedule), None, Some((name, args))) => named(&name, args),
            _ => {
                Err("expected list, scalar_tensor, schedule with args, or cell with its arguments".to_owned())
            }
        }
    }
}

/// `base + slope·t` at step t.
fn linear(base: f64, slope: f64) -> Schedule {
    #[expect(clippy::cast_precision_loss, reason = "no recorded run has 2⁵³ steps")]
    Schedule::function(move |step| base + slope * step as f64)
}

/// The schedule of a case: the fields `schedule` and `args`, among other fields.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Named")]
pub(crate) struct NamedSchedule(pub(crate) Schedule);

#[derive(Deserialize)]
struct Named {
    schedule: String,
    args: Value,
}

impl TryFrom<Named> for NamedSchedule {
    type Error = String;

    fn try_from(Named { schedule, args }: Named) -> Result<Self, String> {
        named(&schedule, args).map(Self)
    }
}

/// The schedule that has this name in MindSpore.
fn named(name: &str, args: Value) -> Result<Schedule, String> {
    schedule(name, args).map_err(|reason| format!("{name}: {reason}"))
}

fn schedule(name: &str, args: Value) -> serde_json::Result<Schedule> {
    match name {
        "ExponentialDecayLR" => {
            let Decay { learning_rate, decay_rate, decay_steps, is_stair: staircase } = from_value(args)?;
            Ok(ExponentialDecay { learning_rate, decay_rate, decay_steps, staircase }.into())
        }
        "NaturalExpDecayLR" => {
            let Decay { learning_rate, decay_rate, decay_steps, is_stair: staircase } = from_value(args)?;
            Ok(NaturalExpDecay { learning_rate, decay_rate, decay_steps, staircase }.into())
        }
        "InverseDecayLR" => {
            let Decay { learning_rate, decay_rate, decay_steps, is_stair: staircase } = from_value(args)?;
            Ok(InverseDecay { learning_rate, decay_rate, decay_steps, staircase }.into())
        }
        // The arguments of these schedules have the same names in the library.
        "CosineDecayLR" => from_value::<CosineDecay>(args).map(Schedule::from),
        "PolynomialDecayLR" => from_value::<PolynomialDecay>(args).map(Schedule::from),
        "WarmUpLR" => from_value::<WarmUp>(args).map(Schedule::from),
        _ => Err(de::Error::custom("there is no schedule of this name")),
    }
}

/// The arguments of three of the schedules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decay {
    learning_rate: f64,
    decay_rate: f64,
    decay_steps: u64,
    #[serde(default)]
    is_stair: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Option<f64>> {
        let Spec(schedule) = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        (0..3).map(|step| schedule.at(step)).collect()
    }

    #[test]
    fn every_spec_of_the_format_is_read() {
        for (text, want) in [
            ("0.25", [Some(0.25); 3]),
            ("2", [Some(2.0); 3]),
            ("\"Infinity\"", [Some(f64::INFINITY); 3]),
            (r#"{"list": [1, 0.5]}"#, [Some(1.0), Some(0.5), None]),
            (r#"{"scalar_tensor": 0.5}"#, [Some(0.5); 3]),
            (r#"{"cell": "linear", "base": 1, "slope": 0.5}"#, [Some(1.0), Some(1.5), Some(2.0)]),
            (
                r#"{"schedule": "WarmUpLR", "args": {"learning_rate": 1, "warmup_steps": 2}}"#,
                [Some(0.0), Some(0.5), Some(1.0)],
            ),
            // Objects have no order.
            (
                r#"{"args": {"decay_steps": 2, "is_stair": true, "decay_rate": 0.5, "learning_rate": 1.0},
                    "schedule": "ExponentialDecayLR", "cell": "schedule"}"#,
                [Some(1.0), Some(1.0), Some(0.5)],
            ),
        ] {
            assert_eq!(values(text), want, "{text}");
        }
    }

    #[test]
    fn a_wrong_spec_is_refused_where_it_stands() {
        for (text, want) in [
            ("\n \"fast\"", "invalid value: string \"fast\", expected a number"),
            ("\n {\"list\": [true]}", "invalid type: boolean `true`, expected a number"),
            ("\n {\"rate\": 1}", "unknown field `rate`"),
            ("\n {\"list\": [1], \"scalar_tensor\": 1}", "expected list, scalar_tensor, schedule with args"),
            ("\n {\"schedule\": \"Slow\", \"args\": {}}", "Slow: there is no schedule of this name"),
            ("\n {\"schedule\": \"WarmUpLR\", \"args\": {}}", "WarmUpLR: missing field `learning_rate`"),
        ] {
            let error = serde_json::from_str::<Spec>(text).unwrap_err();
            assert!(error.to_string().starts_with(want), "{text}: {error}");
            assert_eq!(error.line(), 2, "{text}: {error}");
        }
    }
}
