//! The ProximalAdagrad optimizer, dense and row-sparse: WGSL compute kernels on GPU-resident buffers, and a
//! CPU implementation as reference and fallback.
//!
#![cfg_attr(feature = "gpu", doc = "```no_run")]
#![cfg_attr(feature = "gpu", doc = include_str!("../examples/quickstart.rs"))]
#![cfg_attr(feature = "gpu", doc = "```")]
//!
//! On a GPU the optimizer works inside a wgpu program: it records steps into the program's encoder, over the
//! program's buffers. A step reads nothing back and never waits for the device. The library is written for
//! Vulkan, Metal, DX12 and WebGPU; no device feature is required. On the CPU the same steps run on slices:
//!
//! ```
//! use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
//!
//! let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
//! let mut optimizer = ProximalAdagrad::new(config)?;
//! let weight = optimizer.add_param(Param::new("weight", &[2, 2]))?;
//!
//! let mut values = [1.0, -2.0, 0.05, 0.02];
//! let mut step = optimizer.begin_step();
//! step.dense(weight, &mut values, &[0.5, 0.2, -0.1, 0.0])?;
//! step.finish()?;
//! assert_eq!(values[3], 0.0);
//! # Ok::<(), proxgrad::Error>(())
//! ```
//!
//! ProximalAdagrad is AdaGrad with a proximal step for L1 and L2 (Duchi, Hazan, Singer 2011). An element `w`
//! with gradient `g`, learning rate `γ` and accumulator `A` is updated by
//!
//! ```text
//! A ← A + g²        p = w − γ·g/√A        w ← sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)
//! ```
//!
//! so L1 makes weights *exactly* zero, not merely small, which click models, embeddings and models for small
//! devices need.
//!
//! # Where to start
//!
#![cfg_attr(feature = "gpu", doc = "* On a GPU, with buffers of a wgpu program: [`gpu`].")]
//! * On slices: [`cpu`], with the same names. Without default features the crate contains only the CPU
//!   implementation, and compiles no wgpu.
//! * Settings: [`Config`] and [`Group`], named as on MindSpore's page for `nn.ProximalAdagrad`. [`Shrinkage`]
//!   chooses between the published formula above and the one that the kernels of MindSpore and TensorFlow
//!   compute.
//! * FTRL-Proximal, AdaGrad-RDA, forward-backward splitting, row-wise AdaGrad and sparse group lasso FTRL, in place of
//!   ProximalAdagrad: [`UpdateRule`].
//! * Learning rates that change: a [`Schedule`], such as the named schedules in [`schedule`] or a list from
//!   [`dynamic_lr`].
//! * Steps with row gradients that apply L1 and L2 to all rows, as a dense gradient does: [`Rows::Exact`].
//! * Values and gradients of 16 bits: [`Format`] and [`Rounding`].
//! * Learning rates, weight decays and strengths of L1 and L2 that a program changes between steps:
//!   `set_learning_rate`, `set_weight_decay`, `set_l1` and `set_l2` of both optimizers.
//! * Gradients that overflow or are too large: [`Config::skip_on_overflow`], [`Config::clip_norm`],
//!   [`DynamicLossScale`].
//! * Counts and measurements of a run: [`Report`].
//! * Checkpoints: [`Snapshot`]. Steps from several threads: [`Locked`]. The rule on one element:
//!   [`rule::update`].
//!
#![cfg_attr(
    feature = "gpu",
    doc = "The pages of [`guide`] explain what needs more room than an item's documentation: moving over from MindSpore or \
           TensorFlow, exact rows, 16 bits, state in files, lost devices, and how a step runs."
)]
//!
//! # What is promised
//!
//! * **Determinism.** The same inputs on the same device give the same bits. The entries of the same row in a row
//!   gradient are summed in a fixed order, whether the indices are in host memory or on the device: in pieces of
//!   64 in order of occurrence, then piece by piece. The one exception is `Indices::DeviceUnique` with equal
//!   indices: the row ends up with one of the updates, or with parts of several.
//! * **Exact rows.** With [`Rows::Exact`], training with row gradients gives the same weights as training with
//!   dense gradients that are 0 in all other rows, up to rounding of f32. A step costs only as much as the rows
//!   that its gradient names.
//! * **All or nothing.** A call that returns an [`Error`] has changed nothing.
//! * **Agreement.** GPU and CPU run the same operations in the same order. Their results differ by at most
//!   what WGSL's accuracy table allows. On a device with IEEE 754 division and square root that neither fuses nor
//!   reassociates operations, only the sign of zeros may differ, and by a rounding a norm whose parts are added in
//!   another order.
//! * **Overflow.** With [`Config::skip_on_overflow`] or a dynamic loss scale, a step with a gradient that is
//!   not finite changes nothing, and is counted. Without these settings, results for such gradients are not
//!   specified, because WGSL does not specify them.
//!
//! # Features
//!
//! * `gpu` (default): the kernels, on wgpu, which is re-exported as `wgpu`.
//! * `backends` (default): the backends of wgpu for Vulkan, Metal, DX12 and WebGPU. Without this feature the application chooses
//!   backends by the features of its own dependency on wgpu. If it chooses none, wgpu's `Instance::new` panics, and
//!   `gpu::instance` returns an error that says so.
//! * `parallel` (default): large steps on the CPU, and the grouping of large row gradients for the GPU, run
//!   on the threads of rayon, and loops use AVX2 if the processor has it. Without this feature the same code runs
//!   on the calling thread, with the instructions that every processor of the target has. The bits are the same.
//! * `serde`: settings, state and reports can be serialised: [`Config`], [`Group`], [`Schedule`] and the types that
//!   they hold, [`DynamicLossScale`], [`Snapshot`] and [`Report`]. Every value that an optimizer takes or
//!   returns reads back unchanged; in JSON and other human-readable formats, infinite limits and numbers of a
//!   report or snapshot that are not finite are the strings `"inf"`, `"-inf"` and `"nan"`. (With serde_json, its
//!   feature `float_roundtrip` is needed for the last bit of f64.)
//!
//! # Versions
//!
//! This library follows [semantic versioning](https://semver.org). Types that may grow are marked as
//! `#[non_exhaustive]`, so matches end with `_` or `..`; literals of [`Config`] and [`Group`] end with
//! `..Config::default()`.
//!
//! Types of wgpu and of half are part of the interface. A new major version of either is a breaking change of
//! this library: before 1.0 it comes with a new minor version of this library, afterwards with a new major
//! version. The versions in use are re-exported as `wgpu` and [`half`], so a program that uses the re-exports
//! always has the right versions. Versions of Rust from the `rust-version` of the manifest on are supported; only
//! a new minor version raises the `rust-version`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "gpu")]
pub mod gpu;

mod config;
pub mod cpu;
mod error;
mod format;
// The CPU implementation needs only a part of the following three modules.
#[cfg_attr(
    not(feature = "gpu"),
    allow(dead_code, unused_imports, reason = "some of it serves kernels alone")
)]
mod lazy;
mod locked;
#[cfg_attr(not(feature = "gpu"), allow(dead_code, reason = "some of it serves kernels alone"))]
mod loss_scale;
#[cfg_attr(
    not(feature = "gpu"),
    allow(dead_code, unused_imports, reason = "some of it serves kernels alone")
)]
mod params;
mod reduce;
mod report;
mod rounding;
mod row_groups;
mod row_sources;
pub mod rule;
pub mod schedule;
#[cfg(feature = "serde")]
mod serial;
mod state;
mod threads;
mod validate;

pub use config::{Centralization, Config, Group};
pub use error::{Error, Field};
pub use format::{Element, Format, Values, ValuesMut};
pub use half;
pub use locked::Locked;
pub use loss_scale::DynamicLossScale;
pub use params::{GroupId, ParamId, RestoreOptions};
pub use report::Report;
pub use rounding::Rounding;
pub use row_groups::{HostIndices, Index};
pub use row_sources::RowSources;
pub use rule::{Ftrl, FtrlForm, FtrlStart, RowDecay, Rows, Shrinkage, UpdateRule};
pub use schedule::{Schedule, dynamic_lr};
pub use state::{Data, DataView, Snapshot, SnapshotView, Tensor, TensorView};
#[cfg(feature = "gpu")]
pub use {
    gpu::{
        Arena, ArenaId, Grad, GroupedIndices, Indices, Kernels, Member, NewTable, Param, Place,
        ProximalAdagrad, RowGrad, Step,
    },
    wgpu,
};

#[cfg(all(any(doc, doctest), feature = "gpu"))]
pub mod guide;
