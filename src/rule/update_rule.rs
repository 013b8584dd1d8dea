//! The update rules that an optimizer can have, and their settings.

use super::form::{MAX_PLANES, NOT_STARTED, RuleForm};
use crate::{
    error::{Error, Field},
    validate,
};

/// The update rule of an optimizer: what a step does with a gradient.
///
/// All rules have the same interface: dense gradients, row gradients, [exact](super::Rows::Exact) rows, arenas, 16 bits,
/// parameter groups, limits to gradients and checkpoints. In the formulas `g` is the gradient, unscaled, limited and with weight
/// decay, `γ` the learning rate, and `soft(v, t) = sign(v)·max(|v| − t, 0)`.
///
/// ```
/// use proxgrad::{Config, Ftrl, UpdateRule, cpu::{Param, ProximalAdagrad}};
///
/// let rule = UpdateRule::Ftrl(Ftrl::default());
/// let config = Config { rule, learning_rate: 0.1.into(), l1: 0.3, l2: 0.7, ..Config::default() };
/// let mut optimizer = ProximalAdagrad::new(config)?;
/// let weight = optimizer.add_param(Param::new("weight", &[4]))?;
///
/// let mut values = [1.0, -2.0, 0.05, 0.3];
/// let mut step = optimizer.begin_step();
/// step.dense(weight, &mut values, &[0.5, 0.2, -0.1, 0.0])?;
/// step.finish()?;
/// assert_eq!(values[3], 0.3); // no gradient yet, so the value is as it was
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UpdateRule {
    /// AdaGrad with a proximal step (Duchi, Hazan, Singer 2011, AdaGrad-FOBOS): `A ← A + g²`, `w ← soft(w − γ·g/√A, e·l1) / (1 +
    /// e·l2)` with `e` as [`Shrinkage`](super::Shrinkage) says. One f32 of state per element, `accum`.
    #[default]
    ProximalAdagrad,
    /// FTRL-Proximal (McMahan et al. 2013). Two f32 of state per element, `accum` (n) and `linear` (z).
    Ftrl(Ftrl),
    /// AdaGrad with regularised dual averaging (Duchi, Hazan, Singer 2011, AdaGrad-RDA; TensorFlow's `ApplyAdagradDA`): `G ← G +
    /// g`, `N ← N + g²`, `w ← −γ·soft(G, l1·T) / (l2·T·γ + √N)`.
    ///
    /// `T` is the number of steps that the optimizer has taken, or, of a parameter with exact rows, that the parameter took part
    /// in. Two f32 of state per element, `accum` (N) and `grad_sum` (G). The values before the first step have no effect on the
    /// values after it. The learning rate must be above 0 in every step.
    AdagradRda,
    /// Forward-backward splitting, which is proximal gradient descent (Duchi and Singer 2009; TensorFlow's
    /// `ApplyProximalGradientDescent`): `w ← soft(w − γ·g, γ·l1) / (1 + γ·l2)`. No state.
    Fobos,
    /// AdaGrad with one accumulator for each row (row-wise AdaGrad), with L1, L2 and group lasso: `A ← A + mean(g²)` over the row,
    /// `e = γ/√A`, `s = soft(w − e·g, e·l1)`, `row ← max(1 − e·l21·√d/‖s‖, 0)·s / (1 + e·l2)`.
    ///
    /// `d` is the number of elements of the row: the product of the extents of axes 1... One f32 of state for each row, `accum`.
    /// Not for arenas; exact rows have L1 or group lasso, not both.
    RowwiseAdagrad,
    /// FTRL-Proximal with sparse group lasso (Yue et al. 2021, arXiv:2107.14432): n and z as in [`UpdateRule::Ftrl`], `x =
    /// clip(z', ±l1) − z'`, `row ← max(1 − l21·√d/‖x‖, 0)·x/q`.
    ///
    /// With the power −0.5 and without L2 shrinkage. Two f32 of state per element, `accum` (n) and `linear` (z). Not for arenas.
    GroupFtrl(Ftrl),
}

/// Settings of [`UpdateRule::Ftrl`] and [`UpdateRule::GroupFtrl`]:
///
/// ```text
/// n' = n + g²      z' = z + g + 2·s·w − (n'^−p − n^−p)/γ·w      w = |z'| > l1 ? (sign(z')·l1 − z') / q : 0
/// q = (β + n'^−p)/γ + 2·l2     (FtrlForm::TensorFlow)
/// q = (β + n'^−p)/γ + l2       (FtrlForm::McMahan)
/// ```
///
/// Where `n'` is 0, the value stays as it is. The learning rate must be above 0 in every step.
///
/// Write it as a struct literal that ends with `..Ftrl::default()`, because later versions may add settings.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
pub struct Ftrl {
    /// How the strength of L2 counts; default [`FtrlForm::TensorFlow`].
    pub form: FtrlForm,
    /// p, the exponent of the learning rate's decay. From −1 to 0; default −0.5, with which `n'^−p` is a square root. At 0 the
    /// learning rate is the same for all elements.
    pub learning_rate_power: f64,
    /// s, the strength of the L2 shrinkage that is added to `z` alone. Finite, at least 0; default 0. Not for exact rows.
    pub l2_shrinkage: f64,
    /// β, which keeps the rate of rare features down. Finite, at least 0; default 0.
    pub beta: f64,
    /// z of an element before its first gradient; default [`FtrlStart::Values`].
    pub start: FtrlStart,
    /// Keeps literals without `..Ftrl::default()` from compiling, so that settings can be added.
    #[doc(hidden)]
    #[cfg_attr(feature = "serde", serde(skip))]
    pub _non_exhaustive: (),
}

/// How the strength of L2 counts in FTRL-Proximal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FtrlForm {
    /// The penalty is `l2·w²`, so that `q` has `2·l2`: TensorFlow, Keras and MindSpore.
    #[default]
    #[cfg_attr(feature = "serde", serde(rename = "tensorflow"))]
    TensorFlow,
    /// The penalty is `l2/2·w²`, so that `q` has `l2`: McMahan et al. 2013, Algorithm 1, and Vowpal Wabbit.
    #[cfg_attr(feature = "serde", serde(rename = "mcmahan"))]
    McMahan,
}

/// z of an element before its first gradient in FTRL-Proximal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FtrlStart {
    /// `z₀ = −w₀·q₀ − sign(w₀)·l1`, of which `w₀` is the solution, so that training goes on from the values. z₀ is computed in the
    /// first step whose gradient of the element is not 0; until then the element keeps its value.
    #[default]
    Values,
    /// `z₀ = 0`, as in TensorFlow: the first step replaces the values, with 0 where the gradient is 0.
    Zero,
}

impl Default for Ftrl {
    fn default() -> Self {
        Self {
            form: FtrlForm::TensorFlow,
            learning_rate_power: -0.5,
            l2_shrinkage: 0.0,
            beta: 0.0,
            start: FtrlStart::Values,
            _non_exhaustive: (),
        }
    }
}

impl UpdateRule {
    /// The rule without the numbers among its settings.
    pub(crate) fn form(&self) -> RuleForm {
        match self {
            Self::ProximalAdagrad => RuleForm::ProximalAdagrad,
            Self::Ftrl(ftrl) if ftrl.learning_rate_power == -0.5 => RuleForm::Ftrl,
            Self::Ftrl(_) => RuleForm::FtrlPower,
            Self::AdagradRda => RuleForm::AdagradRda,
            Self::Fobos => RuleForm::Fobos,
            Self::RowwiseAdagrad => RuleForm::RowwiseAdagrad,
            Self::GroupFtrl(_) => RuleForm::GroupFtrl,
        }
    }

    /// State of an element before the first step, where `accum` is the setting of the parameter group. Planes that the rule does
    /// not have are 0.
    pub(crate) fn initial_state(&self, accum: f32) -> [f32; MAX_PLANES] {
        match self {
            Self::ProximalAdagrad | Self::RowwiseAdagrad | Self::AdagradRda => [accum, 0.0],
            Self::Ftrl(ftrl) | Self::GroupFtrl(ftrl) if ftrl.start == FtrlStart::Values => {
                [accum, NOT_STARTED]
            }
            Self::Ftrl(_) | Self::GroupFtrl(_) => [accum, 0.0],
            Self::Fobos => [0.0; MAX_PLANES],
        }
    }

    /// Refuses settings out of range.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let (Self::Ftrl(ftrl) | Self::GroupFtrl(ftrl)) = self else { return Ok(()) };
        let power = ftrl.learning_rate_power;
        if self.form() == RuleForm::GroupFtrl {
            for (name, value, only) in
                [("learning_rate_power", power, -0.5), ("l2_shrinkage", ftrl.l2_shrinkage, 0.0)]
            {
                if value != only {
                    let expected = "-0.5 for a power and 0 for a shrinkage with sparse group lasso";
                    return Err(Error::Invalid { field: Field::new(name), value, expected });
                }
            }
        }
        if !(-1.0..=0.0).contains(&power) {
            let field = Field::new("learning_rate_power");
            return Err(Error::Invalid { field, value: power, expected: "from -1 to 0" });
        }
        validate::at_least_zero(Field::new("l2_shrinkage"), ftrl.l2_shrinkage)?;
        validate::at_least_zero(Field::new("beta"), ftrl.beta)
    }

    /// Why rows of a parameter with these strengths cannot be exact with this rule; `None` where they can.
    pub(crate) fn not_exact(&self, l1: f64, l21: f64) -> Option<&'static str> {
        match self {
            Self::Ftrl(ftrl) if ftrl.l2_shrinkage != 0.0 => {
                Some("l2_shrinkage changes the state of every row in every step; set it to 0")
            }
            Self::RowwiseAdagrad if l1 > 0.0 && l21 > 0.0 => Some(
                "with row-wise AdaGrad the shrinks by l1 and l21 together have no closed form; set one of them to 0",
            ),
            _ => None,
        }
    }

    /// Refuses a strength of the group lasso for a rule that has none.
    pub(crate) fn check_l21(&self, field: Field, l21: f64) -> Result<(), Error> {
        validate::at_least_zero(field, l21)?;
        if l21 == 0.0 || self.form().takes_rows() {
            return Ok(());
        }
        let expected = "0 with this update rule; group lasso needs RowwiseAdagrad or GroupFtrl";
        Err(Error::Invalid { field, value: l21, expected })
    }
}
