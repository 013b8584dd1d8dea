//! Schedules with serde: a number, an array, or an object with the name of the schedule.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
    ser,
};

use super::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    value::Schedule,
    warm_up::WarmUp,
};

/// A named schedule as an object, such as `{"warm_up": {…}}`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    ExponentialDecay(ExponentialDecay),
    NaturalExpDecay(NaturalExpDecay),
    InverseDecay(InverseDecay),
    CosineDecay(CosineDecay),
    PolynomialDecay(PolynomialDecay),
    WarmUp(WarmUp),
}

impl From<Named> for Schedule {
    fn from(named: Named) -> Self {
        match named {
            Named::ExponentialDecay(decay) => decay.into(),
            Named::NaturalExpDecay(decay) => decay.into(),
            Named::InverseDecay(decay) => decay.into(),
            Named::CosineDecay(decay) => decay.into(),
            Named::PolynomialDecay(decay) => decay.into(),
            Named::WarmUp(warm_up) => warm_up.into(),
        }
    }
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = match self {
            Self::Constant(value) => return value.serialize(serializer),
            Self::List(values) => return values[..].serialize(serializer),
            Self::Function(_) => return Err(ser::Error::custom(FUNCTION)),
            Self::ExponentialDecay(decay) => Named::ExponentialDecay(*decay),
            Self::NaturalExpDecay(decay) => Named::NaturalExpDecay(*decay),
            Self::InverseDecay(decay) => Named::InverseDecay(*decay),
            Self::CosineDecay(decay) => Named::CosineDecay(*decay),
            Self::PolynomialDecay(decay) => Named::PolynomialDecay(*decay),
            Self::WarmUp(warm_up) => Named::WarmUp(*warm_up),
        };
        named.serialize(serializer)
    }
}

const FUNCTION: &str = "a function cannot be serialised; use a number, a list or a named schedule";

/// From a self-describing format, such as JSON or TOML.
impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScheduleVisitor)
    }
}

/// Accepts each form of a schedule. `#[serde(untagged)]` would do the same, but its errors say only that no
/// form fits.
struct ScheduleVisitor;

impl<'de> Visitor<'de> for ScheduleVisitor {
    type Value = Schedule;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a schedule: a number, a list of numbers, or a named schedule such as {\"warm_up\": {…}}")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Schedule, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Schedule, E> {
        Ok((value as f64).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Schedule, E> {
        Ok((value as f64).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<Schedule, A::Error> {
        Vec::<f64>::deserialize(SeqAccessDeserializer::new(values)).map(Schedule::from)
    }

    fn visit_map<A: MapAccess<'de>>(self, named: A) -> Result<Schedule, A::Error> {
        Named::deserialize(MapAccessDeserializer::new(named)).map(Schedule::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Schedule, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn every_form_reads_back() {
        for json in [
            "0.1",
            "[]",
            "[0.1]",
            "[0.1,0.05]",
            r#"{"exponential_decay":{"learning_rate":0.1,"decay_rate":0.9,"decay_steps":4,"staircase":true}}"#,
            r#"{"natural_exp_decay":{"learning_rate":0.1,"decay_rate":0.9,"decay_steps":4,"staircase":false}}"#,
            r#"{"inverse_decay":{"learning_rate":0.1,"decay_rate":0.9,"decay_steps":4,"staircase":true}}"#,
            r#"{"cosine_decay":{"min_lr":0.01,"max_lr":0.1,"decay_steps":18446744073709551615}}"#,
            concat!(
                r#"{"polynomial_decay":{"learning_rate":0.1,"end_learning_rate":0.01,"decay_steps":4,"#,
                r#""power":0.5,"update_decay_steps":true}}"#
            ),
            r#"{"warm_up":{"learning_rate":0.1,"warmup_steps":2}}"#,
        ] {
            let schedule = read(json).unwrap();
            assert_eq!(serde_json::to_string(&schedule).unwrap(), json);
        }
    }

    #[test]
    fn whole_numbers_are_numbers_and_flags_default_to_false() {
        for (json, want) in [
            ("1", "Constant(1.0)"),
            ("-1", "Constant(-1.0)"),
            ("[1, 0.5]", "List([1.0, 0.5])"),
            (
                r#"{"inverse_decay": {"learning_rate": 1, "decay_rate": 1, "decay_steps": 4}}"#,
                "InverseDecay(InverseDecay { learning_rate: 1.0, decay_rate: 1.0, decay_steps: 4, staircase: false })",
            ),
            (
                r#"{"polynomial_decay": {"learning_rate": 1, "end_learning_rate": 0, "decay_steps": 4, "power": 2}}"#,
                "PolynomialDecay(PolynomialDecay { learning_rate: 1.0, end_learning_rate: 0.0, decay_steps: 4, power: 2.0, \
                 update_decay_steps: false })",
            ),
        ] {
            assert_eq!(read(json).map(|schedule| format!("{schedule:?}")).as_deref(), Ok(want), "{json}");
        }
    }

    #[test]
    fn a_wrong_form_is_refused_with_what_is_wrong() {
        for (json, message) in [
            (
                r#""fast""#,
                "invalid type: string \"fast\", expected a schedule: a number, a list of numbers, or",
            ),
            ("null", "invalid type: null, expected a schedule"),
            (r#"{"warm": {}}"#, "unknown variant `warm`, expected one of `exponential_decay`, "),
            (r#"{"warm_up": {"learning_rate": 0.1}}"#, "missing field `warmup_steps`"),
            (r#"{"warm_up": {"warmup_steps": 2, "learning_rate": 0.1, "x": 1}}"#, "unknown field `x`"),
            (r#"{"warm_up": {"warmup_steps": -2, "learning_rate": 0.1}}"#, "invalid value: integer `-2`"),
            (r#"[0.1, "x"]"#, "invalid type: string \"x\", expected f64"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.starts_with(message), "{json}: {error}");
        }
        let two = r#"{"warm_up": {"warmup_steps": 2, "learning_rate": 0.1}, "cosine_decay": {}}"#;
        assert!(read(two).is_err());
    }

    #[test]
    fn a_function_is_refused_with_the_reason() {
        let error = serde_json::to_string(&Schedule::function(|_| 0.1)).unwrap_err();
        assert_eq!(error.to_string(), FUNCTION);
    }

    #[test]
    fn shrinkage_is_its_name() {
        use crate::rule::Shrinkage;
        for (shrinkage, json) in
            [(Shrinkage::Documented, "\"documented\""), (Shrinkage::Adaptive, "\"adaptive\"")]
        {
            assert_eq!(serde_json::to_string(&shrinkage).unwrap(), json);
            assert_eq!(serde_json::from_str::<Shrinkage>(json).unwrap(), shrinkage);
        }
    }
}
