//! The closed forms of the steps that a row has missed: which one a parameter needs.

use crate::rule::{RuleForm, Shrinkage};

/// A closed form, by the sum over the missed steps that it needs, or the rate; γ is the rate of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LazyForm {
    /// Documented shrinkage, and forward-backward splitting: `Σ ln(1 + γ·l2)/l2`, which is `Σ γ` without L2. The same for all elements of a
    /// row.
    Documented,
    /// Adaptive shrinkage without L2: `Σ γ`. The same for all elements of a row.
    Adaptive,
    /// Adaptive shrinkage with L2: `Σ ln(1 + γ·u)` with `u = l2/√A` of each element, so the rates are
    /// recorded in bins.
    AdaptiveL2,
    /// FTRL-Proximal and AdaGrad-RDA, whose values follow from their state: the rate of the last step.
    LastRate,
}

/// An L2 strength below this counts as 0 with adaptive shrinkage: its shrinks are far below a rounding of f32
/// even where accumulators are tiny, and l1/l2 could leave the range of f32.
const SMALLEST_L2: f64 = 7.888_609_052_210_118e-31;

impl LazyForm {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 4] = [Self::Documented, Self::Adaptive, Self::AdaptiveL2, Self::LastRate];

    /// The closed form for a parameter with these settings.
    pub(crate) fn of(rule: RuleForm, shrinkage: Shrinkage, l2: f64) -> Self {
        let adaptive = if l2 < SMALLEST_L2 { Self::Adaptive } else { Self::AdaptiveL2 };
        match (rule, shrinkage) {
            (RuleForm::Ftrl | RuleForm::FtrlPower | RuleForm::GroupFtrl | RuleForm::AdagradRda, _) => {
                Self::LastRate
            }
            (RuleForm::Fobos, _) | (RuleForm::ProximalAdagrad, Shrinkage::Documented) => Self::Documented,
            (RuleForm::RowwiseAdagrad, _) | (RuleForm::ProximalAdagrad, Shrinkage::Adaptive) => adaptive,
        }
    }
}
