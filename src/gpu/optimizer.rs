//! The optimizer on a device: settings, what is resident, and the step number.

use super::{
    arena::ResidentArena,
    kernels::Kernels,
    readback::copy_all,
    resident::{Resident, accumulators},
    tensor::{Param, Range, Report},
    territory::Territory,
    upload::Upload,
    work::Work,
};
use crate::{
    config::Config,
    error::Error,
    roster::{ParamId, Roster},
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
    /// parameter whose channels no window of one binding can keep whole.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let entry = self.roster.draft(param.name, param.shape, param.group)?;
        let values = Range::new(param.values, &entry, "values", entry.len, self.kernels.limits().alignment)?;
        self.territory.check(&values, &entry, "values", self.roster.entries())?;
        let accums = format!("the accumulators of parameter \"{}\"", entry.name);
        check_buffer(self.kernels.device(), &accums, values.size)?;
        let accum = accumulators(self.kernels.device(), &entry, values.size)?;
        let resident = Resident::new(&self.kernels, &entry, entry.width(), &values, accum);
        resident.check_centralized(&self.kernels, &entry)?;
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
            Ok(Report { bad_rows: counts.first().copied().unwrap_or_default() })
        }
    }

    /// The whole state, for a checkpoint, as it is after everything submitted so far. Nothing is read back but for
    /// this and [`ProximalAdagrad::report`].
    ///
    /// The copies are submitted here and now; the future resolves once the device has been polled after it finished
    /// them: by the browser, by the program's own `device.poll`, or by [`block_on`](super::block_on).
    ///
    /// # Errors
    /// The device was lost, or has no memory for the copies.
    pub fn snapshot(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<Snapshot, Error>> + use<'_> {
        let accums: Vec<_> = self.residents.iter().map(|resident| resident.accum.slice()).collect();
        let copies = copy_all(self.kernels.device(), queue, &accums);
        async move { Ok(self.roster.snapshot(copies.await?)) }
    }

    /// Takes up the state of a snapshot, for the steps recorded and submitted from here on.
    ///
    /// Goes through the queue: submit what was recorded before first.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds what no accumulator can be. Nothing
    /// changes then.
    pub fn restore(&mut self, queue: &wgpu::Queue, snapshot: &Snapshot) -> Result<(), Error> {
        let (step, accums) = self.roster.read(snapshot)?;
        for (resident, accum) in self.residents.iter().zip(accums) {
            let place = &resident.accum;
            queue.write_buffer(&place.buffer, place.offset, bytemuck::cast_slice(accum));
        }
        self.roster.step = step;
        Ok(())
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
