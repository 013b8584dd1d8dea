//! [`proxgrad`] inside [burn](https://burn.dev): the ProximalAdagrad optimizer, whose L1 produces weights that are exactly
//! zero, and embedding tables whose steps cost what their rows cost.
//!
//! One [`ProximalAdagradConfig`] makes an optimizer in three forms:
//!
//! | form | use |
//! |---|---|
//! | [`ProximalAdagradModule`] | steps all parameters of a module in one recorded pass; groups, schedules, limits to the norm of gradients, loss scales, tables of rows |
//! | [`ProximalAdagrad`] | burn's [`Optimizer`](burn::optim::Optimizer) trait, one parameter at a time, on every backend |
//! | [`ProximalAdagradConfig::init`] | burn's own [`ModuleOptimizer`](burn::optim::ModuleOptimizer) over that trait |
//!
//! On burn's wgpu backend the WGSL kernels of proxgrad run on burn's own buffers, and nothing is copied. [`init_wgpu`] opens a
//! device for this; [`register_wgpu`] makes a device known that the program has opened itself. On any other backend the module
//! optimizer uses proxgrad's CPU implementation, and the trait uses tensor operations.
//!
//! [`RowTable`] is an embedding table. Its forward pass returns rows that require gradients, so that the backward pass
//! leaves a gradient of these rows alone, where burn's embedding leaves one of the whole table.
//!
//! ```
//! use burn::{nn::LinearConfig, optim::GradientsParams, tensor::{Device, Tensor}};
//! use proxgrad::Config;
//! use proxgrad_burn::ProximalAdagradConfig;
//!
//! let device = Device::flex().autodiff(); // or `proxgrad_burn::init_wgpu()?.autodiff()`
//! let mut model = LinearConfig::new(4, 2).init(&device);
//! let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
//! let mut optimizer = ProximalAdagradConfig::new(config).init_module(&model)?;
//!
//! let loss = model.forward(Tensor::<2>::ones([1, 4], &device)).sum();
//! let grads = GradientsParams::from_grads(loss.backward(), &model);
//! model = optimizer.step(model, grads)?;
//! # let _ = model;
//! # Ok::<(), proxgrad_burn::Error>(())
//! ```

mod config;
mod error;
mod format;
mod init;
mod module;
mod optimizer;
mod row_table;
mod tensor_ops;
#[cfg(feature = "wgpu")]
mod wgpu;

#[cfg(feature = "wgpu")]
pub use self::wgpu::context::{init_wgpu, register_wgpu};
pub use self::{
    config::ProximalAdagradConfig,
    error::{Error, Rejected},
    module::ProximalAdagradModule,
    optimizer::{ProximalAdagrad, ProximalAdagradState},
    row_table::{Lookup, RowGradient, RowTable, RowTableConfig},
};
pub use proxgrad;

/// Compiles and runs the snippets of the page.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/burn.md")]
mod page {}
