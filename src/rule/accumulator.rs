//! Accumulators of squared gradients.

/// A = min(accum + g², the largest f32). No step of the computation leaves the range of f32; NaN stays NaN.
#[inline(always)]
pub(crate) fn accumulated(accum: f32, g: f32) -> f32 {
    accum + added_square(accum, g)
}

/// g², or what is left up to the largest f32.
#[inline(always)]
pub(crate) fn added_square(accum: f32, g: f32) -> f32 {
    let (square, room) = (g * g, f32::MAX - accum);
    if square > room { room } else { square }
}

#[cfg(test)]
mod tests {
    use super::accumulated;

    #[test]
    fn accumulators_below_saturation_have_the_bits_of_a_sum() {
        for (accum, g) in [(0.1f32, 0.5f32), (0.0, 1e-20), (1e38, 1e18), (2e38, 9.2e18), (1e-45, 3e-23)] {
            assert_eq!(accumulated(accum, g).to_bits(), (accum + g * g).to_bits(), "{accum:e} {g:e}");
        }
    }
}
