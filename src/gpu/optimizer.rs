//! The optimizer on a device: settings, what is resident, and the step number.

use half::{bf16, f16};
use wgpu::BufferUsages;

use super::{
    arena::ResidentArena,
    kernels::Kernels,
    memory::filled,
    readback::{copy_all, download},
    report::{self, CLOCKS, Counts},
    resident::{Resident, accumulators, check_binding, history},
    tensor::{Param, Range},
    territory::Territory,
    upload::Upload,
    work::Work,
};
use crate::{
    config::Config,
    error::Error,
    format::{Format, Values},
    loss_scale::DynamicLossScale,
    params::{ParamId, ParamInfo, ParamRegistry, RecentRates, RestoredState, registry_methods},
    report::Report,
    rounding::to_f32,
    rule::Rows,
    state::Snapshot,
};

/// ProximalAdagrad over buffers of the caller's.
#[derive(Debug)]
pub struct ProximalAdagrad {
    pub(super) kernels: Kernels,
    pub(super) registry: ParamRegistry,
    /// By parameter.
    pub(super) residents: Vec<Resident>,
    pub(super) arenas: Vec<ResidentArena>,
    /// Steps begun so far.
    pub(super) begun: u64,
    pub(super) territory: Territory,
    pub(super) upload: Upload,
    pub(super) work: Work,
    pub(super) counts: Counts,
    pub(super) recent_rates: RecentRates,
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range; no memory for the report, a lost device.
    pub fn new(kernels: &Kernels, config: Config) -> Result<Self, Error> {
        let loss_scale =
            config.dynamic_loss_scale.as_ref().map_or(config.loss_scale, DynamicLossScale::scale);
        let registry = ParamRegistry::new(config)?;
        Ok(Self {
            counts: Counts::new(kernels, loss_scale)?,
            kernels: kernels.clone(),
            registry,
            residents: Vec::new(),
            arenas: Vec::new(),
            begun: 0,
            territory: Territory::default(),
            upload: Upload::new(),
            work: Work::default(),
            recent_rates: RecentRates::default(),
        })
    }

    /// Registers a parameter and makes its accumulators: as much device memory again as its values.
    ///
    /// # Errors
    /// A name taken, a group of another optimizer, a slice of the wrong length, alignment or usage, values that overlap
    /// another parameter's, more memory than one buffer may have or the device has left, a lost device; a centralized
    /// parameter whose channels no window of one binding can keep whole; exact rows of a scalar, or with weight decay, or
    /// more or longer ones than a binding covers.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let entry = self.registry.draft(param.name, param.shape, param.group, param.rows)?;
        let alignment = self.kernels.limits().alignment;
        let values = Range::new(param.values, param.format, &entry, "values", entry.len, alignment)?;
        self.territory.check(&values, &entry, "values", self.registry.infos())?;
        let copy = self.check_copy(&param, &entry, &values)?;
        let size = entry.len.saturating_mul(Format::F32.bytes());
        let accums = format!("the accumulators of parameter \"{}\"", entry.name);
        check_buffer(self.kernels.device(), &accums, size)?;
        let accum = accumulators(self.kernels.device(), &entry, size)?;
        let grads = param.grad_format.unwrap_or(param.format);
        let width = entry.width();
        let mut resident = Resident::new(&self.kernels, &entry, width, &values, accum, grads, copy.clone());
        resident.check_centralized(&self.kernels, &entry)?;
        if param.rows == Rows::Exact {
            check_binding(&self.kernels, &entry, "a row", resident.windows.binding_for_rows())?;
            self.check_clocks(&entry)?;
            resident.history = Some(history(&self.kernels, &entry, &self.registry.new_rate_history(&entry))?);
        }
        if let Some(copy) = &copy {
            self.territory.claim(copy, self.residents.len());
        }
        self.territory.claim(&values, self.residents.len());
        self.residents.push(resident);
        Ok(self.registry.add(entry))
    }

    /// A copy of values in 16 bits, checked: a place of its own.
    fn check_copy(
        &self,
        param: &Param<'_>,
        entry: &ParamInfo,
        values: &Range,
    ) -> Result<Option<Range>, Error> {
        let Some((slice, format)) = param.copy else { return Ok(None) };
        if param.format != Format::F32 || format == Format::F32 {
            return Err(Error::CopyFormat { name: entry.name.clone() });
        }
        let alignment = self.kernels.limits().alignment;
        let copy = Range::new(slice, format, entry, "copy", entry.len, alignment)?;
        self.territory.check(&copy, entry, "copy", self.registry.infos())?;
        let is_apart = copy.buffer != values.buffer
            || copy.offset + copy.size <= values.offset
            || values.offset + values.size <= copy.offset;
        if is_apart {
            return Ok(Some(copy));
        }
        let (name, other) = (entry.name.clone(), entry.name.clone());
        Err(Error::Overlap { name, role: "copy", other })
    }

    /// Refuses more exact parameters than there are clocks for, where steps may be skipped.
    fn check_clocks(&self, entry: &ParamInfo) -> Result<(), Error> {
        let most = u64::from(CLOCKS);
        if !self.registry.skips_on_overflow() || (self.registry.exact_params().count() as u64) < most {
            return Ok(());
        }
        Err(Error::TooManyExact { name: entry.name.clone(), most })
    }

    /// Steps recorded so far, skipped ones too: of those only the device knows. [`Report::skipped_steps`] counts them, and
    /// a snapshot holds the number of those that were taken.
    pub fn global_step(&self) -> u64 {
        self.registry.step
    }

    /// A parameter's accumulators on the device, f32 in its shape, for copying or for kernels of the caller's; usages
    /// `STORAGE | COPY_SRC | COPY_DST`.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn accum(&self, param: ParamId) -> Result<wgpu::BufferSlice<'_>, Error> {
        Ok(self.residents[self.registry.index(param)?].accum.slice())
    }

    /// The loss scale on the device, one f32, for kernels of the caller's that multiply the loss or its gradients by it:
    /// bound as `STORAGE` or as `UNIFORM`. With [`Config::dynamic_loss_scale`] every step leaves the scale of the next one
    /// here; otherwise it is [`Config::loss_scale`], and not what was set since.
    pub fn loss_scale_buffer(&self) -> wgpu::BufferSlice<'_> {
        self.counts.loss_scale()
    }

    /// What the device has counted in everything submitted so far, and what was last measured.
    ///
    /// Stays on the device until it is asked for; the future resolves as that of
    /// [`ProximalAdagrad::snapshot`] does.
    ///
    /// # Errors
    /// The device was lost, or has no memory for the copy.
    pub fn report(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<Report, Error>> + use<> {
        let copies = copy_all::<u32>(self.kernels.device(), queue, &[self.counts.slice()]);
        let fixed = self.fixed_loss_scale();
        async move { Ok(with_loss_scale(report::read(&copies.await?.concat()), fixed)) }
    }

    /// Records a report: what [`ProximalAdagrad::measure`] measures, and a copy of it on its way to the host, behind
    /// everything recorded so far. [`ProximalAdagrad::receive_report`] has it once the device is done. Says whether it
    /// did: where four reports are on their way already, nothing is recorded rather than waited for.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::measure`].
    pub fn send_report(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<bool, Error> {
        let Some(free) = self.counts.free(&self.kernels)? else { return Ok(false) };
        self.measure(encoder)?;
        self.counts.send(encoder, free);
        Ok(true)
    }

    /// The oldest report that has come and was not received yet. Never waits: reports come when the program polls the
    /// device, `device.poll(PollType::Poll)` for example, or the browser does.
    pub fn receive_report(&mut self) -> Option<Report> {
        let report = self.counts.receive()?;
        Some(with_loss_scale(report, self.fixed_loss_scale()))
    }

    /// The host's loss scale, unless the device finds its own.
    fn fixed_loss_scale(&self) -> Option<f64> {
        self.registry.dynamic_loss_scale().is_none().then(|| self.registry.loss_scale())
    }

    /// The whole state, for a checkpoint, as it is after everything submitted so far. Nothing is read back but for
    /// this and [`ProximalAdagrad::report`].
    ///
    /// Exact rows that are behind are saved so, and are still behind once it is restored: values go with the snapshot of the
    /// same moment, flushed or not.
    ///
    /// The copies are submitted here and now; the future resolves once the device has been polled after it finished
    /// them: by the browser, by the program's own `device.poll`, or by [`block_on`](super::block_on).
    ///
    /// # Errors
    /// The device was lost, or has no memory for the copies.
    pub fn snapshot(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<Snapshot, Error>> + use<'_> {
        let accums: Vec<_> = self.residents.iter().map(|resident| resident.accum.slice()).collect();
        let marks: Vec<_> = self.registry.exact_params().map(|param| self.marks(param)).collect();
        let accums = copy_all(self.kernels.device(), queue, &accums);
        let marks = copy_all(self.kernels.device(), queue, &marks);
        let counts = copy_all::<u32>(self.kernels.device(), queue, &[self.counts.slice()]);
        async move {
            let taken = report::taken(&counts.await?.concat(), self.registry.dynamic_loss_scale())?;
            Ok(self.registry.snapshot(accums.await?, marks.await?, &taken))
        }
    }

    /// Takes up the state of a snapshot, for the steps recorded and submitted from here on.
    ///
    /// Goes through the queue: submit what was recorded before first.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds what no accumulator, rate or step can be.
    /// Nothing changes then.
    pub fn restore(&mut self, queue: &wgpu::Queue, snapshot: &Snapshot) -> Result<(), Error> {
        let RestoredState { step, accums, exact, loss_scale } = self.registry.read(snapshot)?;
        for (resident, accum) in self.residents.iter().zip(accums) {
            let place = &resident.accum;
            queue.write_buffer(&place.buffer, place.offset, bytemuck::cast_slice(accum));
        }
        self.counts.restored(queue, loss_scale.as_ref());
        self.recent_rates.clear();
        let marks = self.registry.restore(step, exact);
        for (param, marks) in marks.into_iter().enumerate() {
            let resident = &self.residents[param];
            let (Some(marks), Some(history), Some(rate_history)) =
                (marks, &resident.history, self.registry.rate_history(param))
            else {
                continue;
            };
            let rows = size_of_val(&*marks) as u64;
            queue.write_buffer(&history.buffer, 0, bytemuck::cast_slice(&marks));
            queue.write_buffer(&history.buffer, rows, bytemuck::cast_slice(rate_history.words()));
        }
        Ok(())
    }

    /// A parameter's values as they are after everything submitted so far, all of its rows up to date, as
    /// [`ProximalAdagrad::export`] has them: [exact](Rows::Exact) rows that are behind stay so.
    ///
    /// Submits here and now; the future resolves as that of [`ProximalAdagrad::snapshot`] does.
    ///
    /// # Errors
    /// An id of another optimizer, a buffer of values without `COPY_SRC`, no memory, a lost device.
    pub fn values(
        &mut self,
        queue: &wgpu::Queue,
        param: ParamId,
    ) -> impl Future<Output = Result<Vec<f32>, Error>> + use<> {
        let copy = self.submit_export(queue, param);
        let len = self.registry.index(param).map_or(0, |param| self.registry.infos()[param].len);
        let copy = copy.map(|copy| {
            let bytes = download::<u8>(self.kernels.device(), queue, copy.slice());
            (bytes, copy.format)
        });
        async move {
            let (bytes, format) = copy?;
            Ok(widened(&bytes.await?, format, len))
        }
    }

    /// Submits an export into memory of its own.
    fn submit_export(&mut self, queue: &wgpu::Queue, param: ParamId) -> Result<Range, Error> {
        let (device, label) = (self.kernels.device().clone(), "proxgrad export");
        let Range { size, format, .. } = self.residents[self.registry.index(param)?].values;
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let copy = Range { buffer: filled(&device, label, size, usage, drop)?, offset: 0, size, format };
        let descriptor = wgpu::CommandEncoderDescriptor { label: Some(label) };
        let mut encoder = device.create_command_encoder(&descriptor);
        self.export(&mut encoder, param, copy.slice())?;
        queue.submit([encoder.finish()]);
        Ok(copy)
    }

    fn marks(&self, param: usize) -> wgpu::BufferSlice<'_> {
        let history = self.residents[param].history.as_ref().expect("its rows are exact");
        let rows = self.registry.infos()[param].shape[0] as u64;
        history.buffer.slice(..rows * size_of::<u32>() as u64)
    }
}

registry_methods!(ProximalAdagrad);

fn with_loss_scale(report: Report, fixed: Option<f64>) -> Report {
    Report { loss_scale: fixed.map_or(report.loss_scale, to_f32), ..report }
}

/// So many elements as f32, which all of them are exactly.
fn widened(bytes: &[u8], format: Format, len: u64) -> Vec<f32> {
    let len = usize::try_from(len).expect("they are in memory");
    let mut values = match format {
        Format::F32 => bytemuck::pod_collect_to_vec(bytes),
        Format::F16 => Values::from(&bytemuck::pod_collect_to_vec::<u8, f16>(bytes)).to_f32(),
        Format::Bf16 => Values::from(&bytemuck::pod_collect_to_vec::<u8, bf16>(bytes)).to_f32(),
    };
    // Of an odd number the last word has a half that means nothing.
    values.truncate(len);
    values
}

/// Refuses what no buffer of the device can hold.
pub(super) fn check_buffer(device: &wgpu::Device, what: &str, needed: u64) -> Result<(), Error> {
    let allowed = device.limits().max_buffer_size;
    if needed <= allowed {
        return Ok(());
    }
    let what = format!("{what} in bytes");
    Err(Error::Limit { what, limit: "max_buffer_size", needed, allowed })
}
