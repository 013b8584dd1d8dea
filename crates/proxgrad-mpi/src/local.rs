//! The optimizer of one rank: its shards, on its own device.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;

use proxgrad::{Config, Group, GroupId, Rows, Schedule, Snapshot, SnapshotView};

pub(crate) use self::cpu::CpuOptimizer;
#[cfg(feature = "gpu")]
pub(crate) use self::gpu::GpuOptimizer;

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

/// A shard to register.
pub(crate) struct NewShard<'a> {
    pub(crate) name: &'a str,
    pub(crate) shape: &'a [usize],
    pub(crate) group: Option<GroupId>,
    pub(crate) rows: Rows,
    /// First row, and rows of the whole table; `None` for a shard that is one row in place of none.
    pub(crate) part: Option<(u64, u64)>,
    pub(crate) values: Vec<f32>,
}

/// The gradient of a shard.
pub(crate) enum ShardGrad<'a> {
    Rows { rows: &'a [u32], values: &'a [f32] },
    Dense(&'a [f32]),
}

/// The optimizer of one rank. Shards are counted in order of registration.
pub(crate) trait LocalOptimizer: Send {
    fn add_group(&mut self, group: Group) -> Result<GroupId, proxgrad::Error>;

    fn add_shard(&mut self, shard: NewShard<'_>) -> Result<(), proxgrad::Error>;

    fn learning_rate(&self, group: Option<GroupId>) -> Result<f64, proxgrad::Error>;

    fn weight_decay(&self, shard: usize) -> Result<f64, proxgrad::Error>;

    fn set_learning_rate(&mut self, group: Option<GroupId>, rate: Schedule) -> Result<(), proxgrad::Error>;

    fn step_count(&self) -> u64;

    /// Takes a step with gradients of these shards, which are divided by `loss_scale`.
    fn step(&mut self, grads: &[(usize, ShardGrad<'_>)], loss_scale: f64) -> Result<(), proxgrad::Error>;

    /// Brings rows of a shard up to date, and copies them, one behind the other.
    fn gather(&mut self, shard: usize, rows: &[u32]) -> Result<Vec<f32>, proxgrad::Error>;

    /// The values of a shard, up to date. Rows that are behind stay behind.
    fn values(&mut self, shard: usize) -> Result<Vec<f32>, proxgrad::Error>;

    /// The values of a shard as they are stored, for a checkpoint.
    fn stored_values(&mut self, shard: usize) -> Result<Vec<f32>, proxgrad::Error>;

    fn snapshot(&mut self) -> Result<Snapshot, proxgrad::Error>;

    /// Continues from a state, and from values by shard.
    fn restore(&mut self, state: &SnapshotView<'_>, values: Vec<Vec<f32>>) -> Result<(), proxgrad::Error>;
}

/// Makes the optimizer of a rank on a device.
pub(crate) fn new(device: Device, config: Config) -> Result<Box<dyn LocalOptimizer>, proxgrad::Error> {
    Ok(match device {
        Device::Cpu => Box::new(CpuOptimizer::new(config)?),
        #[cfg(feature = "gpu")]
        Device::Gpu { device, queue, .. } => Box::new(GpuOptimizer::new(device, queue, config)?),
    })
}
