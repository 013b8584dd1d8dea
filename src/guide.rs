//! Pages about subjects that need more room than the documentation of one item. The pages are files of the repository's
//! folder `docs`; the example `pages` runs the snippets that need a device.

#[doc = include_str!("../docs/from-mindspore.md")]
pub mod from_mindspore {}

#[doc = include_str!("../docs/rules.md")]
pub mod rules {}

#[doc = include_str!("../docs/exact-rows.md")]
pub mod exact_rows {}

#[doc = include_str!("../docs/half-precision.md")]
pub mod half_precision {}

// The package proxgrad-safetensors runs its snippets.
#[cfg(not(doctest))]
#[doc = include_str!("../docs/state.md")]
pub mod state {}

#[doc = include_str!("../docs/reliability.md")]
pub mod reliability {}

#[doc = include_str!("../docs/how-a-step-runs.md")]
pub mod how_a_step_runs {}

/// Compiles the snippets of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
