//! Snapshots of an optimizer's state: named tensors, for any file format.

use std::collections::BTreeMap;

/// The state of an optimizer, apart from the values, which the caller keeps.
///
/// | tensor | type and shape | content |
/// |---|---|---|
/// | `global_step` | u64 scalar | number of steps, without skipped ones |
/// | `accum.<parameter>` | f32, shape of the parameter | accumulators |
/// | `learning_rate` | f32 scalar | rate of the next step, of parameters in no group; for information |
/// | `learning_rate_group_<i>` | f32 scalar | rate of the next step, of a group; for information |
/// | `steps.<parameter>` | u64 scalar | number of steps with a gradient for the parameter |
/// | `last_touched.<parameter>` | u64 `[rows]` | number of these steps that each row is up to date with |
/// | `missed_rates.<parameter>` | f32 `[n]` | rates of the last n of these steps, which the oldest row has missed |
/// | `loss_scale` | f32 scalar | the dynamic loss scale |
/// | `good_steps` | u64 scalar | steps without overflow that the dynamic loss scale has counted |
///
/// A rate is there if any parameter has it; after a restore the optimizer computes rates from its own
/// schedules and the step number. Only parameters with [exact](crate::Rows::Exact) rows have `steps`,
/// `last_touched` and `missed_rates`, and only a [dynamic loss scale](crate::Config::dynamic_loss_scale) has
/// the last two tensors.
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
    /// The tensors by name.
    pub tensors: BTreeMap<String, Tensor>,
}

/// One tensor of a [`Snapshot`].
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Extent of each axis; empty for a scalar.
    pub shape: Vec<usize>,
    /// Elements in row-major order.
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
    /// A tensor of f32. `data` is row-major.
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
