//! The optimizer on a device: settings, what is resident, and the step number.

use wgpu::BufferUsages;

use super::{
    arena::ResidentArena,
    kernels::Kernels,
    memory::filled,
    readback::{copy_all, download},
    resident::{Resident, accumulators, check_binding, history},
    tensor::{Param, Range},
    territory::Territory,
    upload::Upload,
    work::Work,
};
use crate::{
    config::Config,
    error::Error,
    report::Report,
    roster::{ParamId, Restored, Roster, Taken},
    rule::Rows,
    state::Snapshot,
};

/// ProximalAdagrad over buffers of the caller's.
#[derive(Debug)]
pub struct ProximalAdagrad {
    pub(super) kernels: Kernels,
    pub(super) roster: Roster,
    /// By parameter.
    pub(super) residents: Vec<Resident>,
    pub(super) arenas: Vec<ResidentArena>,
    /// Steps begun so far.
    pub(super) begun: u64,
    pub(super) territory: Territory,
    pub(super) upload: Upload,
    pub(super) work: Work,
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    pub fn new(kernels: &Kernels, config: Config) -> Result<Self, Error> {
        Ok(Self {
            kernels: kernels.clone(),
            roster: Roster::new(config)?,
            residents: Vec::new(),
            arenas: Vec::new(),
            begun: 0,
            territory: Territory::default(),
            upload: Upload::new(),
            work: Work::default(),
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
        let entry = self.roster.draft(param.name, param.shape, param.group, param.rows)?;
        let values = Range::new(param.values, &entry, "values", entry.len, self.kernels.limits().alignment)?;
        self.territory.check(&values, &entry, "values", self.roster.entries())?;
        let accums = format!("the accumulators of parameter \"{}\"", entry.name);
        check_buffer(self.kernels.device(), &accums, values.size)?;
        let accum = accumulators(self.kernels.device(), &entry, values.size)?;
        let mut resident = Resident::new(&self.kernels, &entry, entry.width(), &values, accum);
        resident.check_centralized(&self.kernels, &entry)?;
        if param.rows == Rows::Exact {
            check_binding(&self.kernels, &entry, "a row", resident.windows.binding_for_rows())?;
            resident.history = Some(history(&self.kernels, &entry, &self.roster.new_timeline(&entry))?);
        }
        self.territory.claim(&values, self.residents.len());
        self.residents.push(resident);
        Ok(self.roster.add(entry))
    }

    /// Steps recorded so far.
    pub fn global_step(&self) -> u64 {
        self.roster.step
    }

    /// A parameter's accumulators on the device, f32 in its shape, for copying or for kernels of the caller's; usages
    /// `STORAGE | COPY_SRC | COPY_DST`.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn accum(&self, param: ParamId) -> Result<wgpu::BufferSlice<'_>, Error> {
        Ok(self.residents[self.roster.index(param)?].accum.slice())
    }

    /// What the device has counted in everything submitted so far.
    ///
    /// Stays on the device until it is asked for; the future resolves as that of
    /// [`ProximalAdagrad::snapshot`] does.
    ///
    /// # Errors
    /// The device was lost, or has no memory for the copy.
    pub fn report(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<Report, Error>> + use<> {
        let counts = self.work.report().into_iter().collect::<Vec<_>>();
        let copies = copy_all::<u32>(self.kernels.device(), queue, &counts);
        async move {
            let counts = copies.await?.concat();
            Ok(Report { bad_rows: counts.first().copied().unwrap_or_default(), ..Report::default() })
        }
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
        let marks: Vec<_> = self.roster.exact().map(|param| self.marks(param)).collect();
        let accums = copy_all(self.kernels.device(), queue, &accums);
        let marks = copy_all(self.kernels.device(), queue, &marks);
        async move { Ok(self.roster.snapshot(accums.await?, marks.await?, &Taken::default())) }
    }

    /// Takes up the state of a snapshot, for the steps recorded and submitted from here on.
    ///
    /// Goes through the queue: submit what was recorded before first.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds what no accumulator, rate or step can be.
    /// Nothing changes then.
    pub fn restore(&mut self, queue: &wgpu::Queue, snapshot: &Snapshot) -> Result<(), Error> {
        let Restored { step, accums, exact, .. } = self.roster.read(snapshot)?;
        for (resident, accum) in self.residents.iter().zip(accums) {
            let place = &resident.accum;
            queue.write_buffer(&place.buffer, place.offset, bytemuck::cast_slice(accum));
        }
        let marks = self.roster.restore(step, exact);
        for (param, marks) in marks.into_iter().enumerate() {
            let resident = &self.residents[param];
            let (Some(marks), Some(history), Some(timeline)) =
                (marks, &resident.history, self.roster.timeline(param))
            else {
                continue;
            };
            let rows = size_of_val(&*marks) as u64;
            queue.write_buffer(&history.buffer, 0, bytemuck::cast_slice(&marks));
            queue.write_buffer(&history.buffer, rows, bytemuck::cast_slice(timeline.words()));
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
        let copy = copy.map(|copy| download(self.kernels.device(), queue, copy.slice()));
        async move { copy?.await }
    }

    /// Submits an export into memory of its own.
    fn submit_export(&mut self, queue: &wgpu::Queue, param: ParamId) -> Result<Range, Error> {
        let (device, label) = (self.kernels.device().clone(), "proxgrad export");
        let size = self.residents[self.roster.index(param)?].values.size;
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let copy = Range { buffer: filled(&device, label, size, usage, drop)?, offset: 0, size };
        let descriptor = wgpu::CommandEncoderDescriptor { label: Some(label) };
        let mut encoder = device.create_command_encoder(&descriptor);
        self.export(&mut encoder, param, copy.slice())?;
        queue.submit([encoder.finish()]);
        Ok(copy)
    }

    fn marks(&self, param: usize) -> wgpu::BufferSlice<'_> {
        let history = self.residents[param].history.as_ref().expect("its rows are exact");
        let rows = self.roster.entries()[param].shape[0] as u64;
        history.buffer.slice(..rows * size_of::<u32>() as u64)
    }
}

impl_roster!(ProximalAdagrad);

/// Refuses what no buffer of the device can hold.
pub(super) fn check_buffer(device: &wgpu::Device, what: &str, needed: u64) -> Result<(), Error> {
    let allowed = device.limits().max_buffer_size;
    if needed <= allowed {
        return Ok(());
    }
    let what = format!("{what} in bytes");
    Err(Error::Limit { what, limit: "max_buffer_size", needed, allowed })
}
