//! The report on the device, and its way to the host.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use wgpu::{Buffer, BufferSlice, BufferUsages, CommandEncoder, MapMode};

use super::{
    kernels::Kernels,
    memory::filled,
    plan::report_layout::{
        BAD_ROWS, EXACT_LAGS, GOOD_STEPS, GRAD_NORM, LAG, LOSS_SCALE, MAX_ABS, NONZERO, REPORT_WORDS,
        SKIPPED, WEIGHT_NORM,
    },
};
use crate::{error::Error, loss_scale::DynamicLossScale, params::Progress, report::Report, rounding::to_f32};

const WORD: u64 = size_of::<u32>() as u64;

/// The most parameters with exact rows where steps may be skipped: the lags that a report has room for.
pub(super) const MAX_EXACT_PARAMS: u32 = REPORT_WORDS - EXACT_LAGS;

/// The report on the device, and a ring of staging buffers for copies of it.
#[derive(Debug)]
pub(super) struct ReportBuffer {
    buffer: Buffer,
    ring: Vec<Staging>,
    /// Number of copies recorded so far.
    copies: u64,
}

/// A staging buffer for a copy of the report.
#[derive(Debug)]
struct Staging {
    buffer: Buffer,
    /// Number of the copy.
    copy: u64,
    /// One of `FREE`, `PENDING` and `MAPPED`.
    state: Arc<AtomicU8>,
}

const FREE: u8 = 0;
/// A copy was recorded, and the buffer is not mapped yet.
const PENDING: u8 = 1;
const MAPPED: u8 = 2;

/// The most staging buffers.
const RING: usize = 4;

/// Bytes of a report that are copied: all but the lags of parameters with exact rows.
const COPIED: u64 = EXACT_LAGS as u64 * WORD;

impl ReportBuffer {
    pub(super) fn new(kernels: &Kernels, loss_scale: f64) -> Result<Self, Error> {
        let usage =
            BufferUsages::STORAGE | BufferUsages::UNIFORM | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let size = u64::from(REPORT_WORDS) * WORD;
        let buffer = filled(kernels.device(), "proxgrad report", size, usage, |mut view| {
            let at = LOSS_SCALE as usize * size_of::<u32>();
            let scale = to_f32(loss_scale);
            view.slice(at..at + size_of::<f32>()).copy_from_slice(bytemuck::bytes_of(&scale));
        })?;
        Ok(Self { buffer, ring: Vec::new(), copies: 0 })
    }

    pub(super) fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(..)
    }

    /// The loss scale: one f32.
    pub(super) fn loss_scale(&self) -> BufferSlice<'_> {
        let at = u64::from(LOSS_SCALE) * WORD;
        self.buffer.slice(at..at + WORD)
    }

    /// Writes the state of a checkpoint: the host's step counts are right, and no step is skipped yet.
    pub(super) fn restore(&self, queue: &wgpu::Queue, loss_scale: Option<&DynamicLossScale>) {
        let write = |word: u32, bytes: &[u8]| queue.write_buffer(&self.buffer, u64::from(word) * WORD, bytes);
        write(LAG, bytemuck::bytes_of(&0u32));
        write(EXACT_LAGS, bytemuck::cast_slice(&[0u32; MAX_EXACT_PARAMS as usize]));
        if let Some(dynamic) = loss_scale {
            write(GOOD_STEPS, bytemuck::bytes_of(&dynamic.good_steps()));
            write(LOSS_SCALE, bytemuck::bytes_of(&to_f32(dynamic.scale())));
        }
    }

    /// Clears the statistics of values.
    pub(super) fn clear_stats(&self, encoder: &mut CommandEncoder) {
        // The largest absolute value, and the number of non-zero values in two words.
        encoder.clear_buffer(&self.buffer, u64::from(MAX_ABS) * WORD, Some(3 * WORD));
    }

    /// Index of a free staging buffer; a new one where there may be one more.
    pub(super) fn free_staging(&mut self, kernels: &Kernels) -> Result<Option<usize>, Error> {
        let is_free = |staging: &Staging| staging.state.load(Ordering::Acquire) == FREE;
        if let Some(free) = self.ring.iter().position(is_free) {
            return Ok(Some(free));
        }
        if self.ring.len() == RING {
            return Ok(None);
        }
        self.ring.push(Staging::new(kernels)?);
        Ok(Some(self.ring.len() - 1))
    }

    /// Records a copy into a free staging buffer, which is mapped once the device has made the copy.
    pub(super) fn record_copy(&mut self, encoder: &mut CommandEncoder, free: usize) {
        self.copies += 1;
        let staging = &mut self.ring[free];
        staging.copy = self.copies;
        staging.state.store(PENDING, Ordering::Release);
        encoder.copy_buffer_to_buffer(&self.buffer, 0, &staging.buffer, 0, COPIED);
        let guard = PendingCopy { state: staging.state.clone() };
        encoder.map_buffer_on_submit(&staging.buffer, MapMode::Read, .., move |result| {
            guard.state.store(if result.is_ok() { MAPPED } else { FREE }, Ordering::Release);
        });
    }

    /// Reads the oldest mapped copy, if there is one.
    pub(super) fn receive(&mut self) -> Option<Report> {
        let mapped = self.ring.iter().filter(|staging| staging.state.load(Ordering::Acquire) == MAPPED);
        let staging = mapped.min_by_key(|staging| staging.copy)?;
        let words = staging.buffer.slice(..).get_mapped_range().ok();
        let report = words.map(|view| read(&bytemuck::pod_collect_to_vec(&view[..])));
        staging.buffer.unmap();
        staging.state.store(FREE, Ordering::Release);
        report
    }
}

impl Staging {
    fn new(kernels: &Kernels) -> Result<Self, Error> {
        let usage = BufferUsages::COPY_DST | BufferUsages::MAP_READ;
        let buffer = filled(kernels.device(), "proxgrad report staging", COPIED, usage, drop)?;
        Ok(Self { buffer, copy: 0, state: Arc::new(AtomicU8::new(FREE)) })
    }
}

/// Frees a staging buffer whose encoder was dropped without being submitted.
struct PendingCopy {
    state: Arc<AtomicU8>,
}

impl Drop for PendingCopy {
    fn drop(&mut self) {
        let _ = self.state.compare_exchange(PENDING, FREE, Ordering::AcqRel, Ordering::Acquire);
    }
}

/// The report in these words.
pub(super) fn read(words: &[u32]) -> Report {
    let word = |at: u32| words.get(at as usize).copied().unwrap_or_default();
    let count = |at| u64::from(word(at)) | u64::from(word(at + 1)) << 32;
    let float = |at| f32::from_bits(word(at));
    Report {
        skipped_steps: count(SKIPPED),
        bad_rows: count(BAD_ROWS),
        loss_scale: float(LOSS_SCALE),
        grad_norm: float(GRAD_NORM),
        nonzero: count(NONZERO),
        weight_norm: float(WEIGHT_NORM),
        max_abs: float(MAX_ABS),
    }
}

/// The progress in these words; `dynamic` is the dynamic loss scale as it was configured.
pub(super) fn progress(words: &[u32], dynamic: Option<&DynamicLossScale>) -> Result<Progress, Error> {
    let loss_scale = dynamic.map(|dynamic| {
        let scale = f32::from_bits(words[LOSS_SCALE as usize]);
        dynamic.clone().resume(scale.into(), words[GOOD_STEPS as usize])
    });
    Ok(Progress {
        skipped: words[LAG as usize].into(),
        skipped_of_exact: words[EXACT_LAGS as usize..].iter().map(|&lag| lag.into()).collect(),
        loss_scale: loss_scale.transpose()?,
    })
}
