//! The optimizer of one rank: its shards, on its own device.

mod cpu;
mod device;
#[cfg(feature = "gpu")]
mod gpu;
mod interface;

pub use self::device::Device;
pub(crate) use self::{
    device::new,
    interface::{LocalOptimizer, NewShard, ShardGrad},
};
