//! `proxgrad train`: a linear classifier with L1 and L2, trained by minibatches on the device.

mod args;
mod callback;
mod checkpoints;
mod cpu;
mod device_data;
mod device_memory;
mod epoch;
mod files;
mod fit;
mod given;
mod gpu;
mod interrupt;
mod kept_state;
mod live_rows;
mod logits;
mod model;
mod option_values;
mod outcome;
mod pipelines;
mod position;
mod report;
mod resume_command;
mod resumed;
mod save_file;
mod saved_settings;
mod saving;
mod schedule_text;
mod settings;
mod start;
mod sweep;
mod table_size;
mod trainer;
mod trainers;

use std::{mem, process::ExitCode};

use anyhow::Result;

pub(crate) use self::{
    args::Args,
    fit::{Fitted, fit},
    logits::{logits, predict, probabilities},
    model::{Model, Saved},
    option_values::{Precision, RoundingArg},
    position::Position,
    report::charts,
    settings::Settings,
    trainers::trainer,
};
use self::{
    checkpoints::Checkpoints,
    interrupt::{Interrupt, Interrupted},
    outcome::{Found, Outcome},
    saved_settings::SavedSettings,
    start::Start,
    sweep::Sweep,
    table_size::TableSize,
};
use crate::{data::Loaded, report::Report};

/// Runs the command.
///
/// # Errors
/// Files that cannot be read or written, settings out of range, no device.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    match train(args) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => match error.downcast::<Interrupted>() {
            Ok(interrupted) => {
                eprintln!("{interrupted}");
                Ok(ExitCode::from(interrupt::STATUS))
            }
            Err(error) => Err(error),
        },
    }
}

fn train(args: &Args) -> Result<()> {
    let start = Start::read(args)?;
    let (files, position) = (start.files(), start.saved.position());
    files.warn();
    let Start { train: Loaded { dataset: train, .. }, test, mut saved, settings } = start;
    let test = test.map(|test| test.dataset);
    // Before training, so that no run ends after an hour because a list is too short.
    let steps = settings.steps(&train) - usize::try_from(position.epoch_steps)?;
    settings.check_lists(saved.model.steps(), steps)?;
    settings.check()?;
    saved.settings = Some(SavedSettings::of(&settings)?);
    let (device, reason) = args.device.open()?;
    // A sweep has nothing to save.
    let interrupt = args.sweep.sweep_l1.is_empty().then(Interrupt::listen).transpose()?.unwrap_or_default();
    eprintln!("device: {reason}");
    let (saves, resumes) = (args.saving.saves(), args.resume.is_some());
    TableSize::new(&saved.vocabulary, &saved.classes, &settings, (saves, resumes)).check(&device)?;
    if !resumes {
        saved.model = Model::new(saved.vocabulary.len(), saved.classes.len());
    }
    if let (Some(test), false) = (&test, args.sweep.sweep_l1.is_empty()) {
        let (device, train, start) = (&device, &train, &saved);
        let sweep = Sweep { args: &args.sweep, settings: &settings, device, train, test, start, files };
        sweep.check()?;
        let report = args.report.as_deref().map(|dir| Report::create(dir, "Sweep over l1")).transpose()?;
        return sweep.run(report, args.json);
    }
    let mut trainer = trainer(&device, &settings, &train, mem::take(&mut saved.model))?;
    // Also before training: the folders must be writable.
    let file = args.saving.file()?;
    let report = args.report.as_deref().map(|dir| Report::create(dir, "Training run")).transpose()?;

    let end = position.epochs + settings.epochs();
    let mut checkpoints = Checkpoints::new(saved, file, args.saving.checkpoint_every, interrupt)
        .until(end, train.len())
        // A state in the host's memory needs no copy.
        .keeping(device.adapter().is_some());
    let fitted = fit(&mut *trainer, &settings, &train, position, "train", &mut checkpoints);
    let saved = fitted.and_then(|fitted| Ok((checkpoints.save_last(&mut *trainer, fitted.end)?, fitted)));
    let (line, fitted) = saved.map_err(|error| checkpoints.rescue(error))?;
    let saved = checkpoints.finish(line)?;

    let tested = test.map(|test| anyhow::Ok((test.len(), trainer.errors(&test)?))).transpose()?;
    let found = Found { files, tested, nonzero: trainer.nonzero()?, report: fitted.report };
    let outcome = Outcome::new(&device, &settings, &fitted, &train, found, &saved);
    if let Some(mut report) = report {
        report.table(&["", ""], &outcome.rows());
        charts(&mut report, &[("train", &fitted.curve)], outcome.weights)?;
        eprintln!("report: {}", report.finish()?.display());
    }
    outcome.print(args.json)
}
