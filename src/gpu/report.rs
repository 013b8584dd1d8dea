//! The reports on the device, and their way to the host as one.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use wgpu::{BindGroup as WgpuBindGroup, Buffer, BufferSlice, BufferUsages, CommandEncoder, MapMode};

use super::{
    bind_groups::{BINDING, bind, binding},
    kernels::Kernels,
    memory::filled,
    plan::{
        bindings::BindGroup,
        report_layout::{
            BAD_ROWS, EXACT_LAGS, GOOD_STEPS, GRAD_NORM, LAG, LOSS_SCALE, MAX_ABS, NONZERO, REPORT_WORDS,
            SKIPPED, WEIGHT_NORM,
        },
        scratch_layout::SLOTS,
    },
};
use crate::{error::Error, loss_scale::DynamicLossScale, params::Progress, report::Report, rounding::to_f32};

const WORD: u64 = size_of::<u32>() as u64;

/// The most parameters with exact rows where steps may be skipped: the lags that a report has room for.
pub(super) const MAX_EXACT_PARAMS: u32 = REPORT_WORDS - EXACT_LAGS;

/// A report on the device for each slot, and a ring of staging buffers for copies of them.
#[derive(Debug)]
pub(super) struct ReportBuffers {
    /// The first is the report; the others only count, and have no lags of parameters with exact rows.
    slots: [Buffer; SLOTS],
    /// [`BindGroup::Report`] of each slot.
    of_slot: [WgpuBindGroup; SLOTS],
    /// [`BindGroup::AllReports`]
    of_all: WgpuBindGroup,
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

/// Bytes of a report without the lags of parameters with exact rows, and of a copy of all reports.
const COUNTS: u64 = EXACT_LAGS as u64 * WORD;
const COPIED: u64 = COUNTS * SLOTS as u64;

impl ReportBuffers {
    pub(super) fn new(kernels: &Kernels, loss_scale: f64) -> Result<Self, Error> {
        let usage =
            BufferUsages::STORAGE | BufferUsages::UNIFORM | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let new = |size| {
            filled(kernels.status(), "proxgrad report", size, usage, |mut view| {
                let at = LOSS_SCALE as usize * size_of::<u32>();
                let scale = to_f32(loss_scale);
                view.slice(at..at + size_of::<f32>()).copy_from_slice(bytemuck::bytes_of(&scale));
            })
        };
        let slots = [new(u64::from(REPORT_WORDS) * WORD)?, new(COUNTS)?, new(COUNTS)?, new(COUNTS)?];
        let whole = |buffer| binding(buffer, 0, Buffer::size(buffer));
        let (of_slot, of_all) = kernels.status().guarded(BINDING, || {
            let of_slot = slots.each_ref().map(|slot| bind(kernels, BindGroup::Report, &[whole(slot)]));
            Ok((of_slot, bind(kernels, BindGroup::AllReports, &slots.each_ref().map(whole))))
        })?;
        Ok(Self { slots, of_slot, of_all, ring: Vec::new(), copies: 0 })
    }

    /// The report of a slot.
    pub(super) fn slot(&self, slot: usize) -> &Buffer {
        &self.slots[slot]
    }

    /// The bind group of this kind for a slot, if it is one with reports alone.
    pub(super) fn bind_group(&self, kind: BindGroup, slot: usize) -> Option<&WgpuBindGroup> {
        match kind {
            BindGroup::Report => Some(&self.of_slot[slot]),
            BindGroup::AllReports => Some(&self.of_all),
            _ => None,
        }
    }

    /// The report of the first slot with the lags of parameters with exact rows.
    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.slots[0].slice(..)
    }

    /// What [`read`] needs of all reports.
    pub(super) fn counts(&self) -> [BufferSlice<'_>; SLOTS] {
        self.slots.each_ref().map(|slot| slot.slice(..COUNTS))
    }

    /// The loss scale: one f32.
    pub(super) fn loss_scale(&self) -> BufferSlice<'_> {
        let at = u64::from(LOSS_SCALE) * WORD;
        self.slots[0].slice(at..at + WORD)
    }

    /// Writes the state of a checkpoint: the number of skipped steps, how many of them the host's count of steps includes, and the
    /// same for each parameter with exact rows, in order of registration.
    pub(super) fn restore(
        &self,
        queue: &wgpu::Queue,
        skipped: u64,
        lag: u32,
        exact_lags: &[u32],
        loss_scale: Option<&DynamicLossScale>,
    ) {
        let write =
            |word: u32, bytes: &[u8]| queue.write_buffer(&self.slots[0], u64::from(word) * WORD, bytes);
        let mut lags = [0u32; MAX_EXACT_PARAMS as usize];
        lags.iter_mut().zip(exact_lags).for_each(|(own, lag)| *own = *lag);
        write(SKIPPED, bytemuck::cast_slice(&words_of(skipped)));
        write(LAG, bytemuck::bytes_of(&lag));
        write(EXACT_LAGS, bytemuck::cast_slice(&lags));
        if let Some(dynamic) = loss_scale {
            write(GOOD_STEPS, bytemuck::bytes_of(&dynamic.good_steps()));
            write(LOSS_SCALE, bytemuck::bytes_of(&to_f32(dynamic.scale())));
        }
    }

    /// Clears the statistics of values.
    pub(super) fn clear_stats(&self, encoder: &mut CommandEncoder) {
        // The largest absolute value, and the number of non-zero values in two words.
        for slot in &self.slots {
            encoder.clear_buffer(slot, u64::from(MAX_ABS) * WORD, Some(3 * WORD));
        }
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
        for (index, slot) in self.slots.iter().enumerate() {
            encoder.copy_buffer_to_buffer(slot, 0, &staging.buffer, index as u64 * COUNTS, COUNTS);
        }
        let guard = PendingCopy { state: staging.state.clone() };
        encoder.map_buffer_on_submit(&staging.buffer, MapMode::Read, .., move |result| {
            guard.state.store(if result.is_ok() { MAPPED } else { FREE }, Ordering::Release);
        });
    }

    /// Reads the oldest mapped copy, if there is one.
    pub(super) fn receive(&mut self) -> Result<Option<Report>, Error> {
        let mapped = self.ring.iter().filter(|staging| staging.state.load(Ordering::Acquire) == MAPPED);
        let Some(staging) = mapped.min_by_key(|staging| staging.copy) else { return Ok(None) };
        let view = staging.buffer.slice(..).get_mapped_range();
        let view =
            view.map_err(|error| Error::Device { doing: "receiving a report", reason: error.to_string() })?;
        let report = read(&bytemuck::pod_collect_to_vec(&view[..]));
        drop(view);
        staging.buffer.unmap();
        staging.state.store(FREE, Ordering::Release);
        Ok(Some(report))
    }
}

impl Staging {
    fn new(kernels: &Kernels) -> Result<Self, Error> {
        let usage = BufferUsages::COPY_DST | BufferUsages::MAP_READ;
        let buffer = filled(kernels.status(), "proxgrad report staging", COPIED, usage, drop)?;
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

/// A count as the two words of a report, the lower one first.
#[expect(clippy::cast_possible_truncation, reason = "the words are the halves of the count")]
fn words_of(count: u64) -> [u32; 2] {
    [count as u32, (count >> 32) as u32]
}

/// The report in the words of all slots, one behind the other: counts are added up, everything else is in the first.
pub(super) fn read(words: &[u32]) -> Report {
    let slots = || words.chunks(EXACT_LAGS as usize);
    let count = |at: u32| {
        let of_slot = |slot: &[u32]| u64::from(slot[at as usize]) | u64::from(slot[at as usize + 1]) << 32;
        slots().map(of_slot).sum()
    };
    let float = |at: u32| f32::from_bits(words[at as usize]);
    // The order of the bits is that of the numbers; NaN is above all of them.
    let max_abs = slots().map(|slot| slot[MAX_ABS as usize]).max().unwrap_or_default();
    Report {
        skipped_steps: count(SKIPPED),
        bad_rows: count(BAD_ROWS),
        loss_scale: float(LOSS_SCALE),
        grad_norm: float(GRAD_NORM),
        nonzero: count(NONZERO),
        weight_norm: float(WEIGHT_NORM),
        max_abs: f32::from_bits(max_abs),
    }
}

/// The progress in these words; `dynamic` is the dynamic loss scale as it was configured.
pub(super) fn progress(words: &[u32], dynamic: Option<&DynamicLossScale>) -> Result<Progress, Error> {
    let loss_scale = dynamic.map(|dynamic| {
        let scale = f32::from_bits(words[LOSS_SCALE as usize]);
        dynamic.clone().resume(scale.into(), words[GOOD_STEPS as usize])
    });
    Ok(Progress {
        skipped: read(&words[..EXACT_LAGS as usize]).skipped_steps,
        lag: words[LAG as usize].into(),
        exact_lags: words[EXACT_LAGS as usize..].iter().map(|&lag| lag.into()).collect(),
        loss_scale: loss_scale.transpose()?,
    })
}
