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

impl<T: Callback + ?Sized> Callback for &mut T {
    fn is_due(&self, position: Position) -> bool {
        (**self).is_due(position)
    }

    fn call(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Option<String>> {
        (**self).call(trainer, position)
    }
}

impl<T: Callback> Callback for Option<T> {
    fn is_due(&self, position: Position) -> bool {
        self.as_ref().is_some_and(|callback| callback.is_due(position))
    }

    fn call(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Option<String>> {
        self.as_mut().map_or(Ok(None), |callback| callback.call(trainer, position))
    }
}

/// One after the other.
impl<A: Callback, B: Callback> Callback for (A, B) {
    fn is_due(&self, position: Position) -> bool {
        self.0.is_due(position) || self.1.is_due(position)
    }

    fn call(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Option<String>> {
        let first = if self.0.is_due(position) { self.0.call(trainer, position)? } else { None };
        let second = if self.1.is_due(position) { self.1.call(trainer, position)? } else { None };
        let lines: Vec<_> = first.into_iter().chain(second).collect();
        Ok((!lines.is_empty()).then(|| lines.join("\n")))
    }
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
