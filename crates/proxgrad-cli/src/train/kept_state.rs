//! The last state of a training run that the host has, to be saved where the device is lost.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::{model::Model, position::Position, trainer::Trainer};

/// A copy of the state that the host keeps at the end of epochs.
#[derive(Debug, Default)]
pub(super) struct KeptState {
    is_wanted: bool,
    state: Option<(Model, Position)>,
    /// When it was read, and how long that took.
    read: Option<(Instant, Duration)>,
}

/// How much longer than the copy of a state the training is before the next one, so that copies take less than a
/// hundredth of the time.
const TRAINING: u32 = 100;

impl KeptState {
    /// Keeps states if they are wanted.
    pub(super) fn new(is_wanted: bool) -> Self {
        Self { is_wanted, ..Self::default() }
    }

    /// Whether to [keep](Self::keep) the state at a position, unless the last copy was made a short time ago.
    pub(super) fn is_due(&self, position: Position) -> bool {
        let is_due = || self.read.is_none_or(|(at, took)| at.elapsed() >= took * TRAINING);
        self.is_wanted && position.epoch_steps == 0 && is_due()
    }

    /// Reads the state between two epochs.
    pub(super) fn keep(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<()> {
        let started = Instant::now();
        self.state = Some((trainer.model()?, position));
        self.read = Some((Instant::now(), started.elapsed()));
        Ok(())
    }

    /// The state, which is kept no longer.
    pub(super) fn take(&mut self) -> Option<(Model, Position)> {
        self.state.take()
    }
}
