//! The result of grouping the entries of a row gradient by row.

/// The entries of a row gradient, grouped by row.
///
/// Group k is row `rows[k]`, and its entries are `order[starts[k]..starts[k + 1]]`, in order of occurrence: the order
/// in which they are summed, and the reason why a result is the same on every run.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct RowGroups {
    /// `[groups]`, ascending, distinct.
    pub(crate) rows: Vec<u32>,
    /// `[groups + 1]`, ascending from 0.
    pub(crate) starts: Vec<u32>,
    /// `[entries]`: positions in the indices.
    pub(crate) order: Vec<u32>,
}
