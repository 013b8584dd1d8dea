//! Embedding tables and dense parameters sharded over MPI ranks.

mod placement;

pub use placement::{Placement, Sharding};
