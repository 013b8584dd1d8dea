//! The codec of snapshots: the state of an optimizer as the named tensors of a [`Snapshot`](crate::Snapshot), and back.
//!
//! `Snapshot` documents the names, types and shapes. Names never change, because files written earlier must load.

mod names;
mod options;
mod read;
mod shards;
mod write;

pub use self::options::RestoreOptions;
pub(crate) use self::{
    read::{RestoredState, TakenSteps},
    write::Progress,
};

#[cfg(test)]
mod tests;
