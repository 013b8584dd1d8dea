//! The label of an example: a whole number, so that "1", "+1" and "1.0" are the same class.

use super::{error::LineError, span::Span};

/// f64 represents every whole number below 2⁵³ exactly, so that no two labels become equal.
const LIMIT: f64 = 9_007_199_254_740_992.0;

/// A label and its place in the line.
#[derive(Clone, Copy)]
pub(super) struct Label<'a> {
    pub(super) number: i64,
    pub(super) at: Span<'a>,
}

impl<'a> Label<'a> {
    /// Parses a label.
    ///
    /// # Errors
    ///
    /// When it is not a whole number below 2⁵³ in size.
    pub(super) fn parse(at: Span<'a>) -> Result<Self, LineError> {
        let number = at.text().parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| {
            LineError::new(at, "a label (a whole number)")
                .remedy("lines are \"label index:value …\" or \"label |namespace feature:value …\"")
        })?;
        if number.fract() != 0.0 {
            let error = LineError::new(at, "a whole number as label");
            return Err(error.remedy("regression is not supported"));
        }
        if number.abs() >= LIMIT {
            return Err(LineError::new(at, "a label below 2^53 in size"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and below 2⁵³ in size, so i64 holds it exactly"
        )]
        let number = number as i64;
        Ok(Self { number, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_one_label() {
        let spellings = [
            (1, ["1", "+1", "1.0", "01", "1e0"]),
            (-1, ["-1", "-1.0", "-1.", "-01", "-10e-1"]),
            (0, ["0", "-0", "+0.0", "00", "0e9"]),
            ((1 << 53) - 1, ["9007199254740991"; 5]),
        ];
        for (number, texts) in spellings {
            for text in texts {
                let label = Label::parse(Span::of_line(text)).map(|label| label.number);
                assert_eq!(label.ok(), Some(number), "{text:?}");
            }
        }
    }
}
