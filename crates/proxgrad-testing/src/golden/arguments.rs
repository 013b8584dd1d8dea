//! The arguments of MindSpore's optimizer, converted to the settings of the library.

use proxgrad::{Config, Group};
use serde::Deserialize;

use crate::golden::{number::Decimal, spec::Spec};

/// Keyword arguments of the constructor; an argument that is missing has its default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Constructor {
    accum: Option<Decimal>,
    learning_rate: Option<Spec>,
    l1: Option<Decimal>,
    l2: Option<Decimal>,
    use_locking: Option<bool>,
    pub(crate) loss_scale: Option<Decimal>,
    weight_decay: Option<Spec>,
}

impl Constructor {
    /// The settings of the library.
    pub(crate) fn config(&self) -> Config {
        let config = Config::default();
        let number = |given: Option<Decimal>, otherwise| given.map_or(otherwise, |Decimal(number)| number);
        let schedule = |given: &Option<Spec>, otherwise| {
            given.as_ref().map_or(otherwise, |Spec(schedule)| schedule.clone())
        };
        Config {
            accum: number(self.accum, config.accum),
            learning_rate: schedule(&self.learning_rate, config.learning_rate),
            l1: number(self.l1, config.l1),
            l2: number(self.l2, config.l2),
            use_locking: self.use_locking.unwrap_or(config.use_locking),
            loss_scale: number(self.loss_scale, config.loss_scale),
            weight_decay: schedule(&self.weight_decay, config.weight_decay),
            ..Config::default()
        }
    }
}

/// One entry of the list of parameter groups.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Entry")]
pub(crate) enum GroupArguments {
    Group {
        params: Vec<String>,
        lr: Option<Spec>,
        weight_decay: Option<Spec>,
        grad_centralization: Option<bool>,
    },
    Order(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    params: Option<Vec<String>>,
    lr: Option<Spec>,
    weight_decay: Option<Spec>,
    grad_centralization: Option<bool>,
    order_params: Option<Vec<String>>,
}

impl TryFrom<Entry> for GroupArguments {
    type Error = &'static str;

    fn try_from(entry: Entry) -> Result<Self, &'static str> {
        match entry {
            Entry {
                params: None,
                lr: None,
                weight_decay: None,
                grad_centralization: None,
                order_params: Some(order),
            } => Ok(Self::Order(order)),
            Entry { order_params: Some(_), .. } => Err("order_params stands beside other keys"),
            // An entry without `params` is a group without parameters.
            Entry { params, lr, weight_decay, grad_centralization, .. } => {
                let params = params.unwrap_or_default();
                Ok(Self::Group { params, lr, weight_decay, grad_centralization })
            }
        }
    }
}

impl GroupArguments {
    /// The settings of the group; an entry with the order of the parameters has none.
    pub(crate) fn settings(&self) -> Group {
        let Self::Group { lr, weight_decay, grad_centralization, .. } = self else { return Group::default() };
        let schedule = |spec: &Option<Spec>| spec.as_ref().map(|Spec(schedule)| schedule.clone());
        Group {
            learning_rate: schedule(lr),
            weight_decay: schedule(weight_decay),
            grad_centralization: *grad_centralization,
            ..Group::default()
        }
    }
}
