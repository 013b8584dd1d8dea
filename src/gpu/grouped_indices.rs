//! Indices that are grouped by row once, for several calls.

use std::sync::Arc;

use super::{buffer_pool::PooledBuffer, kernels::Kernels, plan::input::Work};
use crate::row_groups::RowGroups;

/// Indices of rows, grouped by row once by [`ProximalAdagrad::group_rows`](super::ProximalAdagrad::group_rows) for all calls that
/// visit these rows.
///
/// Clones share the groups. The memory on the device goes back to the optimizer with the last one of them, and a later
/// [`group_rows`](super::ProximalAdagrad::group_rows) takes it again.
#[derive(Clone, Debug)]
pub struct GroupedIndices {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Number of indices.
    entries: u64,
    /// Rows of the table that they were grouped for.
    rows: u64,
    groups: Groups,
}

/// Entries grouped by row.
#[derive(Debug)]
pub(super) enum Groups {
    Host(RowGroups),
    Device { kernels: Kernels, buffer: PooledBuffer },
}

impl GroupedIndices {
    pub(super) fn new(entries: u64, rows: u64, groups: Groups) -> Self {
        Self { shared: Arc::new(Shared { entries, rows, groups }) }
    }

    /// Number of indices, also of those that are no row.
    pub fn len(&self) -> u64 {
        self.shared.entries
    }

    /// Whether there are no indices.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows of the table that they were grouped for.
    pub(super) fn rows(&self) -> u64 {
        self.shared.rows
    }

    pub(super) fn groups(&self) -> &Groups {
        &self.shared.groups
    }

    /// What is to be done to a parameter with these rows.
    pub(super) fn work(&self) -> Work<'_> {
        match self.groups() {
            Groups::Host(groups) => Work::HostRows(groups),
            Groups::Device { .. } => {
                Work::GroupedRows { entries: self.shared.entries, param_rows: self.shared.rows }
            }
        }
    }
}
