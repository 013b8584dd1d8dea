//! Tests of the crate, on burn's wgpu backend and on its CPU backend.

mod common;
mod errors;
mod layouts;
mod library;
mod loss_scale;
mod own_device;
mod records;
mod rows;
mod rule;
mod training;
