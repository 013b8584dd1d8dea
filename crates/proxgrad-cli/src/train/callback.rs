//! What a run does between its steps.

use anyhow::Result;

use super::{position::Position, trainer::Trainer};

/// What a run does between its steps, apart from training.
pub(crate) trait Callback {
    /// Whether there is something to do after the step that has led to this position.
    fn is_due(&self, position: Position) -> bool;
    /// Does it; returns a line for people where there is something to say. Losses up to this step are finite.
    ///
    /// # Errors
    /// The run ends here.
    fn call(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Option<String>>;
}

/// Nothing.
impl Callback for () {
    fn is_due(&self, _: Position) -> bool {
        false
    }

    fn call(&mut self, _: &mut dyn Trainer, _: Position) -> Result<Option<String>> {
        Ok(None)
    }
}
