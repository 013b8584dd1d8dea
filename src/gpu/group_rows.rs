//! The grouping of indices by row, apart from the calls that use it.

use super::{
    buffer_pool::PooledBuffer,
    grouped_indices::{GroupedIndices, Groups},
    optimizer::ProximalAdagrad,
    plan::{group_places::GroupPlaces, program::Program},
    segment::{RowSelection, Segment},
    tensor::Indices,
};
use crate::{error::Error, params::ParamId, row_groups::RowGroups};

impl ProximalAdagrad {
    /// Records the grouping of indices by row, so that calls which visit the same rows do not group them again: the
    /// [`flush_rows`](Self::flush_rows) before a forward pass and the [`Step::rows`](super::Step::rows) after it, and those of
    /// further tables with the same number of rows, also of other optimizers with the same kernels. The results have the same
    /// bits as without it.
    ///
    /// Submit the encoder before, or together with, the calls that use the groups. The indices may change after that.
    /// Indices on the device that are no row are counted in the report once, by this call.
    ///
    /// ```
    /// # use proxgrad::{Config, Indices, Kernels, Param, ProximalAdagrad, Rows, RowGrad, gpu, wgpu::{self, util::DeviceExt}};
    /// # let instance = gpu::instance()?;
    /// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
    /// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
    /// #     choice => choice?,
    /// # };
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let buffer = |bytes: &[u8]| device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
    /// #     label: None,
    /// #     contents: bytes,
    /// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    /// # });
    /// # let (table, biases) = (buffer(bytemuck::bytes_of(&[1.0f32; 6])), buffer(bytemuck::bytes_of(&[1.0f32; 3])));
    /// # let (grads, bias_grads) = (buffer(bytemuck::bytes_of(&[0.5f32; 6])), buffer(bytemuck::bytes_of(&[0.5f32; 3])));
    /// # let ids = buffer(bytemuck::bytes_of(&[2u32, 0, 2]));
    /// # let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// # let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 2], table.slice(..)).rows(Rows::Exact))?;
    /// let bias = optimizer.add_param(Param::new("bias", &[3, 1], biases.slice(..)).rows(Rows::Exact))?;
    ///
    /// let mut encoder = device.create_command_encoder(&Default::default());
    /// let batch = optimizer.group_rows(&mut encoder, table, Indices::Device(ids.slice(..)))?;
    /// optimizer.flush_rows(&mut encoder, table, &batch)?;
    /// optimizer.flush_rows(&mut encoder, bias, &batch)?;
    /// // … the forward and the backward pass …
    /// let mut step = optimizer.begin_step(&mut encoder);
    /// step.rows(table, RowGrad::new(&batch, grads.slice(..)))?;
    /// step.rows(bias, RowGrad::new(&batch, bias_grads.slice(..)))?;
    /// step.finish()?;
    /// queue.submit([encoder.finish()]);
    /// # let values: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, biases.slice(..)))?;
    /// # assert!(values[0] < 1.0 && values[1] == 1.0 && values[2] < values[0]);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`flush_rows`](Self::flush_rows). Nothing is recorded then.
    pub fn group_rows<'i>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        indices: impl Into<Indices<'i>>,
    ) -> Result<GroupedIndices, Error> {
        self.ready_to_record("recording the grouping of indices")?;
        let param = self.registry.index(param)?;
        let (entries, selection) = self.select_rows(param, indices.into())?;
        let rows = self.registry.infos()[param].row_count()?;
        let groups = match selection {
            RowSelection::Grouped(grouped) => return Ok(grouped),
            RowSelection::Host(groups) => Groups::Host(groups),
            _ if entries == 0 => Groups::Host(RowGroups::none()),
            selection => {
                let segment = Segment::without_grads(param, selection);
                self.group_on_device(encoder, segment, entries, rows)?
            }
        };
        Ok(GroupedIndices::new(entries, rows, groups))
    }

    fn group_on_device(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        segment: Segment,
        entries: u64,
        rows: u64,
    ) -> Result<Groups, Error> {
        let kernels = self.kernels.clone();
        let step_params = self.registry.catch_up_params();
        let input = segment.plan_input(self, &step_params, 0);
        let (program, places) = Program::grouping(input, entries, rows, kernels.limits())?;
        let segments = [segment];
        let buffer = self.group_buffers.take(&kernels, "proxgrad groups", places.size_alone())?;
        let prepared = self.prepare_program(&segments, program, false)?;
        self.record(encoder, &segments, prepared, |_, _| {})?;
        let stored = kernels.status().guarded("recording", || {
            self.store_groups(encoder, places, &buffer);
            Ok(())
        });
        self.poison_on_error(stored)?;
        Ok(Groups::Device { kernels, buffer })
    }

    /// Records the copies of groups that a sort has left in the scratch memory of the first slot.
    fn store_groups(&self, encoder: &mut wgpu::CommandEncoder, places: GroupPlaces, into: &PooledBuffer) {
        let Some(scratch) = self.scratch.buffer(0) else { return };
        for copy in places.copies() {
            let [from, to, size] = copy.bytes();
            encoder.copy_buffer_to_buffer(scratch, from, into.buffer(), to, size);
        }
    }

    /// Records the copies of groups into the scratch memory of the slots in which a program reads them.
    pub(super) fn load_groups(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        segments: &[Segment],
        program: &Program,
    ) {
        for (slot, input, places) in program.loaded_groups() {
            let RowSelection::Grouped(grouped) = &segments[input].rows else { continue };
            let (Some(scratch), Groups::Device { buffer, .. }) =
                (self.scratch.buffer(slot), grouped.groups())
            else {
                continue;
            };
            for copy in places.copies() {
                let [to, from, size] = copy.bytes();
                encoder.copy_buffer_to_buffer(buffer.buffer(), from, scratch, to, size);
            }
        }
    }
}
