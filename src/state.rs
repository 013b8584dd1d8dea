//! What a checkpoint holds: named tensors, ready for any file format.

use std::collections::BTreeMap;

/// The optimizer's whole state, apart from the values, which are the caller's.
///
/// Tensors by name: `global_step` (u64 scalar), `accum.<parameter>` in the parameter's shape, and the current rates as
/// `learning_rate` (f32 scalar) or, in groups, `learning_rate_group_<i>`. The rates are a record: after a restore the
/// optimizer's own schedules give them again from the step number.
///
/// Of a parameter with [exact](crate::Rows::Exact) rows also `steps.<parameter>` (u64 scalar), the steps that had a
/// gradient for it; `last_touched.<parameter>` (u64 `[rows]`), how many of them each row is up to date with; and
/// `missed_rates.<parameter>` (f32), the rates of those that the oldest row is not, which is none once all are flushed.
///
/// With a [dynamic loss scale](crate::Config::dynamic_loss_scale) also `loss_scale` (f32 scalar) and `good_steps` (u64
/// scalar), the steps without overflow since it changed. Skipped steps are no steps: `global_step` does not count them.
///
/// ```
/// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
///
/// let mut optimizer = ProximalAdagrad::new(Config::default())?;
/// optimizer.add_param(Param::new("weight", &[2, 3]))?;
/// let snapshot = optimizer.snapshot();
/// assert_eq!(snapshot.tensors["accum.weight"].shape, [2, 3]);
/// optimizer.restore(&snapshot)?;
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// By name.
    pub tensors: BTreeMap<String, Tensor>,
}

/// One tensor of a [`Snapshot`].
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Empty for a scalar.
    pub shape: Vec<usize>,
    /// Row-major.
    pub data: Data,
}

/// The elements of a [`Tensor`].
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Accumulators and rates.
    F32(Vec<f32>),
    /// Counters.
    U64(Vec<u64>),
}

impl Tensor {
    /// A tensor of f32.
    pub fn f32(shape: &[usize], data: Vec<f32>) -> Self {
        Self { shape: shape.to_vec(), data: Data::F32(data) }
    }

    /// A u64 scalar.
    pub fn counter(value: u64) -> Self {
        Self { shape: Vec::new(), data: Data::U64(vec![value]) }
    }

    /// Type and shape, as errors print them: `f32 [2, 3]`.
    pub(crate) fn describe(&self) -> String {
        let (kind, len) = match &self.data {
            Data::F32(data) => ("f32", data.len()),
            Data::U64(data) => ("u64", data.len()),
        };
        let elements = self.shape.iter().try_fold(1usize, |elements, extent| elements.checked_mul(*extent));
        if elements == Some(len) {
            format!("{kind} {:?}", self.shape)
        } else {
            format!("{kind} {:?} of {len} elements", self.shape)
        }
    }
}
