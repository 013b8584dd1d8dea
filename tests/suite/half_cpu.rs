//! Storage in 16 bits, skipped steps, clipping and reports of the CPU implementation: compared with its steps
//! in f32, whose results the half crate rounds, and with sums in f64.

#![expect(clippy::cast_possible_truncation, reason = "counts in tests are small, and rounding is intended")]

mod case;
mod clipping;
mod formats;
mod norms;
mod overflow;
mod reports;
mod rounding;
