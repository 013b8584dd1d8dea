//! `proxgrad train`: a linear classifier with L1 and L2, trained by minibatches on the device.

mod cpu;
mod epoch;
mod files;
mod fit;
mod gpu;
mod kept_state;
mod logits;
mod model;
mod outcome;
mod pipelines;
mod report;
mod schedule_text;
mod settings;
mod sweep;
mod trainer;
mod trainers;

use std::{
    mem,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::Args as ClapArgs;

use self::{
    files::Files,
    model::target,
    outcome::{Found, Outcome},
    settings::RowsArg,
    sweep::{Sweep, SweepArgs},
    trainer::Trainer,
};
pub(crate) use self::{
    fit::{Fitted, fit},
    kept_state::KeptState,
    logits::{logits, predict, probabilities},
    model::{Model, Saved},
    report::charts,
    settings::{Precision, RoundingArg, Settings},
    trainers::trainer,
};
use crate::{
    data::{Dataset, FormatArg, Loaded, Source, Vocabulary},
    device::DeviceArgs,
    report::Report,
};

/// Arguments of `proxgrad train`.
#[derive(ClapArgs, Debug)]
#[command(allow_negative_numbers = true)]
pub(crate) struct Args {
    /// Examples to train on: libsvm or Vowpal Wabbit text, plain or packed by gzip, bzip2, xz or zstd.
    data: PathBuf,
    /// Examples to test the result on.
    #[arg(long, value_name = "DATA")]
    test: Option<PathBuf>,
    /// The format of the files; `proxgrad inspect` shows how a file is read.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    sweep: SweepArgs,
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

impl Args {
    fn source<'a>(&self, path: &'a Path) -> Source<'a> {
        Source { path, format: self.format }
    }
}

/// The start of a run: the data, and a new or a saved model.
struct Start {
    train: Loaded,
    test: Option<Loaded>,
    saved: Saved,
}

impl Start {
    /// Reads all input files before anything is opened, trained or written.
    fn read(args: &Args) -> Result<Self> {
        let mut saved = match &args.resume {
            Some(path) => {
                Saved::read(path).with_context(|| format!("cannot resume from {}", path.display()))?
            }
            None => return Self::read_new(args),
        };
        if saved.epochs.checked_add(args.settings.epochs()).is_none() {
            let (epochs, more) = (saved.epochs, args.settings.epochs());
            bail!("the saved model has {epochs} epochs, and {more} more cannot be counted; lower --epochs");
        }
        if saved.bias != args.settings.bias() {
            let (has, remedy) = if saved.bias { ("a", "drop") } else { ("no", "add") };
            bail!("the saved model has {has} trained bias; {remedy} --no-bias");
        }
        if saved.model.exact() != args.settings.exact() {
            let rows = if saved.model.exact() { RowsArg::Exact.name() } else { RowsArg::Touched.name() };
            bail!("the saved model was trained with --rows {rows}; resume it with --rows {rows}");
        }
        if saved.precision != args.settings.precision {
            let precision = saved.precision.name();
            bail!(
                "the saved model was trained with --precision {precision}; resume it with --precision {precision}"
            );
        }
        if saved.model.is_dynamic() != args.settings.is_dynamic() {
            let (had, remedy) = if saved.model.is_dynamic() { ("a", "add") } else { ("no", "drop") };
            bail!("the saved model was trained with {had} dynamic loss scale; {remedy} --loss-scale dynamic");
        }
        let train = args.source(&args.data).read_train_with(&mut saved.vocabulary, &saved.classes)?;
        saved.model.grow(saved.vocabulary.len(), args.settings.accum());
        Self::with_test(args, train, saved)
    }

    fn read_new(args: &Args) -> Result<Self> {
        let mut vocabulary = match args.bits {
            Some(bits) => Vocabulary::hashed(bits)?,
            None => Vocabulary::growing(),
        };
        let (train, classes) = args.source(&args.data).read_train(&mut vocabulary)?;
        let model = Model::new(vocabulary.len(), classes.len());
        let (bias, precision) = (args.settings.bias(), args.settings.precision);
        Self::with_test(args, train, Saved { model, vocabulary, classes, epochs: 0, bias, precision })
    }

    fn with_test(args: &Args, train: Loaded, saved: Saved) -> Result<Self> {
        let read =
            |path: &PathBuf| args.source(path).read_test(&saved.vocabulary, &saved.classes, &train.summary);
        let test = args.test.as_ref().map(read).transpose()?;
        Ok(Self { train, test, saved })
    }

    /// What the files were read as.
    fn files(&self) -> Files {
        let test = self.test.as_ref().map(|test| test.summary.clone());
        Files { train_data: self.train.summary.clone(), test_data: test }
    }
}

/// Runs the command.
///
/// # Errors
/// Files that cannot be read or written, settings out of range, no device.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let start = Start::read(args)?;
    let files = start.files();
    files.warn();
    let Start { train: Loaded { dataset: train, .. }, test, mut saved } = start;
    let test = test.map(|test| test.dataset);
    // Before training, so that no run ends after an hour because a list is too short.
    args.settings.check_lists(saved.model.steps(), args.settings.steps(&train))?;
    let (device, reason) = args.device.open()?;
    eprintln!("device: {reason}");
    if let (Some(test), false) = (&test, args.sweep.sweep_l1.is_empty()) {
        let (settings, device, train, start) = (&args.settings, &device, &train, &saved);
        let sweep = Sweep { args: &args.sweep, settings, device, train, test, start, files };
        sweep.check()?;
        let report = args.report.as_deref().map(|dir| Report::create(dir, "Sweep over l1")).transpose()?;
        sweep.run(report, args.json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut trainer = trainer(&device, &args.settings, &train, mem::take(&mut saved.model))?;
    // Also before training: the folders must be writable.
    let target = args.save.as_deref().map(target).transpose()?;
    let report = args.report.as_deref().map(|dir| Report::create(dir, "Training run")).transpose()?;

    // A state in the host's memory needs no copy.
    let mut kept = KeptState::new(target.is_some() && device.adapter().is_some());
    let trained = train_and_test(&mut *trainer, args, &train, test.as_ref(), files, saved.epochs, &mut kept);
    let (fitted, found, model) = match trained {
        Ok(trained) => trained,
        Err(error) => return Err(kept.rescue(error, saved, target)),
    };
    saved.model = model;
    saved.epochs += args.settings.epochs();
    let outcome = Outcome::new(&device, &args.settings, &fitted, &train, found, &saved);
    if let Some(target) = target {
        saved.save(target)?;
    }
    if let Some(mut report) = report {
        report.table(&["", ""], &outcome.rows());
        charts(&mut report, &[("train", &fitted.curve)], outcome.weights)?;
        eprintln!("report: {}", report.finish()?.display());
    }
    outcome.print(args.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Trains and tests; returns what the run has found, and the model.
fn train_and_test(
    trainer: &mut dyn Trainer,
    args: &Args,
    train: &Dataset,
    test: Option<&Dataset>,
    files: Files,
    first_epoch: u64,
    kept: &mut KeptState,
) -> Result<(Fitted, Found, Model)> {
    let fitted = fit(trainer, &args.settings, train, first_epoch, "train", kept)?;
    let tested = test.map(|test| anyhow::Ok((test.len(), trainer.errors(test)?))).transpose()?;
    let found = Found { files, tested, nonzero: trainer.nonzero()?, report: fitted.report };
    Ok((fitted, found, trainer.model()?))
}
