//! The trainer for a device.

use anyhow::Result;

use super::{
    cpu::CpuTrainer, fit::interval, gpu::GpuTrainer, model::Model, settings::Settings, trainer::Trainer,
};
use crate::{data::Dataset, device::Opened};

/// A trainer on an opened device.
pub(crate) fn trainer<'a>(
    device: &Opened,
    settings: &Settings,
    dataset: &'a Dataset,
    model: Model,
) -> Result<Box<dyn Trainer + 'a>> {
    Ok(match device {
        Opened::Cpu => Box::new(CpuTrainer::new(settings, dataset, model)?),
        Opened::Gpu { device, queue, .. } => {
            let interval = interval(settings.steps(dataset));
            Box::new(GpuTrainer::new(device, queue, settings, dataset, model, interval)?)
        }
    })
}
