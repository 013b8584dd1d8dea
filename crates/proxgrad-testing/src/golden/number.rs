//! Numbers of golden files: decimals, and words for NaN and infinities, which JSON lacks.

use std::{fmt, marker::PhantomData, ops::Deref};

use serde::{Deserialize, Deserializer, de};

/// The elements of a tensor, row-major, or the values of a list.
#[derive(Clone, Debug)]
pub(crate) struct Elements<N = f32>(Vec<N>);

impl<N> Deref for Elements<N> {
    type Target = [N];

    fn deref(&self) -> &[N] {
        &self.0
    }
}

impl<'de, N: Precision> Deserialize<'de> for Elements<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let elements = Vec::<Decimal<N>>::deserialize(deserializer)?;
        Ok(Self(elements.into_iter().map(|element| element.0).collect()))
    }
}

/// One number: a decimal or a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<N = f64>(pub(crate) N);

impl<'de, N: Precision> Deserialize<'de> for Decimal<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not an untagged enum: that one would lose the column of a bad element.
        deserializer.deserialize_any(DecimalVisitor(PhantomData))
    }
}

/// The type that a decimal is rounded to.
pub(crate) trait Precision: Copy {
    const EXPECTED: &'static str;

    fn round(number: f64) -> Self;

    fn is_finite(self) -> bool;
}

impl Precision for f32 {
    const EXPECTED: &'static str = "a number in the range of f32, \"NaN\", \"Infinity\" or \"-Infinity\"";

    fn round(number: f64) -> Self {
        round(number)
    }

    fn is_finite(self) -> bool {
        self.is_finite()
    }
}

impl Precision for f64 {
    const EXPECTED: &'static str = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";

    fn round(number: f64) -> Self {
        number
    }

    fn is_finite(self) -> bool {
        self.is_finite()
    }
}

struct DecimalVisitor<N>(PhantomData<N>);

impl<N: Precision> de::Visitor<'_> for DecimalVisitor<N> {
    type Value = Decimal<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(N::EXPECTED)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal<N>, E> {
        let rounded = N::round(number);
        if rounded.is_finite() {
            return Ok(Decimal(rounded));
        }
        Err(E::invalid_value(de::Unexpected::Float(number), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal<N>, E> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is asked for")]
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal<N>, E> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest number is what is asked for")]
        self.visit_f64(number as f64)
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Decimal<N>, E> {
        match word {
            "NaN" => Ok(Decimal(N::round(f64::NAN))),
            "Infinity" => Ok(Decimal(N::round(f64::INFINITY))),
            "-Infinity" => Ok(Decimal(N::round(f64::NEG_INFINITY))),
            _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
        }
    }
}

/// The nearest f32.
#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
pub(crate) fn round(number: f64) -> f32 {
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
        let Decimal(number) = serde_json::from_str::<Decimal>("\"-Infinity\"").unwrap();
        assert_eq!(number, f64::NEG_INFINITY);
    }

    #[test]
    fn numbers_keep_the_precision_that_is_asked_for() {
        let text = "[0.1, 1e300, 3]";
        assert_eq!(*serde_json::from_str::<Elements<f64>>(text).unwrap(), [0.1, 1e300, 3.0]);
        let error = serde_json::from_str::<Elements<f64>>("[0.1,\n \"two\"]").unwrap_err().to_string();
        let want = "invalid value: string \"two\", expected a number, \"NaN\", \"Infinity\" or \"-Infinity\" at line 2 \
                    column 6";
        assert_eq!(error, want);
    }

    #[test]
    fn what_is_no_f32_is_refused_where_it_stands() {
        for (text, column) in [("[0, 1e39]", 8), ("[\"nan\"]", 6), ("[0.5, null]", 10), ("[[1]]", 2)] {
            let error = serde_json::from_str::<Elements>(text).unwrap_err();
            assert_eq!((error.line(), error.column()), (1, column), "{text}: {error}");
        }
    }
}
