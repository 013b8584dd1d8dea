//! The start of a run: its data, and a new or a saved model.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{
    args::Args,
    files::Files,
    model::{Model, Saved},
    resumed::Resumed,
    settings::Settings,
};
use crate::data::{Loaded, Vocabulary};

/// The start of a run: the data, and a new or a saved model.
pub(super) struct Start {
    pub(super) train: Loaded,
    pub(super) test: Option<Loaded>,
    pub(super) saved: Saved,
    pub(super) settings: Settings,
}

impl Start {
    /// Reads all input files before anything is opened, trained or written.
    ///
    /// # Errors
    /// Files that cannot be read; settings that the saved model does not allow.
    pub(super) fn read(args: &Args) -> Result<Self> {
        let Some(path) = &args.resume else { return Self::read_new(args) };
        let resuming = || format!("cannot resume from {}", path.display());
        let mut saved = Saved::read(path).with_context(resuming)?;
        if saved.epochs.checked_add(args.settings.epochs()).is_none() {
            let (epochs, more) = (saved.epochs, args.settings.epochs());
            bail!("the saved model has {epochs} epochs, and {more} more cannot be counted; lower --epochs");
        }
        let Resumed { settings, notes } = Resumed::new(&args.settings, &args.given, &mut saved)?;
        notes.iter().for_each(|note| eprintln!("{note}"));
        let train = args.source(&args.data).read_train_with(&mut saved.vocabulary, &saved.classes)?;
        saved.model.grow(saved.vocabulary.len(), settings.accum());
        check_epoch(&mut saved, &settings, &train).with_context(resuming)?;
        Self::with_test(args, train, saved, settings)
    }

    fn read_new(args: &Args) -> Result<Self> {
        let settings = args.new_settings();
        settings.rule.rule.check_given(|option| args.given.contains(option))?;
        let mut vocabulary = match args.bits {
            Some(bits) => Vocabulary::hashed(bits)?,
            None => Vocabulary::growing(),
        };
        let (train, classes) = args.source(&args.data).read_train(&mut vocabulary)?;
        let saved = Saved {
            // Allocated once the device is known to have room for it.
            model: Model::default(),
            vocabulary,
            classes,
            epochs: 0,
            epoch_steps: 0,
            epoch_examples: 0,
            bias: settings.bias(),
            precision: settings.precision,
            settings: None,
        };
        Self::with_test(args, train, saved, settings)
    }

    fn with_test(args: &Args, train: Loaded, saved: Saved, settings: Settings) -> Result<Self> {
        let read =
            |path: &PathBuf| args.source(path).read_test(&saved.vocabulary, &saved.classes, &train.summary);
        let test = args.test.as_ref().map(read).transpose()?;
        Ok(Self { train, test, saved, settings })
    }

    /// What the files were read as.
    pub(super) fn files(&self) -> Files {
        let test = self.test.as_ref().map(|test| test.summary.clone());
        Files { train_data: self.train.summary.clone(), test_data: test }
    }
}

/// Has an epoch begin again that was interrupted over other data.
///
/// # Errors
/// A position that the epoch does not have.
fn check_epoch(saved: &mut Saved, settings: &Settings, train: &Loaded) -> Result<()> {
    let (steps, examples) = (settings.epoch_steps(&train.dataset) as u64, train.dataset.len() as u64);
    if saved.epoch_steps > 0 && saved.epoch_examples != examples {
        eprintln!(
            "note: the model was saved in the middle of an epoch over {} examples, and the data have {examples}; the \
             epoch begins again",
            saved.epoch_examples
        );
        saved.epoch_steps = 0;
    }
    if saved.epoch_steps >= steps && saved.epoch_steps > 0 {
        bail!("it was saved after {} steps of an epoch that has {steps}", saved.epoch_steps);
    }
    Ok(())
}
