//! How far a decay or a rise of a given length has come.

/// `min(t, steps) / steps`: 0 at the first step, exactly 1 from the last one on.
pub(super) fn progress(step: u64, steps: u64) -> f64 {
    step.min(steps) as f64 / steps as f64
}
