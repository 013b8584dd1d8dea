//! ProximalAdagrad on GPU-resident buffers, inside the caller's own wgpu program.
//!
//! The caller owns the device, the queue, the encoder and the buffers of values and gradients. The optimizer owns the
//! accumulators. It only records steps: a step runs when the caller submits the encoder, reads nothing back and does not
//! wait for the device. [`Kernels::prepare`] compiles kernels ahead of time. Otherwise a kernel is compiled when a step
//! first needs it, which takes time.
//!
//! ```
//! use proxgrad::{Config, Kernels, Param, ProximalAdagrad, gpu, wgpu::{self, util::DeviceExt}};
//!
//! # // Without any adapter the example fails, unless the environment allows that.
//! # let instance = gpu::instance()?;
//! # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
//! #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
//! #     choice => choice?,
//! # };
//! # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
//! # let buffer = |contents: &[f32]| device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
//! #     label: None,
//! #     contents: bytemuck::cast_slice(contents),
//! #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
//! # });
//! // The program provides `device`, `queue` and a function that creates storage buffers.
//! let weights = buffer(&[1.0, -2.0, 0.05, 0.02]);
//! let grads = buffer(&[0.5, 0.2, -0.1, 0.0]);
//!
//! let kernels = Kernels::new(&device)?;
//! let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
//! let mut optimizer = ProximalAdagrad::new(&kernels, config)?;
//! let weight = optimizer.add_param(Param::new("weight", &[4], weights.slice(..)))?;
//!
//! let mut encoder = device.create_command_encoder(&Default::default());
//! let mut step = optimizer.begin_step(&mut encoder);
//! step.dense(weight, grads.slice(..))?;
//! step.finish()?;
//! queue.submit([encoder.finish()]);
//!
//! let values: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, weights.slice(..)))?;
//! assert_eq!(values[3], 0.0); // exactly zero
//! # Ok::<(), proxgrad::Error>(())
//! ```

mod adapter;
mod arena;
mod arena_buffers;
mod arena_layout;
mod bind_groups;
mod buffer_pool;
mod buffer_range;
mod checkpoint;
mod device_status;
mod flush;
mod group_rows;
mod grouped_indices;
mod history;
mod kernels;
mod layouts;
mod limits;
mod locked;
mod measure;
mod memory;
mod optimizer;
mod overlap;
mod param_buffers;
mod pieces;
mod plan;
mod planes;
mod precompile;
mod readback;
mod rearrange;
mod rebind;
mod record;
#[cfg(test)]
mod reflection;
mod report;
mod row_moves;
mod row_sort;
mod scratch;
mod segment;
mod shaders;
mod staging;
mod step;
mod tensor;
mod upload;
mod writes;

pub use adapter::{AdapterChoice, DevicePreference, choose, instance, open};
pub use arena::{Arena, ArenaId, Member};
pub use grouped_indices::GroupedIndices;
pub use kernels::Kernels;
pub use optimizer::ProximalAdagrad;
pub use pieces::{SnapshotPieces, TensorPieces, download_pieces};
pub use precompile::Call;
#[cfg(not(target_family = "wasm"))]
pub use readback::block_on;
pub use readback::download;
pub use rearrange::{NewTable, Sources};
pub use rebind::Place;
#[doc(hidden)]
pub use row_sort::{RowSort, SortResult};
pub use step::Step;
pub use tensor::{Grad, Indices, Param, RowGrad};

pub use crate::report::Report;
