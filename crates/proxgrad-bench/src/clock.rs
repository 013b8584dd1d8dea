//! The device's own clock: timestamps around what a step records.

use anyhow::{Context, Result};
use proxgrad::{
    gpu,
    wgpu::{self, BufferUsages},
};

use crate::{contender::mean_us, machine::Machine, statistics::median, yardsticks::Yardstick};

/// Two timestamps, written by empty passes before and after a step.
///
/// The step records passes of its own, in which nobody else can write. Both timestamps are those of a pass's end,
/// which is reached when all that was recorded before is done.
pub(crate) struct Clock {
    queries: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    /// Nanoseconds a tick.
    period: f32,
}

/// Whether a device's timestamps can be used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It has none.
    Absent,
    Sound,
    /// They do not fit the wall times; why.
    Unsound(String),
}

impl Verdict {
    pub(crate) fn is_sound(&self) -> bool {
        *self == Self::Sound
    }

    /// One line for the conditions.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Absent => "none: the adapter has no TIMESTAMP_QUERY".to_owned(),
            Self::Sound => "used: they grow as the wall times do".to_owned(),
            Self::Unsound(reason) => format!("left out: {reason}"),
        }
    }
}

impl Clock {
    /// `None` where the device has no timestamps.
    pub(crate) fn new(device: &wgpu::Device, queue: &wgpu::Queue) -> Option<Self> {
        if !device.features().contains(wgpu::Features::TIMESTAMP_QUERY) {
            return None;
        }
        let queries = device.create_query_set(&wgpu::QuerySetDescriptor {
            label: Some("proxgrad-cli bench clock"),
            ty: wgpu::QueryType::Timestamp,
            count: 2,
        });
        let resolved = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("proxgrad-cli bench clock"),
            size: 2 * size_of::<u64>() as u64,
            usage: BufferUsages::QUERY_RESOLVE | BufferUsages::COPY_SRC,
            mapped_at_creation: false,
        });
        Some(Self { queries, resolved, period: queue.get_timestamp_period() })
    }

    /// Microseconds of the device that a step takes, the mean over `steps`.
    ///
    /// # Errors
    /// Those of `record`; a lost device.
    pub(crate) fn mean_us(
        &self,
        machine: &Machine,
        steps: u32,
        record: &mut dyn FnMut(&mut wgpu::CommandEncoder) -> Result<()>,
    ) -> Result<f64> {
        let mut sum = 0.0;
        for _ in 0..steps {
            let [_, device_us] = self.time(machine, record)?;
            sum += device_us;
        }
        Ok(sum / f64::from(steps.max(1)))
    }

    /// Wall and device time of one step.
    fn time(
        &self,
        machine: &Machine,
        record: &mut dyn FnMut(&mut wgpu::CommandEncoder) -> Result<()>,
    ) -> Result<[f64; 2]> {
        let mut stamped = |encoder: &mut wgpu::CommandEncoder| {
            self.stamp(encoder, 0);
            record(encoder)?;
            self.stamp(encoder, 1);
            encoder.resolve_query_set(&self.queries, 0..2, &self.resolved, 0);
            Ok(())
        };
        let wall_us = mean_us(1, &mut || machine.run(&mut stamped))?;
        let ticks = gpu::download::<u64>(&machine.device, &machine.queue, self.resolved.slice(..));
        let ticks = gpu::block_on(&machine.device, ticks)?;
        let [start, end] = ticks[..] else { anyhow::bail!("{} timestamps instead of 2", ticks.len()) };
        // Signed, so that a clock that runs backwards is seen for what it is.
        Ok([wall_us, microseconds(end.wrapping_sub(start).cast_signed(), self.period)])
    }

    /// Writes a timestamp once all before it is done.
    fn stamp(&self, encoder: &mut wgpu::CommandEncoder, index: u32) {
        let writes = wgpu::ComputePassTimestampWrites {
            query_set: &self.queries,
            beginning_of_pass_write_index: None,
            end_of_pass_write_index: Some(index),
        };
        let label = Some("proxgrad-cli bench clock");
        encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label, timestamp_writes: Some(writes) });
    }

    /// Compares timestamps with wall times: what a longer job takes more by the wall, it must take more by the device.
    ///
    /// # Errors
    /// No memory for the job; a lost device.
    pub(crate) fn judge(&self, machine: &Machine) -> Result<Verdict> {
        let (short, long) = (self.of_triad(machine, SHORT)?, self.of_triad(machine, 8 * SHORT)?);
        Ok(verdict(short, long))
    }

    /// Wall and device times of a triad.
    fn of_triad(&self, machine: &Machine, elements: usize) -> Result<[f64; 2]> {
        let [a, b, c] = ["values", "accum", "grads"].map(|label| machine.filled(label, elements, 0.0));
        let triad = Yardstick::triad(machine, [&a?, &b?, &c?], elements).context("the timestamps' test")?;
        let mut record = |encoder: &mut wgpu::CommandEncoder| {
            triad.record(encoder);
            Ok(())
        };
        machine.run(&mut record)?;
        let times = (0..JUDGED).map(|_| self.time(machine, &mut record)).collect::<Result<Vec<_>>>()?;
        // Both of the same runs: what else the machine does disturbs both.
        Ok([0, 1].map(|clock| median(&times.iter().map(|time| time[clock]).collect::<Vec<_>>())))
    }
}

/// Elements of the shorter of the two jobs.
const SHORT: usize = 1 << 19;
/// Times that each is run.
const JUDGED: usize = 7;

/// `[wall, device]` microseconds of a short and of a long job.
fn verdict([short_wall, short]: [f64; 2], [long_wall, long]: [f64; 2]) -> Verdict {
    // Other work on the machine decides how exact this can be.
    const LIKENESS: std::ops::Range<f64> = 0.4..1.6;
    let grown = (long - short) / (long_wall - short_wall);
    let above_wall = short > 1.2 * short_wall || long > 1.2 * long_wall;
    if short > 0.0 && !above_wall && LIKENESS.contains(&grown) {
        return Verdict::Sound;
    }
    Verdict::Unsound(format!(
        "a job that took {short_wall:.0} µs took {short:.0} µs by its timestamps, and one of eight times the size \
         {long:.0} µs instead of {long_wall:.0} µs"
    ))
}

#[expect(clippy::cast_precision_loss, reason = "ticks of a step are far below 2^53")]
fn microseconds(ticks: i64, period: f32) -> f64 {
    ticks as f64 * f64::from(period) / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_that_grow_as_wall_times_do_are_sound_and_others_are_not() {
        assert!(verdict([120.0, 40.0], [400.0, 330.0]).is_sound());
        for (short, long) in [
            // A clock that stands still, one that runs backwards, one of another unit, one that is not waited for.
            ([120.0, 0.0], [400.0, 0.0]),
            ([120.0, -40.0], [400.0, -330.0]),
            ([120.0, 40_000.0], [400.0, 330_000.0]),
            ([120.0, 5.0], [400.0, 6.0]),
        ] {
            let verdict = verdict(short, long);
            assert!(matches!(&verdict, Verdict::Unsound(reason) if reason.contains("120 µs")), "{verdict:?}");
        }
    }
}
