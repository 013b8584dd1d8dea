//! The report of an optimizer: what a training run wants to know without stopping for it.

/// Counts and norms of an optimizer's steps and values. On a GPU they stay on the device until they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Number of skipped steps, those with a gradient that was not finite, since the optimizer was made. 0
    /// without [`skip_on_overflow`](crate::Config::skip_on_overflow) and
    /// [`dynamic_loss_scale`](crate::Config::dynamic_loss_scale).
    pub skipped_steps: u32,
    /// Number of entries of row gradients that were left out because their index, known to the device alone,
    /// is not a row of their parameter; in all steps but skipped ones.
    pub bad_rows: u32,
    /// Divisor of the gradients of the next step.
    pub loss_scale: f32,
    /// Euclidean norm of all gradients of the last step that measured or limited it; 0 if there was none.
    /// Gradients count once unscaled and with equal rows summed, before limits and weight decay.
    pub grad_norm: f32,
    /// Number of values of all parameters that are not exactly zero, when values were last measured.
    pub nonzero: u64,
    /// Euclidean norm of all values, when values were last measured.
    pub weight_norm: f32,
    /// Largest absolute value, when values were last measured; NaN if a value was NaN.
    pub max_abs: f32,
}
