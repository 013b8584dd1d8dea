//! Sums over all ranks, by MPI calls of the program's own.
//!
//! The thread of an optimizer makes MPI calls, too. The program may make its own at the same time if MPI was initialised with
//! `Threading::Multiple`, which `proxgrad_mpi::initialize` asks for; [`check_threads`] tells whether the MPI library has granted it.

use std::ops::Range;

use proxgrad_mpi::mpi::{
    Threading,
    collective::SystemOperation,
    environment::threading_support,
    topology::SimpleCommunicator,
    traits::{CommunicatorCollectives, Equivalence},
};

use crate::data::{BATCH, PARTS};

/// Refuses an MPI library that does not let two threads make calls at once.
///
/// # Errors
/// It does not.
pub(crate) fn check_threads() -> Result<(), String> {
    match threading_support() {
        Threading::Multiple => Ok(()),
        other => Err(format!("MPI supports {other:?}, and the example needs Threading::Multiple")),
    }
}

/// The mean loss of a batch, from the sums of the losses of this rank's parts.
///
/// Every part belongs to one rank, and the others add 0 to it, which is exact. The parts are then added in their order, so the mean
/// has the same bits for any number of ranks.
pub(crate) fn mean_loss(parts: Range<usize>, losses: &[f64]) -> f64 {
    let mut own = [0.0; PARTS];
    own[parts].copy_from_slice(losses);
    sum(own).iter().sum::<f64>() / BATCH as f64
}

/// The sums of the numbers of all ranks. A call that all ranks make together.
pub(crate) fn sum<T: Copy + Default + Equivalence, const N: usize>(own: [T; N]) -> [T; N] {
    let mut sums = [T::default(); N];
    SimpleCommunicator::world().all_reduce_into(&own[..], &mut sums[..], SystemOperation::sum());
    sums
}
