//! What a user sets: the optimizer's defaults, and groups of parameters that differ from them.

use crate::{
    error::{Error, Field},
    rule::{Shrinkage, round},
    schedule::Schedule,
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
pub struct Config {
    /// Where every accumulator starts. Finite, at least 0; default 0.1.
    pub accum: f64,
    /// Constant, list or function of the step number. Values finite, at least 0; default 0.001. At rate 0 the
    /// accumulators still grow.
    pub learning_rate: Schedule,
    /// L1 strength: what produces exact zeros. Finite, at least 0; default 0.
    pub l1: f64,
    /// L2 strength. Finite, at least 0; default 0.
    pub l2: f64,
    /// Default false. A step borrows its optimizer mutably, so two steps of one optimizer can never interleave and
    /// both settings compute the same; the field is kept so that settings move over unchanged.
    pub use_locking: bool,
    /// What gradients are divided by before anything else. Finite, above 0; default 1.
    pub loss_scale: f64,
    /// Coupled decay: `weight_decay·w` is added to the gradient. Finite, at least 0; default 0. Parameters in no group
    /// whose name contains `beta` or `gamma` are exempt.
    pub weight_decay: Schedule,
    /// The rate of the shrinks; default [`Shrinkage::Documented`].
    pub shrinkage: Shrinkage,
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
            weight_decay: Schedule::Constant(0.0),
            shrinkage: Shrinkage::Documented,
        }
    }
}

impl Config {
    pub(crate) fn check(&self) -> Result<(), Error> {
        at_least_zero(Field::new("accum"), self.accum)?;
        at_least_zero(Field::new("l1"), self.l1)?;
        at_least_zero(Field::new("l2"), self.l2)?;
        check_loss_scale(self.loss_scale)?;
        check_schedule(Field::new("learning_rate"), &self.learning_rate)?;
        check_schedule(Field::new("weight_decay"), &self.weight_decay)
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
pub struct Group {
    /// As [`Config::learning_rate`].
    pub learning_rate: Option<Schedule>,
    /// As [`Config::weight_decay`]. In a group names play no part: the group decides which of its parameters decay.
    pub weight_decay: Option<Schedule>,
    /// As [`Config::l1`].
    pub l1: Option<f64>,
    /// As [`Config::l2`].
    pub l2: Option<f64>,
    /// As [`Config::accum`].
    pub accum: Option<f64>,
}

impl Group {
    /// `index` counts the groups in the order they were added.
    pub(crate) fn check(&self, index: usize) -> Result<(), Error> {
        for (name, value) in [("accum", self.accum), ("l1", self.l1), ("l2", self.l2)] {
            value.map_or(Ok(()), |value| at_least_zero(Field::of_group(name, index), value))?;
        }
        for (name, schedule) in [("learning_rate", &self.learning_rate), ("weight_decay", &self.weight_decay)]
        {
            schedule.as_ref().map_or(Ok(()), |s| check_schedule(Field::of_group(name, index), s))?;
        }
        Ok(())
    }
}

/// Finite and ≥ 0, also once it is an f32.
pub(crate) fn at_least_zero(field: Field, value: f64) -> Result<(), Error> {
    if value >= 0.0 && round(value).is_finite() {
        return Ok(());
    }
    Err(Error::Invalid { field, value, expected: "finite and at least 0" })
}

/// Finite and > 0, and so is its reciprocal, which the kernels multiply by.
fn check_loss_scale(value: f64) -> Result<(), Error> {
    if value > 0.0 && round(value).is_finite() && round(1.0 / value).is_normal() {
        return Ok(());
    }
    let field = Field::new("loss_scale");
    Err(Error::Invalid { field, value, expected: "finite and above 0, and so must 1/loss_scale be" })
}

/// What can be known before a step: constants and lists. A function's values are checked at the step.
fn check_schedule(field: Field, schedule: &Schedule) -> Result<(), Error> {
    match schedule {
        Schedule::Constant(value) => at_least_zero(field, *value),
        Schedule::List(values) if values.is_empty() => Err(Error::EmptyList { field }),
        Schedule::List(values) => values.iter().try_for_each(|value| at_least_zero(field, *value)),
        Schedule::Function(_) => Ok(()),
    }
}
