//! Row gradients with indices in the host's memory: equal rows are brought together, so that every distinct row is updated
//! once, with the sum of its entries.

mod grouping;
mod groups;
mod indices;
mod segments;
mod sort;

pub use self::indices::{HostIndices, Index};
pub(crate) use self::{
    groups::RowGroups,
    segments::{PIECE, sum, sum_column, sum_of_pieces},
};
