//! `proxgrad train`: a linear classifier with L1 and L2, trained by minibatches on the device.

mod cpu;
mod epoch;
mod gpu;
mod model;
mod pipelines;
mod report;
mod settings;

use std::{
    ops::Range,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::Args as ClapArgs;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use self::{
    cpu::CpuTrainer,
    gpu::GpuTrainer,
    model::{Saved, Target},
};
pub(crate) use self::{epoch::Epoch, model::Model, report::charts, settings::Settings};
use crate::{
    data::{self, Classes, Dataset, Vocabulary},
    device::{DeviceArgs, Opened},
    report::Report,
};

/// Arguments of `proxgrad train`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Examples to train on: libsvm or Vowpal Wabbit text, also gzipped.
    data: PathBuf,
    /// Examples to test the result on.
    #[arg(long, value_name = "DATA")]
    test: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// Hash features into 2^BITS rows, instead of one row for each feature seen.
    #[arg(long)]
    bits: Option<u32>,
    /// Where to save the model and the optimizer's state (safetensors).
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Continue from a saved model.
    #[arg(long, value_name = "FILE", conflicts_with = "bits")]
    resume: Option<PathBuf>,
    /// Write pictures and a page that holds them into this folder.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    #[command(flatten)]
    device: DeviceArgs,
    /// Print one JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

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
    pub(crate) elapsed: Duration,
}

/// The points of a curve, about.
const POINTS: usize = 200;
/// Steps between two readings of the losses, at most: what is in flight on the device stays small.
const MOST_STEPS_IN_FLIGHT: usize = 1024;

/// Steps between two readings of the losses.
fn interval(steps: usize) -> usize {
    steps.div_ceil(POINTS).clamp(1, MOST_STEPS_IN_FLIGHT)
}

/// A trainer on an opened device.
pub(crate) fn trainer<'a>(
    device: &Opened,
    settings: &Settings,
    dataset: &'a Dataset,
    model: Model,
) -> Result<Box<dyn Trainer + 'a>> {
    Ok(match device {
        Opened::Cpu => Box::new(CpuTrainer::new(settings, dataset, model)?),
        Opened::Gpu { device, queue, .. } => {
            let interval = interval(settings.steps(dataset));
            Box::new(GpuTrainer::new(device, queue, settings, dataset, model, interval)?)
        }
    })
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
                    bail!("the loss is {loss} at step {step}; lower --learning-rate or scale the data");
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
    Ok(Fitted { curve, train_loss, steps, elapsed: started.elapsed() })
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

/// What `train` prints.
#[derive(Debug, Serialize)]
struct Outcome {
    device: &'static str,
    adapter: Option<String>,
    train_rows: usize,
    test_rows: Option<usize>,
    features_seen: usize,
    classes: usize,
    steps: usize,
    train_loss: f64,
    test_error: Option<f64>,
    nonzero: u64,
    nonzero_share: f64,
    rows_per_second: f64,
    seconds: f64,
}

/// What a run starts from: a new model, or a saved one.
struct Start {
    train: Dataset,
    test: Option<Dataset>,
    saved: Saved,
}

impl Start {
    /// Reads every file before anything is opened, trained or written.
    fn read(args: &Args) -> Result<Self> {
        let mut saved = match &args.resume {
            Some(path) => Saved::read(path)?,
            None => return Self::read_new(args),
        };
        if saved.bias != args.settings.bias() {
            let (has, remedy) = if saved.bias { ("a", "drop") } else { ("no", "add") };
            bail!("the saved model has {has} trained bias; {remedy} --no-bias");
        }
        let train = data::read_train_with(&args.data, &mut saved.vocabulary, &saved.classes)?;
        saved.model.grow(saved.vocabulary.len(), args.settings.accum());
        Self::with_test(args, train, saved)
    }

    fn read_new(args: &Args) -> Result<Self> {
        let mut vocabulary = match args.bits {
            Some(bits) => Vocabulary::hashed(bits)?,
            None => Vocabulary::growing(),
        };
        let (train, classes) = data::read_train(&args.data, &mut vocabulary)?;
        let model = Model::new(vocabulary.len(), classes.len());
        let bias = args.settings.bias();
        Self::with_test(args, train, Saved { model, vocabulary, classes, epochs: 0, bias })
    }

    fn with_test(args: &Args, train: Dataset, saved: Saved) -> Result<Self> {
        let read = |path: &PathBuf| data::read_test(path, &saved.vocabulary, &saved.classes);
        let test = args.test.as_ref().map(read).transpose()?;
        Ok(Self { train, test, saved })
    }
}

/// Runs the command.
///
/// # Errors
/// Files that cannot be read or written, settings out of range, no device.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let Start { train, test, mut saved } = Start::read(args)?;
    let target = args.save.as_deref().map(Target::open).transpose()?;
    let (device, reason) = args.device.open()?;
    eprintln!("device: {reason}");

    let model = std::mem::replace(&mut saved.model, Model::new(0, 2));
    let mut trainer = trainer(&device, &args.settings, &train, model)?;
    let fitted = fit(&mut *trainer, &args.settings, &train, saved.epochs, "train")?;
    let errors = test.as_ref().map(|test| trainer.errors(test)).transpose()?;
    let nonzero = trainer.nonzero()?;
    saved.model = trainer.model()?;
    saved.epochs += args.settings.epochs();

    let outcome = Outcome::new(&device, args, &fitted, (&train, test.as_ref()), errors, nonzero, &saved);
    if let Some(target) = target {
        target.save(&saved)?;
    }
    if let Some(dir) = &args.report {
        let mut report = Report::create(dir, "Training run")?;
        report.table(&["", ""], &outcome.rows());
        charts(&mut report, &[("train", &fitted.curve)], outcome.weights(&saved.classes))?;
        eprintln!("report: {}", report.finish()?.display());
    }
    outcome.print(args.json)?;
    Ok(ExitCode::SUCCESS)
}

impl Outcome {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn new(
        device: &Opened,
        args: &Args,
        fitted: &Fitted,
        (train, test): (&Dataset, Option<&Dataset>),
        errors: Option<u64>,
        nonzero: u64,
        saved: &Saved,
    ) -> Self {
        let features_seen = features_seen(train);
        let outputs = saved.model.outputs;
        let seconds = fitted.elapsed.as_secs_f64();
        Self {
            device: device.kind(),
            adapter: device.adapter().map(str::to_owned),
            train_rows: train.len(),
            test_rows: test.map(Dataset::len),
            features_seen,
            classes: saved.classes.len(),
            steps: fitted.steps,
            train_loss: fitted.train_loss,
            test_error: errors.zip(test).map(|(errors, test)| errors as f64 / test.len() as f64),
            nonzero,
            nonzero_share: nonzero as f64 / (features_seen * outputs).max(1) as f64,
            rows_per_second: (train.len() as u64 * args.settings.epochs()) as f64 / seconds,
            seconds,
        }
    }

    /// Weights of features seen.
    fn weights(&self, classes: &Classes) -> usize {
        self.features_seen * if classes.len() == 2 { 1 } else { classes.len() }
    }

    /// Name and value of everything, for people.
    fn rows(&self) -> Vec<Vec<String>> {
        let adapter = self.adapter.as_deref().map_or(String::new(), |adapter| format!(" ({adapter})"));
        let test = self.test_rows.zip(self.test_error);
        [
            ("device", format!("{}{adapter}", self.device)),
            ("examples", self.train_rows.to_string()),
            ("features", self.features_seen.to_string()),
            ("classes", self.classes.to_string()),
            ("steps", self.steps.to_string()),
            ("training loss", format!("{:.5}", self.train_loss)),
            (
                "test error",
                test.map_or("no --test".to_owned(), |(rows, e)| format!("{:.2} % of {rows}", 100.0 * e)),
            ),
            ("non-zero weights", format!("{} ({:.2} %)", self.nonzero, 100.0 * self.nonzero_share)),
            ("time", format!("{:.2} s, {:.0} examples a second", self.seconds, self.rows_per_second)),
        ]
        .map(|(name, value)| vec![name.to_owned(), value])
        .to_vec()
    }

    fn print(&self, json: bool) -> Result<()> {
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else {
            self.rows().iter().for_each(|row| println!("{:<18}{}", row[0], row[1]));
        }
        Ok(())
    }
}

/// Distinct features in a data set.
fn features_seen(dataset: &Dataset) -> usize {
    let mut features = dataset.features.clone();
    features.sort_unstable();
    features.dedup();
    features.len()
}
