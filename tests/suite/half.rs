//! Values and gradients of 16 bits, steps that skip themselves, limits, the loss scale and the report: every device against
//! the CPU implementation, whose own are in `tests/half_cpu.rs`.

mod clipping;
mod formats;
mod loss_scale;
mod overflow;
mod params;
mod reports;
mod storage;
