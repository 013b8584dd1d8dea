//! Training without a progress bar, a curve or a callback: for commands that train many models at once.

use anyhow::Result;

use super::{fit::interval, settings::Settings, trainer::Trainer};
use crate::data::Dataset;

/// Trains all epochs; returns whether every loss was finite, and ends at the first that is not.
///
/// # Errors
/// A device that fails.
pub(crate) fn fit_quietly(trainer: &mut dyn Trainer, settings: &Settings, dataset: &Dataset) -> Result<bool> {
    // As the trainer was made for it.
    let (interval, mut step) = (interval(settings.steps(dataset)), 0_usize);
    for number in 0..settings.epochs() {
        let epoch = settings.epoch(dataset, number);
        trainer.begin_epoch(&epoch, 0)?;
        for batch in epoch.batches(settings.batch().min(dataset.len())) {
            trainer.step(&epoch, batch, false)?;
            step += 1;
            if step.is_multiple_of(interval) && trainer.losses()?.iter().any(|loss| !loss.is_finite()) {
                return Ok(false);
            }
        }
    }
    Ok(trainer.losses()?.iter().all(|loss| loss.is_finite()))
}
