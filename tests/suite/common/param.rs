//! Parameters and their gradients as plain data, for any device and for the oracle.

use proxgrad::{GroupId, HostIndices, RowDecay, Rows, gpu, wgpu::BufferSlice};
use proxgrad_testing::{Grad, Indices, Param};

use super::oracle::{Real, Rule, roundings_of_row};

/// A parameter with its gradients.
#[derive(Clone, Debug)]
pub(crate) struct TestParam {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
    /// Index of the parameter group.
    pub(crate) group: Option<usize>,
    pub(crate) rows: Rows,
    /// By step.
    pub(crate) grads: Vec<TestGrad>,
}

#[derive(Clone, Debug)]
pub(crate) enum TestGrad {
    None,
    Dense(Vec<f32>),
    Rows { indices: TestIndices, values: Vec<f32> },
}

/// Indices of rows, and the type in which the optimizer gets them.
#[derive(Clone, Debug)]
pub(crate) enum TestIndices {
    U32(Vec<u32>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    /// In a buffer of the device, which skips indices that are no rows and counts them.
    Device(Vec<u32>),
    /// As `Device`, and no two are equal.
    DeviceUnique(Vec<u32>),
    /// As `Device`, and grouped before the step.
    Grouped(Vec<u32>),
}

/// Where the optimizer gets the indices of a row gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum IndexSource {
    Host,
    Device,
    DeviceUnique,
    Grouped,
}

/// Elements that share one mean: an index of axis 0, with dense gradients or with the sums of the entries of
/// its row.
pub(crate) struct Channel {
    /// Its first element.
    pub(crate) begin: usize,
    pub(crate) grads: Vec<Real>,
    /// How often weight decay is added.
    pub(crate) decays: usize,
}

impl TestParam {
    /// A parameter in no group, with touched rows.
    pub(crate) fn new(
        name: impl Into<String>,
        shape: &[usize],
        values: Vec<f32>,
        grads: Vec<TestGrad>,
    ) -> Self {
        Self { name: name.into(), shape: shape.to_vec(), values, group: None, rows: Rows::Touched, grads }
    }

    /// As an optimizer registers it whose groups have these ids.
    pub(crate) fn as_param(&self, groups: &[GroupId]) -> Param<'_> {
        let param = Param::new(&self.name, &self.shape, &self.values).rows(self.rows);
        self.group.map_or(param, |group| param.group(groups[group]))
    }

    /// Elements of a row: the product of all axes but axis 0.
    pub(crate) fn width(&self) -> usize {
        self.shape.iter().skip(1).product()
    }

    /// The channels that have a gradient at a step. Without centralization a dense gradient is one channel.
    pub(crate) fn channels(&self, step: usize, rule: &Rule) -> Vec<Channel> {
        match &self.grads[step] {
            TestGrad::None => Vec::new(),
            TestGrad::Dense(grads) => {
                let width = if rule.centralized { self.width() } else { grads.len() };
                dense_channels(grads, width.max(1))
            }
            TestGrad::Rows { indices, values } => {
                let mut entries = self.good_entries(indices);
                // By row, and entries of equal rows in order of occurrence.
                entries.sort_unstable();
                let rows = entries.chunk_by(|(row, _), (other, _)| row == other);
                rows.map(|entries| row_channel(entries, values, self.width(), rule.row_decay)).collect()
            }
        }
    }

    /// Row and position of every entry whose row exists.
    fn good_entries(&self, indices: &TestIndices) -> Vec<(usize, usize)> {
        let exists = |(row, _): &(usize, usize)| *row < self.shape[0];
        indices.rows().into_iter().zip(0..).filter(exists).collect()
    }

    /// How many indices of a step are no rows.
    pub(crate) fn bad_rows(&self, step: usize) -> usize {
        match &self.grads[step] {
            TestGrad::Rows { indices, .. } => indices.len() - self.good_entries(indices).len(),
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
        other => panic!("the specification of these tests has no {other:?}"),
    };
    Channel { begin: entries[0].0 * width, grads: (0..width).map(sum).collect(), decays }
}

impl TestGrad {
    /// A row gradient with indices of the host.
    pub(crate) fn rows(indices: Vec<u32>, values: Vec<f32>) -> Self {
        Self::Rows { indices: TestIndices::U32(indices), values }
    }

    pub(crate) fn as_grad(&self) -> Grad<'_> {
        match self {
            Self::None => Grad::None,
            Self::Dense(values) => Grad::Dense(values),
            Self::Rows { indices, values } => Grad::Rows { indices: indices.as_indices(), values },
        }
    }

    /// All elements.
    pub(crate) fn elements(&self) -> &[f32] {
        match self {
            Self::None => &[],
            Self::Dense(values) | Self::Rows { values, .. } => values,
        }
    }

    /// All elements.
    pub(crate) fn elements_mut(&mut self) -> &mut [f32] {
        match self {
            Self::None => &mut [],
            Self::Dense(values) | Self::Rows { values, .. } => values,
        }
    }

    /// The indices that lie on the device; none where the host has them.
    pub(crate) fn words(&self) -> &[u32] {
        match self {
            Self::Rows {
                indices:
                    TestIndices::Device(indices)
                    | TestIndices::DeviceUnique(indices)
                    | TestIndices::Grouped(indices),
                ..
            } => indices,
            _ => &[],
        }
    }
}

impl IndexSource {
    /// Indices that the optimizer gets from here.
    pub(crate) fn indices(self, indices: Vec<u32>) -> TestIndices {
        match self {
            Self::Host => TestIndices::U32(indices),
            Self::Device => TestIndices::Device(indices),
            Self::DeviceUnique => TestIndices::DeviceUnique(indices),
            Self::Grouped => TestIndices::Grouped(indices),
        }
    }
}

impl TestIndices {
    fn as_indices(&self) -> Indices<'_> {
        match self {
            Self::U32(indices) => indices.into(),
            Self::I32(indices) => indices.into(),
            Self::I64(indices) => indices.into(),
            Self::Device(indices) => Indices::Device(indices),
            Self::DeviceUnique(indices) => Indices::DeviceUnique(indices),
            Self::Grouped(indices) => Indices::Grouped(indices),
        }
    }

    /// As an optimizer on the CPU takes them.
    pub(crate) fn on_cpu(&self) -> HostIndices<'_> {
        match self {
            Self::U32(indices)
            | Self::Device(indices)
            | Self::DeviceUnique(indices)
            | Self::Grouped(indices) => indices.into(),
            Self::I32(indices) => indices.into(),
            Self::I64(indices) => indices.into(),
        }
    }

    /// As an optimizer on a GPU takes them; `words` holds those that lie on the device.
    pub(crate) fn on_gpu<'a>(&'a self, words: BufferSlice<'a>) -> gpu::Indices<'a> {
        match self {
            Self::U32(indices) => indices.into(),
            Self::I32(indices) => indices.into(),
            Self::I64(indices) => indices.into(),
            Self::Device(_) | Self::Grouped(_) => gpu::Indices::Device(words),
            Self::DeviceUnique(_) => gpu::Indices::DeviceUnique(words),
        }
    }

    /// One row for each entry.
    pub(crate) fn rows(&self) -> Vec<usize> {
        fn cast<T: Copy + TryInto<usize>>(indices: &[T]) -> Vec<usize> {
            let row =
                |index: &T| (*index).try_into().ok().expect("only indices of the device may be no rows");
            indices.iter().map(row).collect()
        }
        match self {
            Self::U32(indices)
            | Self::Device(indices)
            | Self::DeviceUnique(indices)
            | Self::Grouped(indices) => cast(indices),
            Self::I32(indices) => cast(indices),
            Self::I64(indices) => cast(indices),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::U32(indices)
            | Self::Device(indices)
            | Self::DeviceUnique(indices)
            | Self::Grouped(indices) => indices.len(),
            Self::I32(indices) => indices.len(),
            Self::I64(indices) => indices.len(),
        }
    }
}
