//! Steps from many threads, each recorded and submitted under a lock.

use super::{optimizer::ProximalAdagrad, step::Step};
use crate::{error::Error, locked::Locked};

impl Locked<ProximalAdagrad> {
    /// Takes one step under the lock: records the gradients that `collect` gives to the step, and submits, so that steps run in
    /// the order of their numbers.
    ///
    /// Submit the commands that compute the gradients before. To record into an encoder of your own, use [`Locked::lock`], and
    /// submit before the guard is dropped.
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
