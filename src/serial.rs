//! Floating-point numbers with serde: infinities and NaN, which JSON has no numbers for, are the strings `"inf"`,
//! `"-inf"` and `"nan"` in human-readable formats. Everything else is a number.
//!
//! For `#[serde(with = "…")]`: [`float`] and [`option`] for fields, [`floats`] for lists.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

/// An f32 or f64.
pub(crate) trait Float: Copy + Into<f64> + Serialize + for<'de> Deserialize<'de> {
    fn from_f64(value: f64) -> Self;
}

impl Float for f64 {
    fn from_f64(value: f64) -> Self {
        value
    }
}

impl Float for f32 {
    fn from_f64(value: f64) -> Self {
        crate::rounding::to_f32(value)
    }
}

/// A number that is written and read as described at the top of this file.
#[derive(Clone, Copy)]
pub(crate) struct Number<F>(pub(crate) F);

impl<F: Float> Serialize for Number<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value: f64 = self.0.into();
        if value.is_finite() || !serializer.is_human_readable() {
            return self.0.serialize(serializer);
        }
        // `inf`, `-inf` or `nan`, as the standard library prints and reads them.
        serializer.serialize_str(&value.to_string().to_lowercase())
    }
}

impl<'de, F: Float> Deserialize<'de> for Number<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return F::deserialize(deserializer).map(Self);
        }
        deserializer.deserialize_any(NumberVisitor).map(|value| Self(F::from_f64(value)))
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or \"inf\", \"-inf\" or \"nan\"")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<f64, E> {
        match text {
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "nan" => Ok(f64::NAN),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }
}

/// A number.
pub(crate) mod float {
    use super::{Deserialize, Deserializer, Float, Number, Serialize, Serializer};

    pub(crate) fn serialize<F: Float, S: Serializer>(value: &F, serializer: S) -> Result<S::Ok, S::Error> {
        Number(*value).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, F: Float, D: Deserializer<'de>>(deserializer: D) -> Result<F, D::Error> {
        Number::deserialize(deserializer).map(|number| number.0)
    }
}

/// A number or nothing.
pub(crate) mod option {
    use super::{Deserialize, Deserializer, Float, Number, Serialize, Serializer};

    pub(crate) fn serialize<F: Float, S: Serializer>(
        value: &Option<F>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.map(Number).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, F: Float, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<F>, D::Error> {
        Ok(Option::<Number<F>>::deserialize(deserializer)?.map(|number| number.0))
    }
}

/// A list of numbers.
pub(crate) mod floats {
    use super::{Deserialize, Deserializer, Float, Number, Serializer};

    pub(crate) fn serialize<F: Float, S: Serializer>(values: &[F], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().copied().map(Number))
    }

    pub(crate) fn deserialize<'de, F: Float, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<F>, D::Error> {
        let numbers = Vec::<Number<F>>::deserialize(deserializer)?;
        Ok(numbers.into_iter().map(|number| number.0).collect())
    }
}
