//! The same gradient at every step, with only the final values known: constants from unit tests of other programs.

use std::iter;

use proxgrad::UpdateRule;
use serde::Deserialize;

use super::one_parameter::OneParameterCase;
use crate::{
    backend::{Backend, Grad},
    golden::{compare::Check, failure::Failure, number::Elements, single::Setup, steps::check_steps},
};

#[derive(Deserialize)]
pub(super) struct Constants {
    constant_grad: Elements,
    num_steps: u64,
    expect_final: Expect,
}

#[derive(Deserialize)]
struct Expect {
    param: Elements,
    accum: Option<Elements>,
}

impl OneParameterCase for Constants {
    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        check_steps("num_steps", self.num_steps)?;
        for shrinkage in setup.shrinkages()? {
            let rule = UpdateRule::ProximalAdagrad;
            let mut single = setup.start(backend, rule, shrinkage.into(), iter::empty())?;
            for _ in 0..self.num_steps {
                single.step(Grad::Dense(&self.constant_grad))?;
            }
            check.tensor(single.place("param"), setup.tol, &single.values()?, &self.expect_final.param)?;
            if let Some(accum) = &self.expect_final.accum {
                check.tensor(single.place("accum"), setup.tol, &single.accum()?, accum)?;
            }
        }
        Ok(())
    }
}
