//! Settings that choose between versions of the update rule.

/// The rate of the shrinks by L1 and L2: the one point on which the published formula and the shipped kernels
/// of this optimizer differ.
///
/// One step on `w = 1`, `accum = 0.1`, `g = 0.5` with rate 0.1, `l1 = 0.3`, `l2 = 0.7` tells them apart:
///
/// ```
/// use proxgrad::{Shrinkage, rule::{StepParams, update}};
///
/// let params = StepParams::new(0.1, 0.3, 0.7);
/// assert!((update(1.0, 0.1, 0.5, &params).0 - 0.8275556).abs() < 1e-6);
///
/// let params = params.shrinkage(Shrinkage::Adaptive);
/// assert!((update(1.0, 0.1, 0.5, &params).0 - 0.77327967).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Shrinkage {
    /// `sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)`: what MindSpore's page for `nn.ProximalAdagrad` prints, and
    /// PaddlePaddle computes.
    #[default]
    Documented,
    /// `sign(p)·max(|p| − e·l1, 0) / (1 + e·l2)` with `e = γ/√accum`: what the kernels of MindSpore and
    /// TensorFlow compute, and the AdaGrad paper derives (Duchi, Hazan, Singer 2011).
    Adaptive,
}

/// How often coupled weight decay is added to a row that a row gradient names several times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RowDecay {
    /// Once per step, whatever the number of entries.
    #[default]
    Once,
    /// Once for every entry, which is what MindSpore does: it decays the entries before it sums equal rows.
    PerOccurrence,
}

/// Which rows of a parameter a step regularises.
///
/// A step with a dense gradient shrinks every element by L1 and L2, also where the gradient is 0. A step with
/// a row gradient should do the same: the gradient of the rows that it does not name is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Rows {
    /// The rows that its gradient names: what every other program does. The other rows keep every bit, so a
    /// feature that is seen rarely is hardly ever regularised, and weights that could be zero are not.
    #[default]
    Touched,
    /// All rows, as if the gradient were dense and 0 elsewhere, at the cost of the rows that it names: the
    /// optimizer records the step that each row is up to date with. When a row is named again, or flushed,
    /// the shrinks of the steps that it has missed are applied in closed form, before the update.
    ///
    /// Until then the row has pending steps. Bring it up to date before it is read, by
    #[cfg_attr(
        feature = "gpu",
        doc = "[`flush`](crate::ProximalAdagrad::flush) or [`flush_rows`](crate::ProximalAdagrad::flush_rows),"
    )]
    /// on slices by [`flush`](crate::cpu::ProximalAdagrad::flush) or
    /// [`flush_rows`](crate::cpu::ProximalAdagrad::flush_rows).
    Exact,
}
