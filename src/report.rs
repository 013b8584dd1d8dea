//! What a training run wants to know, without stopping for it.

/// What an optimizer has counted and measured. On a GPU it stays there until somebody asks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Steps with a gradient that was not finite, since the optimizer was made. They changed nothing; where
    /// [`skip_on_overflow`](crate::Config::skip_on_overflow) is off there are none.
    pub skipped_steps: u32,
    /// Entries of row gradients whose device index is not a row of their parameter, in all steps so far but skipped ones.
    /// They were left out.
    pub bad_rows: u32,
    /// What the gradients of the next step are divided by.
    pub loss_scale: f32,
    /// The norm of all gradients of the last step that was asked to measure it, or that had a limit to it: unscaled,
    /// before weight decay and limits, equal rows summed. 0 if there was none.
    pub grad_norm: f32,
    /// Values that are not exactly zero, of all parameters, when they were last measured.
    pub nonzero: u64,
    /// The norm of all values then.
    pub weight_norm: f32,
    /// The largest of them then, without its sign; NaN if one is.
    pub max_abs: f32,
}
