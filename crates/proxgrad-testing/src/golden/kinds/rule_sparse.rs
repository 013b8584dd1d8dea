//! Row gradients with another rule than `ProximalAdagrad`: values and all state of the touched rows known after every
//! step. All other rows must keep every bit.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Deserializer, de};

use super::{
    entries::{Duplicates, Entries},
    one_parameter::OneParameterCase,
};
use crate::{
    backend::{Backend, Grad},
    golden::{
        compare::Check,
        failure::Failure,
        indices::IndexDtype,
        number::Elements,
        rule::Rule,
        single::{Setup, Single},
        table::Table,
        tensors::{Tensors, paired},
    },
};

#[derive(Deserialize)]
pub(super) struct RuleSparse {
    rule: Rule,
    index_dtype: IndexDtype,
    duplicates: Duplicates,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    indices: Vec<i64>,
    grad: Elements,
    lr: Option<f64>,
    expect: Expect,
}

/// The touched rows of every tensor.
struct Expect {
    rows: Vec<usize>,
    tensors: Tensors<Elements>,
}

impl OneParameterCase for RuleSparse {
    fn informative(&self) -> bool {
        self.duplicates.informative()
    }

    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let table = Table::new(&setup.shape)?;
        for feed in self.duplicates.feeds() {
            let rates = self.steps.iter().map(|step| step.lr);
            let mut single = setup.start(backend, self.rule.update_rule()?, feed.into(), rates)?;
            for step in &self.steps {
                let entries = Entries::new(&step.indices, &step.grad, self.index_dtype, table)?;
                step.replay(&entries.grad(feed), &mut single, setup, table, check)?;
                check.equal(single.place("bad_rows"), single.bad_rows()?, 0)?;
            }
        }
        Ok(())
    }
}

impl Step {
    fn replay(
        &self,
        grad: &Grad<'_>,
        single: &mut Single,
        setup: &Setup,
        table: Table,
        check: &mut Check,
    ) -> Result<(), Failure> {
        let touched: BTreeSet<_> = self.expect.rows.iter().copied().collect();
        let before = single.tensors()?;
        single.step(*grad)?;
        let after = single.tensors()?;
        for (name, got, rows) in paired(&after, &self.expect.tensors)? {
            // A tensor of the state may have other rows than the values, but as many.
            let (before, table) = (&before[name], table.of_width(got.len()));
            if let Some(row) = table.changed_untouched(&touched, before, got) {
                return Err(Failure::UntouchedRow { place: single.place(name.clone()), row });
            }
            let want = table.with_rows(before, &self.expect.rows, rows)?;
            setup.compare(single, name, got, &want, check)?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not flattened: an error in an element would lose its column.
        deserializer.deserialize_map(ExpectVisitor)
    }
}

struct ExpectVisitor;

impl<'de> de::Visitor<'de> for ExpectVisitor {
    type Value = Expect;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with rows, and these rows of every tensor")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut fields: A) -> Result<Expect, A::Error> {
        let (mut rows, mut tensors) = (None, Tensors::new());
        while let Some(name) = fields.next_key::<String>()? {
            if name == "rows" {
                rows = Some(fields.next_value()?);
            } else {
                tensors.insert(name, fields.next_value()?);
            }
        }
        let rows = rows.ok_or_else(|| de::Error::missing_field("rows"))?;
        Ok(Expect { rows, tensors })
    }
}
