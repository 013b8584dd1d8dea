//! Remedies against frequent rows, as a step takes them.

/// What is done about frequent rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// For each table how many of its most frequent rows all ranks have.
    pub(super) replicated: Vec<usize>,
    /// Whether senders merge entries of equal rows.
    pub(super) merged: bool,
}
