//! One replay of a case about a whole optimizer.

use std::collections::{BTreeMap, BTreeSet};

use proxgrad::{Data, Error, ParamId};

use super::{
    case::{DECAY_TOLERANCE, OptimizerCase, Step},
    grad,
};
use crate::{
    backend::{self, Grad},
    golden::{
        compare::Check,
        failure::{Failure, Place},
        indices::{IndexDtype, RowIndices},
        network::Built,
        number::Elements,
        table::Table,
        variant::{Feed, Variant},
    },
};

/// A replay in progress.
pub(super) struct Run<'a> {
    case: &'a OptimizerCase,
    variant: Variant,
    optimizer: Box<dyn backend::Optimizer>,
    ids: BTreeMap<&'a str, ParamId>,
    /// Steps so far; a failure names the last one.
    steps: usize,
}

/// A gradient, with its indices in the types that the library takes.
enum Given<'a> {
    Dense(&'a [f32]),
    Rows { indices: RowIndices, values: &'a [f32] },
}

/// Values and accumulators of a parameter.
struct Tensors {
    values: Vec<f32>,
    accum: Vec<f32>,
}

impl<'a> Run<'a> {
    /// Checks the order of the parameters and the state before the first step.
    pub(super) fn new(
        case: &'a OptimizerCase,
        variant: Variant,
        built: Built<'a>,
        check: &mut Check,
    ) -> Result<Self, Failure> {
        let Built { optimizer, ids } = built;
        let run = Self { case, variant, optimizer, ids: ids.into_iter().collect(), steps: 0 };
        let order: Vec<_> = run.optimizer.params().into_iter().map(|param| run.name(param)).collect();
        let want: Vec<_> = case.optimizer_order.iter().map(String::as_str).collect();
        check.equal(run.place("optimizer_order"), order, want)?;
        run.check_state(check)?;
        check.equal(run.place("global_step"), run.optimizer.global_step(), 0)?;
        Ok(run)
    }

    pub(super) fn replay(mut self, check: &mut Check) -> Result<(), Failure> {
        for step in &self.case.steps {
            self.check_rates(step, check)?;
            let before = self.tensors()?;
            self.step(step)?;
            self.check_tensors(step, &before, check)?;
            check.equal(self.place("global_step"), self.optimizer.global_step(), step.expect.global_step)?;
            self.steps += 1;
        }
        let bad_rows = self.optimizer.bad_rows().map_err(|error| self.refused("bad_rows", error))?;
        check.equal(self.place("bad_rows"), bad_rows, 0)?;
        self.check_state(check)
    }

    fn step(&mut self, step: &Step) -> Result<(), Failure> {
        self.check_names(step.grads.keys(), "grads")?;
        let given = step.grads.iter().map(|(name, grad)| Ok((name.as_str(), Given::new(grad)?)));
        let given: BTreeMap<_, _> = given.collect::<Result<_, Failure>>()?;
        let feed = self.variant.feed;
        let outcome = if feed == Feed::InOrder {
            let grad = |name: &String| given.get(name.as_str()).map_or(Grad::None, |given| given.grad(feed));
            let grads: Vec<_> = self.case.optimizer_order.iter().map(grad).collect();
            self.optimizer.step_in_order(&grads)
        } else {
            let grads: Vec<_> =
                given.iter().map(|(name, given)| (self.ids[name], given.grad(feed))).collect();
            self.optimizer.step(&grads)
        };
        outcome.map_err(|error| self.refused("grads", error))
    }

    /// Checks the learning rates and weight decays that the optimizer reports for the next step.
    fn check_rates(&self, step: &Step, check: &mut Check) -> Result<(), Failure> {
        let all = |value_of: &dyn Fn(ParamId) -> Result<f64, Error>| -> Result<Vec<f64>, Error> {
            self.optimizer.params().into_iter().map(value_of).collect()
        };
        let rates = all(&|param| self.optimizer.lr_of(param)).map_err(|error| self.refused("lr", error))?;
        check.tensor(self.place("lr"), self.case.lr_tolerance(), &rates, &step.expect.lr)?;
        let what = "weight_decay_times_loss_scale";
        let scaled = |param| Ok(self.optimizer.weight_decay_of(param)? * self.case.loss_scale());
        let decays = all(&scaled).map_err(|error| self.refused(what, error))?;
        let want = &step.expect.weight_decay_times_loss_scale;
        check.tensor(self.place(what), DECAY_TOLERANCE, &decays, want)
    }

    fn check_tensors(
        &self,
        step: &Step,
        before: &BTreeMap<&str, Tensors>,
        check: &mut Check,
    ) -> Result<(), Failure> {
        for (name, after) in self.tensors()? {
            let places = ["param", "accum"].map(|tensor| self.place(format!("{tensor} of {name}")));
            let want = [&step.expect.params, &step.expect.accum].map(|wanted| wanted.get(name));
            let before = &before[name];
            let pairs = [(&before.values, &after.values), (&before.accum, &after.accum)];
            for ((place, want), (before, after)) in places.into_iter().zip(want).zip(pairs) {
                let want = expected(&place, want)?;
                check.tensor(place.clone(), self.case.tol, after, want)?;
                if let Some(row) = self.changed_untouched(name, step, before, after)? {
                    return Err(Failure::UntouchedRow { place, row });
                }
            }
        }
        self.check_names(step.expect.params.keys(), "expect.params")?;
        self.check_names(step.expect.accum.keys(), "expect.accum")
    }

    /// The first row without a gradient that did not keep every bit; a dense gradient has no such rows.
    fn changed_untouched(
        &self,
        name: &str,
        step: &Step,
        before: &[f32],
        after: &[f32],
    ) -> Result<Option<usize>, Failure> {
        let Some(grad::Grad::Rows(grad)) = step.grads.get(name) else { return Ok(None) };
        let param = self.case.params.iter().find(|param| param.name == name);
        let table = Table::new(param.map_or(&[], |param| &param.shape))?;
        let touched: BTreeSet<_> =
            grad.indices.iter().filter_map(|&index| usize::try_from(index).ok()).collect();
        Ok(table.changed_untouched(&touched, before, after))
    }

    /// Checks that a snapshot has exactly the expected accumulators, under their names.
    fn check_state(&self, check: &mut Check) -> Result<(), Failure> {
        let snapshot = self.optimizer.snapshot().map_err(|error| self.refused("snapshot", error))?;
        let known: BTreeSet<_> = snapshot.tensors.keys().filter(|name| name.starts_with("accum.")).collect();
        check.equal(self.place("state_names"), known, self.case.state_names.iter().collect())?;
        for (name, param) in self.case.state_names.iter().zip(self.optimizer.params()) {
            let own = self.optimizer.accum(param).map_err(|error| self.refused("accum", error))?;
            check.equal(self.place(name.clone()), &snapshot.tensors[name].data, &Data::F32(own))?;
        }
        Ok(())
    }

    fn check_names<'n>(&self, names: impl Iterator<Item = &'n String>, what: &str) -> Result<(), Failure> {
        match names.into_iter().find(|name| !self.ids.contains_key(name.as_str())) {
            Some(name) => Err(Failure::Malformed(format!("{what} names {name}, which is no parameter"))),
            None => Ok(()),
        }
    }

    fn tensors(&self) -> Result<BTreeMap<&'a str, Tensors>, Failure> {
        let tensors = |param| {
            Ok(Tensors { values: self.optimizer.values(param)?, accum: self.optimizer.accum(param)? })
        };
        let all = self.ids.iter().map(|(&name, &param)| Ok((name, tensors(param)?)));
        all.collect::<Result<_, _>>().map_err(|error| self.refused("state", error))
    }

    fn name(&self, param: ParamId) -> &'a str {
        self.ids.iter().find_map(|(&name, &id)| (id == param).then_some(name)).unwrap_or("an unknown id")
    }

    fn place(&self, tensor: impl Into<String>) -> Place {
        Place::new(tensor.into()).at(self.steps).by(self.variant)
    }

    fn refused(&self, tensor: &str, error: Error) -> Failure {
        Failure::refused(self.place(tensor), error)
    }
}

fn expected<'a>(place: &Place, want: Option<&'a Elements>) -> Result<&'a [f32], Failure> {
    want.map(|want| &**want).ok_or_else(|| Failure::Malformed(format!("{place}: nothing is expected")))
}

impl<'a> Given<'a> {
    /// Files do not state the type of the indices; i64 can represent all of them.
    fn new(grad: &'a grad::Grad) -> Result<Self, Failure> {
        Ok(match grad {
            grad::Grad::Dense(elements) => Self::Dense(elements),
            grad::Grad::Rows(rows) => {
                let indices = RowIndices::new(IndexDtype::I64, &rows.indices)?;
                Self::Rows { indices, values: &rows.values }
            }
        })
    }

    fn grad(&self, feed: Feed) -> Grad<'_> {
        match self {
            Self::Dense(elements) => Grad::Dense(elements),
            Self::Rows { indices, values } => Grad::rows(indices.given(feed), values),
        }
    }
}
