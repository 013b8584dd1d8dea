//! The whole state of an optimizer and its parameters, compared bit for bit.

use proxgrad::{Data, ParamId, Snapshot};
use proxgrad_testing::Optimizer;

use super::numbers::bits;

/// Values, snapshot and counters. Two states are equal only if all bits are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    values: Vec<Vec<u32>>,
    tensors: Vec<(String, Vec<usize>, Vec<u64>)>,
    global_step: u64,
    bad_rows: u64,
}

impl State {
    pub(crate) fn of(optimizer: &dyn Optimizer, params: &[ParamId]) -> Self {
        let values = params.iter().map(|&param| bits(&optimizer.values(param).unwrap())).collect();
        let tensors = tensors(&optimizer.snapshot().unwrap());
        let bad_rows = optimizer.bad_rows().unwrap();
        Self { values, tensors, global_step: optimizer.global_step(), bad_rows }
    }

    /// Whether all values have the same bits.
    pub(crate) fn has_values_of(&self, other: &Self) -> bool {
        self.values == other.values
    }

    /// The part of a state that no rounding changes: lengths, names, shapes and counters.
    pub(crate) fn outline(&self) -> impl PartialEq + std::fmt::Debug {
        let values: Vec<_> = self.values.iter().map(Vec::len).collect();
        let tensors: Vec<_> =
            self.tensors.iter().map(|(name, shape, _)| (name.clone(), shape.clone())).collect();
        (values, tensors, self.global_step, self.bad_rows)
    }
}

/// A snapshot without the tensors that are there because steps were skipped.
pub(crate) fn without_skipped_steps(mut snapshot: Snapshot) -> Snapshot {
    let is_of_them = |name: &str| name == "skipped_steps" || name.starts_with("recorded_");
    snapshot.tensors.retain(|name, _| !is_of_them(name));
    snapshot
}

fn tensors(snapshot: &Snapshot) -> Vec<(String, Vec<usize>, Vec<u64>)> {
    let words = |data: &Data| match data {
        Data::F32(data) => data.iter().map(|element| element.to_bits().into()).collect(),
        Data::U64(data) => data.clone(),
        other => panic!("the specification of these tests has no {other:?}"),
    };
    snapshot.tensors.iter().map(|(name, t)| (name.clone(), t.shape.clone(), words(&t.data))).collect()
}
