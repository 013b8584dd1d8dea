//! Buffers that the kernels of a training run read: the data set, and the list of live rows.

use anyhow::Result;
use proxgrad::wgpu::{self, BufferUsages};

use super::{
    device_memory::Memory,
    live_rows::LiveRows,
    pipelines::{Batch, Pipelines},
};
use crate::data::Dataset;

/// A data set on the device, with the order of an epoch.
pub(super) struct Examples {
    pub(super) len: usize,
    pub(super) entries: usize,
    /// `[examples]` order, `[examples + 1]` starts.
    pub(super) epoch: wgpu::Buffer,
    /// Uniforms of each batch, at multiples of the stride.
    pub(super) batches: wgpu::Buffer,
    pub(super) bound: wgpu::BindGroup,
}

impl Examples {
    pub(super) fn new(
        memory: &Memory<'_>,
        pipelines: &Pipelines,
        dataset: &Dataset,
        batches: usize,
    ) -> Result<Self> {
        let values = dataset.values.iter().map(|value| value.to_bits());
        let parts = dataset.row_starts.iter().chain(&dataset.labels).chain(&dataset.features).copied();
        let data = memory.filled("data", &parts.chain(values).collect::<Vec<u32>>())?;
        let epoch = memory.empty("order", 2 * dataset.len() + 1)?;
        let batches = batch_uniforms(memory, pipelines, batches);
        let bound = pipelines.bind_examples(&batches, &data, &epoch);
        Ok(Self { len: dataset.len(), entries: dataset.features.len(), epoch, batches, bound })
    }
}

/// The live rows on the device, bound in the place of a data set.
pub(super) struct Live {
    /// `[rows]`, and one more element, because no binding is empty.
    rows: wgpu::Buffer,
    count: u64,
    /// Elements of these rows.
    pub(super) elements: u64,
    /// As [`LiveRows::are_most`].
    pub(super) are_most: bool,
    pub(super) bound: wgpu::BindGroup,
}

impl Live {
    pub(super) fn new(
        memory: &Memory<'_>,
        queue: &wgpu::Queue,
        pipelines: &Pipelines,
        live: &LiveRows,
    ) -> Result<Self> {
        let &LiveRows { rows: ref list, outputs, are_most } = live;
        let rows = memory.filled("live rows", list)?;
        let uniforms = batch_uniforms(memory, pipelines, 1);
        let batch =
            Batch { count: u32::try_from(list.len())?, outputs: u32::try_from(outputs)?, ..Batch::default() };
        queue.write_buffer(&uniforms, 0, bytemuck::bytes_of(&batch));
        let bound = pipelines.bind_examples(&uniforms, &rows, &rows);
        let count = list.len() as u64;
        Ok(Self { rows, count, elements: count * outputs as u64, are_most, bound })
    }

    /// The list of the rows, no two of which are equal.
    pub(super) fn rows(&self) -> wgpu::BufferSlice<'_> {
        self.rows.slice(..self.count * size_of::<u32>() as u64)
    }
}

/// A buffer for the uniforms of some batches.
fn batch_uniforms(memory: &Memory<'_>, pipelines: &Pipelines, batches: usize) -> wgpu::Buffer {
    memory.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("proxgrad-cli batches"),
        size: pipelines.batch_stride() * batches.max(1) as u64,
        usage: BufferUsages::UNIFORM | BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}
