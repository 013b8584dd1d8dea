//! 16-bit storage, skipped steps, limits and reports of the CPU implementation: held against the f32 one, whose results the
//! half crate narrows, and against sums in f64.

#![expect(clippy::cast_possible_truncation, reason = "tests count little, and round on purpose")]

mod case;
mod clipping;
mod formats;
mod norms;
mod overflow;
mod reports;
mod rounding;
