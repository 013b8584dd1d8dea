//! Arguments and steps that MindSpore accepts or refuses, and this library must accept or refuse alike.

mod arguments;
mod table;

use proxgrad::Error;
use serde::Deserialize;

use self::{
    arguments::{Arguments, Translated},
    table::Refusal,
};
use crate::{
    backend::{Backend, Grad, Optimizer},
    golden::{
        case::Case,
        compare::Check,
        failure::{Failure, Place},
        network::{Built, Network, unchanged},
        state::State,
        steps::check_steps,
    },
};

#[derive(Deserialize)]
#[serde(from = "Entry")]
pub(super) struct Errors {
    id: String,
    informative: bool,
    arguments: Arguments,
    run_steps: usize,
    expect: Expect,
}

/// A case as the file has it, with the arguments among the other fields.
#[derive(Deserialize)]
struct Entry {
    id: String,
    #[serde(default)]
    informative: bool,
    params: Vec<arguments::Param>,
    #[serde(default)]
    repeat_last_param: bool,
    constructor: arguments::Keywords,
    groups: Option<Vec<arguments::Keywords>>,
    run_steps: usize,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(try_from = "Outcome")]
enum Expect {
    Accepted { optimizer_order: Vec<String> },
    Refused { class: String, message_start: String, failing_step: Option<usize> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    ok: bool,
    optimizer_order: Option<Vec<String>>,
    error: Option<String>,
    message_start: Option<String>,
    failing_step: Option<usize>,
}

impl From<Entry> for Errors {
    fn from(entry: Entry) -> Self {
        let Entry { id, informative, params, repeat_last_param, constructor, groups, run_steps, expect } =
            entry;
        let arguments = Arguments { params, repeat_last_param, constructor, groups };
        Self { id, informative, arguments, run_steps, expect }
    }
}

impl TryFrom<Outcome> for Expect {
    type Error = &'static str;

    fn try_from(outcome: Outcome) -> Result<Self, &'static str> {
        let Outcome { ok, optimizer_order, error, message_start, failing_step } = outcome;
        match (ok, optimizer_order, error.zip(message_start)) {
            (true, Some(optimizer_order), None) if failing_step.is_none() => {
                Ok(Self::Accepted { optimizer_order })
            }
            (false, None, Some((class, message_start))) => {
                Ok(Self::Refused { class, message_start, failing_step })
            }
            _ => Err("expected ok with optimizer_order, or not ok with error and message_start"),
        }
    }
}

impl Case for Errors {
    fn id(&self) -> &str {
        &self.id
    }

    fn informative(&self) -> bool {
        self.informative
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        self.arguments.check_shapes()?;
        let translated = self.arguments.translate();
        let refusal = self.refusal(translated.as_ref().ok())?;
        match (translated, refusal) {
            (Err(unwritable), Some(Refusal::Unwritable(kind))) if unwritable.kind == kind => {
                check.agreed();
                Ok(())
            }
            (Err(unwritable), _) => Err(Failure::Malformed(unwritable.to_string())),
            (Ok(translated), None) => self.accepts(&translated, backend, check),
            (Ok(translated), Some(refusal)) => self.refuses(&translated, refusal, backend, check),
        }
    }
}

impl Errors {
    /// The expected refusal of this library; `None` where it must accept the case.
    fn refusal(&self, translated: Option<&Translated>) -> Result<Option<Refusal>, Failure> {
        match &self.expect {
            Expect::Accepted { .. } => Ok(translated.and_then(table::refused_here_only)),
            Expect::Refused { class, message_start, .. } => table::refusal(class, message_start).map(Some),
        }
    }

    fn accepts(
        &self,
        translated: &Translated,
        backend: &dyn Backend,
        check: &mut Check,
    ) -> Result<(), Failure> {
        let values = translated.values();
        let network = translated.network(&values);
        let refused = |error| Failure::refused(Place::new("setup"), error);
        let Built { mut optimizer, ids } = network.build(backend)?.map_err(refused)?;
        let name = |param| ids.iter().find_map(|&(name, id)| (id == param).then_some(name));
        let order: Vec<_> = optimizer.params().into_iter().filter_map(name).collect();
        if let Expect::Accepted { optimizer_order } = &self.expect {
            let want = optimizer_order.iter().map(String::as_str).collect();
            check.equal(Place::new("optimizer_order"), order, want)?;
        }
        run(&mut *optimizer, &network, self.run_steps, check)
    }

    /// Checks that the optimizer is refused as expected, at its construction or at a step, and that a refusal changes
    /// nothing.
    fn refuses(
        &self,
        translated: &Translated,
        refusal: Refusal,
        backend: &dyn Backend,
        check: &mut Check,
    ) -> Result<(), Failure> {
        let values = translated.values();
        let network = translated.network(&values);
        let failing_step = match self.expect {
            Expect::Refused { failing_step, .. } => failing_step,
            Expect::Accepted { .. } => None,
        };
        let mut optimizer = match network.build(backend)? {
            Ok(Built { optimizer, .. }) if refusal.comes_at_a_step() => optimizer,
            Ok(_) => return judge(refusal, translated, Place::new("setup"), Ok(())),
            Err(error) if failing_step.is_none() => {
                check.agreed();
                return judge(refusal, translated, Place::new("setup"), Err(error));
            }
            Err(error) => return Err(Failure::refused(Place::new("setup"), error)),
        };
        let step = failing_step.unwrap_or(0);
        run(&mut *optimizer, &network, step, check)?;
        for attempt in [step_with_ones, step_with_ones_in_order] {
            let place = Place::new("grads").at(step);
            let before = State::of(&*optimizer).map_err(|error| Failure::refused(place.clone(), error))?;
            judge(refusal, translated, place.clone(), attempt(&mut *optimizer, &network))?;
            unchanged(&*optimizer, &before, place)?;
            check.agreed();
        }
        Ok(())
    }
}

/// Takes steps that must succeed.
fn run(
    optimizer: &mut dyn Optimizer,
    network: &Network<'_>,
    steps: usize,
    check: &mut Check,
) -> Result<(), Failure> {
    check_steps("run_steps or failing_step", steps as u64)?;
    for step in 0..steps {
        let taken = step_with_ones(optimizer, network);
        taken.map_err(|error| Failure::refused(Place::new("grads").at(step), error))?;
    }
    check.equal(Place::new("global_step"), optimizer.global_step(), steps as u64)
}

/// Checks that a call was refused as expected.
fn judge(
    refusal: Refusal,
    translated: &Translated,
    place: Place,
    outcome: Result<(), Error>,
) -> Result<(), Failure> {
    let got = match outcome {
        Err(error) if refusal.matches(&error, translated, place.step) => return Ok(()),
        Err(error) => error.to_string(),
        Ok(()) => "it was taken".to_owned(),
    };
    Err(Failure::NotRefused { place, want: refusal.to_string(), got })
}

fn step_with_ones(optimizer: &mut dyn Optimizer, network: &Network<'_>) -> Result<(), Error> {
    let ones = ones(network);
    let grads: Vec<_> =
        optimizer.params().into_iter().zip(ones.iter().map(|ones| Grad::Dense(ones))).collect();
    optimizer.step(&grads)
}

fn step_with_ones_in_order(optimizer: &mut dyn Optimizer, network: &Network<'_>) -> Result<(), Error> {
    let ones = ones(network);
    optimizer.step_in_order(&ones.iter().map(|ones| Grad::Dense(ones)).collect::<Vec<_>>())
}

/// A gradient of ones for every parameter, in the optimizer's order.
fn ones(network: &Network<'_>) -> Vec<Vec<f32>> {
    network.in_order().map(|member| vec![1.0; member.values.len()]).collect()
}
