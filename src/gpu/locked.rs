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
    /// Those of `collect` and of [`Step::finish`]: nothing is submitted or changed then. A step that the queue refuses, because a
    /// gradient is in a buffer that is mapped or was destroyed, changes no value but is counted, as one whose encoder is dropped.
    pub fn step(
        &self,
        queue: &wgpu::Queue,
        collect: impl FnOnce(&mut Step<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut optimizer = self.lock();
        optimizer.ready_to_record("recording a step")?;
        let mut encoder = optimizer.kernels.status().encoder("proxgrad locked step")?;
        let mut step = optimizer.begin_step(&mut encoder);
        collect(&mut step)?;
        step.finish()?;
        optimizer.kernels.status().submit(queue, encoder)
    }
}
