//! The numbers that calls take: any, or those whose products no device flushes to zero.

use proxgrad::{Config, DynamicLossScale, Group, Schedule};

use crate::number::Element;

/// A choice of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// A setting in place of another.
    pub setting: fn(f64) -> f64,
    is_moderate: bool,
}

impl Policy {
    /// Any numbers.
    pub fn any() -> Self {
        Self { setting: |setting| setting, is_moderate: false }
    }

    /// Numbers whose products are not subnormal, over as many steps as a run has.
    pub fn moderate() -> Self {
        fn moderate(setting: f64) -> f64 {
            if setting == 0.0 || (0.0625..=4.0).contains(&setting) { setting } else { 0.5 }
        }
        Self { setting: moderate, is_moderate: true }
    }

    /// Whether results of devices are compared.
    pub fn is_moderate(self) -> bool {
        self.is_moderate
    }

    /// The value of a parameter: finite.
    pub fn value(self, element: Element) -> f32 {
        if self.is_moderate { element.moderate() } else { element.finite() }
    }

    /// An element of a gradient; not finite only where steps are skipped for it.
    pub fn grad(self, element: Element, skips: bool) -> f32 {
        match (self.is_moderate, skips) {
            (true, _) => element.moderate(),
            (false, true) => element.0,
            (false, false) => element.finite(),
        }
    }

    pub fn schedule(self, schedule: &Schedule) -> Schedule {
        match schedule {
            schedule if !self.is_moderate => schedule.clone(),
            Schedule::Constant(value) => (self.setting)(*value).into(),
            Schedule::List(values) => values.iter().map(|value| (self.setting)(*value)).collect(),
            schedule => {
                let schedule = schedule.clone();
                Schedule::function(move |step| (self.setting)(schedule.at(step).unwrap_or_default()))
            }
        }
    }

    pub fn config(self, config: &Config) -> Config {
        let dynamic = |_: &_| DynamicLossScale::new(8.0, 2.0, 3).expect("in range");
        if !self.is_moderate {
            return config.clone();
        }
        Config {
            accum: (self.setting)(config.accum),
            learning_rate: self.schedule(&config.learning_rate),
            l1: (self.setting)(config.l1),
            l2: (self.setting)(config.l2),
            loss_scale: if config.dynamic_loss_scale.is_some() {
                1.0
            } else {
                (self.setting)(config.loss_scale)
            },
            dynamic_loss_scale: config.dynamic_loss_scale.as_ref().map(dynamic),
            clip_value: config.clip_value.map(self.setting),
            clip_norm: config.clip_norm.map(self.setting),
            weight_decay: self.schedule(&config.weight_decay),
            ..config.clone()
        }
    }

    pub fn group(self, group: &Group) -> Group {
        Group {
            learning_rate: group.learning_rate.as_ref().map(|schedule| self.schedule(schedule)),
            weight_decay: group.weight_decay.as_ref().map(|schedule| self.schedule(schedule)),
            l1: group.l1.map(self.setting),
            l2: group.l2.map(self.setting),
            accum: group.accum.map(self.setting),
            clip_value: group.clip_value.map(self.setting),
            clip_norm: group.clip_norm.map(self.setting),
            ..group.clone()
        }
    }
}
