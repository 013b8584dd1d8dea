//! The state of an optimizer, every bit of which a refused call must leave as it is.

use proxgrad::{Data, Error, ParamId, Snapshot};

use crate::backend::Optimizer;

/// The state of an optimizer and the values of its parameters at one moment.
#[derive(Debug, PartialEq)]
pub(crate) struct State {
    order: Vec<ParamId>,
    /// The values of each parameter, as bits: NaN equals itself, and −0 differs from 0.
    values: Vec<Vec<u32>>,
    /// The accumulators of each parameter, as bits.
    accums: Vec<Vec<u32>>,
    /// Name and bits of every tensor of a snapshot.
    others: Vec<(String, Vec<u64>)>,
    global_step: u64,
    bad_rows: u64,
}

impl State {
    /// The current state of an optimizer.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn of(optimizer: &dyn Optimizer) -> Result<Self, Error> {
        let order = optimizer.params();
        let values = order.iter().map(|&param| optimizer.values(param).map(|values| bits(&values)));
        let accums = order.iter().map(|&param| optimizer.accum(param).map(|accums| bits(&accums)));
        Ok(Self {
            values: values.collect::<Result<_, _>>()?,
            accums: accums.collect::<Result<_, _>>()?,
            others: others(optimizer.snapshot()?),
            global_step: optimizer.global_step(),
            bad_rows: optimizer.bad_rows()?,
            order,
        })
    }

    /// The name of the first part that differs from an earlier state.
    pub(crate) fn changed_since(&self, before: &Self) -> Option<&'static str> {
        let parts = [
            ("param", self.values != before.values),
            ("accum", self.accums != before.accums),
            ("global_step", self.global_step != before.global_step),
            ("bad_rows", self.bad_rows != before.bad_rows),
            ("order of parameters", self.order != before.order),
            ("snapshot", self.others != before.others),
        ];
        parts.into_iter().find_map(|(part, changed)| changed.then_some(part))
    }
}

fn bits(elements: &[f32]) -> Vec<u32> {
    elements.iter().map(|element| element.to_bits()).collect()
}

/// The tensors of a snapshot, as bits.
fn others(snapshot: Snapshot) -> Vec<(String, Vec<u64>)> {
    let words = |data| match data {
        Data::F32(elements) => bits(&elements).into_iter().map(u64::from).collect(),
        Data::U64(elements) => elements,
        other => panic!("no snapshot of this version has {other:?}"),
    };
    snapshot.tensors.into_iter().map(|(name, tensor)| (name, words(tensor.data))).collect()
}
