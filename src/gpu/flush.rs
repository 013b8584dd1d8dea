//! Flushes of exact rows: the parameter's own rows, or those of a copy, are brought up to date.

use half::{bf16, f16};
use wgpu::BufferUsages;

use super::{
    buffer_range::BufferRange,
    memory::filled,
    optimizer::{ProximalAdagrad, check_bindable},
    plan::control::OverflowCheck,
    readback::download,
    segment::{RowSelection, Segment},
    tensor::Indices,
};
use crate::{
    error::Error,
    format::{Format, Values},
    params::ParamId,
};

impl ProximalAdagrad {
    /// Records the catch-up of all [exact](crate::Rows::Exact) rows of every parameter, before they are read, counted or
    /// saved. Nothing runs until the encoder is submitted.
    ///
    /// Costs a pass over every parameter with exact rows. A forward pass, which reads a few rows, needs only
    /// [`ProximalAdagrad::flush_rows`].
    ///
    /// # Errors
    /// No memory, a lost device. Nothing is recorded or changed then.
    pub fn flush(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<(), Error> {
        let exact: Vec<_> = self.registry.exact_params().collect();
        let all = exact.iter().map(|&param| Segment::without_grads(param, RowSelection::Flush));
        self.record_flush(encoder, all, |_| {})?;
        exact.into_iter().for_each(|param| self.registry.note_flush(param));
        Ok(())
    }

    /// Records the catch-up of some rows of a parameter, if they are [exact](crate::Rows::Exact): of those that a forward pass is
    /// about to read. Indices are as for a row gradient; indices on the device that are no row are counted in the report, too.
    /// The cost does not depend on the other rows.
    ///
    /// ```
    /// # use proxgrad::{Config, Kernels, Param, ProximalAdagrad, Rows, RowGrad, gpu, wgpu::{self, util::DeviceExt}};
    /// # let instance = gpu::instance()?;
    /// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
    /// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
    /// #     choice => choice?,
    /// # };
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let buffer = |contents: &[f32]| device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
    /// #     label: None,
    /// #     contents: bytemuck::cast_slice(contents),
    /// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    /// # });
    /// # let (table, grads) = (buffer(&[1.0; 3]), buffer(&[0.5]));
    /// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
    /// let param = Param::new("table", &[3, 1], table.slice(..)).rows(Rows::Exact);
    /// let param = optimizer.add_param(param)?;
    ///
    /// let mut encoder = device.create_command_encoder(&Default::default());
    /// let mut step = optimizer.begin_step(&mut encoder);
    /// step.rows(param, RowGrad::new(&[0], grads.slice(..)))?;
    /// step.finish()?;
    /// optimizer.flush_rows(&mut encoder, param, &[1])?; // for a forward pass that reads row 1
    /// queue.submit([encoder.finish()]);
    ///
    /// let rows: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, table.slice(..)))?;
    /// assert!((rows[1] - 0.97).abs() < 1e-6 && rows[2] == 1.0);
    /// let rows = gpu::block_on(&device, optimizer.values(&queue, param))?; // a copy, up to date
    /// assert!((rows[2] - 0.97).abs() < 1e-6);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// An index in the host's memory that is no row, a scalar parameter, an id of another optimizer; indices on the device in a
    /// buffer without `STORAGE`, misaligned, over some parameter's values, or more than one binding covers; no memory, a lost
    /// device. Nothing is recorded or changed then.
    pub fn flush_rows<'i>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        indices: impl Into<Indices<'i>>,
    ) -> Result<(), Error> {
        let param = self.registry.index(param)?;
        let (_, rows) = self.select_rows(param, indices.into())?;
        self.record_flush(encoder, [Segment::without_grads(param, rows)].into_iter(), |_| {})
    }

    /// Records the catch-up of some rows of a copy of a parameter's values, if they are [exact](crate::Rows::Exact), into a
    /// slice as for [`Param::new`](super::Param::new) with as many elements as the parameter has. The caller has copied these
    /// rows to their places in it, as the parameter's buffer has them; the other rows of the copy may hold anything.
    ///
    /// As with [`ProximalAdagrad::export`], the parameter itself does not change. Indices are as for
    /// [`ProximalAdagrad::flush_rows`], and so is the cost, which does not depend on the other rows: for a program that looks at a
    /// few rows of a large table in the middle of a run.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::flush_rows`]; a slice of the wrong length or alignment, in a buffer without `STORAGE`, or over some
    /// parameter's values. Nothing is recorded or changed then.
    pub fn catch_up_rows<'i>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        copy: wgpu::BufferSlice<'_>,
        indices: impl Into<Indices<'i>>,
    ) -> Result<(), Error> {
        let param = self.registry.index(param)?;
        let copy = self.check_copy_of_values(param, copy, "copy")?;
        let (_, rows) = self.select_rows(param, indices.into())?;
        self.record_flush(encoder, [Segment::of_copy(param, rows, copy)].into_iter(), |_| {})
    }

    /// Records a copy of a parameter's values with all rows up to date, into a slice as for [`Param::new`](super::Param::new).
    /// The parameter itself does not change, and rows that are behind stay behind: looking at it in the middle of a run does not
    /// change a bit of what comes after.
    ///
    /// # Errors
    /// An id of another optimizer; a slice of the wrong length or alignment, in a buffer without `STORAGE` and `COPY_DST`,
    /// or over some parameter's values; a buffer of values without `COPY_SRC`; no memory, a lost device. Nothing is
    /// recorded or changed then.
    pub fn export(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        into: wgpu::BufferSlice<'_>,
    ) -> Result<(), Error> {
        self.ready_to_record("recording an export")?;
        let param = self.registry.index(param)?;
        self.params[param].check_bound(&self.registry.infos()[param])?;
        let values = self.params[param].values.clone();
        let into = self.check_copy_of_values(param, into, "export")?;
        let info = &self.registry.infos()[param];
        for (range, role, usage, missing) in [
            (&values, "values", BufferUsages::COPY_SRC, "COPY_SRC"),
            (&into, "export", BufferUsages::COPY_DST, "COPY_DST"),
        ] {
            if !range.buffer.usage().contains(usage) {
                return Err(Error::BufferUsage { name: info.name.clone(), role, missing });
            }
        }
        let copy = into.clone();
        let export = Segment::of_copy(param, RowSelection::Flush, into);
        self.record_flush(encoder, [export].into_iter(), |encoder| {
            if copy.size > 0 {
                let (from, to) = (&values.buffer, &copy.buffer);
                encoder.copy_buffer_to_buffer(from, values.offset, to, copy.offset, copy.size);
            }
        })
    }

    /// Checks a slice for a copy of all values of a parameter.
    fn check_copy_of_values(
        &self,
        param: usize,
        slice: wgpu::BufferSlice<'_>,
        role: &'static str,
    ) -> Result<BufferRange, Error> {
        let info = &self.registry.infos()[param];
        let copy = self.check_slice(param, slice, self.params[param].values.format, role, info.len)?;
        check_bindable(&self.kernels, info, role, &copy)?;
        Ok(copy)
    }

    /// A parameter's values as they are after everything submitted so far, with all rows up to date, as
    /// [`ProximalAdagrad::export`] copies them: [exact](crate::Rows::Exact) rows that are behind stay behind.
    ///
    /// Submits at once; the future resolves as that of [`ProximalAdagrad::snapshot`] does.
    ///
    /// # Errors
    /// An id of another optimizer, a buffer of values without `COPY_SRC`, no memory, a lost device.
    pub fn values(
        &mut self,
        queue: &wgpu::Queue,
        param: ParamId,
    ) -> impl Future<Output = Result<Vec<f32>, Error>> + use<> {
        let copy = self.submit_export(queue, param);
        let len = self.registry.info(param).map_or(0, |info| info.len);
        let copy = copy.map(|copy| {
            let bytes = download::<u8>(self.kernels.device(), queue, copy.slice());
            (bytes, copy.format)
        });
        async move {
            let (bytes, format) = copy?;
            Ok(to_f32(&bytes.await?, format, len))
        }
    }

    /// Submits an export into a buffer of its own.
    fn submit_export(&mut self, queue: &wgpu::Queue, param: ParamId) -> Result<BufferRange, Error> {
        self.ready("copying values")?;
        let (kernels, label) = (self.kernels.clone(), "proxgrad export");
        let BufferRange { size, format, .. } = self.params[self.registry.index(param)?].values;
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let buffer = filled(kernels.status(), label, size, usage, drop)?;
        let copy =
            BufferRange { buffer, offset: 0, size, reach: size, format, planes: 1, elements_per_state: 1 };
        let mut encoder = kernels.status().encoder(label)?;
        self.export(&mut encoder, param, copy.slice())?;
        kernels.status().submit(queue, encoder)?;
        Ok(copy)
    }

    /// Records the catch-up of rows of parameters with exact rows; segments of others are left out. `before` records what comes in
    /// front of it, once everything was checked.
    pub(super) fn record_flush(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        segments: impl Iterator<Item = Segment>,
        before: impl FnOnce(&mut wgpu::CommandEncoder),
    ) -> Result<(), Error> {
        self.ready_to_record("recording a flush")?;
        let is_exact = |param| self.registry.rate_history(param).is_some();
        let segments: Vec<_> = segments.filter(|segment| segment.param().is_some_and(is_exact)).collect();
        let params = self.registry.catch_up_params();
        // Only the device knows how many steps were skipped.
        let skips = self.registry.skips_on_overflow();
        let control = skips.then(|| self.device_control(Some(OverflowCheck::NoStep), &params));
        let prepared = self.prepare(&segments, &params, control.as_ref())?;
        self.record(encoder, &segments, prepared, |_, encoder| before(encoder))
    }
}

/// `len` elements as f32, which represents all formats exactly.
fn to_f32(bytes: &[u8], format: Format, len: u64) -> Vec<f32> {
    let len = usize::try_from(len).expect("the elements are in memory");
    let mut values = match format {
        Format::F32 => bytemuck::pod_collect_to_vec(bytes),
        Format::F16 => Values::from(&bytemuck::pod_collect_to_vec::<u8, f16>(bytes)).to_f32(),
        Format::Bf16 => Values::from(&bytemuck::pod_collect_to_vec::<u8, bf16>(bytes)).to_f32(),
    };
    // Behind an odd number of 16-bit elements the last word has two bytes that are no element.
    values.truncate(len);
    values
}
