//! The proximal step of L1.

/// `sign(p)·max(|p| − t, 0)`, written so that zeros are exact and NaN stays NaN.
#[inline(always)]
pub(crate) fn soft_threshold(p: f32, t: f32) -> f32 {
    p - within(p, t)
}

/// `p` within ±t.
#[inline(always)]
pub(crate) fn within(p: f32, t: f32) -> f32 {
    // Not `clamp`, which panics where t is NaN and keeps loops from being vectorised. Not `max` and `min`,
    // which do not say which of two zeros they return: a loop and a single element could differ in the sign
    // of a zero.
    let above = if -t > p { -t } else { p };
    if t < above { t } else { above }
}
