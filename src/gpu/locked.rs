//! Steps of many threads, each recorded and submitted whole.

use super::{optimizer::ProximalAdagrad, step::Step};
use crate::{error::Error, locked::Locked};

impl Locked<ProximalAdagrad> {
    /// Takes one step: records what `collect` gives it, and submits, all under the lock, so that steps run whole and in
    /// the order of their numbers.
    ///
    /// What computes the gradients is submitted by the caller before. To record into an encoder of the caller's, use
    /// [`Locked::lock`], and submit before the guard is dropped.
    ///
    /// # Errors
    /// Those of `collect` and of [`Step::finish`]. Nothing is submitted or changed then.
    pub fn step(
        &self,
        queue: &wgpu::Queue,
        collect: impl FnOnce(&mut Step<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut optimizer = self.lock();
        let device = optimizer.kernels.device().clone();
        let label = Some("proxgrad locked step");
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
        let mut step = optimizer.begin_step(&mut encoder);
        collect(&mut step)?;
        step.finish()?;
        queue.submit([encoder.finish()]);
        Ok(())
    }
}
