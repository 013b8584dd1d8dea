//! The closed forms that exist of the steps that a row has missed.

use crate::rule::Shrinkage;

/// Which sums of the skipped rates the map needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LazyForm {
    /// Documented shrinkage: `Σ ln(1 + γ·l2)/l2`, which is `Σ γ` without L2.
    Documented,
    /// Adaptive shrinkage without L2: `Σ γ`.
    Adaptive,
    /// Adaptive shrinkage with L2: `Σ ln(1 + γ·u)` for the `u = l2/√A` of each element, so a record of the rates.
    AdaptiveL2,
}

/// Below this an L2 of adaptive shrinkage counts as none: its shrinks are far below a rounding of f32 even where
/// accumulators are tiny, and `l1/l2` could leave the range of f32.
const SMALLEST_L2: f64 = 7.888_609_052_210_118e-31;

impl LazyForm {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 3] = [Self::Documented, Self::Adaptive, Self::AdaptiveL2];

    pub(crate) fn of(shrinkage: Shrinkage, l2: f64) -> Self {
        match shrinkage {
            Shrinkage::Documented => Self::Documented,
            Shrinkage::Adaptive if l2 < SMALLEST_L2 => Self::Adaptive,
            Shrinkage::Adaptive => Self::AdaptiveL2,
        }
    }
}
