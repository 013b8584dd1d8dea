//! The entries of a row gradient, as a file states them.

use serde::Deserialize;

use crate::{
    backend::Grad,
    golden::{
        failure::Failure,
        indices::{IndexDtype, RowIndices},
        table::Table,
        variant::Feed,
    },
};

/// How the recorded program treats entries of equal rows.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Duplicates {
    None,
    Summed,
    /// One update for each occurrence, as TensorFlow does and this library does not.
    Sequential,
}

impl Duplicates {
    /// Whether the library need not give the numbers of such cases.
    pub(super) fn informative(self) -> bool {
        self == Self::Sequential
    }

    /// How gradients of such a case are passed.
    pub(super) fn feeds(self) -> Vec<Feed> {
        let mut feeds = vec![Feed::ById, Feed::OnDevice];
        if self == Self::None {
            feeds.push(Feed::UniqueOnDevice);
        }
        feeds
    }
}

/// The entries of a row gradient.
pub(super) struct Entries {
    indices: RowIndices,
    values: Vec<f32>,
}

impl Entries {
    /// Entries of these indices.
    ///
    /// # Errors
    /// Another number of elements than the indices need, or an index that the type cannot represent.
    pub(super) fn new(
        indices: &[i64],
        grad: &[f32],
        dtype: IndexDtype,
        table: Table,
    ) -> Result<Self, Failure> {
        Self::kept(indices, grad, dtype, table, |_| true)
    }

    /// The entries whose index `keep` accepts.
    ///
    /// # Errors
    /// As [`Entries::new`].
    pub(super) fn kept(
        indices: &[i64],
        grad: &[f32],
        dtype: IndexDtype,
        table: Table,
        keep: impl Fn(i64) -> bool,
    ) -> Result<Self, Failure> {
        if Some(grad.len()) != indices.len().checked_mul(table.width) {
            let (got, rows, width) = (grad.len(), indices.len(), table.width);
            return Err(Failure::Malformed(format!("{got} gradients for {rows} rows of {width}")));
        }
        let kept: Vec<_> = (0..indices.len()).filter(|&at| keep(indices[at])).collect();
        let indices: Vec<_> = kept.iter().map(|&at| indices[at]).collect();
        let values = table.elements(&kept).map(|at| grad[at]).collect();
        Ok(Self { indices: RowIndices::new(dtype, &indices)?, values })
    }

    /// The gradient, passed in this way.
    pub(super) fn grad(&self, feed: Feed) -> Grad<'_> {
        Grad::rows(self.indices.given(feed), &self.values)
    }
}
