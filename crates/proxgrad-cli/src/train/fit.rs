//! The loop over epochs and batches, the same on every device.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use proxgrad::Report;

use super::{callback::Callback, position::Position, settings::Settings, trainer::Trainer};
use crate::data::Dataset;

/// The progress of a run at one of its steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// Steps done.
    pub(crate) step: usize,
    /// Mean loss over the examples since the previous point.
    pub(crate) loss: f64,
    /// Weights that are not exactly zero.
    pub(crate) nonzero: u64,
}

/// The results of a run.
#[derive(Debug)]
pub(crate) struct Fitted {
    pub(crate) curve: Vec<Point>,
    /// Mean loss over the examples of the last epoch, each before its step.
    pub(crate) train_loss: f64,
    pub(crate) steps: usize,
    /// The position after the last step.
    pub(crate) end: Position,
    /// Examples visited.
    pub(crate) examples: usize,
    pub(crate) elapsed: Duration,
    /// Measured after the last step.
    pub(crate) report: Report,
}

/// The approximate number of points of a curve.
const POINTS: usize = 200;
/// The most steps between two readings of the losses, which bounds the work in flight on the device.
const MOST_STEPS_IN_FLIGHT: usize = 1024;

/// Steps between two readings of the losses.
pub(super) fn interval(steps: usize) -> usize {
    steps.div_ceil(POINTS).clamp(1, MOST_STEPS_IN_FLIGHT)
}

/// Trains from a position on, which may be in the middle of an epoch: the rest of that is the first of the epochs to
/// train. Shows a named progress bar where stderr is a terminal.
///
/// # Errors
/// A loss that is not finite, no step that was not skipped, a device that fails; what the callback returns.
pub(crate) fn fit(
    trainer: &mut dyn Trainer,
    settings: &Settings,
    dataset: &Dataset,
    start: Position,
    name: &str,
    callback: &mut dyn Callback,
) -> Result<Fitted> {
    let steps_of_epoch = settings.epoch_steps(dataset);
    let done = usize::try_from(start.epoch_steps)?;
    let steps = settings.steps(dataset) - done;
    // As the trainer was made for it.
    let interval = interval(settings.steps(dataset));
    let bar = progress_bar(steps, name);
    // A resumed run goes on with the count of those before it.
    let before = trainer.skipped_steps()?;
    let of_run = |mut report: Report| {
        report.skipped_steps -= before;
        report
    };
    let started = Instant::now();
    let (mut curve, mut losses, mut step, mut position) = (Vec::new(), Losses::default(), 0, start);
    let (mut report, weights) = (None, trainer.weights());
    let mut reports = Pace::default();
    for number in start.epochs..start.epochs + settings.epochs() {
        let epoch = settings.epoch(dataset, number);
        let done = if step == 0 { done } else { 0 };
        trainer.begin_epoch(&epoch, done)?;
        for batch in epoch.batches(settings.batch().min(dataset.len())).skip(done) {
            losses.examples += batch.len();
            step += 1;
            position = position.next(steps_of_epoch as u64);
            let is_read = step % interval == 0 || step == steps;
            // A hidden progress bar needs no report.
            let is_shown = is_read && !bar.is_hidden() && reports.is_due();
            trainer.step(&epoch, batch, is_shown)?;
            if is_shown {
                reports.time(|| trainer.send_report())?;
            }
            let is_due = callback.is_due(position);
            if is_read || is_due {
                losses.read(trainer, step)?;
            }
            if is_read {
                let loss = losses.mean_since_last();
                curve.push(Point { step, loss, nonzero: trainer.nonzero()? });
                report = trainer.receive_report()?.map(of_run).or(report);
                bar.set_message(progress_message(loss, report.as_ref(), settings, weights));
                bar.set_position(step as u64);
            }
            if is_due && let Some(line) = callback.call(trainer, position)? {
                bar.suspend(|| eprintln!("{line}"));
            }
        }
    }
    bar.finish_and_clear();
    let elapsed = started.elapsed();
    let examples = losses.examples;
    let of_last_epoch = steps.min(steps_of_epoch);
    let last_epoch = &losses.all[losses.all.len() - of_last_epoch..];
    let train_loss = mean(last_epoch, examples.min(dataset.len()));
    let report = of_run(trainer.report()?);
    check_skipped(&report, steps)?;
    Ok(Fitted { curve, train_loss, steps, end: position, examples, elapsed, report })
}

/// How often reports are requested: a report measures the whole table of weights.
#[derive(Default)]
struct Pace {
    /// When the last one was requested, and how long that took.
    last: Option<(Instant, Duration)>,
}

impl Pace {
    /// The shortest time between two reports, which is enough for people.
    const PAUSE: Duration = Duration::from_millis(100);
    /// Least ratio of the time between two reports to the time that a report takes.
    const TRAINING: u32 = 20;

    fn is_due(&self) -> bool {
        let is_over =
            |(at, took): (Instant, Duration)| at.elapsed() >= Self::PAUSE.max(took * Self::TRAINING);
        self.last.is_none_or(is_over)
    }

    fn time<T>(&mut self, request: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let requested = request();
        self.last = Some((Instant::now(), started.elapsed()));
        requested
    }
}

/// The losses of the batches of a run.
#[derive(Default)]
struct Losses {
    all: Vec<f32>,
    /// Examples that were visited.
    examples: usize,
    /// Batches and examples before the last mean.
    before: (usize, usize),
}

impl Losses {
    /// Reads those of the steps since the last call.
    fn read(&mut self, trainer: &mut dyn Trainer, step: usize) -> Result<()> {
        let first = self.all.len();
        self.all.extend(trainer.losses()?);
        if let Some(loss) = self.all[first..].iter().find(|loss| !loss.is_finite()) {
            bail!("the loss is {loss} at step {step}; lower the learning rate or scale the data");
        }
        Ok(())
    }

    /// The mean over the examples since the last mean.
    fn mean_since_last(&mut self) -> f64 {
        let (batches, examples) = self.before;
        self.before = (self.all.len(), self.examples);
        mean(&self.all[batches..], self.examples - examples)
    }
}

/// Refuses a run that has changed nothing.
fn check_skipped(report: &Report, steps: usize) -> Result<()> {
    if report.skipped_steps >= steps as u64 {
        bail!(
            "all {steps} steps were skipped, because a gradient of each was not finite, so nothing was learned; lower \
             --loss-scale, scale the data, or use --precision f32"
        );
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
fn mean(losses: &[f32], examples: usize) -> f64 {
    losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / examples as f64
}

/// The message of the progress bar: the loss and the last report.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn progress_message(loss: f64, report: Option<&Report>, settings: &Settings, weights: u64) -> String {
    let mut line = format!("loss {loss:.4}");
    if let Some(report) = report {
        let &Report { nonzero, grad_norm, weight_norm, max_abs, .. } = report;
        let share = 100.0 * nonzero as f64 / weights.max(1) as f64;
        line += &format!(
            ", non-zero {share:.1} %, |g| {grad_norm:.3}, |w| {weight_norm:.3}, largest {max_abs:.3}"
        );
        if settings.is_dynamic() {
            line += &format!(", scale {}", report.loss_scale);
        }
        if report.skipped_steps > 0 {
            line += &format!(", skipped {}", report.skipped_steps);
        }
    }
    line
}

fn progress_bar(steps: usize, name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} step {pos} of {len}, {msg}")
        .expect("the template is a constant");
    ProgressBar::new(steps as u64).with_style(style).with_prefix(name.to_owned())
}
