//! Embedding tables and dense parameters sharded over MPI ranks, trained with the optimizers of [`proxgrad`].
//!
//! Each row of a [`ShardedTable`] has one owner among the ranks, which keeps its values and state on its own device. In a step the
//! gradients of all ranks travel to the owners of their rows, and every owner updates the rows that it has. The entries of a row
//! are summed in the order of the ranks and of their positions in the batches of the ranks, so the result has **the same bits for
//! any number of ranks**: those of one optimizer with one row gradient.
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use proxgrad_mpi::{Device, Error, Setup, ShardedTable, proxgrad::Config};
//!
//! fn main() -> ExitCode {
//!     proxgrad_mpi::run(train) // initialises MPI, and ends all ranks where one of them fails
//! }
//!
//! fn train() -> Result<(), Error> {
//!     let config = Config { learning_rate: 0.05.into(), l1: 1e-4, ..Config::default() };
//!     let mut setup = Setup::new(config, Device::Cpu)?;
//!     let table = setup.add_table(ShardedTable::new("users", 1_000_000, 16), |_row, values| values.fill(0.01));
//!     let mut optimizer = setup.start()?;
//!
//!     let ids = [7, 3, 7]; // of this rank's part of the batch
//!     let rows = optimizer.gather(table, &ids)?; // [3, 16], for the forward pass
//!     let grads = rows; // of the loss by the rows
//!     let mut step = optimizer.begin_step();
//!     step.rows(table, &ids, &grads);
//!     step.finish()?;
//!     optimizer.save("checkpoints")
//! }
//! ```
//!
//! Run it by `mpirun -n 4 program`. The page `docs/machines.md` of the project explains what travels, and how step times scale.
//!
//! # What is promised
//!
//! * **The same bits for any number of ranks**, and for either way to divide rows: values, accumulators, last steps of exact rows and
//!   reports; for dense parameters if their gradients are given in the same parts ([`Step::dense`]). All ranks need devices that
//!   give the same bits for that, as one of the CPU implementation. Without limits to norms these are the bits of one
//!   optimizer of [`proxgrad`]; with them, the norm is summed without rounding here, and may differ from that of one optimizer in its
//!   last bit. (From 256 steps on, exact rows with [`Sharding::Hashed`] may differ from those of one optimizer in their last bits.)
//! * **One decision for all ranks**: to skip a step, to scale gradients down, to change the loss scale. Every call begins with
//!   headers from each rank to each other one, so that no rank is ever a step ahead.
//! * **The same error on all ranks**, with the rank that has caused it, and nothing changed.
//! * **Complete checkpoints**: the manifest is replaced last, so a save is there as a whole, or the one before it is.

mod checkpoint;
mod decisions;
mod engine;
mod error;
mod exact_sum;
mod header;
mod local;
mod manifest;
mod optimizer;
mod param;
mod placement;
mod ranks;
mod route;
pub mod scaling;
mod setup;
mod step;
mod traffic;
mod universe;

pub use mpi;
pub use proxgrad;

pub use self::{
    checkpoint::{Checkpoint, Whole},
    error::Error,
    local::Device,
    optimizer::{Prefetch, ShardedOptimizer},
    param::{DenseId, DenseParam, Group, ShardedTable, TableId},
    placement::{Placement, Sharding},
    setup::Setup,
    step::Step,
    traffic::Traffic,
    universe::{Universe, initialize, run},
};
