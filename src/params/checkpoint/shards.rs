//! Snapshots of tables whose rows are divided among several optimizers.

use std::ops::Range;

use super::names::{is_plane, is_steps_of, last_touched_of, missed_rates_of};
use crate::{
    error::Error,
    state::{Data, Snapshot, SnapshotView, Tensor, TensorView},
};

impl Snapshot {
    /// The same snapshot with some rows of a table alone, for an optimizer that has these. All other tensors stay as they are.
    ///
    /// ```
    /// use proxgrad::{Config, Snapshot, cpu::{Param, ProximalAdagrad}};
    ///
    /// let mut whole = ProximalAdagrad::new(Config::default())?;
    /// whole.add_param(Param::new("table", &[5, 2]))?;
    /// let snapshot = whole.snapshot();
    /// let shards = [snapshot.with_rows("table", 0..3)?, snapshot.with_rows("table", 3..5)?];
    ///
    /// let mut first = ProximalAdagrad::new(Config::default())?;
    /// first.add_param(Param::new("table", &[3, 2]))?;
    /// first.restore(&shards[0])?;
    /// assert_eq!(Snapshot::join_rows("table", &shards)?, snapshot);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// A table without accumulators in the snapshot, or with fewer rows; a scalar.
    pub fn with_rows(&self, param: &str, rows: Range<usize>) -> Result<Self, Error> {
        let mut shard = self.clone();
        let mut is_known = false;
        for (name, tensor) in shard.tensors.iter_mut().filter(|(name, _)| is_rows_of(name, param)) {
            is_known = true;
            let len = check_rows(name, tensor)?;
            if rows.start > rows.end || rows.end > len {
                let (tensor, rows) = (name.clone(), rows.clone());
                return Err(Error::StateRows { tensor, rows, len });
            }
            let width: usize = tensor.shape[1..].iter().product();
            let elements = rows.start * width..rows.end * width;
            tensor.shape[0] = rows.len();
            match &mut tensor.data {
                Data::F32(data) => *data = data[elements].to_vec(),
                Data::U64(data) => *data = data[elements].to_vec(),
            }
        }
        if is_known { Ok(shard) } else { Err(missing(param)) }
    }

    /// The snapshot of a table whose rows are those of the shards, one behind the other. All other tensors are those of the first
    /// shard: parameters that each optimizer has alike.
    ///
    /// Shards of a table with exact rows must have taken part in the same steps: give an optimizer a gradient without entries
    /// in steps that have none for its rows.
    ///
    /// # Errors
    /// No shards; a shard without accumulators of the table, or with rows of another width; shards of exact rows that have taken
    /// part in different numbers of steps.
    pub fn join_rows(param: &str, shards: &[Self]) -> Result<Self, Error> {
        let mut joined = shards.first().ok_or_else(|| missing(param))?.clone();
        let names: Vec<_> = joined.tensors.keys().filter(|name| is_rows_of(name, param)).cloned().collect();
        if names.is_empty() {
            return Err(missing(param));
        }
        for shard in &shards[1..] {
            check_steps(&joined, shard, param)?;
            for name in &names {
                let next =
                    shard.tensors.get(name).ok_or_else(|| Error::StateMissing { tensor: name.clone() })?;
                check_rows(name, next)?;
                let own = joined.tensors.get_mut(name).expect("it is one of its names");
                check_rows(name, own)?;
                append(name, own, next)?;
            }
            // The rates that the oldest row of all has missed.
            let rates = missed_rates_of(param);
            let length = |snapshot: &Self| snapshot.tensors.get(&rates).map(|rates| rates.shape.clone());
            if let Some(longer) = shard.tensors.get(&rates).filter(|_| length(shard) > length(&joined)) {
                joined.tensors.insert(rates, longer.clone());
            }
        }
        Ok(joined)
    }
}

impl<'a> SnapshotView<'a> {
    /// Names and contents of the tensors that have a row for each row of a parameter: its state, and the last steps of exact rows.
    /// A program that divides a table among optimizers divides these with the values.
    ///
    /// ```
    /// use proxgrad::{Config, Rows, cpu::{Param, ProximalAdagrad}};
    ///
    /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
    /// optimizer.add_param(Param::new("table", &[5, 2]).rows(Rows::Exact))?;
    /// let snapshot = optimizer.snapshot_view();
    /// let names: Vec<_> = snapshot.row_tensors("table").map(|(name, _)| name).collect();
    /// assert_eq!(names, ["accum.table", "last_touched.table"]);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn row_tensors(&self, param: &str) -> impl Iterator<Item = (&str, &TensorView<'a>)> {
        let tensors = self.tensors.iter().map(|(name, tensor)| (&**name, tensor));
        tensors.filter(move |(name, _)| is_rows_of(name, param))
    }
}

/// Whether a tensor has a row for each row of a parameter.
fn is_rows_of(tensor: &str, param: &str) -> bool {
    is_plane(tensor, param) || tensor == last_touched_of(param)
}

/// Number of rows of a tensor, whose shape is that of its elements.
fn check_rows(name: &str, tensor: &Tensor) -> Result<usize, Error> {
    let mismatch = |want: &str| Error::ShardShape {
        tensor: name.to_owned(),
        got: tensor.view().describe(),
        want: want.to_owned(),
    };
    let Some(rows) = tensor.shape.first() else { return Err(mismatch("have rows")) };
    let len = match &tensor.data {
        Data::F32(data) => data.len(),
        Data::U64(data) => data.len(),
    };
    let elements = tensor.shape.iter().try_fold(1usize, |elements, extent| elements.checked_mul(*extent));
    if elements == Some(len) { Ok(*rows) } else { Err(mismatch("have the elements of its shape")) }
}

/// Refuses shards of exact rows that have taken part in different numbers of steps.
fn check_steps(one: &Snapshot, other: &Snapshot, param: &str) -> Result<(), Error> {
    let mut of_steps = one.tensors.keys().chain(other.tensors.keys()).filter(|name| is_steps_of(name, param));
    let differs = of_steps.find(|name| match [one, other].map(|shard| shard.tensors.get(*name)) {
        [Some(one), Some(other)] => !has_same_bits(one, other),
        _ => true,
    });
    differs.map_or(Ok(()), |tensor| Err(Error::ShardSteps { tensor: tensor.clone() }))
}

/// Whether two tensors are the same, NaN for NaN: whoever restores them refuses numbers that cannot be.
fn has_same_bits(one: &Tensor, other: &Tensor) -> bool {
    let same_data = match (&one.data, &other.data) {
        (Data::F32(one), Data::F32(other)) => {
            one.iter().map(|value| value.to_bits()).eq(other.iter().map(|value| value.to_bits()))
        }
        (one, other) => one == other,
    };
    same_data && one.shape == other.shape
}

/// Appends the rows of another tensor.
fn append(name: &str, own: &mut Tensor, next: &Tensor) -> Result<(), Error> {
    let got = || next.view().describe();
    match (&mut own.data, &next.data) {
        (Data::F32(own_data), Data::F32(data)) if own.shape[1..] == next.shape[1..] => own_data.extend(data),
        (Data::U64(own_data), Data::U64(data)) if own.shape[1..] == next.shape[1..] => own_data.extend(data),
        _ => {
            let want = format!("have rows like those of {}", own.view().describe());
            return Err(Error::ShardShape { tensor: name.to_owned(), got: got(), want });
        }
    }
    own.shape[0] += next.shape[0];
    Ok(())
}

fn missing(param: &str) -> Error {
    Error::StateMissing { tensor: format!("accum.{param}") }
}

#[cfg(test)]
mod tests;
