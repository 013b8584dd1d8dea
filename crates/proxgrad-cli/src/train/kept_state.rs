//! The last state of a training run that the host has, to be saved where the device is lost.

use std::time::{Duration, Instant};

use anyhow::{Error, Result, anyhow};
use proxgrad_safetensors::Target;

use super::{
    model::{Model, Saved},
    trainer::Trainer,
};

/// A copy of the state that the host keeps at the end of epochs.
#[derive(Debug, Default)]
pub(crate) struct KeptState {
    is_wanted: bool,
    /// The state, and the number of epochs that it was trained for.
    state: Option<(Model, u64)>,
    /// When it was read, and how long that took.
    read: Option<(Instant, Duration)>,
}

/// How much longer than the copy of a state the training is before the next one, so that copies take less than a hundredth of the
/// time.
const TRAINING: u32 = 100;

impl KeptState {
    /// Keeps states if they are wanted.
    pub(crate) fn new(is_wanted: bool) -> Self {
        Self { is_wanted, ..Self::default() }
    }

    /// Reads the state after so many epochs, unless the last copy was made a short time ago.
    pub(crate) fn keep(&mut self, trainer: &mut dyn Trainer, epochs: u64) -> Result<()> {
        let is_due = self.read.is_none_or(|(at, took)| at.elapsed() >= took * TRAINING);
        if self.is_wanted && is_due {
            let started = Instant::now();
            self.state = Some((trainer.model()?, epochs));
            self.read = Some((Instant::now(), started.elapsed()));
        }
        Ok(())
    }

    /// Saves the state where an error says that the device was lost; returns the error, which says so.
    pub(crate) fn rescue(self, error: Error, saved: Saved, target: Option<Target>) -> Error {
        let is_loss = matches!(error.downcast_ref(), Some(proxgrad::Error::DeviceLost { .. }));
        let (true, Some((model, epochs)), Some(target)) = (is_loss, self.state, target) else { return error };
        let path = target.path().display().to_string();
        match (Saved { model, epochs, ..saved }).save(target) {
            Ok(()) => anyhow!("{error}\nsaved the state after epoch {epochs}; continue with --resume {path}"),
            Err(failure) => failure.context(error),
        }
    }
}
