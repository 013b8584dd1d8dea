//! Embedding tables and dense parameters sharded over MPI ranks.

mod placement;
pub mod scaling;

pub use placement::{Placement, Sharding};
