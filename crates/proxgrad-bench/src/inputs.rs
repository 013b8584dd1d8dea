//! The inputs of every contender: the same settings, and the same initial values, accumulators and gradients.

use anyhow::{Context, Result};
use proxgrad::{Config, Shrinkage, rule::StepParams};

/// γ, l1 and l2: none of them zero, so that no part of the rule can be left out.
const LEARNING_RATE: f64 = 1e-3;
const L1: f64 = 1e-4;
const L2: f64 = 1e-4;

/// Initial values and accumulators, and gradients: times do not depend on the numbers, as long as they stay normal.
pub(crate) const VALUE: f32 = 1.0;
pub(crate) const ACCUM: f32 = 0.1;
pub(crate) const GRAD: f32 = 0.1;

/// Bytes of an element in a dense step: values and accumulators are read and written, gradients read.
pub(crate) const BYTES_PER_ELEMENT: u64 = 20;
/// Bytes of an element in a copy.
pub(crate) const BYTES_PER_COPIED: u64 = 8;

/// The settings of the library.
pub(crate) fn config(shrinkage: Shrinkage) -> Config {
    Config { learning_rate: LEARNING_RATE.into(), l1: L1, l2: L2, shrinkage, ..Config::default() }
}

/// Learning rate, `γ·l1` and `1 / (1 + γ·l2)` as f32, for kernels that know nothing of the library.
#[expect(clippy::cast_possible_truncation, reason = "rounding is the purpose")]
pub(crate) fn rates() -> [f32; 3] {
    [LEARNING_RATE, LEARNING_RATE * L1, 1.0 / (1.0 + LEARNING_RATE * L2)].map(|rate| rate as f32)
}

/// The same settings for contenders that call the rule themselves.
pub(crate) fn step_params() -> StepParams {
    StepParams::new(LEARNING_RATE, L1, L2)
}

/// A vector of equal numbers.
///
/// # Errors
/// There is no memory for it.
pub(crate) fn filled(elements: usize, value: f32) -> Result<Vec<f32>> {
    let mut all = Vec::new();
    all.try_reserve_exact(elements).with_context(|| format!("no memory for {elements} f32"))?;
    all.resize(elements, value);
    Ok(all)
}

/// A count of elements as `usize`.
///
/// # Errors
/// More than this machine can address.
pub(crate) fn index(count: u64) -> Result<usize> {
    usize::try_from(count).with_context(|| format!("{count} elements cannot be addressed here"))
}
