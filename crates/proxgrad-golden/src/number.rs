//! Numbers as the files write them: decimals, and words for what JSON cannot say.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, de};

/// The elements of a tensor, row-major.
#[derive(Debug)]
pub(crate) struct Elements(Vec<f32>);

impl Deref for Elements {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Elements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let elements = Vec::<Element>::deserialize(deserializer)?;
        Ok(Self(elements.into_iter().map(|element| element.0).collect()))
    }
}

struct Element(f32);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not an untagged enum: that one would lose the column of a bad element.
        deserializer.deserialize_any(ElementVisitor)
    }
}

struct ElementVisitor;

impl de::Visitor<'_> for ElementVisitor {
    type Value = Element;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number in the range of f32, \"NaN\", \"Infinity\" or \"-Infinity\"")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Element, E> {
        let element = round(number);
        if element.is_finite() {
            return Ok(Element(element));
        }
        Err(E::invalid_value(de::Unexpected::Float(number), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Element, E> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is asked for")]
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Element, E> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is asked for")]
        self.visit_f64(number as f64)
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Element, E> {
        match word {
            "NaN" => Ok(Element(f32::NAN)),
            "Infinity" => Ok(Element(f32::INFINITY)),
            "-Infinity" => Ok(Element(f32::NEG_INFINITY)),
            _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
        }
    }
}

/// The nearest f32.
#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
fn round(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_what_json_cannot_say() {
        let elements: Elements =
            serde_json::from_str(r#"[1, -2, 0.1, "NaN", "Infinity", "-Infinity"]"#).unwrap();
        assert_eq!(elements[..3], [1.0, -2.0, 0.1]);
        assert!(elements[3].is_nan());
        assert_eq!(elements[4..], [f32::INFINITY, f32::NEG_INFINITY]);
    }

    #[test]
    fn what_is_no_f32_is_refused_where_it_stands() {
        for (text, column) in [("[0, 1e39]", 8), ("[\"nan\"]", 6), ("[0.5, null]", 10), ("[[1]]", 2)] {
            let error = serde_json::from_str::<Elements>(text).unwrap_err();
            assert_eq!((error.line(), error.column()), (1, column), "{text}: {error}");
        }
    }
}
