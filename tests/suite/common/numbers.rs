//! Conversions of f32 numbers.

/// The bits of each element, which tell apart zeros of different signs and NaNs of different payloads.
pub(crate) fn bits(elements: &[f32]) -> Vec<u32> {
    elements.iter().map(|element| element.to_bits()).collect()
}

/// The nearest f32.
#[expect(clippy::cast_possible_truncation, reason = "rounding to f32 is what is asked for")]
pub(crate) fn round(number: f64) -> f32 {
    number as f32
}
