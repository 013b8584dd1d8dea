//! One step on special values, with what the specification recommends where its formula breaks down.

use proxgrad::Schedule;
use serde::Deserialize;

use super::Case;
use crate::{
    backend::{Backend, Grad},
    compare::{Check, Tolerance},
    failure::Failure,
    number::Elements,
    single::{Hyper, Shrink, Single, Start},
};

#[derive(Deserialize)]
pub(super) struct EdgeDocumented {
    id: String,
    #[serde(default)]
    informative: bool,
    shrink: Shrink,
    hyper: Hyper,
    param: Elements,
    accum: Elements,
    grad: Elements,
    recommended: Recommended,
    tol: Tolerance,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Recommended {
    Values {
        param: Elements,
        accum: Elements,
    },
    /// Nothing that could be compared.
    Sentence(String),
}

impl Case for EdgeDocumented {
    fn id(&self) -> &str {
        &self.id
    }

    fn informative(&self) -> bool {
        self.informative
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let no_rate = || Failure::Malformed("it has no learning rate".to_owned());
        let start = Start {
            shrinkage: self.shrink.into(),
            learning_rate: Schedule::Constant(self.hyper.lr.ok_or_else(no_rate)?),
            hyper: self.hyper,
            shape: &[self.param.len()],
            values: &self.param,
            accum: Some(&self.accum),
        };
        let mut single = Single::new(backend, start)?;
        single.step(Grad::Dense(&self.grad))?;
        match &self.recommended {
            Recommended::Values { param, accum } => {
                check.tensor(single.place("param"), self.tol, &single.values()?, param)?;
                check.tensor(single.place("accum"), self.tol, &single.accum()?, accum)
            }
            Recommended::Sentence(_) if self.informative => Ok(()),
            Recommended::Sentence(sentence) => {
                Err(Failure::Malformed(format!("it is to be matched, but expects \"{sentence}\"")))
            }
        }
    }
}
