//! `proxgrad train`: a linear classifier with L1 and L2, trained by minibatches on the device.

mod advice;
mod args;
mod callback;
mod checkpoints;
mod cpu;
mod device_data;
mod device_memory;
mod epoch;
mod evaluation;
mod files;
mod fit;
mod given;
mod gpu;
mod interrupt;
mod kept_state;
mod l1_controller;
mod largest;
mod live_rows;
mod logits;
mod loss;
mod model;
mod option_names;
mod option_values;
mod outcome;
mod pipelines;
mod position;
mod preset;
mod quiet;
mod ranking;
mod report;
mod resume_command;
mod resumed;
mod rule;
mod save_file;
mod saved_settings;
mod saving;
mod schedule_text;
mod setting_text;
mod settings;
mod shell;
mod start;
mod sweep;
mod table_size;
mod target_zeros;
mod trainer;
mod trainers;

use std::{mem, process::ExitCode};

use anyhow::Result;

#[cfg(test)]
pub(crate) use self::option_values::Precision;
pub(crate) use self::{
    args::Args,
    fit::{Fitted, fit},
    logits::{logits, predict, probabilities},
    loss::loss_and_gradient,
    model::{Model, Saved, outputs},
    option_values::{RoundingArg, RowsArg, ShrinkageArg},
    outcome::features_seen,
    position::Position,
    quiet::fit_quietly,
    report::charts,
    rule::{RuleArg, RuleArgs},
    settings::Settings,
    trainers::trainer,
};
use self::{
    checkpoints::Checkpoints,
    evaluation::Evaluation,
    interrupt::{Interrupt, Interrupted},
    l1_controller::Controller,
    outcome::{Found, Outcome},
    report::{Conditions, Run},
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
    let create = |title: &str| {
        let file =
            args.data.file_name().map_or(args.data.display().to_string(), |name| name.display().to_string());
        args.report.as_deref().map(|dir| Report::create(dir, &format!("{title}: {file}"))).transpose()
    };
    let conditions = |saved| Conditions {
        device: &device,
        files: &files,
        train: &train,
        test: test.as_ref(),
        saved,
        epochs: settings.epochs(),
        resume: args.resume.as_deref(),
        start: position,
    };
    // For a file, predictions and the largest weights.
    let needs_model = args.saving.saves() || test.is_some() || args.report.is_some();
    let resumes = args.resume.is_some();
    TableSize::new(&saved.vocabulary, &saved.classes, &settings, (needs_model, resumes)).check(&device)?;
    if !resumes {
        saved.model = Model::new(saved.vocabulary.len(), saved.classes.len());
    }
    if let (Some(test), false) = (&test, args.sweep.sweep_l1.is_empty()) {
        let (settings, conditions) = (&settings, conditions(&saved));
        let sweep = Sweep { args: &args.sweep, settings, test, conditions };
        sweep.check()?;
        return sweep.run(create("Sweep over l1")?, args.json);
    }
    let mut trainer = trainer(&device, &settings, &train, mem::take(&mut saved.model))?;
    let weights = outcome::weights(&saved, trainer.live_weights());
    let controller = |target| Controller::new(target, weights, settings.epoch_steps(&train) as u64);
    let controller = settings.target_zeros.0.map(controller);
    // Also before training: the folders must be writable.
    let file = args.saving.file()?;
    let report = create("Training run")?;

    let end = position.epochs + settings.epochs();
    let mut checkpoints = Checkpoints::new(saved, file, args.saving.checkpoint_every, interrupt)
        .until(end, train.len())
        // A state in the host's memory needs no copy.
        .keeping(device.adapter().is_some());
    // The strength is moved first, so that a model is saved with the one that its next step takes.
    let mut callback = (controller, &mut checkpoints);
    let fitted = fit(&mut *trainer, &settings, &train, position, "train", &mut callback);
    let saved = fitted
        .and_then(|fitted| Ok((checkpoints.save_last(&mut *trainer, fitted.end, needs_model)?, fitted)));
    let (line, fitted) = saved.map_err(|error| checkpoints.rescue(error))?;
    let saved = checkpoints.finish(line)?;

    let evaluation = test.as_ref().map(|test| Evaluation::of(&saved.model, saved.classes.len(), test));
    let evaluation = evaluation.as_ref();
    let found = Found {
        files: &files,
        evaluation,
        nonzero: trainer.nonzero()?,
        live: trainer.live_weights(),
        l1: trainer.l1(),
        report: fitted.report,
    };
    let outcome = Outcome::new(&device, &settings, &fitted, &train, found, &saved);
    if let Some(report) = report {
        let run = Run { conditions: conditions(&saved), fitted: &fitted, outcome: &outcome, evaluation };
        eprintln!("report: {}", run.write(report)?.display());
    }
    outcome.print(args.json)?;
    if let Some(advice) = advice::advice(&settings, outcome.nonzero_share()) {
        eprintln!("{advice}");
    }
    Ok(())
}
