//! What a user sets: the optimizer's defaults, and groups of parameters that differ from them.

use crate::{
    error::{Error, Field},
    loss_scale::DynamicLossScale,
    rounding::Rounding,
    rule::{RowDecay, Shrinkage},
    schedule::Schedule,
    validate::{self, at_least_zero, limit_above_zero},
};

/// The optimizer's settings, with the names and defaults of MindSpore's page for `nn.ProximalAdagrad`.
///
/// A struct literal, checked when an optimizer is made from it.
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
    /// Where every accumulator starts. Finite, at least 0; default 0.1.
    pub accum: f64,
    /// Constant, list, named schedule or function of the step number. Values finite, at least 0; default 0.001. At rate 0
    /// the accumulators still grow. Lists end: all lists of learning rates in an optimizer are equally long.
    pub learning_rate: Schedule,
    /// L1 strength: what produces exact zeros. Finite, at least 0; default 0.
    pub l1: f64,
    /// L2 strength. Finite, at least 0; default 0.
    pub l2: f64,
    /// Default false; kept so that settings move over unchanged. Both settings compute the same: a step borrows its
    /// optimizer mutably, so the borrow checker is the lock, and two steps of one optimizer can never interleave. To
    /// step from several threads, put the optimizer into a [`Locked`](crate::Locked) handle.
    pub use_locking: bool,
    /// What gradients are divided by before anything else. Finite, above 0; default 1.
    pub loss_scale: f64,
    /// A loss scale that finds its own value, in place of `loss_scale`, which stays 1; default none. The optimizer changes
    /// it step by step, on a GPU without asking the host. A step with a gradient that is not finite is skipped, as
    /// `skip_on_overflow` says.
    pub dynamic_loss_scale: Option<DynamicLossScale>,
    /// Whether a step with any gradient that is not finite changes nothing: no value, no accumulator, no mark, no zero;
    /// default false. Every gradient of the step is looked at first. A skipped step is counted in the report, and uses up
    /// no value of any schedule.
    pub skip_on_overflow: bool,
    /// The most that an element of a gradient may be, unscaled and before weight decay: beyond it is taken as this, with
    /// its sign. Above 0; default none.
    pub clip_value: Option<f64>,
    /// The most that the norm of all gradients of a step may be, unscaled and before weight decay: beyond it all of them
    /// are multiplied by what makes it this, before `clip_value`. Above 0; default none. All means those of the
    /// parameters whose groups set no norm of their own.
    pub clip_norm: Option<f64>,
    /// Coupled decay: `weight_decay·w` is added to the gradient. Finite, at least 0; default 0. Parameters in no group
    /// whose name contains `beta` or `gamma` are exempt. Any schedule, as for the learning rate.
    pub weight_decay: Schedule,
    /// Whether gradients lose their mean over axes 1.. before the update, after weight decay; default false. Applies to
    /// the parameters that `centralization` says, and is ignored for others.
    pub grad_centralization: bool,
    /// Which parameters can be centralized; default [`Centralization::Convolutions`].
    pub centralization: Centralization,
    /// How often a row with several entries decays; default [`RowDecay::Once`].
    pub row_decay: RowDecay,
    /// The rate of the shrinks; default [`Shrinkage::Documented`].
    pub shrinkage: Shrinkage,
    /// How values that are stored in 16 bits are rounded; default [`Rounding::Nearest`].
    pub rounding: Rounding,
}

/// Which parameters gradient centralization applies to, by shape.
///
/// The mean is that of one index of axis 0 (an output channel, a row) over all the other axes (Yong et al. 2020).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Centralization {
    /// Those with three or more axes, whatever their extents: the weights of convolutions.
    #[default]
    Convolutions,
    /// Those with two or more axes and a multiple of 16 along axis 1: what MindSpore 2.10 does.
    MultiplesOf16,
}

impl Centralization {
    /// Whether a parameter of this shape can be centralized.
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
            accum: 0.1,
            learning_rate: Schedule::Constant(0.001),
            l1: 0.0,
            l2: 0.0,
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
        }
    }
}

impl Config {
    /// The defaults, computed as MindSpore 2.10 computes them, where that differs from its page: adaptive shrinkage,
    /// centralization of parameters with a multiple of 16 along axis 1, and decay for every entry of a row gradient.
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

    pub(crate) fn check(&self) -> Result<(), Error> {
        at_least_zero(Field::new("accum"), self.accum)?;
        at_least_zero(Field::new("l1"), self.l1)?;
        at_least_zero(Field::new("l2"), self.l2)?;
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

/// What a group of parameters sets for itself; `None` is the optimizer's value.
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
    /// As [`Config::weight_decay`]. In a group names play no part: the group decides which of its parameters decay.
    pub weight_decay: Option<Schedule>,
    /// As [`Config::grad_centralization`].
    pub grad_centralization: Option<bool>,
    /// As [`Config::l1`].
    pub l1: Option<f64>,
    /// As [`Config::l2`].
    pub l2: Option<f64>,
    /// As [`Config::accum`].
    pub accum: Option<f64>,
    /// As [`Config::clip_value`]; infinite for none.
    pub clip_value: Option<f64>,
    /// As [`Config::clip_norm`], of the gradients of this group alone; infinite for none.
    pub clip_norm: Option<f64>,
}

impl Group {
    /// `index` counts the groups in the order they were added.
    pub(crate) fn check(&self, index: usize) -> Result<(), Error> {
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
        let again: Config = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
        assert_eq!(format!("{again:?}"), format!("{config:?}"));

        let group: Group = serde_json::from_str(r#"{"grad_centralization": true}"#).unwrap();
        assert_eq!((group.grad_centralization, group.l1), (Some(true), None));
        assert!(serde_json::from_str::<Group>(r#"{"momentum": 0.9}"#).is_err());
    }
}
