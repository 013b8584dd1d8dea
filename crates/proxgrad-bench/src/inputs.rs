//! What every contender is given: the same settings, and values, accumulators and gradients that start the same.

use anyhow::{Context, Result};
use proxgrad::{Config, Shrinkage, rule::StepParams};

/// γ, l1 and l2: none of them zero, so that nothing can be left out.
const LEARNING_RATE: f64 = 1e-3;
const L1: f64 = 1e-4;
const L2: f64 = 1e-4;

/// Where values start, and what all gradients are: nothing here depends on the numbers, as long as they stay normal.
pub(crate) const VALUE: f32 = 1.0;
pub(crate) const ACCUM: f32 = 0.1;
pub(crate) const GRAD: f32 = 0.1;

/// Bytes an element of a dense step moves: values and accumulators read and written, gradients read.
pub(crate) const BYTES_PER_ELEMENT: u64 = 20;
/// Bytes an element of a copy moves.
pub(crate) const BYTES_PER_COPIED: u64 = 8;

/// The library's settings.
pub(crate) fn config(shrinkage: Shrinkage) -> Config {
    Config { learning_rate: LEARNING_RATE.into(), l1: L1, l2: L2, shrinkage, ..Config::default() }
}

/// The same for those who call the rule themselves.
pub(crate) fn step_params() -> StepParams {
    StepParams::new(LEARNING_RATE, L1, L2)
}

/// Numbers that are all the same.
///
/// # Errors
/// There is no memory for them.
pub(crate) fn filled(elements: usize, value: f32) -> Result<Vec<f32>> {
    let mut all = Vec::new();
    all.try_reserve_exact(elements).with_context(|| format!("no memory for {elements} f32"))?;
    all.resize(elements, value);
    Ok(all)
}

/// A count as one of memory.
///
/// # Errors
/// More than this machine can address.
pub(crate) fn index(count: u64) -> Result<usize> {
    usize::try_from(count).with_context(|| format!("{count} elements cannot be addressed here"))
}
