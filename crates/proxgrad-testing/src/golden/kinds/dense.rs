//! Dense gradients, with values and accumulators known after every step.

use proxgrad::UpdateRule;
use serde::Deserialize;

use super::one_parameter::OneParameterCase;
use crate::{
    backend::{Backend, Grad},
    golden::{compare::Check, failure::Failure, number::Elements, single::Setup},
};

#[derive(Deserialize)]
pub(super) struct Dense {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    grad: Elements,
    lr: Option<f64>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    param: Elements,
    accum: Elements,
}

impl OneParameterCase for Dense {
    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        for shrinkage in setup.shrinkages()? {
            let (rule, rates) = (UpdateRule::ProximalAdagrad, self.steps.iter().map(|step| step.lr));
            let mut single = setup.start(backend, rule, shrinkage.into(), rates)?;
            for Step { grad, expect, .. } in &self.steps {
                single.step(Grad::Dense(grad))?;
                check.tensor(single.place("param"), setup.tol, &single.values()?, &expect.param)?;
                check.tensor(single.place("accum"), setup.tol, &single.accum()?, &expect.accum)?;
            }
        }
        Ok(())
    }
}
