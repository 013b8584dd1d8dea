//! A device with everything that contenders on it need: the library's kernels, the yardsticks and the clock.

use anyhow::Result;
use proxgrad::{Kernels, wgpu};

use crate::{
    clock::Clock,
    contender::{Contender, Place, Role, Sample, mean_us},
    gpu::Gpu,
    timestamps::Timestamps,
    yardsticks::{Yardstick, Yardsticks},
};

/// Steps of a round that are also timed by timestamps, at most.
const CLOCKED_STEPS: u32 = 8;

/// A device that contenders run on.
pub struct Machine {
    pub(crate) gpu: Gpu,
    /// The kernels of the library.
    pub(crate) kernels: Kernels,
    pub(crate) yardsticks: Yardsticks,
    /// `None` where the timestamps cannot be used.
    clock: Option<Clock>,
    pub(crate) timestamps: Timestamps,
}

impl Machine {
    /// Opens an adapter, and checks its timestamps.
    ///
    /// # Errors
    /// A driver that refuses; too little memory to check the timestamps.
    pub fn open(adapter: wgpu::Adapter) -> Result<Self> {
        let gpu = Gpu::open(adapter)?;
        let timestamps = match Clock::new(&gpu) {
            Some(clock) => Timestamps::check(&gpu, &clock, &Yardsticks::new(&gpu))?,
            None => Timestamps::Absent,
        };
        Self::new(gpu, timestamps)
    }

    /// The same on a new device of the adapter, without the buffers of earlier contenders.
    ///
    /// # Errors
    /// A driver that refuses.
    pub(crate) fn reopened(&self) -> Result<Self> {
        Self::new(self.gpu.reopened()?, self.timestamps.clone())
    }

    fn new(gpu: Gpu, timestamps: Timestamps) -> Result<Self> {
        let (kernels, yardsticks) = (Kernels::new(&gpu.device)?, Yardsticks::new(&gpu));
        let clock = if timestamps.are_sound() { Clock::new(&gpu) } else { None };
        Ok(Self { gpu, kernels, yardsticks, clock, timestamps })
    }

    /// A contender whose step is recorded by `record`. Its wall time is that of recording, submitting and waiting.
    pub(crate) fn contender(
        &self,
        variant: &str,
        role: Role,
        bytes: u64,
        record: impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + 'static,
    ) -> Contender<'static> {
        self.timed(variant, role, bytes, record, |gpu, steps, record| mean_us(steps, &mut || gpu.run(record)))
    }

    /// A contender whose steps are recorded by `record`, and are not waited for before the last one. Its wall time is the
    /// mean over all of them.
    pub(crate) fn in_flight(
        &self,
        variant: &str,
        role: Role,
        bytes: u64,
        record: impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + 'static,
    ) -> Contender<'static> {
        self.timed(variant, role, bytes, record, |gpu, steps, record| gpu.run_in_flight(steps, record))
    }

    /// A contender whose steps are recorded by `record`; `wall_us` takes so many of them and returns their mean wall time.
    fn timed<R: FnMut(&mut wgpu::CommandEncoder) -> Result<()> + 'static>(
        &self,
        variant: &str,
        role: Role,
        bytes: u64,
        mut record: R,
        wall_us: impl Fn(&Gpu, u32, &mut R) -> Result<f64> + 'static,
    ) -> Contender<'static> {
        let (gpu, clock) = (self.gpu.clone(), self.clock.clone());
        let work = move |steps: u32| {
            let wall_us = wall_us(&gpu, steps, &mut record)?;
            // In further steps, because timestamps would slow down those that are timed by the wall clock.
            let clocked = steps.min(CLOCKED_STEPS);
            let device_us = clock.as_ref().map(|clock| clock.mean_us(clocked, &mut record)).transpose()?;
            gpu.check()?;
            Ok(Sample { wall_us, device_us })
        };
        Contender { place: Place::Gpu, variant: variant.to_owned(), role, bytes, work: Box::new(work) }
    }

    /// A contender whose steps are yardsticks in turn, in flight.
    pub(crate) fn yardsticks_in_flight(
        &self,
        variant: &str,
        bytes: u64,
        yardsticks: Vec<Yardstick>,
    ) -> Contender<'static> {
        let mut turns = (0..yardsticks.len()).cycle();
        self.in_flight(variant, Role::Baseline, bytes, move |encoder| {
            turns.next().into_iter().for_each(|turn| yardsticks[turn].record(encoder));
            Ok(())
        })
    }

    /// A contender whose step is a yardstick.
    pub(crate) fn yardstick(
        &self,
        variant: &str,
        role: Role,
        bytes: u64,
        yardstick: Yardstick,
    ) -> Contender<'static> {
        self.contender(variant, role, bytes, move |encoder| {
            yardstick.record(encoder);
            Ok(())
        })
    }
}
