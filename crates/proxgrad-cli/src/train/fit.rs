//! The loop over epochs and batches, the same on every device.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Epoch, Model, Settings};
use crate::data::Dataset;

/// A linear model in training, on some device.
pub(crate) trait Trainer {
    /// Takes note of the order of the examples; the batches of this epoch come next, in order.
    fn begin_epoch(&mut self, epoch: &Epoch) -> Result<()>;
    /// One step on the examples at these positions of the epoch.
    fn step(&mut self, epoch: &Epoch, batch: Range<usize>) -> Result<()>;
    /// The sum of the losses of every batch since the last call.
    fn losses(&mut self) -> Result<Vec<f32>>;
    /// Weights that are not exactly zero, the bias left out.
    fn nonzero(&mut self) -> Result<u64>;
    /// Examples that the model gets wrong.
    fn errors(&mut self, test: &Dataset) -> Result<u64>;
    /// The model and the optimizer's state, as they are now.
    fn model(&mut self) -> Result<Model>;
}

/// How a run went, at one of its steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// Steps done.
    pub(crate) step: usize,
    /// Mean over the examples since the point before.
    pub(crate) loss: f64,
    /// Weights that are not exactly zero.
    pub(crate) nonzero: u64,
}

/// A run that is over.
#[derive(Debug)]
pub(crate) struct Fitted {
    pub(crate) curve: Vec<Point>,
    /// Mean over the examples of the last epoch, each before the step it took part in.
    pub(crate) train_loss: f64,
    pub(crate) steps: usize,
    /// Examples visited, each once an epoch.
    pub(crate) examples: usize,
    pub(crate) elapsed: Duration,
}

/// The points of a curve, about.
const POINTS: usize = 200;
/// Steps between two readings of the losses, at most: what is in flight on the device stays small.
const MOST_STEPS_IN_FLIGHT: usize = 1024;

/// Steps between two readings of the losses.
pub(super) fn interval(steps: usize) -> usize {
    steps.div_ceil(POINTS).clamp(1, MOST_STEPS_IN_FLIGHT)
}

/// Trains, epochs counted from `first_epoch`; shows a bar with a name where stderr is a terminal.
pub(crate) fn fit(
    trainer: &mut dyn Trainer,
    settings: &Settings,
    dataset: &Dataset,
    first_epoch: u64,
    name: &str,
) -> Result<Fitted> {
    let steps = settings.steps(dataset);
    let interval = interval(steps);
    let bar = progress_bar(steps, name);
    let started = Instant::now();
    let (mut curve, mut losses, mut step, mut seen, mut read) = (Vec::new(), Vec::new(), 0, 0, 0);
    for number in first_epoch..first_epoch + settings.epochs() {
        let epoch = settings.epoch(dataset, number);
        trainer.begin_epoch(&epoch)?;
        for batch in epoch.batches(settings.batch().min(dataset.len())) {
            seen += batch.len();
            trainer.step(&epoch, batch)?;
            step += 1;
            if step % interval == 0 || step == steps {
                let new = trainer.losses()?;
                let loss = mean(&new, seen - read);
                if !loss.is_finite() {
                    bail!("the loss is {loss} at step {step}; lower the learning rate or scale the data");
                }
                losses.extend(new);
                curve.push(Point { step, loss, nonzero: trainer.nonzero()? });
                read = seen;
                bar.set_message(format!("loss {loss:.4}"));
                bar.set_position(step as u64);
            }
        }
    }
    bar.finish_and_clear();
    let last_epoch = &losses[losses.len() - steps / usize::try_from(settings.epochs())?..];
    let train_loss = mean(last_epoch, dataset.len());
    Ok(Fitted { curve, train_loss, steps, examples: seen, elapsed: started.elapsed() })
}

#[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
fn mean(losses: &[f32], examples: usize) -> f64 {
    losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / examples as f64
}

fn progress_bar(steps: usize, name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} step {pos} of {len}, {msg}")
        .expect("the template is a constant");
    ProgressBar::new(steps as u64).with_style(style).with_prefix(name.to_owned())
}
