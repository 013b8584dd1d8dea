//! Statistics of values, for the report.

use super::{square_sum::SquareSum, storage::BLOCK};
use crate::format::Values;

/// Statistics of values besides their norm.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ValueStats {
    /// Number of values that are not exactly zero.
    pub(super) nonzero: u64,
    /// Bits of the largest absolute value. The bits of NaN are above those of all numbers.
    pub(super) max_abs_bits: u32,
}

impl ValueStats {
    /// Adds values; returns the sum of their squares.
    pub(super) fn add(&mut self, values: Values<'_>) -> SquareSum {
        let mut rest = values;
        let mut buffer = Vec::new();
        while !rest.is_empty() {
            for value in rest.cut(rest.len().min(BLOCK)).as_f32(&mut buffer) {
                self.nonzero += u64::from(*value != 0.0);
                self.max_abs_bits = self.max_abs_bits.max(value.abs().to_bits());
            }
        }
        SquareSum::of(values, 1.0)
    }
}
