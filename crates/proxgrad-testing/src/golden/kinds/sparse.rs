//! Row gradients, with the touched rows known after every step. All other rows must keep every bit.

use std::collections::BTreeSet;

use proxgrad::{Error, UpdateRule};
use serde::Deserialize;

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
        single::{Setup, Single},
        table::Table,
        variant::{Feed, Variant},
    },
};

#[derive(Deserialize)]
pub(super) struct Sparse {
    index_dtype: IndexDtype,
    duplicates: Duplicates,
    out_of_range: OutOfRange,
    steps: Vec<Step>,
}

/// How the recorded program treats indices out of range.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum OutOfRange {
    None,
    /// Drops them silently, as MindSpore does. This library refuses a step with such host indices, which is tested,
    /// too, and skips and counts such device indices.
    Ignored,
}

#[derive(Deserialize)]
struct Step {
    indices: Vec<i64>,
    grad: Elements,
    lr: Option<f64>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    rows: Vec<usize>,
    param: Elements,
    accum: Elements,
}

impl OneParameterCase for Sparse {
    fn informative(&self) -> bool {
        self.duplicates.informative()
    }

    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        for shrinkage in setup.shrinkages()? {
            for feed in self.feeds() {
                let variant = Variant { shrinkage: Some(shrinkage), feed };
                self.replay_variant(variant, setup, backend, check)?;
            }
        }
        Ok(())
    }
}

impl Sparse {
    fn feeds(&self) -> Vec<Feed> {
        let mut feeds = self.duplicates.feeds();
        if self.out_of_range != OutOfRange::None {
            feeds.retain(|feed| *feed != Feed::UniqueOnDevice);
        }
        feeds
    }

    fn replay_variant(
        &self,
        variant: Variant,
        setup: &Setup,
        backend: &dyn Backend,
        check: &mut Check,
    ) -> Result<(), Failure> {
        let table = Table::new(&setup.shape)?;
        let rates = self.steps.iter().map(|step| step.lr);
        let mut single = setup.start(backend, UpdateRule::ProximalAdagrad, variant, rates)?;
        let mut bad_rows = 0;
        for step in &self.steps {
            let bad = step.bad(table);
            if bad > 0 && self.out_of_range == OutOfRange::None {
                return Err(Failure::Malformed("it says that no index is out of range".to_owned()));
            }
            let entries = step.entries(self.index_dtype, table, |_| true)?;
            let entries = if variant.feed == Feed::ById && bad > 0 {
                step.refuses(&entries, &mut single, table)?;
                step.entries(self.index_dtype, table, |index| table.has(index))?
            } else {
                bad_rows += bad;
                entries
            };
            step.replay(&entries.grad(variant.feed), &mut single, setup, table, check)?;
            check.equal(single.place("bad_rows"), single.bad_rows()?, bad_rows)?;
        }
        Ok(())
    }
}

impl Step {
    /// The number of indices out of range.
    fn bad(&self, table: Table) -> u64 {
        let bad = self.indices.iter().filter(|&&index| !table.has(index)).count();
        bad as u64
    }

    /// The entries whose index `keep` accepts.
    fn entries(
        &self,
        dtype: IndexDtype,
        table: Table,
        keep: impl Fn(i64) -> bool,
    ) -> Result<Entries, Failure> {
        Entries::kept(&self.indices, &self.grad, dtype, table, keep)
    }

    /// Checks that a host index out of range is an error, and that the state does not change.
    fn refuses(&self, entries: &Entries, single: &mut Single, table: Table) -> Result<(), Failure> {
        let bad = self.indices.iter().enumerate().find(|&(_, &index)| !table.has(index));
        let Some((position, &bad)) = bad else { return Ok(()) };
        let before = single.state()?;
        let place = single.place("grad");
        match single.try_step(entries.grad(Feed::ById)) {
            Err(Error::RowOutOfRange { position: found, index, .. })
                if (found, index) == (position, bad.into()) => {}
            Err(error) => {
                return Err(Failure::BadIndexNotRefused { place, position, got: error.to_string() });
            }
            Ok(()) => {
                return Err(Failure::BadIndexNotRefused { place, position, got: "it was taken".to_owned() });
            }
        }
        match single.state()?.changed_since(&before) {
            Some(part) => Err(Failure::ChangedByRefusal { place: single.place(part) }),
            None => Ok(()),
        }
    }

    fn replay(
        &self,
        grad: &Grad<'_>,
        single: &mut Single,
        setup: &Setup,
        table: Table,
        check: &mut Check,
    ) -> Result<(), Failure> {
        let touched: BTreeSet<_> = self.expect.rows.iter().copied().collect();
        let before = [single.values()?, single.accum()?];
        single.step(*grad)?;
        let after = [single.values()?, single.accum()?];
        let tensors = [("param", &self.expect.param), ("accum", &self.expect.accum)];
        for ((before, after), (tensor, rows)) in before.into_iter().zip(after).zip(tensors) {
            let want = table.with_rows(&before, &self.expect.rows, rows)?;
            check.tensor(single.place(tensor), setup.tol, &after, &want)?;
            if let Some(row) = table.changed_untouched(&touched, &before, &after) {
                return Err(Failure::UntouchedRow { place: single.place(tensor), row });
            }
        }
        Ok(())
    }
}
