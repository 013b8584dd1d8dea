//! The entries of a row gradient, grouped by row.

/// The entries of a row gradient, grouped by row.
///
/// Group k is row `rows[k]`, with the entries `order[starts[k]..starts[k + 1]]` in order of occurrence.
/// Entries are summed in this order, so the sum is the same on every run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RowGroups {
    /// `[groups]`, ascending, distinct.
    pub(crate) rows: Vec<u32>,
    /// `[groups + 1]`, ascending from 0.
    pub(crate) starts: Vec<u32>,
    /// `[entries]`: positions in the list of indices.
    pub(crate) order: Vec<u32>,
}

impl RowGroups {
    /// The groups of no entries.
    #[cfg(feature = "gpu")]
    pub(crate) fn none() -> Self {
        Self { starts: vec![0], ..Self::default() }
    }
}
