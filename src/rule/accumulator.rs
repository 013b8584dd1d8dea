//! Accumulators of squared gradients.

/// A = min(accum + g², the largest f32). No step of the computation leaves the range of f32; NaN stays NaN.
#[inline(always)]
pub(crate) fn accumulated(accum: f32, g: f32) -> f32 {
    let (square, room) = (g * g, f32::MAX - accum);
    accum + if square > room { room } else { square }
}
