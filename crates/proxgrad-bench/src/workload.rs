//! A workload: a step on some sizes, and the contenders that perform it.

use anyhow::Result;

use crate::{contender::Contender, machine::Machine, prediction::Forecast, sizes::Sizes};

/// What a case measures.
pub(crate) trait Workload {
    /// The sizes, which also name the case.
    fn sizes(&self) -> Sizes;

    /// The contenders on an adapter, with their memory allocated: it is freed when they are dropped.
    ///
    /// # Errors
    /// The device has no memory for them, or its limits are too low. The case is then left out on this device.
    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>>;

    /// The contenders on the CPU.
    ///
    /// # Errors
    /// There is no memory for them.
    fn on_cpu(&self) -> Result<Vec<Contender<'static>>>;

    /// Row indices of the gradient, the same for every contender and for peers; of all sets, one after the other.
    fn indices(&self) -> Option<&[u32]> {
        None
    }

    /// Sets of buffers that steps take in turn, so that none finds its data in a cache.
    fn sets(&self) -> u64 {
        1
    }

    /// What a step must move and launch on a GPU, from which a time can be predicted.
    fn forecasts(&self) -> Vec<Forecast>;
}
