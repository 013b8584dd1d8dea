//! Row gradients with indices in host memory: entries are grouped by row, so that each distinct row is
//! updated once, with the sum of its entries.

mod grouping;
mod groups;
mod indices;
mod segments;
mod sort;

pub use self::indices::{HostIndices, Index};
pub(crate) use self::{
    groups::RowGroups,
    segments::{Entries, PIECE, sum_of_pieces},
};
