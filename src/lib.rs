//! ProximalAdagrad as GPU kernels.

#[cfg(feature = "gpu")]
pub mod gpu;

mod config;
pub mod cpu;
mod error;
#[cfg(feature = "gpu")]
mod plan;
mod roster;
mod rows;
pub mod rule;
mod schedule;
mod state;

pub use config::{Config, Group};
pub use error::{Error, Field};
pub use roster::{GroupId, ParamId};
pub use rule::Shrinkage;
pub use schedule::Schedule;
pub use state::{Data, Snapshot, Tensor};
#[cfg(feature = "gpu")]
pub use {
    gpu::{Indices, Kernels, Param, ProximalAdagrad, RowGrad, Step},
    wgpu,
};
