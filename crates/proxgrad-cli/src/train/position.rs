//! How far training has come.

use std::fmt;

/// How far training has come, over all runs of a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    /// Epochs trained to their end.
    pub(crate) epochs: u64,
    /// Steps of the epoch after these.
    pub(crate) epoch_steps: u64,
    /// Steps of all epochs, also of those whose number of steps was another one.
    pub(crate) steps: u64,
}

impl Position {
    /// The position after one more step, in an epoch of so many.
    pub(crate) fn next(self, steps_of_epoch: u64) -> Self {
        let steps = self.steps.saturating_add(1);
        if self.epoch_steps + 1 < steps_of_epoch {
            Self { epoch_steps: self.epoch_steps + 1, steps, ..self }
        } else {
            Self { epochs: self.epochs + 1, epoch_steps: 0, steps }
        }
    }
}

/// As in "saved after step 150, the last of epoch 2".
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { epochs, epoch_steps, steps } = self;
        match epoch_steps {
            0 => write!(f, "after step {steps}, the last of epoch {epochs}"),
            _ => write!(f, "after step {steps}, in epoch {}", epochs + 1),
        }
    }
}
