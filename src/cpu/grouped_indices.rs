//! Indices that are grouped by row once, for several calls.

use std::sync::Arc;

use crate::row_groups::RowGroups;

/// Indices of rows, grouped by row once by [`ProximalAdagrad::group_rows`](super::ProximalAdagrad::group_rows) for all calls that visit these rows.
/// Clones share the groups.
#[derive(Clone, Debug)]
pub struct GroupedIndices {
    /// Number of indices.
    pub(super) entries: usize,
    /// Rows of the table that they were grouped for.
    pub(super) rows: u64,
    pub(super) groups: Arc<RowGroups>,
}

impl GroupedIndices {
    /// Number of indices, also of those that are no row.
    pub fn len(&self) -> u64 {
        self.entries as u64
    }

    /// Whether there are no indices.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }
}
