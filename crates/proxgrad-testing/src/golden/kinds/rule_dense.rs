//! Dense gradients with another rule than `ProximalAdagrad`: values and all state known after every step.

use serde::Deserialize;

use super::one_parameter::OneParameterCase;
use crate::{
    backend::{Backend, Grad},
    golden::{
        compare::Check,
        failure::Failure,
        indices::{IndexDtype, RowIndices},
        number::Elements,
        rule::Rule,
        single::{Setup, Single},
        table::Table,
        tensors::{Tensors, paired},
        variant::Feed,
    },
};

#[derive(Deserialize)]
pub(super) struct RuleDense {
    rule: Rule,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    grad: Elements,
    lr: Option<f64>,
    expect: Tensors<Elements>,
}

impl OneParameterCase for RuleDense {
    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        // Also as the gradient of all rows, which other kernels take.
        let all_rows: Vec<_> = (0..).take(Table::new(&setup.shape)?.rows).collect();
        let all_rows = RowIndices::new(IndexDtype::I64, &all_rows)?;
        for feed in [Feed::ById, Feed::UniqueOnDevice] {
            let rates = self.steps.iter().map(|step| step.lr);
            let mut single = setup.start(backend, self.rule.update_rule()?, feed.into(), rates)?;
            for step in &self.steps {
                single.step(match feed {
                    Feed::ById => Grad::Dense(&step.grad),
                    _ => Grad::rows(all_rows.given(feed), &step.grad),
                })?;
                step.compare(setup, &single, check)?;
            }
        }
        Ok(())
    }
}

impl Step {
    fn compare(&self, setup: &Setup, single: &Single, check: &mut Check) -> Result<(), Failure> {
        for (name, got, want) in paired(&single.tensors()?, &self.expect)? {
            setup.compare(single, name, got, want, check)?;
        }
        Ok(())
    }
}
