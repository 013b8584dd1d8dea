//! Where a rank keeps its shards.

use proxgrad::Config;

#[cfg(feature = "gpu")]
use super::gpu::GpuOptimizer;
use super::{cpu::CpuOptimizer, interface::LocalOptimizer};

/// Where a rank keeps its shards and takes its steps.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Device {
    /// In the host's memory, by the CPU implementation.
    #[default]
    Cpu,
    /// On a device of wgpu. Gradients and gathered rows pass through the host's memory.
    #[cfg(feature = "gpu")]
    Gpu {
        /// The device.
        device: wgpu::Device,
        /// Its queue.
        queue: wgpu::Queue,
        /// A name of device and driver. Replicated parameters need the same one on all ranks.
        name: String,
    },
}

impl Device {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Cpu => "CPU implementation",
            #[cfg(feature = "gpu")]
            Self::Gpu { name, .. } => name,
        }
    }
}

/// Makes the optimizer of a rank on a device.
pub(crate) fn new(device: Device, config: Config) -> Result<Box<dyn LocalOptimizer>, proxgrad::Error> {
    Ok(match device {
        Device::Cpu => Box::new(CpuOptimizer::new(config)?),
        #[cfg(feature = "gpu")]
        Device::Gpu { device, queue, .. } => Box::new(GpuOptimizer::new(device, queue, config)?),
    })
}
