//! The kinds of case, one file each.

mod constants;
mod dense;
mod dynamic_lr;
mod edge;
mod errors;
mod loss_scale;
mod optimizer;
mod schedule;
mod sparse;
mod unsupported;

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    backend::Backend,
    golden::{compare::Check, failure::Failure, single::Setup},
};

/// One case of a golden file.
pub(crate) trait Case {
    /// Unique in its file.
    fn id(&self) -> &str;

    /// Whether it is there to be looked at only.
    fn informative(&self) -> bool;

    /// Runs it and compares.
    ///
    /// # Errors
    /// What was found wrong first.
    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure>;
}

/// The cases of a file of this kind. A kind that is not known here is not skipped: its cases fail when replayed.
pub(crate) fn parse(kind: &str, text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    match kind {
        "constants" => of_one::<constants::Constants>(text),
        "dense" => of_one::<dense::Dense>(text),
        "dynamic_lr" => dynamic_lr::cases(text),
        "edge" | "edge_documented" => cases::<edge::Edge>(text),
        "errors" => cases::<errors::Errors>(text),
        "loss_scale" => cases::<loss_scale::LossScale>(text),
        "optimizer" => cases::<optimizer::Optimizer>(text),
        "schedule" => schedule::cases(text),
        "sparse" => of_one::<sparse::Sparse>(text),
        other => unsupported::cases(text, other),
    }
}

/// The part of a golden file that depends on its kind.
#[derive(Deserialize)]
struct Body<C> {
    cases: Vec<C>,
}

fn cases<C: Case + DeserializeOwned + 'static>(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let body: Body<C> = serde_json::from_str(text)?;
    Ok(body.cases.into_iter().map(boxed).collect())
}

fn boxed<C: Case + 'static>(case: C) -> Box<dyn Case> {
    Box::new(case)
}

/// What cases about a single parameter differ in.
trait OfOne: DeserializeOwned + 'static {
    /// Whether this makes the case informative, whatever it says itself.
    fn informative(&self) -> bool {
        false
    }

    /// As [`Case::replay`].
    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure>;
}

struct OneParameter<C> {
    setup: Setup,
    case: C,
}

impl<C: OfOne> Case for OneParameter<C> {
    fn id(&self) -> &str {
        &self.setup.id
    }

    fn informative(&self) -> bool {
        self.setup.informative || self.case.informative()
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        self.case.replay(&self.setup, backend, check)
    }
}

/// Reads every case twice, what it shares with other kinds and what it does not: flattened into one struct, an error
/// would have lost its column.
fn of_one<C: OfOne>(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let setups: Body<Setup> = serde_json::from_str(text)?;
    let cases: Body<C> = serde_json::from_str(text)?;
    let both = setups.cases.into_iter().zip(cases.cases);
    Ok(both.map(|(setup, case)| boxed(OneParameter { setup, case })).collect())
}
