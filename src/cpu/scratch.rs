//! Memory that a thread reuses from task to task.

use super::pending::Missed;

/// Buffers of one thread.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Values converted to f32.
    pub(super) values: Vec<f32>,
    /// Gradients converted to f32.
    pub(super) grads: Vec<f32>,
    /// `[width]`: the gradient of a row.
    pub(super) g: Vec<f32>,
    /// Sums of the chunks of a channel or row.
    pub(super) chunk_sums: Vec<f32>,
    /// What exact rows have missed.
    pub(super) missed: Missed,
}
