//! Tests of the crate, on burn's wgpu backend and on its CPU backend.

mod common;
mod errors;
mod ids;
mod layouts;
mod library;
mod long_run;
mod loss_scale;
mod records;
mod rows;
mod rule;
mod training;
