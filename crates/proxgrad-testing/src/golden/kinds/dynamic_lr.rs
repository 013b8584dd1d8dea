//! The functions that return lists of learning rates. The lists are compared as f64.

use proxgrad::{
    Error,
    dynamic_lr::{
        cosine_decay_lr, exponential_decay_lr, inverse_decay_lr, natural_exp_decay_lr, piecewise_constant_lr,
        polynomial_decay_lr, warmup_lr,
    },
};
use serde::Deserialize;

use super::body::{Body, boxed};
use crate::{
    backend::Backend,
    golden::{
        case::Case,
        compare::{Check, Tolerance},
        failure::{Failure, Place},
        number::Elements,
        steps::check_steps,
    },
};

struct DynamicLr {
    call: Call,
    list: List,
}

#[derive(Deserialize)]
struct List {
    id: String,
    #[serde(default)]
    informative: bool,
    expect: Elements<f64>,
    tol: Tolerance,
}

/// A function and its arguments, with the names of MindSpore.
#[derive(Deserialize)]
#[serde(tag = "function", content = "args")]
enum Call {
    #[serde(rename = "piecewise_constant_lr")]
    PiecewiseConstant(Piecewise),
    #[serde(rename = "exponential_decay_lr")]
    ExponentialDecay(Decay),
    #[serde(rename = "natural_exp_decay_lr")]
    NaturalExpDecay(Decay),
    #[serde(rename = "inverse_decay_lr")]
    InverseDecay(Decay),
    #[serde(rename = "cosine_decay_lr")]
    CosineDecay(Cosine),
    #[serde(rename = "polynomial_decay_lr")]
    PolynomialDecay(Polynomial),
    #[serde(rename = "warmup_lr")]
    WarmUp(WarmUp),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piecewise {
    milestone: Vec<u64>,
    learning_rates: Elements<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decay {
    learning_rate: f64,
    decay_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
    #[serde(default)]
    is_stair: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cosine {
    min_lr: f64,
    max_lr: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Polynomial {
    learning_rate: f64,
    end_learning_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
    power: f64,
    #[serde(default)]
    update_decay_epoch: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WarmUp {
    learning_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    warmup_epoch: u64,
}

/// Reads every case twice, once for the call and once for the other fields, so that an error has a column.
pub(super) fn cases(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let calls: Body<Call> = serde_json::from_str(text)?;
    let lists: Body<List> = serde_json::from_str(text)?;
    let both = calls.cases.into_iter().zip(lists.cases);
    Ok(both.map(|(call, list)| boxed(DynamicLr { call, list })).collect())
}

impl Case for DynamicLr {
    fn id(&self) -> &str {
        &self.list.id
    }

    fn informative(&self) -> bool {
        self.list.informative
    }

    /// Needs no device.
    fn replay(&self, _: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let place = Place::new("list");
        check_steps("the length of the list", self.call.steps())?;
        let list = self.call.list().map_err(|error| Failure::refused(place.clone(), error))?;
        check.tensor(place, self.list.tol, &list, &self.list.expect)
    }
}

impl Call {
    /// The number of values in the list.
    fn steps(&self) -> u64 {
        match self {
            Self::PiecewiseConstant(p) => p.milestone.iter().copied().max().unwrap_or_default(),
            Self::ExponentialDecay(d) | Self::NaturalExpDecay(d) | Self::InverseDecay(d) => d.total_step,
            Self::CosineDecay(c) => c.total_step,
            Self::PolynomialDecay(p) => p.total_step,
            Self::WarmUp(w) => w.total_step,
        }
    }

    fn list(&self) -> Result<Vec<f64>, Error> {
        match self {
            Self::PiecewiseConstant(p) => piecewise_constant_lr(&p.milestone, &p.learning_rates),
            Self::ExponentialDecay(d) => d.list(exponential_decay_lr),
            Self::NaturalExpDecay(d) => d.list(natural_exp_decay_lr),
            Self::InverseDecay(d) => d.list(inverse_decay_lr),
            Self::CosineDecay(c) => {
                cosine_decay_lr(c.min_lr, c.max_lr, c.total_step, c.step_per_epoch, c.decay_epoch)
            }
            Self::PolynomialDecay(p) => polynomial_decay_lr(
                p.learning_rate,
                p.end_learning_rate,
                p.total_step,
                p.step_per_epoch,
                p.decay_epoch,
                p.power,
                p.update_decay_epoch,
            ),
            Self::WarmUp(w) => warmup_lr(w.learning_rate, w.total_step, w.step_per_epoch, w.warmup_epoch),
        }
    }
}

impl Decay {
    fn list(
        &self,
        function: impl Fn(f64, f64, u64, u64, u64, bool) -> Result<Vec<f64>, Error>,
    ) -> Result<Vec<f64>, Error> {
        let Self { learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair } = *self;
        function(learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    }
}
