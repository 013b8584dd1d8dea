//! A contender: something that performs a step and says how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Where a contender runs, as the results print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Gpu,
    Cpu,
    /// Another program's own business.
    Peer,
}

impl Place {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gpu => "gpu",
            Self::Cpu => "cpu",
            Self::Peer => "peer",
        }
    }
}

/// What a contender is in its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The library doing the whole job. Peers are held against the fastest of these.
    Ours,
    /// What others on the same device are held against, under its name.
    Baseline,
    Other,
}

/// How long a step took, the mean over some.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Microseconds for whoever asked for it.
    pub(crate) wall_us: f64,
    /// Microseconds between two timestamps of the device, where it writes sound ones.
    pub(crate) device_us: Option<f64>,
}

/// Performs so many steps one after the other, and says how long one took.
pub(crate) type Work<'a> = Box<dyn FnMut(u32) -> Result<Sample> + 'a>;

/// One of those that are held against each other in a case.
pub(crate) struct Contender<'a> {
    pub(crate) place: Place,
    pub(crate) variant: String,
    pub(crate) role: Role,
    /// Bytes that a step must move, for the rate in GB/s.
    pub(crate) bytes: u64,
    pub(crate) work: Work<'a>,
}

impl Contender<'static> {
    /// A contender on the CPU: `step` performs one step.
    pub(crate) fn on_cpu(
        variant: &str,
        role: Role,
        bytes: u64,
        mut step: impl FnMut() -> Result<()> + 'static,
    ) -> Self {
        let work = move |steps| {
            let wall_us = mean_us(steps, &mut step)?;
            Ok(Sample { wall_us, device_us: None })
        };
        Self { place: Place::Cpu, variant: variant.to_owned(), role, bytes, work: Box::new(work) }
    }
}

/// Microseconds that a step takes, the mean over `steps`. One pair of clock readings for all of them: some steps take
/// no longer than a reading.
pub(crate) fn mean_us(steps: u32, step: &mut dyn FnMut() -> Result<()>) -> Result<f64> {
    let started = Instant::now();
    for _ in 0..steps {
        step()?;
    }
    Ok(microseconds(started.elapsed()) / f64::from(steps.max(1)))
}

pub(crate) fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
