//! Snapshots of an optimizer's state: named tensors, for any file format.

use std::{borrow::Cow, collections::BTreeMap};

/// The state of an optimizer, apart from the values, which the caller keeps. The crate `proxgrad-safetensors` writes both to files.
///
/// | tensor | type and shape | content |
/// |---|---|---|
/// | `global_step` | u64 scalar | number of steps, without skipped ones |
/// | `skipped_steps` | u64 scalar | number of skipped steps |
/// | `recorded_steps` | u64 scalar | number of steps beyond `global_step` that a GPU has recorded, because it has skipped as many; at most 1024 |
/// | `accum.<parameter>` | f32, shape of the parameter | accumulators; of row-wise AdaGrad one for each row |
/// | `linear.<parameter>`, `grad_sum.<parameter>` | f32, shape of the parameter | z of FTRL-Proximal, sums of gradients of AdaGrad-RDA |
/// | `learning_rate` | f32 scalar | rate of the next step, of parameters in no group; for information |
/// | `learning_rate_group_<i>` | f32 scalar | rate of the next step, of a group; for information |
/// | `steps.<parameter>` | u64 scalar | number of steps with a gradient for the parameter |
/// | `last_touched.<parameter>` | u64 `[rows]` | number of these steps that each row is up to date with |
/// | `missed_rates.<parameter>` | f32 `[n]` | rates of the last n of these steps, which the oldest row has missed |
/// | `recorded_rates.<parameter>` | f32 `[n]` | rates of those of the recorded steps that had a gradient for the parameter |
/// | `loss_scale` | f32 scalar | the dynamic loss scale |
/// | `good_steps` | u64 scalar | steps without overflow that the dynamic loss scale has counted |
///
/// A rate is there if any parameter has it and it is in range. A restore needs no rates, and takes those of any groups:
/// the optimizer computes rates from its own schedules and the step number. Only parameters with
/// [exact](crate::Rows::Exact) rows have `steps`, `last_touched` and `missed_rates`, and only a
/// [dynamic loss scale](crate::Config::dynamic_loss_scale) has the last two tensors.
///
/// `skipped_steps`, `recorded_steps` and `recorded_rates` are there if steps were skipped. A GPU counts a step when it records it.
/// It goes on from the recorded steps to the bits of the run that was not interrupted: it sweeps rows in the same steps, and adds
/// up the same rates. The CPU implementation counts a step once it knows that it is taken. It goes on with the number of skipped
/// steps, and keeps what was recorded for its own snapshots until its next step.
///
/// ```
/// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
///
/// let mut optimizer = ProximalAdagrad::new(Config::default())?;
/// optimizer.add_param(Param::new("weight", &[2, 3]))?;
/// let snapshot = optimizer.snapshot();
/// assert_eq!(snapshot.tensors["accum.weight"].shape, [2, 3]);
/// optimizer.restore(&snapshot)?;
///
/// // From a file, in whatever format the program has.
/// let saved: Vec<(String, proxgrad::Tensor)> = snapshot.tensors.into_iter().collect();
/// optimizer.restore(&saved.into_iter().collect())?;
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Snapshot {
    /// The tensors by name.
    pub tensors: BTreeMap<String, Tensor>,
}

/// One tensor of a [`Snapshot`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Tensor {
    /// Extent of each axis; empty for a scalar.
    pub shape: Vec<usize>,
    /// Elements in row-major order.
    pub data: Data,
}

/// The elements of a [`Tensor`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Data {
    /// Accumulators and rates.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::floats"))]
    F32(Vec<f32>),
    /// Counters.
    U64(Vec<u64>),
}

impl Snapshot {
    /// The same snapshot, borrowed.
    pub fn view(&self) -> SnapshotView<'_> {
        self.into()
    }
}

/// A snapshot of tensors that were saved.
impl FromIterator<(String, Tensor)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (String, Tensor)>>(tensors: I) -> Self {
        Self { tensors: tensors.into_iter().collect() }
    }
}

impl Tensor {
    /// A tensor of f32. `data` is row-major.
    pub fn f32(shape: &[usize], data: Vec<f32>) -> Self {
        Self { shape: shape.to_vec(), data: Data::F32(data) }
    }

    /// A tensor of u64. `data` is row-major.
    pub fn u64(shape: &[usize], data: Vec<u64>) -> Self {
        Self { shape: shape.to_vec(), data: Data::U64(data) }
    }

    /// A u64 scalar.
    pub fn counter(value: u64) -> Self {
        Self::u64(&[], vec![value])
    }

    /// The same tensor, borrowed.
    pub fn view(&self) -> TensorView<'_> {
        match &self.data {
            Data::F32(data) => TensorView::f32(&self.shape, data),
            Data::U64(data) => TensorView::u64(&self.shape, data),
        }
    }
}

/// A snapshot whose tensors may be borrowed: from a [`Snapshot`], from a file that is mapped into memory, or from an optimizer on
/// the CPU. A restore of it makes no copy of a large table in memory.
///
/// ```
/// use proxgrad::{Config, RestoreOptions, SnapshotView, TensorView, cpu::{Param, ProximalAdagrad}};
///
/// let mut optimizer = ProximalAdagrad::new(Config::default())?;
/// optimizer.add_param(Param::new("weight", &[2]))?;
/// let accums = [0.5f32, 0.25]; // wherever they are
/// let tensors = [("global_step", TensorView::u64(&[], &[7])), ("accum.weight", TensorView::f32(&[2], &accums))];
/// optimizer.restore_view(&tensors.into_iter().collect(), &RestoreOptions::default())?;
/// assert_eq!(optimizer.global_step(), 7);
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SnapshotView<'a> {
    /// The tensors by name, as those of a [`Snapshot`].
    pub tensors: BTreeMap<Cow<'a, str>, TensorView<'a>>,
}

/// One tensor of a [`SnapshotView`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorView<'a> {
    /// Extent of each axis; empty for a scalar.
    pub shape: Cow<'a, [usize]>,
    /// Elements in row-major order.
    pub data: DataView<'a>,
}

/// The elements of a [`TensorView`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DataView<'a> {
    /// Accumulators and rates.
    F32(Cow<'a, [f32]>),
    /// Counters.
    U64(Cow<'a, [u64]>),
}

impl<'a, N: Into<Cow<'a, str>>> FromIterator<(N, TensorView<'a>)> for SnapshotView<'a> {
    fn from_iter<I: IntoIterator<Item = (N, TensorView<'a>)>>(tensors: I) -> Self {
        Self { tensors: tensors.into_iter().map(|(name, tensor)| (name.into(), tensor)).collect() }
    }
}

impl<'a> From<&'a Snapshot> for SnapshotView<'a> {
    fn from(snapshot: &'a Snapshot) -> Self {
        snapshot.tensors.iter().map(|(name, tensor)| (name, tensor.view())).collect()
    }
}

impl From<Snapshot> for SnapshotView<'_> {
    fn from(snapshot: Snapshot) -> Self {
        snapshot.tensors.into_iter().map(|(name, tensor)| (name, tensor.into())).collect()
    }
}

impl From<Tensor> for TensorView<'_> {
    fn from(tensor: Tensor) -> Self {
        let Tensor { shape, data } = tensor;
        match data {
            Data::F32(data) => Self::f32(shape, data),
            Data::U64(data) => Self::u64(shape, data),
        }
    }
}

impl SnapshotView<'_> {
    /// The same without anything borrowed: what is, is copied.
    pub fn into_snapshot(self) -> Snapshot {
        self.tensors.into_iter().map(|(name, tensor)| (name.into_owned(), tensor.into_tensor())).collect()
    }
}

impl<'a> TensorView<'a> {
    /// A tensor of f32. `data` is row-major.
    pub fn f32(shape: impl Into<Cow<'a, [usize]>>, data: impl Into<Cow<'a, [f32]>>) -> Self {
        Self { shape: shape.into(), data: DataView::F32(data.into()) }
    }

    /// A tensor of u64. `data` is row-major.
    pub fn u64(shape: impl Into<Cow<'a, [usize]>>, data: impl Into<Cow<'a, [u64]>>) -> Self {
        Self { shape: shape.into(), data: DataView::U64(data.into()) }
    }

    /// The same without anything borrowed: what is, is copied.
    pub fn into_tensor(self) -> Tensor {
        let data = match self.data {
            DataView::F32(data) => Data::F32(data.into_owned()),
            DataView::U64(data) => Data::U64(data.into_owned()),
        };
        Tensor { shape: self.shape.into_owned(), data }
    }

    /// Type and shape, as errors print them: `f32 [2, 3]`.
    pub(crate) fn describe(&self) -> String {
        let (kind, len) = match &self.data {
            DataView::F32(data) => ("f32", data.len()),
            DataView::U64(data) => ("u64", data.len()),
        };
        let elements = self.shape.iter().try_fold(1usize, |elements, extent| elements.checked_mul(*extent));
        if elements == Some(len) {
            format!("{kind} {:?}", self.shape)
        } else {
            format!("{kind} {:?} of {len} elements", self.shape)
        }
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_reads_back_bit_for_bit() {
        let floats = vec![0.1, f32::MIN_POSITIVE / 4.0, -0.0, f32::MAX, f32::INFINITY, f32::NEG_INFINITY];
        let snapshot: Snapshot = [
            ("accum.weight".to_owned(), Tensor::f32(&[2, 3], floats)),
            ("last_touched.table".to_owned(), Tensor::u64(&[2], vec![0, u64::MAX])),
            ("global_step".to_owned(), Tensor::counter(7)),
        ]
        .into_iter()
        .collect();
        let json = serde_json::to_string(&snapshot).unwrap();
        let again: Snapshot = serde_json::from_str(&json).unwrap();
        assert_eq!(again, snapshot);
        assert_eq!(serde_json::to_string(&again).unwrap(), json); // −0 is not 0
    }
}
