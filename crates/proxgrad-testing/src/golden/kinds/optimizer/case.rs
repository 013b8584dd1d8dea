//! The fields of a case about a whole optimizer, and the optimizer that it describes.

use std::collections::BTreeMap;

use proxgrad::{Centralization, Config, RowDecay};
use serde::Deserialize;

use super::grad::Grad;
use crate::golden::{
    arguments::{Constructor, GroupArguments},
    compare::Tolerance,
    failure::Failure,
    network::{Member, Network},
    number::{Decimal, Elements},
    variant::{Dtype, Feed, Shrink, Variant},
};

#[derive(Deserialize)]
pub(crate) struct OptimizerCase {
    pub(super) id: String,
    #[serde(default)]
    pub(super) informative: bool,
    pub(super) shrink: Shrink,
    #[serde(default)]
    pub(super) shrink_independent: bool,
    pub(super) dtype: Dtype,
    /// A deviation of the recorded program from its documentation, visible in the learning rates.
    pub(super) quirk: Option<String>,
    pub(super) centralization_rule: Option<Rule>,
    pub(super) constructor: Constructor,
    pub(super) params: Vec<Param>,
    pub(super) groups: Option<Vec<GroupArguments>>,
    pub(super) optimizer_order: Vec<String>,
    pub(super) state_names: Vec<String>,
    pub(super) steps: Vec<Step>,
    pub(super) tol: Tolerance,
}

#[derive(Deserialize)]
pub(super) struct Param {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) init: Elements,
}

/// Which parameters are centralized: a sentence that begins with a key.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Rule(Centralization);

#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) grads: BTreeMap<String, Grad>,
    pub(super) expect: Expect,
}

#[derive(Deserialize)]
pub(super) struct Expect {
    pub(super) params: BTreeMap<String, Elements>,
    pub(super) accum: BTreeMap<String, Elements>,
    /// The learning rate of each parameter in the optimizer's order.
    pub(super) lr: Elements<f64>,
    /// For each parameter in the optimizer's order.
    pub(super) weight_decay_times_loss_scale: Elements<f64>,
    pub(super) global_step: u64,
}

impl TryFrom<String> for Rule {
    type Error = String;

    fn try_from(words: String) -> Result<Self, String> {
        match words.split(':').next() {
            Some("conv") => Ok(Self(Centralization::Convolutions)),
            Some("mindspore") => Ok(Self(Centralization::MultiplesOf16)),
            _ => Err(format!("the rule \"{words}\" begins with neither \"conv:\" nor \"mindspore:\"")),
        }
    }
}

impl OptimizerCase {
    /// Every way to pass gradients that makes a difference to this case.
    pub(super) fn feeds(&self) -> Vec<Feed> {
        let rows = |step: &Step| step.grads.values().any(|grad| matches!(grad, Grad::Rows(_)));
        let mut feeds = vec![Feed::ById, Feed::InOrder];
        if self.steps.iter().any(rows) {
            feeds.push(Feed::OnDevice);
        }
        feeds
    }

    /// Checks the shapes before memory is allocated for them: a file may be wrong.
    pub(super) fn check_params(&self) -> Result<(), Failure> {
        for Param { name, shape, init } in &self.params {
            let len = shape.iter().try_fold(1usize, |len, &extent| len.checked_mul(extent));
            if len != Some(init.len()) {
                let got = init.len();
                let reason = format!("init of {name} has {got} elements, which do not fill {shape:?}");
                return Err(Failure::Malformed(reason));
            }
        }
        Ok(())
    }

    pub(super) fn network(&self, variant: Variant) -> Result<Network<'_>, Failure> {
        let member = |name: &str, group| match self.params.iter().find(|param| param.name == name) {
            Some(Param { name, shape, init }) => Ok(Member { name, shape, values: init, group }),
            None => Err(Failure::Malformed(format!("no parameter is called {name}"))),
        };
        let mut network = Network {
            config: self.config(variant)?,
            format: self.dtype.format(),
            groups: Vec::new(),
            members: Vec::new(),
            order: Vec::new(),
        };
        let Some(groups) = &self.groups else {
            let all = self.params.iter().map(|param| member(&param.name, None));
            network.members = all.collect::<Result<_, _>>()?;
            return Ok(network);
        };
        for group in groups {
            match group {
                GroupArguments::Order(names) => network.order = names.iter().map(String::as_str).collect(),
                GroupArguments::Group { params, .. } => {
                    let index = Some(network.groups.len());
                    network.groups.push(group.settings());
                    let all = params.iter().map(|name| member(name, index));
                    network.members.extend(all.collect::<Result<Vec<_>, _>>()?);
                }
            }
        }
        Ok(network)
    }

    fn config(&self, variant: Variant) -> Result<Config, Failure> {
        let centralized = |group: &GroupArguments| group.settings().grad_centralization == Some(true);
        let centralizes = self.groups.iter().flatten().any(centralized);
        let centralization = match self.centralization_rule {
            Some(Rule(centralization)) => centralization,
            None if centralizes => {
                return Err(Failure::Malformed("it centralizes, and states no rule for it".to_owned()));
            }
            None => Centralization::default(),
        };
        Ok(Config {
            centralization,
            // Documented cases, too, decay a row with several entries as MindSpore does.
            row_decay: RowDecay::PerOccurrence,
            shrinkage: variant.shrinkage.unwrap_or_default(),
            ..self.constructor.config()
        })
    }

    /// The recorded program computes learning rates in f32; its quirk turns 0.001 into 0.0010000467.
    pub(super) fn lr_tolerance(&self) -> Tolerance {
        let rtol = if self.quirk.is_some() { 1e-4 } else { 2e-6 };
        Tolerance { rtol, atol: ALMOST_ZERO }
    }

    /// The loss scale by which the file multiplies the weight decay.
    pub(super) fn loss_scale(&self) -> f64 {
        self.constructor.loss_scale.map_or(1.0, |Decimal(loss_scale)| loss_scale)
    }
}

/// The largest error of a learning rate or weight decay that is 0: less than any useful setting.
const ALMOST_ZERO: f64 = 1e-12;

/// Tolerance of weight decay times loss scale. The file has an f32 product of rounded factors, of which the weight
/// decay may come from the same f32 arithmetic as a schedule of learning rates: the larger rounding errors are those of
/// the schedule, so the tolerance is that of a schedule.
pub(super) const DECAY_TOLERANCE: Tolerance = Tolerance { rtol: 2e-6, atol: ALMOST_ZERO };
