//! The ProximalAdagrad optimizer, dense and row-sparse: WGSL compute kernels on GPU-resident buffers, and a CPU
//! implementation as reference and fallback.
//!
//! AdaGrad with a proximal step for L1 and L2 (Duchi, Hazan, Singer 2011): for an element `w` with gradient `g`,
//! learning rate `γ` and accumulator `A`
//!
//! ```text
//! A ← A + g²        p = w − γ·g/√A        w ← sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)
//! ```
//!
//! so that L1 makes weights *exactly* zero, not merely small: for click models, embeddings, and models that must be
//! small. [`Shrinkage`] chooses between this, the published formula, and the one that MindSpore's and TensorFlow's
//! kernels compute.
//!
//! # Where to start
//!
//! * On a GPU, in a wgpu program of your own: [`gpu`]. Your device, your buffers, your encoder; nothing is read back
//!   and nothing blocks. Any Vulkan, Metal, DX12 or WebGPU device will do, no feature is needed.
//! * On slices: [`cpu`], with the same words. Without default features the crate is just this, and compiles no wgpu.
//! * The settings, named as on MindSpore's page for `nn.ProximalAdagrad`: [`Config`], [`Group`], [`Schedule`].
//! * Row gradients whose L1 and L2 reach the other rows too, as a dense gradient's would: [`Rows::Exact`].
//! * Rates that change: the named schedules of [`schedule`], computed step by step, and the lists of [`dynamic_lr`].
//! * Values and gradients of 16 bits: [`Format`], [`Rounding`]; gradients that overflow or are too large:
//!   [`Config::skip_on_overflow`], [`Config::clip_norm`]; what a run wants to know: [`Report`].
//!   `docs/half-precision.md` in the repository has all of it.
//! * A loss scale that finds its own value: [`DynamicLossScale`]. Steps from many threads: [`Locked`].
//! * Moving over from MindSpore or TensorFlow: `docs/from-mindspore.md` in the repository, and [`Config::mindspore`].
//! * One element, to read or to check against: [`rule`].
//!
//! # What is promised
//!
//! * **Determinism.** The same inputs on the same device give the same bits. Equal rows of a row gradient are summed
//!   in order of occurrence, whether the host knows the indices or only the device.
//! * **Exact rows.** Training with row gradients gives what training with dense ones that are 0 elsewhere gives, to the
//!   rounding of f32, at the cost of the rows that are named: [`Rows::Exact`], and `docs/exact-rows.md` in the repository.
//! * **All or nothing.** Whatever returns an [`Error`] has changed nothing.
//! * **Agreement.** GPU and CPU run the same operations in the same order; they differ by what WGSL's accuracy table
//!   allows, and not at all on a device with IEEE division and square roots that neither fuses nor reassociates.
//!
//! * **Overflow.** With [`Config::skip_on_overflow`] a step with a gradient that is not finite changes nothing, and is
//!   counted. Without, nothing is promised about such gradients: WGSL makes no guarantees for them.
//!
//! # Features
//!
//! * `gpu` (default): the kernels. The application chooses wgpu's backends; the crate is re-exported as `wgpu`.
//! * `parallel` (default): large steps on the CPU, and the grouping of large row gradients for the GPU, are shared between
//!   rayon's threads, and loops use AVX2 where the processor has it. Without the feature the same code runs on the calling
//!   thread with the instructions that every processor of its kind has. The bits are the same.
//! * `serde`: settings ([`Config`], [`Group`], [`Schedule`] and what they hold) and [`DynamicLossScale`] can be
//!   serialised.

#[macro_use]
mod facade;

#[cfg(feature = "gpu")]
pub mod gpu;

mod catch_up;
mod config;
pub mod cpu;
pub mod dynamic_lr;
mod error;
mod format;
mod locked;
mod loss_scale;
mod mean;
#[cfg(feature = "gpu")]
mod plan;
mod report;
mod roster;
mod rounding;
mod rows;
pub mod rule;
pub mod schedule;
mod state;
mod threads;
mod timeline;

pub use config::{Centralization, Config, Group};
pub use error::{Error, Field};
pub use format::{Element, Format, Values, ValuesMut};
pub use half;
pub use locked::Locked;
pub use loss_scale::DynamicLossScale;
pub use report::Report;
pub use roster::{GroupId, ParamId};
pub use rounding::Rounding;
pub use rows::{HostIndices, Index};
pub use rule::{RowDecay, Rows, Shrinkage};
pub use schedule::Schedule;
pub use state::{Data, Snapshot, Tensor};
#[cfg(feature = "gpu")]
pub use {
    gpu::{Arena, ArenaId, Grad, Indices, Kernels, Member, Param, ProximalAdagrad, RowGrad, Step},
    wgpu,
};

/// The page's snippets are compiled and run.
#[cfg(all(doctest, feature = "gpu"))]
#[doc = include_str!("../docs/from-mindspore.md")]
mod from_mindspore {}

/// The page's snippets are compiled and run.
#[cfg(all(doctest, feature = "gpu"))]
#[doc = include_str!("../docs/half-precision.md")]
mod half_precision {}

/// The page's snippets are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/exact-rows.md")]
mod exact_rows {}
