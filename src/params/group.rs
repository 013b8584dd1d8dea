//! A parameter group: its settings, with the optimizer's where it has none, and the parameters of a step that
//! follow.

use crate::{
    config::{Config, Group},
    error::{Error, Field},
    rounding::to_f32,
    rule::StepParams,
    schedule::Schedule,
};

/// Names of the records of learning rates: of parameters in no group, and, with a number behind it, of a group.
pub(super) const RATE: &str = "learning_rate";
pub(super) const GROUP_RATE: &str = "learning_rate_group_";

/// Parameters that share their hyper-parameters: a group of the caller's, the ungrouped parameters that
/// decay, or the ungrouped parameters whose names exempt them from weight decay.
#[derive(Debug)]
pub(super) struct ParamGroup {
    pub(super) learning_rate: Schedule,
    pub(super) weight_decay: Schedule,
    pub(super) centralized: bool,
    pub(super) l1: f64,
    pub(super) l2: f64,
    pub(super) l21: f64,
    pub(super) accum: f64,
    clip_value: f64,
    /// Limit to the norm of this group's gradients; `None` where they count towards the optimizer's limit.
    pub(super) clip_norm: Option<f64>,
    /// Number of the caller's group; `None` for ungrouped parameters.
    number: Option<usize>,
    /// Whether the group has parameters. The schedules of a group without parameters are not evaluated.
    pub(super) used: bool,
    /// Whether a setting was changed after the group was made.
    pub(super) changed: bool,
}

impl ParamGroup {
    /// A group without parameters, with the settings of `config` where `group` has none.
    pub(super) fn new(config: &Config, group: Group, number: Option<usize>) -> Self {
        Self {
            learning_rate: group.learning_rate.unwrap_or_else(|| config.learning_rate.clone()),
            weight_decay: group.weight_decay.unwrap_or_else(|| config.weight_decay.clone()),
            centralized: group.grad_centralization.unwrap_or(config.grad_centralization),
            l1: group.l1.unwrap_or(config.l1),
            l2: group.l2.unwrap_or(config.l2),
            l21: group.l21.unwrap_or(config.l21),
            accum: group.accum.unwrap_or(config.accum),
            clip_value: group.clip_value.or(config.clip_value).unwrap_or(f64::INFINITY),
            clip_norm: group.clip_norm,
            number,
            used: false,
            changed: false,
        }
    }

    /// Whether learning rate, weight decay or strengths may differ from those of earlier steps.
    pub(super) fn varies(&self) -> bool {
        let schedules = [&self.learning_rate, &self.weight_decay];
        self.changed || schedules.iter().any(|s| !matches!(s, Schedule::Constant(_)))
    }

    /// Name of the tensor of the learning rate in a snapshot.
    pub(super) fn rate_name(&self) -> String {
        self.number.map_or(RATE.to_owned(), |number| format!("{GROUP_RATE}{number}"))
    }

    /// Parameters of the step with this number. An error if a schedule has ended or gives a value out of
    /// range.
    pub(super) fn step_params(&self, config: &Config, step: u64) -> Result<StepParams, Error> {
        if !self.used {
            // Its schedules may have ended. An arena takes what is the same for all groups from the first one, used or not.
            return Ok(shared_settings(StepParams::new(0.0, 0.0, 0.0), config, step));
        }
        let params = StepParams {
            weight_decay: to_f32(self.weight_decay_at(step)?),
            may_decay: !is_zero(&self.weight_decay),
            ..StepParams::new(self.learning_rate_at(step)?, self.l1, self.l2)
                .l21(self.l21)
                .clip_value(self.clip_value)
        };
        let params = shared_settings(params, config, step);
        params.check()?;
        Ok(params)
    }

    /// Parameters for bringing rows up to date between steps. Schedules are not needed: learning rate and
    /// weight decay are 0. Apart from these the parameters are those of a step.
    pub(super) fn catch_up_params(&self, config: &Config, step: u64) -> StepParams {
        let params = StepParams {
            may_decay: !is_zero(&self.weight_decay),
            ..StepParams::new(0.0, self.l1, self.l2).l21(self.l21).clip_value(self.clip_value)
        };
        shared_settings(params, config, step)
    }

    pub(super) fn learning_rate_at(&self, step: u64) -> Result<f64, Error> {
        value_at(&self.learning_rate, step, self.field("learning_rate"))
    }

    pub(super) fn weight_decay_at(&self, step: u64) -> Result<f64, Error> {
        value_at(&self.weight_decay, step, self.field("weight_decay"))
    }

    pub(super) fn field(&self, name: &'static str) -> Field {
        self.number.map_or(Field::new(name), |number| Field::of_group(name, number))
    }
}

/// Whether a schedule is known to be 0 at every step.
pub(super) fn is_zero(schedule: &Schedule) -> bool {
    match schedule {
        Schedule::Constant(value) => *value == 0.0,
        Schedule::List(values) => values.iter().all(|value| *value == 0.0),
        _ => false,
    }
}

/// The same parameters with what is the same for all groups in a step.
fn shared_settings(params: StepParams, config: &Config, step: u64) -> StepParams {
    let params = params.rule(config.rule).after_steps(step);
    StepParams {
        row_decay: config.row_decay,
        unscale: to_f32(1.0 / config.loss_scale),
        shrinkage: config.shrinkage,
        rounding: config.rounding,
        ..params
    }
}

/// The value of a schedule at a step, checked: a list may have ended, and a function may return anything.
fn value_at(schedule: &Schedule, step: u64, field: Field) -> Result<f64, Error> {
    let value = schedule.at(step).ok_or(Error::ScheduleEnded { field, step })?;
    if value >= 0.0 && to_f32(value).is_finite() {
        return Ok(value);
    }
    Err(Error::ScheduleValue { field, step, value })
}
