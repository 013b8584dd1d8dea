//! When the state of a run is saved: after so many steps, where the run is interrupted, where the device is lost, and
//! at its end.

use std::env;

use anyhow::{Error, Result, anyhow};

use super::{
    callback::Callback,
    interrupt::{Interrupt, Interrupted},
    kept_state::KeptState,
    model::{Model, Saved},
    position::Position,
    resume_command::resume_command,
    save_file::SaveFile,
    trainer::Trainer,
};

/// Saves the state of a run between its steps.
pub(super) struct Checkpoints {
    /// All but the model, which is the trainer's.
    saved: Saved,
    /// `None` where nothing is saved.
    file: Option<SaveFile>,
    /// Steps between two checkpoints, counted over all runs of the model.
    every: Option<u64>,
    kept: KeptState,
    interrupt: Interrupt,
    /// Epochs at the end of the run.
    last_epoch: u64,
    /// Examples of an epoch.
    examples: u64,
}

impl Checkpoints {
    /// For a run from `saved` on, whose model the trainer has.
    pub(super) fn new(
        saved: Saved,
        file: Option<SaveFile>,
        every: Option<u64>,
        interrupt: Interrupt,
    ) -> Self {
        let kept = KeptState::default();
        Self { saved, file, every, kept, interrupt, last_epoch: 0, examples: 0 }
    }

    /// The epochs at the end of the run, counted over all runs of the model, and the examples of each.
    pub(super) fn until(self, last_epoch: u64, examples: usize) -> Self {
        Self { last_epoch, examples: examples as u64, ..self }
    }

    /// Whether to keep a copy of the state for the loss of the device, if there is a file to save it to.
    pub(super) fn keeping(self, keeps: bool) -> Self {
        Self { kept: KeptState::new(keeps && self.file.is_some()), ..self }
    }

    /// Whether training goes on after this position. The last one is saved by [`Self::save_last`].
    fn goes_on(&self, position: Position) -> bool {
        position.epochs < self.last_epoch
    }

    fn is_checkpoint(&self, position: Position) -> bool {
        self.goes_on(position) && self.every.is_some_and(|every| position.steps.is_multiple_of(every))
    }

    /// Whether to keep the state at this position. That at the end of the run is read to be saved, and a copy before the last
    /// report would bring exact rows up to date, so that the report would depend on the time that copies take.
    fn is_kept(&self, position: Position) -> bool {
        self.goes_on(position) && self.kept.is_due(position)
    }

    fn is_interrupted(&self, position: Position) -> bool {
        self.goes_on(position) && self.interrupt.is_requested()
    }

    /// Saves the state of the trainer; returns a line about the file, or `None` where nothing is saved.
    fn save(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Option<String>> {
        if self.file.is_none() {
            return Ok(None);
        }
        let model = if position.epoch_steps == 0 { trainer.model()? } else { trainer.checkpoint()? };
        let line = self.write(model, position)?;
        // The file is newer now.
        self.kept.take();
        self.saved.model = Model::default();
        Ok(line)
    }

    /// Writes a model; returns a line about the file, or `None` where nothing is saved.
    fn write(&mut self, model: Model, position: Position) -> Result<Option<String>> {
        let (saved, Position { epochs, epoch_steps, steps }) = (&mut self.saved, position);
        (saved.model, saved.epochs, saved.epoch_steps) = (model, epochs, epoch_steps);
        if let (Some(l1), Some(settings)) = (saved.model.l1, &mut saved.settings) {
            settings.insert("l1", l1.into());
        }
        saved.epoch_examples = if epoch_steps > 0 { self.examples } else { 0 };
        let Some(file) = &mut self.file else { return Ok(None) };
        let bytes = file.write(saved, steps)?;
        let (features, nonzero) = (saved.vocabulary.len(), saved.model.nonzero());
        Ok(Some(format!(
            "saved {}: {bytes} bytes, {features} features, {nonzero} non-zero weights, {position}",
            file.path().display()
        )))
    }

    /// Saves the state where the run is interrupted; returns an error, which says so.
    fn interrupted(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Interrupted> {
        let saved = self.save(trainer, position)?;
        let text = match (saved, &self.file) {
            (Some(line), Some(file)) => {
                let command = resume_command(env::args_os(), file.path(), self.last_epoch - position.epochs);
                format!("interrupted; {line}\ncontinue with: {command}")
            }
            _ => format!("interrupted {position}; nothing was saved, because there is no --save"),
        };
        Ok(Interrupted { text })
    }

    /// Saves the model at the end of a run; returns a line about the file, or `None` where nothing is saved. Where there is no
    /// file, `is_needed` says whether [`Checkpoints::finish`] is to return the model nevertheless, which may be large.
    ///
    /// # Errors
    /// A file that cannot be written, a device that is lost.
    pub(super) fn save_last(
        &mut self,
        trainer: &mut dyn Trainer,
        position: Position,
        is_needed: bool,
    ) -> Result<Option<String>> {
        if self.file.is_none() && !is_needed {
            return Ok(None);
        }
        let model = trainer.model()?;
        self.write(model, position)
    }

    /// Says that the model was saved at the end of a run, by the line about the file. From now on signals end the program.
    ///
    /// # Errors
    /// The interruption of the run, where there was one since its last step.
    pub(super) fn finish(self, line: Option<String>) -> Result<Saved> {
        if let Some(line) = &line {
            eprintln!("{line}");
        }
        self.interrupt.end_at_once();
        if self.interrupt.is_requested() {
            let text = if line.is_some() { "the model was saved" } else { "nothing was saved" };
            return Err(Interrupted { text: format!("interrupted after the last step; {text}") }.into());
        }
        Ok(self.saved)
    }

    /// Saves the kept state where an error says that the device was lost; returns the error, which says so.
    pub(super) fn rescue(&mut self, error: Error) -> Error {
        if !matches!(error.downcast_ref(), Some(proxgrad::Error::DeviceLost { .. })) {
            return error;
        }
        let Some((model, position)) = self.kept.take() else { return self.with_checkpoint(error) };
        let epochs = position.epochs;
        match self.write(model, position) {
            Ok(_) => self.with_remedy(&error, &format!("saved the state after epoch {epochs}")),
            Err(failure) => failure.context(error),
        }
    }

    /// An error that names the newest checkpoint of the run, where there is one.
    fn with_checkpoint(&self, error: Error) -> Error {
        match self.file.as_ref().and_then(SaveFile::step) {
            Some(step) => self.with_remedy(&error, &format!("the state after step {step} was saved")),
            None => error,
        }
    }

    fn with_remedy(&self, error: &Error, what: &str) -> Error {
        let path = self.file.as_ref().map_or(String::new(), |file| file.path().display().to_string());
        anyhow!("{error}\n{what}; continue with --resume {path}")
    }
}

impl Callback for Checkpoints {
    fn is_due(&self, position: Position) -> bool {
        self.is_interrupted(position) || self.is_checkpoint(position) || self.is_kept(position)
    }

    fn call(&mut self, trainer: &mut dyn Trainer, position: Position) -> Result<Option<String>> {
        if self.is_interrupted(position) {
            return Err(self.interrupted(trainer, position)?.into());
        }
        if self.is_checkpoint(position) {
            return self.save(trainer, position);
        }
        self.kept.keep(trainer, position)?;
        Ok(None)
    }
}
