//! Values and gradients in 16 bits, skipped steps, clipping, the loss scale and the report: every device is
//! compared with the CPU implementation, whose own tests are in `half_cpu.rs`.

mod clipping;
mod formats;
mod loss_scale;
mod overflow;
pub(crate) mod params;
mod reports;
mod storage;
