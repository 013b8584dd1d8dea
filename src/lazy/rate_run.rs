//! A run: consecutive steps with learning rates of one bin, and the sums that replace these rates.
//!
//! Adaptive shrinkage with L2 needs `Σ ln(1 + γ·u)` over the steps that a row has missed, with another u for
//! each element. All rates of a bin are close to its center, so their number and three sums of their
//! distances from the center are enough. `docs/exact-rows.md` derives the series.

use crate::rounding::to_f32;

/// Number of low bits of a rate's f32 that its bin leaves out: rates of a bin are within 1/32 of its center.
///
/// The same constant in `shaders/rule/lazy/rate_history.wgsl` is compared with this one by a test.
pub(crate) const BIN_SHIFT: u32 = 19;

/// Bits of the last word of a [`RunEntry`] that hold the number of steps.
const STEP_COUNT_MASK: u32 = (1 << BIN_SHIFT) - 1;

/// A run, as the closed form of the steps that a row has missed needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RateRun {
    /// Center of the bin.
    pub(crate) center: f32,
    /// Number of steps.
    pub(crate) steps: f32,
    /// Σd, Σd²/2 and Σd³/3 over the steps, with `d = rate/center − 1`.
    pub(crate) sums: [f32; 3],
}

impl RateRun {
    /// A run of no steps.
    pub(crate) const NONE: Self = Self { center: 0.0, steps: 0.0, sums: [0.0; 3] };

    /// A run of no steps in this bin.
    #[inline(always)]
    pub(super) fn in_bin(bin: u32) -> Self {
        Self { center: center_of(bin), ..Self::NONE }
    }

    /// Appends the steps of an entry, which has the same bin.
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "a history has fewer than 2²⁴ steps")]
    pub(super) fn add(&mut self, entry: RunEntry) {
        self.steps += entry.steps() as f32;
        self.sums.iter_mut().zip(entry.sums()).for_each(|(sum, more)| *sum += f32::from_bits(more));
    }
}

/// A run in the words that kernels read: the bits of the three sums of a [`RateRun`], then a word with the
/// bin above the number of steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunEntry(pub(super) [u32; 4]);

impl RunEntry {
    #[inline(always)]
    pub(super) fn bin(self) -> u32 {
        self.0[3] >> BIN_SHIFT
    }

    #[inline(always)]
    pub(super) fn steps(self) -> u32 {
        self.0[3] & STEP_COUNT_MASK
    }

    #[inline(always)]
    fn sums(self) -> [u32; 3] {
        let [sums @ .., _] = self.0;
        sums
    }
}

/// Sums over the steps of a run in f64, from which the rounded entries of a rate history are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunSums {
    steps: u32,
    /// 0 for all rates where rates are not binned.
    pub(super) bin: u32,
    /// Sums as [`RateRun`] has them; where rates are not binned, the first is the sum over the steps, the
    /// others are unused.
    pub(super) sums: [f64; 3],
}

impl RunSums {
    /// One step that counts as `summand`, where rates are not binned.
    pub(super) fn unbinned(summand: f64) -> Self {
        Self { steps: 1, bin: 0, sums: [summand, 0.0, 0.0] }
    }

    /// One step with this rate. A rate below the smallest normal f32 counts as 0.
    pub(super) fn binned(rate: f32) -> Self {
        if rate < f32::MIN_POSITIVE {
            return Self { steps: 1, ..Self::default() };
        }
        let bin = rate.to_bits() >> BIN_SHIFT;
        let d = f64::from(rate) / f64::from(center_of(bin)) - 1.0;
        Self { steps: 1, bin, sums: [d, d * d / 2.0, d * d * d / 3.0] }
    }

    /// Appends a run of the same bin.
    pub(super) fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.bin = other.bin;
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, more)| *sum += more);
    }

    /// The entry, with sums rounded to f32.
    pub(super) fn to_entry(self) -> RunEntry {
        let [d, d2, d3] = self.sums.map(|sum| to_f32(sum).to_bits());
        RunEntry([d, d2, d3, self.bin << BIN_SHIFT | self.steps])
    }
}

/// The middle of the rates of a bin; 0 for bin 0, which has the rates that count as 0.
fn center_of(bin: u32) -> f32 {
    if bin == 0 { 0.0 } else { f32::from_bits(bin << BIN_SHIFT | 1 << (BIN_SHIFT - 1)) }
}
