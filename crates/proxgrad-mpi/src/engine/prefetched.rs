//! Rows that were asked for in advance.

/// Rows that other ranks have asked for in advance.
pub(super) struct Prefetched {
    pub(super) id: u64,
    pub(super) table: usize,
    /// By rank: number of rows that it has asked for, and that this rank has asked it for.
    pub(super) asked: Vec<usize>,
    pub(super) asking: Vec<usize>,
    /// The rows, in order of the ranks that have asked for them.
    pub(super) rows: Vec<u32>,
    pub(super) changed: Changed,
    /// What this rank has received in advance.
    pub(super) early: Vec<f32>,
}

/// Rows whose values may differ from those that were sent in advance.
pub(super) enum Changed {
    /// May have a row several times.
    Rows(Vec<u32>),
    All,
}

impl Changed {
    /// Prepares [`Changed::contains`].
    pub(super) fn sort(&mut self) {
        if let Self::Rows(rows) = self {
            rows.sort_unstable();
        }
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        match self {
            Self::All => true,
            Self::Rows(rows) => rows.binary_search(&row).is_ok(),
        }
    }
}
