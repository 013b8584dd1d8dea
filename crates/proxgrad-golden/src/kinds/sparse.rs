//! Row gradients, with the touched rows known after every step. All other rows keep every bit.

use serde::Deserialize;

use super::OfOne;
use crate::{
    backend::{Backend, Grad},
    compare::Check,
    failure::Failure,
    number::Elements,
    single::{Setup, Single},
};

#[derive(Deserialize)]
pub(super) struct Sparse {
    index_dtype: IndexDtype,
    duplicates: Duplicates,
    out_of_range: OutOfRange,
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum IndexDtype {
    I32,
    I64,
}

/// What the recorded program does with equal rows.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Duplicates {
    None,
    Summed,
    /// One update for each occurrence: TensorFlow's rule, and not ours.
    Sequential,
}

/// What the recorded program does with rows that do not exist.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum OutOfRange {
    None,
    /// Drops them silently: MindSpore's rule. Ours is to refuse the step, and that is tested in passing.
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

/// A table's rows and their width.
#[derive(Clone, Copy)]
struct Table {
    rows: usize,
    width: usize,
}

/// A row gradient as the library takes it.
#[derive(Default)]
struct Entries {
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl Entries {
    fn grad(&self) -> Grad<'_> {
        Grad::rows(&self.indices, &self.values)
    }
}

impl OfOne for Sparse {
    fn informative(&self) -> bool {
        self.duplicates == Duplicates::Sequential
    }

    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let table = Table::new(&setup.shape)?;
        for shrinkage in setup.shrinkages()? {
            let mut single = setup.start(backend, shrinkage, self.steps.iter().map(|step| step.lr))?;
            for step in &self.steps {
                let entries = step.entries(self.index_dtype, table)?;
                let entries = match self.out_of_range {
                    OutOfRange::None => entries,
                    OutOfRange::Ignored => drop_bad(entries, &mut single, table)?,
                };
                step.replay(&entries, &mut single, setup, table, check)?;
            }
        }
        Ok(())
    }
}

impl Table {
    fn new(shape: &[usize]) -> Result<Self, Failure> {
        let Some((&rows, inner)) = shape.split_first() else {
            return Err(Failure::Malformed("a scalar has no rows".to_owned()));
        };
        let width = inner.iter().try_fold(1usize, |width, &extent| width.checked_mul(extent));
        let width = width.ok_or_else(|| Failure::Malformed(format!("{shape:?} cannot be counted")))?;
        Ok(Self { rows, width })
    }

    /// Every element of these rows, with its place in the table.
    fn elements(self, rows: &[usize]) -> impl Iterator<Item = usize> {
        rows.iter().flat_map(move |row| row * self.width..(row + 1) * self.width)
    }
}

impl Step {
    /// The row gradient, with indices as a caller who holds them in another type would hand them over.
    fn entries(&self, dtype: IndexDtype, table: Table) -> Result<Entries, Failure> {
        if Some(self.grad.len()) != self.indices.len().checked_mul(table.width) {
            let (got, rows, width) = (self.grad.len(), self.indices.len(), table.width);
            return Err(Failure::Malformed(format!("{got} gradients for {rows} rows of {width}")));
        }
        let indices = self.indices.iter().map(|&index| dtype.row(index)).collect::<Result<_, _>>()?;
        Ok(Entries { indices, values: self.grad.to_vec() })
    }

    fn replay(
        &self,
        entries: &Entries,
        single: &mut Single,
        setup: &Setup,
        table: Table,
        check: &mut Check,
    ) -> Result<(), Failure> {
        let before = [single.values()?, single.accum()?];
        single.step(entries.grad())?;
        let after = [single.values()?, single.accum()?];
        let tensors = [("param", &self.expect.param), ("accum", &self.expect.accum)];
        for ((before, after), (tensor, touched)) in before.into_iter().zip(after).zip(tensors) {
            let want = self.expect.whole(&before, touched, table)?;
            check.tensor(single.place(tensor), setup.tol, &after, &want)?;
            if let Some(row) = self.changed_untouched(&before, &after, table) {
                return Err(Failure::UntouchedRow { place: single.place(tensor), row });
            }
        }
        Ok(())
    }

    /// The first row that should have kept every bit and did not.
    fn changed_untouched(&self, before: &[f32], after: &[f32], table: Table) -> Option<usize> {
        (0..table.rows)
            .filter(|row| !self.expect.rows.contains(row))
            .find(|&row| table.elements(&[row]).any(|i| before[i].to_bits() != after[i].to_bits()))
    }
}

impl Expect {
    /// The whole tensor as it should be: the touched rows as the file says, the others as they were.
    fn whole(&self, before: &[f32], touched: &[f32], table: Table) -> Result<Vec<f32>, Failure> {
        if Some(touched.len()) != self.rows.len().checked_mul(table.width)
            || self.rows.iter().any(|&row| row >= table.rows)
        {
            return Err(Failure::Malformed("its expected rows are not rows of the table".to_owned()));
        }
        let mut whole = before.to_vec();
        for (at, want) in table.elements(&self.rows).zip(touched) {
            whole[at] = *want;
        }
        Ok(whole)
    }
}

impl IndexDtype {
    /// An index that no u32 can be becomes the largest: out of range just the same.
    fn row(self, index: i64) -> Result<u32, Failure> {
        match self {
            Self::I32 if i32::try_from(index).is_err() => {
                Err(Failure::Malformed(format!("index {index} is no i32")))
            }
            _ => Ok(u32::try_from(index).unwrap_or(u32::MAX)),
        }
    }
}

/// The entries whose rows exist. Before that, the others have to be refused, and nothing may change.
fn drop_bad(entries: Entries, single: &mut Single, table: Table) -> Result<Entries, Failure> {
    let exists = |index: u32| usize::try_from(index).is_ok_and(|row| row < table.rows);
    if let Some(position) = entries.indices.iter().position(|&index| !exists(index)) {
        refuses(&entries, position, single)?;
    }
    let mut good = Entries::default();
    for (at, &index) in entries.indices.iter().enumerate().filter(|&(_, &index)| exists(index)) {
        good.indices.push(index);
        good.values.extend(&entries.values[at * table.width..(at + 1) * table.width]);
    }
    Ok(good)
}

/// One bad index is an error, and nothing changed.
fn refuses(entries: &Entries, position: usize, single: &mut Single) -> Result<(), Failure> {
    let before = [bits(&single.values()?), bits(&single.accum()?)];
    let step_before = single.global_step();
    let place = single.place("grad");
    match single.try_step(entries.grad()) {
        Err(proxgrad::Error::RowOutOfRange { position: found, .. }) if found == position => {}
        Err(error) => return Err(Failure::BadIndexNotRefused { place, position, got: error.to_string() }),
        Ok(()) => {
            return Err(Failure::BadIndexNotRefused { place, position, got: "it was taken".to_owned() });
        }
    }
    let after = [bits(&single.values()?), bits(&single.accum()?)];
    let tensors = ["param", "accum"].into_iter().zip(before.iter().zip(&after));
    for (tensor, (before, after)) in tensors {
        if before != after {
            return Err(Failure::ChangedByRefusal { place: single.place(tensor) });
        }
    }
    if single.global_step() != step_before {
        return Err(Failure::ChangedByRefusal { place: single.place("global_step") });
    }
    Ok(())
}

fn bits(elements: &[f32]) -> Vec<u32> {
    elements.iter().map(|element| element.to_bits()).collect()
}
