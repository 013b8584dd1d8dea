//! Parameters and their gradients as plain data, for any device and the oracle.

use proxgrad::{GroupId, RowDecay};
use proxgrad_golden::{Grad, Param};

use super::oracle::{Real, Rule, roundings_of_row};

/// A parameter with its gradients.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
    /// Index of its group.
    pub(crate) group: Option<usize>,
    /// By step.
    pub(crate) grads: Vec<GivenGrad>,
}

#[derive(Clone, Debug)]
pub(crate) enum GivenGrad {
    None,
    Dense(Vec<f32>),
    Rows { indices: GivenIndices, values: Vec<f32> },
}

/// The rows of a row gradient, and how they are handed over.
#[derive(Clone, Debug)]
pub(crate) enum GivenIndices {
    U32(Vec<u32>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    /// Bad ones are skipped and counted.
    Device(Vec<u32>),
    /// As `Device`, all of them different.
    DeviceUnique(Vec<u32>),
}

/// What loses its mean together: an index of axis 0, dense or with the sums of its entries.
pub(crate) struct Channel {
    /// The first of its elements.
    pub(crate) begin: usize,
    pub(crate) grads: Vec<Real>,
    /// How often it decays.
    pub(crate) decays: usize,
}

impl Given {
    /// As it is registered, where the groups have these ids.
    pub(crate) fn as_param(&self, groups: &[GroupId]) -> Param<'_> {
        let param = Param::new(&self.name, &self.shape, &self.values);
        self.group.map_or(param, |group| param.group(groups[group]))
    }

    /// Elements in a row: everything behind axis 0.
    pub(crate) fn width(&self) -> usize {
        self.shape.iter().skip(1).product()
    }

    /// The channels that have a gradient at a step; where nothing is centralized, a dense one is all one channel.
    pub(crate) fn channels(&self, step: usize, rule: &Rule) -> Vec<Channel> {
        match &self.grads[step] {
            GivenGrad::None => Vec::new(),
            GivenGrad::Dense(grads) => {
                let width = if rule.centralized { self.width() } else { grads.len() };
                dense_channels(grads, width.max(1))
            }
            GivenGrad::Rows { indices, values } => {
                let mut entries = self.good_entries(indices);
                // By row, and in order of occurrence among equals.
                entries.sort_unstable();
                let rows = entries.chunk_by(|(row, _), (other, _)| row == other);
                rows.map(|entries| row_channel(entries, values, self.width(), rule.row_decay)).collect()
            }
        }
    }

    /// Row and position of every entry whose row exists.
    fn good_entries(&self, indices: &GivenIndices) -> Vec<(usize, usize)> {
        let exists = |(row, _): &(usize, usize)| *row < self.shape[0];
        indices.rows().into_iter().zip(0..).filter(exists).collect()
    }

    /// How many of the device's indices are no rows at a step.
    pub(crate) fn bad_rows(&self, step: usize) -> usize {
        match &self.grads[step] {
            GivenGrad::Rows { indices, .. } => indices.len() - self.good_entries(indices).len(),
            _ => 0,
        }
    }
}

fn dense_channels(grads: &[f32], width: usize) -> Vec<Channel> {
    let channel = |(i, grads): (usize, &[f32])| Channel {
        begin: i * width,
        grads: grads.iter().copied().map(Real::exact).collect(),
        decays: 1,
    };
    grads.chunks(width).enumerate().map(channel).collect()
}

fn row_channel(entries: &[(usize, usize)], values: &[f32], width: usize, row_decay: RowDecay) -> Channel {
    let sum = |column: usize| {
        let grads = entries.iter().map(|&(_, position)| Real::exact(values[position * width + column]));
        Real::sum(grads, roundings_of_row(entries.len()))
    };
    let decays = match row_decay {
        RowDecay::Once => 1,
        RowDecay::PerOccurrence => entries.len(),
    };
    Channel { begin: entries[0].0 * width, grads: (0..width).map(sum).collect(), decays }
}

impl GivenGrad {
    /// Of rows that the host knows.
    pub(crate) fn rows(indices: Vec<u32>, values: Vec<f32>) -> Self {
        Self::Rows { indices: GivenIndices::U32(indices), values }
    }

    pub(crate) fn as_grad(&self) -> Grad<'_> {
        let Self::Rows { indices, values } = self else {
            return if let Self::Dense(grads) = self { Grad::Dense(grads) } else { Grad::None };
        };
        use proxgrad_golden::Indices;
        match indices {
            GivenIndices::U32(indices) => Grad::rows(indices, values),
            GivenIndices::I32(indices) => Grad::rows(indices, values),
            GivenIndices::I64(indices) => Grad::rows(indices, values),
            GivenIndices::Device(indices) => Grad::rows(Indices::Device(indices), values),
            GivenIndices::DeviceUnique(indices) => Grad::rows(Indices::DeviceUnique(indices), values),
        }
    }

    /// All of its elements.
    pub(crate) fn elements(&self) -> &[f32] {
        match self {
            Self::None => &[],
            Self::Dense(values) | Self::Rows { values, .. } => values,
        }
    }

    /// All of its elements.
    pub(crate) fn elements_mut(&mut self) -> &mut [f32] {
        match self {
            Self::None => &mut [],
            Self::Dense(values) | Self::Rows { values, .. } => values,
        }
    }
}

impl GivenIndices {
    /// Those of the device.
    pub(crate) fn words(&self) -> &[u32] {
        match self {
            Self::Device(indices) | Self::DeviceUnique(indices) => indices,
            _ => &[],
        }
    }

    fn rows(&self) -> Vec<usize> {
        fn cast<T: Copy + TryInto<usize>>(indices: &[T]) -> Vec<usize> {
            let row =
                |index: &T| (*index).try_into().ok().expect("the host's are good, the device's unsigned");
            indices.iter().map(row).collect()
        }
        match self {
            Self::U32(indices) | Self::Device(indices) | Self::DeviceUnique(indices) => cast(indices),
            Self::I32(indices) => cast(indices),
            Self::I64(indices) => cast(indices),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::U32(indices) | Self::Device(indices) | Self::DeviceUnique(indices) => indices.len(),
            Self::I32(indices) => indices.len(),
            Self::I64(indices) => indices.len(),
        }
    }
}
