//! Progress of a decay or rise that ends.

/// `min(step, steps) / steps`: from 0 at step 0 to exactly 1 from step `steps` on.
pub(super) fn progress(step: u64, steps: u64) -> f64 {
    step.min(steps) as f64 / steps as f64
}
