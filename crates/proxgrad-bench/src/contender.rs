//! A contender: an implementation of a step, which times itself.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Where a contender runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Gpu,
    Cpu,
    /// In another program, which decides for itself.
    Peer,
}

impl Place {
    /// The name in the results.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gpu => "gpu",
            Self::Cpu => "cpu",
            Self::Peer => "peer",
        }
    }
}

/// The role of a contender in its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A complete step of the library. Peers are compared with the fastest of these.
    Ours,
    /// A baseline: the other contenders on the same device are compared with it, under its name.
    Baseline,
    Other,
}

/// The time of a step, as the mean over several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Microseconds by the wall clock.
    pub(crate) wall_us: f64,
    /// Microseconds by timestamps of the device; `None` where they cannot be used.
    pub(crate) device_us: Option<f64>,
}

/// Performs a number of steps one after the other, and returns the mean time of one.
pub(crate) type Work<'a> = Box<dyn FnMut(u32) -> Result<Sample> + 'a>;

/// One of the implementations that a case compares.
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

/// Mean time of a step over `steps` of them, in microseconds. The clock is read only before and after all of them,
/// because some steps take no longer than a reading.
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
