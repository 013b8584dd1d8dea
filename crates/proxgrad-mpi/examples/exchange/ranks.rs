//! What all ranks find out together, by MPI calls of the program's own, which it makes while the thread of the optimizer has nothing
//! to do.

use std::time::Instant;

use proxgrad_mpi::mpi::{
    collective::SystemOperation,
    topology::SimpleCommunicator,
    traits::{CommunicatorCollectives, Equivalence},
};

/// Waits until all ranks are here, so that a measurement has no part of what came before.
pub(crate) fn meet() -> Instant {
    SimpleCommunicator::world().barrier();
    Instant::now()
}

/// Milliseconds since then.
pub(crate) fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// The largest of each of the numbers of all ranks.
pub(crate) fn largest<T: Copy + Default + Equivalence>(own: &[T]) -> Vec<T> {
    reduce(own, SystemOperation::max())
}

/// The sum of each of the numbers of all ranks.
pub(crate) fn sum<T: Copy + Default + Equivalence>(own: &[T]) -> Vec<T> {
    reduce(own, SystemOperation::sum())
}

fn reduce<T: Copy + Default + Equivalence>(own: &[T], operation: SystemOperation) -> Vec<T> {
    let mut reduced = vec![T::default(); own.len()];
    SimpleCommunicator::world().all_reduce_into(own, &mut reduced[..], operation);
    reduced
}

/// Medians over rounds of the times of the slowest rank. `rounds` are `[rounds, times]` of this rank; the result has one number for
/// each of the times.
pub(crate) fn medians(rounds: &[Vec<f64>]) -> Vec<f64> {
    let slowest: Vec<_> = rounds.iter().map(|times| largest(times)).collect();
    let times = slowest.first().map_or(0, Vec::len);
    (0..times).map(|time| median(slowest.iter().map(|round| round[time]).collect())).collect()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
