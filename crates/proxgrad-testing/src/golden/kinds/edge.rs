//! One step on special values: the results of another program, or those that the specification recommends where its
//! formula is undefined.

use std::fmt;

use proxgrad::{Format, Schedule, Shrinkage, UpdateRule};
use serde::{Deserialize, Deserializer, de};

use crate::{
    backend::{Backend, Grad},
    golden::{
        case::Case,
        compare::{Check, Tolerance},
        failure::Failure,
        number::Elements,
        single::{Hyper, Single, Start},
        variant::Shrink,
    },
};

#[derive(Deserialize)]
pub(super) struct Edge {
    id: String,
    #[serde(default)]
    informative: bool,
    shrink: Shrink,
    hyper: Hyper,
    param: Elements,
    accum: Elements,
    grad: Elements,
    #[serde(alias = "recommended")]
    expect: Expect,
    tol: Tolerance,
}

enum Expect {
    Values(Values),
    /// A sentence, which cannot be compared.
    Sentence(String),
}

#[derive(Deserialize)]
struct Values {
    param: Elements,
    accum: Elements,
}

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An untagged enum would lose line and column of an error.
        deserializer.deserialize_any(ExpectVisitor)
    }
}

struct ExpectVisitor;

impl<'de> de::Visitor<'de> for ExpectVisitor {
    type Value = Expect;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with param and accum, or a sentence")
    }

    fn visit_str<E: de::Error>(self, sentence: &str) -> Result<Expect, E> {
        Ok(Expect::Sentence(sentence.to_owned()))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, values: A) -> Result<Expect, A::Error> {
        Values::deserialize(de::value::MapAccessDeserializer::new(values)).map(Expect::Values)
    }
}

impl Case for Edge {
    fn id(&self) -> &str {
        &self.id
    }

    fn informative(&self) -> bool {
        self.informative
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let no_rate = || Failure::Malformed("it has no learning rate".to_owned());
        let start = Start {
            rule: UpdateRule::ProximalAdagrad,
            variant: Shrinkage::from(self.shrink).into(),
            learning_rate: Schedule::Constant(self.hyper.lr.ok_or_else(no_rate)?),
            hyper: self.hyper,
            format: Format::F32,
            shape: &[self.param.len()],
            values: &self.param,
            accum: Some(&self.accum),
        };
        let mut single = Single::new(backend, start)?;
        single.step(Grad::Dense(&self.grad))?;
        match &self.expect {
            Expect::Values(Values { param, accum }) => {
                check.tensor(single.place("param"), self.tol, &single.values()?, param)?;
                check.tensor(single.place("accum"), self.tol, &single.accum()?, accum)
            }
            Expect::Sentence(_) if self.informative => Ok(()),
            Expect::Sentence(sentence) => {
                Err(Failure::Malformed(format!("it is to be matched, but expects \"{sentence}\"")))
            }
        }
    }
}
