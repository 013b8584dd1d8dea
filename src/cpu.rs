//! ProximalAdagrad on slices: the reference for tests of the kernels, and the fallback on machines without a
//! GPU.
//!
//! As with the GPU implementation, register parameters once, then pass gradients to every step.
//!
//! ```
//! use proxgrad::{Config, cpu::{Param, ProximalAdagrad, RowGrad}};
//!
//! let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
//! let mut optimizer = ProximalAdagrad::new(config)?;
//! let weight = optimizer.add_param(Param::new("weight", &[4]))?;
//! let table = optimizer.add_param(Param::new("table", &[3, 2]))?;
//!
//! let (mut weights, mut rows) = (vec![1.0, -2.0, 0.05, 0.02], vec![1.0; 6]);
//! let mut step = optimizer.begin_step();
//! step.dense(weight, &mut weights, &[0.5, 0.2, -0.1, 0.0])?;
//! step.rows(table, &mut rows, RowGrad::new(&[2, 0, 2], &[0.1; 6]))?;
//! step.finish()?;
//!
//! assert_eq!(weights[3], 0.0); // exactly zero
//! assert_eq!(rows[2..4], [1.0, 1.0]); // row 1 had no gradient
//! # Ok::<(), proxgrad::Error>(())
//! ```
//!
//! # 16 bits
//!
//! Values and gradients may each be f32, [`half::f16`] or [`half::bf16`]; accumulators and arithmetic are
//! f32. A value is rounded once, after its update, as
//! [`Config::rounding`](crate::Config::rounding) says.
//!
//! ```
//! use proxgrad::{Config, Rounding, cpu::{Param, ProximalAdagrad}, half::bf16};
//!
//! let config = Config { rounding: Rounding::Stochastic { seed: 7 }, ..Config::default() };
//! let mut optimizer = ProximalAdagrad::new(config)?;
//! let weight = optimizer.add_param(Param::new("weight", &[1000]))?;
//!
//! let mut values = vec![bf16::ONE; 1000];
//! let mut step = optimizer.begin_step();
//! step.dense(weight, &mut values, &[0.5; 1000])?;
//! step.finish()?;
//! // The update is about a fifth of the distance between two numbers of bf16: about a fifth of the
//! // values move, each by that distance.
//! let moved = values.iter().filter(|&&value| value < bf16::ONE).count();
//! assert!((150..300).contains(&moved), "{moved}");
//! # Ok::<(), proxgrad::Error>(())
//! ```
//!
//! # Threads
//!
//! With the feature `parallel` a large step runs on the calling thread and on threads of the
//! [rayon](https://docs.rs/rayon) pool in which it is called (`ThreadPool::install`), or else of the global
//! pool. Every element gets the bits of [`rule::update`](crate::rule::update), whatever the number of
//! threads: each element is computed by one thread, and sums have a fixed order.
//!
//! A thread of a rayon pool may run other jobs of the pool while it waits for the end of a step. So do not
//! take a step on a thread of a rayon pool while you hold a lock that other jobs of the pool need.

mod channels;
mod check_finite;
mod dense;
mod flush;
mod group_rows;
mod grouped_indices;
mod lazy_rows;
mod norms;
mod optimizer;
mod pending;
mod rearrange;
mod rows;
mod scratch;
mod segment;
mod split_channels;
mod split_rows;
mod square_sum;
mod state;
mod step;
mod storage;
mod tasks;
mod tensor;
mod value_stats;
mod vectorised;

pub use self::{
    grouped_indices::GroupedIndices,
    optimizer::ProximalAdagrad,
    step::Step,
    tensor::{Grad, Indices, Param, RowGrad},
};
