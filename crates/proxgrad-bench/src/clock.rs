//! The timestamps of a device, taken around a step.

use anyhow::{Result, bail};
use proxgrad::{
    gpu,
    wgpu::{self, BufferUsages},
};

use crate::{
    contender::mean_us,
    gpu::{Gpu, Record},
};

const LABEL: Option<&str> = Some("proxgrad-bench clock");

/// Two timestamps, written by empty compute passes before and after a step.
///
/// The step records passes of its own, into which nobody else can write timestamps, and timestamps between passes need
/// a feature that many devices lack. Both timestamps are written at the end of their pass, when all commands recorded
/// before it are done.
#[derive(Clone)]
pub(crate) struct Clock {
    gpu: Gpu,
    queries: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    /// Nanoseconds of a tick.
    period: f32,
}

impl Clock {
    /// `None` where the device has no timestamps.
    pub(crate) fn new(gpu: &Gpu) -> Option<Self> {
        if !gpu.device.features().contains(wgpu::Features::TIMESTAMP_QUERY) {
            return None;
        }
        let queries = gpu.device.create_query_set(&wgpu::QuerySetDescriptor {
            label: LABEL,
            ty: wgpu::QueryType::Timestamp,
            count: 2,
        });
        let resolved = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: LABEL,
            size: 2 * size_of::<u64>() as u64,
            usage: BufferUsages::QUERY_RESOLVE | BufferUsages::COPY_SRC,
            mapped_at_creation: false,
        });
        Some(Self { gpu: gpu.clone(), queries, resolved, period: gpu.queue.get_timestamp_period() })
    }

    /// Mean time of a step over `steps` of them, in microseconds by the timestamps.
    ///
    /// # Errors
    /// Those of `record`; a lost device.
    pub(crate) fn mean_us(&self, steps: u32, record: &mut Record<'_>) -> Result<f64> {
        let mut sum = 0.0;
        for _ in 0..steps {
            let [_, device_us] = self.time(record)?;
            sum += device_us;
        }
        Ok(sum / f64::from(steps.max(1)))
    }

    /// Time of one step in microseconds: `[wall time, time by the timestamps]`.
    ///
    /// # Errors
    /// Those of `record`; a lost device.
    pub(crate) fn time(&self, record: &mut Record<'_>) -> Result<[f64; 2]> {
        let mut timed = |encoder: &mut wgpu::CommandEncoder| {
            self.write_timestamp(encoder, 0);
            record(encoder)?;
            self.write_timestamp(encoder, 1);
            encoder.resolve_query_set(&self.queries, 0..2, &self.resolved, 0);
            Ok(())
        };
        let wall_us = mean_us(1, &mut || self.gpu.run(&mut timed))?;
        let Gpu { device, queue, .. } = &self.gpu;
        let ticks = gpu::block_on(device, gpu::download::<u64>(device, queue, self.resolved.slice(..)))?;
        let [start, end] = ticks[..] else { bail!("{} timestamps instead of 2", ticks.len()) };
        // Subtracted as integers: in f64 seconds, as wgpu-profiler returns them, nanoseconds since 1970 would be rounded
        // to a quarter of a microsecond. Signed, so that a clock that runs backwards is noticed.
        Ok([wall_us, microseconds(end.wrapping_sub(start).cast_signed(), self.period)])
    }

    fn write_timestamp(&self, encoder: &mut wgpu::CommandEncoder, index: u32) {
        let writes = wgpu::ComputePassTimestampWrites {
            query_set: &self.queries,
            beginning_of_pass_write_index: None,
            end_of_pass_write_index: Some(index),
        };
        encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: LABEL,
            timestamp_writes: Some(writes),
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "ticks of a step are far below 2^53")]
fn microseconds(ticks: i64, period: f32) -> f64 {
    ticks as f64 * f64::from(period) / 1e3
}
