//! A linear model in training: the interface that the CPU and the GPU implement.

use std::ops::Range;

use anyhow::Result;
use proxgrad::Report;

use super::{epoch::Epoch, model::Model};
use crate::data::Dataset;

/// A linear model in training on a device.
pub(crate) trait Trainer {
    /// Sets the order of the examples; the batches of this epoch come next, in order, without the first `done`, which
    /// the model was trained with before.
    fn begin_epoch(&mut self, epoch: &Epoch, done: usize) -> Result<()>;
    /// One step on the examples at these positions of the epoch. `measures` asks for the norm of its gradients in the
    /// report.
    fn step(&mut self, epoch: &Epoch, batch: Range<usize>, measures: bool) -> Result<()>;
    /// The strength of L1 that the next step takes.
    fn l1(&self) -> f64;
    /// Sets the strength of L1 of the steps that follow; brings exact rows up to date first.
    fn set_l1(&mut self, l1: f64) -> Result<()>;
    /// Requests a report of the current state, which [`Trainer::receive_report`] returns some time later.
    fn send_report(&mut self) -> Result<()>;
    /// The newest report that has arrived since the last call, without waiting for one.
    fn receive_report(&mut self) -> Result<Option<Report>>;
    /// A report of the current state, after waiting for it.
    fn report(&mut self) -> Result<Report>;
    /// The number of steps that were skipped, in all runs of the model, after waiting for it.
    fn skipped_steps(&mut self) -> Result<u64>;
    /// The sum of the losses of every batch since the last call.
    fn losses(&mut self) -> Result<Vec<f32>>;
    /// The number of weights, the bias among them.
    fn weights(&self) -> u64;
    /// The number of weights, without the bias, that can be non-zero: those of the rows that the data names, and of those that the
    /// model had before.
    fn live_weights(&self) -> u64;
    /// Weights that are not exactly zero, without the bias. The cost depends on the rows that the data names, and those that the
    /// model had before, not on the size of the table.
    fn nonzero(&mut self) -> Result<u64>;
    /// Examples that the model gets wrong.
    fn errors(&mut self, test: &Dataset) -> Result<u64>;
    /// The current model and state of the optimizer, between two epochs: exact rows are brought up to date first, as
    /// the next epoch would do.
    fn model(&mut self) -> Result<Model>;
    /// The current model and state of the optimizer, in the middle of an epoch. Does not change a bit of what comes
    /// after.
    fn checkpoint(&mut self) -> Result<Model>;
}
