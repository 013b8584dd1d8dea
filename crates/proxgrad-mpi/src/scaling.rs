//! The expected time and memory of a training step on any number of ranks, from costs measured on one machine.
//!
//! A [`Model`] has a [`Machine`] and a [`Workload`], and gives a [`Step`] for a number of ranks: the time of each
//! [`Phase`], the [bottleneck](Step::bottleneck), the [memory](Step::memory) of a rank, and the
//! [efficiency](Step::efficiency) against one rank. The number of entries of each rank stays the same (weak scaling).
//! [`Model::replicated`] and [`Model::merged`] give the step with a remedy against frequent rows.
//!
//! ```
//! use proxgrad_mpi::scaling::{Cost, Costs, Machine, Model, Network, Table, Workload};
//!
//! let costs = Costs { group: Cost { row: 50e-9, element: 1e-9 }, ..Costs::default() };
//! let machine = Machine { network: Network::ETHERNET_100G, costs, memory: 64e9 };
//! let table = Table { rows: 1_000_000, width: 64, entries: 65_536, zipf: 1.05, ..Table::default() };
//! let model = Model::new(machine, Workload { tables: vec![table], ..Workload::default() })?;
//!
//! let step = model.step(16)?;
//! assert!(step.seconds() > model.step(1)?.seconds());
//! println!("{:.2} ms, {}", 1e3 * step.seconds(), step.bottleneck());
//! # Ok::<(), proxgrad_mpi::scaling::ScalingError>(())
//! ```
//!
//! # The model
//!
//! R is the number of ranks. In a step each rank has B entries for a table of N rows of w elements. The ids are drawn
//! independently by Zipf's law, p(k) = k^−s / Σ i^−s for the row of index k − 1: ids are in order of frequency. Rank r
//! owns the rows that [`Placement`](crate::Placement) gives it, whose probabilities have the sum q(r). The number of
//! different ones among n draws from a set of rows is expected as d(n) = Σ 1 − (1 − p)^n over the set.
//!
//! | phase | messages | bytes of rank r, the larger direction | computation of rank r |
//! |---|---|---|---|
//! | headers | R − 1 for the gradients and for the gather of each table | 48 + 8·parameters per message | |
//! | routing | | | B entries |
//! | exchange | R − 1 | (4 + 4w)·max(B·(1 − q), B·(R − 1)·q) | |
//! | grouping | | | B·R·q entries |
//! | update | | | d(B·R) rows of r |
//! | gather | 2·(R − 1) a table | (4 + 4w)·max(d(B) of other owners, (R − 1)·d(B) of r) | B ids routed, R·d(B) rows of r read |
//! | dense, D elements | 2·(R − 1) | 2·4·D·(R − 1)/R | D·(R − 1)/R additions, D/R updates |
//! | all-reduce | ⌈log₂ R⌉ | 150 per message | |
//! | compute | | | as the workload says |
//!
//! A phase takes latency·messages + bytes/bandwidth + computation. It ends when the most loaded rank ends. That is the
//! expected maximum over ranks of normal variables that have the means and variances of the multinomial loads, so it is above the
//! largest mean. The part that exceeds an even load is named [imbalance](PhaseTime::imbalance).
//!
//! The 100 000 most frequent rows are placed and summed one by one. For the others, sums of p are taken by the
//! Euler–Maclaurin formula (with exponent s and first index a, the error is below s(s+1)(s+2)/(720·a^(s+3)), so below
//! 1e-16 here), and sums of 1 − (1 − p)^n by Simpson's rule in ln k. With [`Sharding::Hashed`](crate::Sharding::Hashed)
//! ranks share them evenly; with `Ranges` each rank has its range.
//!
//! # What it leaves out
//!
//! * Phases do not overlap, and each begins when all ranks have ended the one before. So the time is an upper bound for a
//!   program that overlaps them, and also where different ranks are the most loaded in different phases.
//! * Messages of a rank follow one another, as in a pairwise exchange. An MPI library that forwards short messages in
//!   ⌈log₂ R⌉ rounds, or has several in flight, is faster where latency is the bottleneck.
//! * All ranks have the same link. Contention in a network with fewer links above, and faster links among GPUs of a node, are
//!   left out. So are stragglers other than by the load of rows.
//! * Costs per row are constant. On a real machine they fall for frequent rows, which are in a cache.

mod error;
mod load;
mod machine;
mod maximum;
mod memory;
mod model;
mod phases;
mod plan;
mod remedy;
mod step;
mod workload;
mod zipf;

pub use self::{
    error::ScalingError,
    machine::{Cost, Costs, Machine, Network},
    memory::Memory,
    model::Model,
    phases::{Bottleneck, Cause, Phase, PhaseTime},
    remedy::{Remedy, Replicated},
    step::Step,
    workload::{Table, Workload},
};

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
