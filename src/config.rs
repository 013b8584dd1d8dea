//! Settings of an optimizer, and of parameter groups that differ from them.

use crate::{
    error::{Error, Field},
    loss_scale::DynamicLossScale,
    rounding::Rounding,
    rule::{RowDecay, Shrinkage, UpdateRule},
    schedule::Schedule,
    validate::{self, at_least_zero, limit_above_zero},
};

/// Settings of an optimizer, with the names and defaults of MindSpore's page for `nn.ProximalAdagrad`.
///
/// Write them as a struct literal that ends with `..Config::default()`, because later versions add settings. They are
/// checked when an optimizer is made from them.
///
/// ```
/// use proxgrad::{Config, cpu::ProximalAdagrad};
///
/// let config = Config { learning_rate: 0.1.into(), l1: 1e-4, ..Config::default() };
/// assert!(ProximalAdagrad::new(config).is_ok());
///
/// let error = ProximalAdagrad::new(Config { l1: -1.0, ..Config::default() }).unwrap_err();
/// assert_eq!(error.to_string(), "l1 is -1; it must be finite and at least 0");
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
pub struct Config {
    /// The update rule; default [`UpdateRule::ProximalAdagrad`].
    pub rule: UpdateRule,
    /// Initial value of every accumulator. Finite, at least 0; default 0.1.
    pub accum: f64,
    /// Learning rate: a constant, a list, a named schedule or a function of the step number. Values finite,
    /// at least 0; default 0.001. At rate 0 the accumulators still grow. A step past the end of a list is an
    /// error, and all lists of learning rates in an optimizer must have the same length.
    pub learning_rate: Schedule,
    /// L1 strength, which makes weights exactly zero. Finite, at least 0; default 0.
    pub l1: f64,
    /// L2 strength. Finite, at least 0; default 0.
    pub l2: f64,
    /// Strength of the group lasso, which makes whole rows zero. Finite, at least 0; default 0, which it has to be but for
    /// [`UpdateRule::RowwiseAdagrad`] and [`UpdateRule::GroupFtrl`].
    pub l21: f64,
    /// Has no effect: MindSpore's setting of this name, so that settings move over unchanged. Default false.
    /// A step borrows its optimizer mutably, so two steps of one optimizer never interleave. To step from
    /// several threads, put the optimizer into a [`Locked`](crate::Locked) handle.
    pub use_locking: bool,
    /// Divisor of all gradients, applied before limits and weight decay. Finite and above 0, as must be
    /// `1/loss_scale`; default 1.
    pub loss_scale: f64,
    /// A loss scale that adapts to the gradients, in place of `loss_scale`, which must be 1 beside it;
    /// default none. The optimizer updates it at every step, on a GPU without the host's help. A step
    /// with a gradient that is not finite is skipped, as with `skip_on_overflow`.
    pub dynamic_loss_scale: Option<DynamicLossScale>,
    /// Whether a step is skipped where any of its gradients is not finite; default false. All gradients of
    /// the step are checked before it changes anything. A skipped step changes no value and no accumulator,
    /// uses up no value of a schedule, and is counted in the [`Report`](crate::Report). On a GPU, whose host
    /// does not know which steps are skipped, a list nevertheless ends after as many steps recorded, and
    /// skipped steps after the first 1024 count as steps without gradients.
    pub skip_on_overflow: bool,
    /// Limit of the absolute value of every element of a gradient: an element beyond `±clip_value` becomes
    /// `±clip_value`. Applies after the loss scale and before weight decay, to the sum of the entries of a row.
    /// Above 0; default none, which is 2⁶³.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::option"))]
    pub clip_value: Option<f64>,
    /// Limit of the Euclidean norm of all gradients of a step together: gradients with a larger norm are
    /// scaled down to this norm. Applies after the loss scale, before `clip_value` and weight decay. Leaves
    /// out the gradients of groups with a `clip_norm` of their own. Above 0; default none.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::option"))]
    pub clip_norm: Option<f64>,
    /// Coupled weight decay: `weight_decay·w` is added to the gradient. Any schedule, as for the learning
    /// rate; values finite, at least 0; default 0. Parameters in no group whose name contains `beta` or
    /// `gamma` are exempt.
    pub weight_decay: Schedule,
    /// Whether gradient centralization applies: the mean over axes 1.. is subtracted from a gradient, after
    /// weight decay and before the update; default false. Only for parameters whose shape `centralization`
    /// covers.
    pub grad_centralization: bool,
    /// Which parameters gradient centralization applies to; default [`Centralization::Convolutions`].
    pub centralization: Centralization,
    /// How often weight decay applies to a row with several entries in a row gradient; default
    /// [`RowDecay::Once`].
    pub row_decay: RowDecay,
    /// Which rate the shrinks by L1 and L2 use in [`UpdateRule::ProximalAdagrad`]; default [`Shrinkage::Documented`]. Other rules
    /// have just one form.
    pub shrinkage: Shrinkage,
    /// How updated values are rounded to 16 bits, where they are stored so; default [`Rounding::Nearest`].
    pub rounding: Rounding,
    /// Keeps literals without `..Config::default()` from compiling, so that settings can be added.
    #[doc(hidden)]
    #[cfg_attr(feature = "serde", serde(skip))]
    pub _non_exhaustive: (),
}

/// Which parameters gradient centralization applies to, by shape.
///
/// One mean is taken for each index of axis 0 (an output channel, a row), over all other axes (Yong et al.
/// 2020, *Gradient Centralization*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Centralization {
    /// Parameters with three or more axes of any extent: the weights of convolutions.
    #[default]
    Convolutions,
    /// Parameters whose axis 1 has a multiple of 16 elements, as MindSpore 2.10 does.
    MultiplesOf16,
}

impl Centralization {
    /// Whether gradient centralization applies to a parameter of this shape.
    ///
    /// ```
    /// use proxgrad::Centralization;
    ///
    /// assert!(Centralization::Convolutions.covers(&[6, 1, 5, 5]));
    /// assert!(!Centralization::MultiplesOf16.covers(&[6, 1, 5, 5]));
    /// assert!(Centralization::MultiplesOf16.covers(&[120, 400]));
    /// ```
    pub fn covers(self, shape: &[usize]) -> bool {
        match self {
            Self::Convolutions => shape.len() >= 3,
            Self::MultiplesOf16 => shape.get(1).is_some_and(|channels| channels.is_multiple_of(16)),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            rule: UpdateRule::ProximalAdagrad,
            accum: 0.1,
            learning_rate: Schedule::Constant(0.001),
            l1: 0.0,
            l2: 0.0,
            l21: 0.0,
            use_locking: false,
            loss_scale: 1.0,
            dynamic_loss_scale: None,
            skip_on_overflow: false,
            clip_value: None,
            clip_norm: None,
            weight_decay: Schedule::Constant(0.0),
            grad_centralization: false,
            centralization: Centralization::Convolutions,
            row_decay: RowDecay::Once,
            shrinkage: Shrinkage::Documented,
            rounding: Rounding::Nearest,
            _non_exhaustive: (),
        }
    }
}

impl Config {
    /// Settings to compute what MindSpore 2.10 computes, where that differs from its page: adaptive
    /// shrinkage, gradient centralization where axis 1 has a multiple of 16 elements, and weight decay for
    /// every entry of a row gradient. Everything else has its default.
    ///
    /// ```
    /// use proxgrad::{Config, Shrinkage};
    ///
    /// let config = Config { learning_rate: 0.1.into(), l1: 1e-3, ..Config::mindspore() };
    /// assert_eq!(config.shrinkage, Shrinkage::Adaptive);
    /// ```
    pub fn mindspore() -> Self {
        Self {
            centralization: Centralization::MultiplesOf16,
            row_decay: RowDecay::PerOccurrence,
            shrinkage: Shrinkage::Adaptive,
            ..Self::default()
        }
    }

    /// Refuses settings out of range.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.rule.check()?;
        at_least_zero(Field::new("accum"), self.accum)?;
        at_least_zero(Field::new("l1"), self.l1)?;
        at_least_zero(Field::new("l2"), self.l2)?;
        self.rule.check_l21(Field::new("l21"), self.l21)?;
        validate::loss_scale(self.loss_scale)?;
        if self.dynamic_loss_scale.is_some() {
            validate::loss_scale_beside_dynamic(self.loss_scale)?;
        }
        limit_above_zero(Field::new("clip_value"), self.clip_value)?;
        limit_above_zero(Field::new("clip_norm"), self.clip_norm)?;
        self.learning_rate.check(Field::new("learning_rate"))?;
        self.weight_decay.check(Field::new("weight_decay"))
    }
}

/// Settings of a parameter group; `None` takes the optimizer's setting. A literal ends with `..Group::default()`, because
/// later versions add settings.
///
/// ```
/// use proxgrad::{Config, Group, cpu::{Param, ProximalAdagrad}};
///
/// let mut optimizer = ProximalAdagrad::new(Config { l1: 1e-3, ..Config::default() })?;
/// let unregularised = optimizer.add_group(Group { l1: Some(0.0), ..Group::default() })?;
/// optimizer.add_param(Param::new("weight", &[128, 64]))?;
/// optimizer.add_param(Param::new("bias", &[64]).group(unregularised))?;
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
pub struct Group {
    /// As [`Config::learning_rate`].
    pub learning_rate: Option<Schedule>,
    /// As [`Config::weight_decay`]. No parameter in a group is exempt by its name.
    pub weight_decay: Option<Schedule>,
    /// As [`Config::grad_centralization`].
    pub grad_centralization: Option<bool>,
    /// As [`Config::l1`].
    pub l1: Option<f64>,
    /// As [`Config::l2`].
    pub l2: Option<f64>,
    /// As [`Config::l21`].
    pub l21: Option<f64>,
    /// As [`Config::accum`].
    pub accum: Option<f64>,
    /// As [`Config::clip_value`]; infinity for no limit.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::option"))]
    pub clip_value: Option<f64>,
    /// As [`Config::clip_norm`], for the gradients of this group alone; infinity for no limit.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::option"))]
    pub clip_norm: Option<f64>,
    /// Keeps literals without `..Group::default()` from compiling, so that settings can be added.
    #[doc(hidden)]
    #[cfg_attr(feature = "serde", serde(skip))]
    pub _non_exhaustive: (),
}

impl Group {
    /// Refuses settings out of range, or that the rule does not have. `index` counts the groups in the order they were added.
    pub(crate) fn check(&self, index: usize, rule: UpdateRule) -> Result<(), Error> {
        self.l21.map_or(Ok(()), |l21| rule.check_l21(Field::of_group("l21", index), l21))?;
        for (name, value) in [("accum", self.accum), ("l1", self.l1), ("l2", self.l2)] {
            value.map_or(Ok(()), |value| at_least_zero(Field::of_group(name, index), value))?;
        }
        limit_above_zero(Field::of_group("clip_value", index), self.clip_value)?;
        limit_above_zero(Field::of_group("clip_norm", index), self.clip_norm)?;
        for (name, schedule) in [("learning_rate", &self.learning_rate), ("weight_decay", &self.weight_decay)]
        {
            schedule.as_ref().map_or(Ok(()), |s| s.check(Field::of_group(name, index)))?;
        }
        Ok(())
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_what_is_left_out_is_the_default() {
        let config: Config = serde_json::from_str(
            r#"{"learning_rate": {"warm_up": {"learning_rate": 0.1, "warmup_steps": 2}}, "row_decay": "per_occurrence"}"#,
        )
        .unwrap();
        assert_eq!((config.learning_rate.at(1), config.accum), (Some(0.05), 0.1));
        let config = Config { clip_norm: Some(f64::INFINITY), clip_value: Some(0.5), ..config };
        let again: Config = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
        assert_eq!(format!("{again:?}"), format!("{config:?}"));

        let group: Group = serde_json::from_str(r#"{"grad_centralization": true}"#).unwrap();
        assert_eq!((group.grad_centralization, group.l1), (Some(true), None));
        assert!(serde_json::from_str::<Group>(r#"{"momentum": 0.9}"#).is_err());

        let limits = Group { clip_norm: Some(f64::INFINITY), ..Group::default() };
        let json = serde_json::to_string(&limits).unwrap();
        assert!(json.contains(r#""clip_value":null,"clip_norm":"inf""#), "{json}");
        let again: Group = serde_json::from_str(&json).unwrap();
        assert_eq!((again.clip_value, again.clip_norm), (None, Some(f64::INFINITY)));
    }
}
