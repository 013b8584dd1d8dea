//! A number in a line of text.

use super::{error::LineError, span::Span};

/// Parses a finite number.
///
/// # Errors
///
/// When the text is anything else; the error then says that `expected` was expected.
pub(super) fn number(span: Span<'_>, expected: &'static str) -> Result<f32, LineError> {
    let number = span.text().parse().ok().filter(|number: &f32| number.is_finite());
    number.ok_or_else(|| LineError::new(span, expected))
}
