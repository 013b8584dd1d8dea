//! What the device counts and measures, and what steps have to know of those before them; and how the host hears of it.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use wgpu::{Buffer, BufferSlice, BufferUsages, CommandEncoder, MapMode};

use super::{kernels::Kernels, memory::filled};
use crate::{
    error::Error,
    gpu::plan::{
        BAD_ROWS, GOOD_STEPS, GRAD_NORM, LAG, LAGS, LARGEST, NONZERO, REPORT, SCALE, SKIPPED, WEIGHT_NORM,
    },
    loss_scale::DynamicLossScale,
    params::Progress,
    report::Report,
    rounding::to_f32,
};

const WORD: u64 = size_of::<u32>() as u64;

/// Parameters with exact rows whose steps can be skipped: as many as the report has clocks.
pub(super) const CLOCKS: u32 = REPORT - LAGS;

/// A report's memory on the device, there from the start: what the loss is multiplied by is the caller's to bind.
#[derive(Debug)]
pub(super) struct Counts {
    buffer: Buffer,
    ring: Vec<Slot>,
    /// Reports that were asked for.
    asked: u64,
}

impl Counts {
    pub(super) fn new(kernels: &Kernels, loss_scale: f64) -> Result<Self, Error> {
        let usage =
            BufferUsages::STORAGE | BufferUsages::UNIFORM | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let size = u64::from(REPORT) * WORD;
        let buffer = filled(kernels.device(), "proxgrad report", size, usage, |mut view| {
            let at = SCALE as usize * size_of::<u32>();
            view.slice(at..at + size_of::<f32>()).copy_from_slice(bytemuck::bytes_of(&to_f32(loss_scale)));
        })?;
        Ok(Self { buffer, ring: Vec::new(), asked: 0 })
    }

    pub(super) fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(..)
    }

    /// The loss scale: one f32.
    pub(super) fn loss_scale(&self) -> BufferSlice<'_> {
        let at = u64::from(SCALE) * WORD;
        self.buffer.slice(at..at + WORD)
    }

    /// What was counted so far is the host's count now: no step is behind.
    pub(super) fn restored(&self, queue: &wgpu::Queue, loss_scale: Option<&DynamicLossScale>) {
        queue.write_buffer(&self.buffer, u64::from(LAG) * WORD, bytemuck::bytes_of(&0u32));
        let clocks = vec![0u32; CLOCKS as usize];
        queue.write_buffer(&self.buffer, u64::from(LAGS) * WORD, bytemuck::cast_slice(&clocks));
        if let Some(dynamic) = loss_scale {
            let (scale, good_steps) = (to_f32(dynamic.scale()), dynamic.good_steps());
            queue.write_buffer(&self.buffer, u64::from(GOOD_STEPS) * WORD, bytemuck::bytes_of(&good_steps));
            queue.write_buffer(&self.buffer, u64::from(SCALE) * WORD, bytemuck::bytes_of(&scale));
        }
    }

    /// Forgets what was measured of values.
    pub(super) fn clear_measures(&self, encoder: &mut CommandEncoder) {
        // The largest, and how many.
        encoder.clear_buffer(&self.buffer, u64::from(LARGEST) * WORD, Some(3 * WORD));
    }

    /// A free piece of the ring, if there is one or may be one more.
    pub(super) fn free(&mut self, kernels: &Kernels) -> Result<Option<usize>, Error> {
        if let Some(free) = self.ring.iter().position(|slot| slot.state.load(Ordering::Acquire) == FREE) {
            return Ok(Some(free));
        }
        if self.ring.len() == RING {
            return Ok(None);
        }
        self.ring.push(Slot::new(kernels)?);
        Ok(Some(self.ring.len() - 1))
    }

    /// Records a copy into a free piece, which is mapped once the device has made it.
    pub(super) fn send(&mut self, encoder: &mut CommandEncoder, free: usize) {
        self.asked += 1;
        let slot = &mut self.ring[free];
        slot.number = self.asked;
        slot.state.store(FLYING, Ordering::Release);
        encoder.copy_buffer_to_buffer(&self.buffer, 0, &slot.buffer, 0, SENT);
        let flight = Flight { state: slot.state.clone() };
        encoder.map_buffer_on_submit(&slot.buffer, MapMode::Read, .., move |result| {
            flight.state.store(if result.is_ok() { LANDED } else { FREE }, Ordering::Release);
        });
    }

    /// The oldest that has come, if one has.
    pub(super) fn receive(&mut self) -> Option<Report> {
        let landed = self.ring.iter().filter(|slot| slot.state.load(Ordering::Acquire) == LANDED);
        let slot = landed.min_by_key(|slot| slot.number)?;
        let words = slot.buffer.slice(..).get_mapped_range().ok();
        let report = words.map(|view| read(&bytemuck::pod_collect_to_vec(&view[..])));
        slot.buffer.unmap();
        slot.state.store(FREE, Ordering::Release);
        report
    }
}

/// Pieces of the ring, at most.
const RING: usize = 4;
/// Bytes of a report that are sent: all but the clocks.
const SENT: u64 = LAGS as u64 * WORD;

const FREE: u8 = 0;
const FLYING: u8 = 1;
const LANDED: u8 = 2;

/// A report on its way to the host.
#[derive(Debug)]
struct Slot {
    buffer: Buffer,
    number: u64,
    state: Arc<AtomicU8>,
}

/// Gives a piece of the ring back whose encoder was never submitted.
struct Flight {
    state: Arc<AtomicU8>,
}

impl Drop for Flight {
    fn drop(&mut self) {
        let _ = self.state.compare_exchange(FLYING, FREE, Ordering::AcqRel, Ordering::Acquire);
    }
}

impl Slot {
    fn new(kernels: &Kernels) -> Result<Self, Error> {
        let usage = BufferUsages::COPY_DST | BufferUsages::MAP_READ;
        let buffer = filled(kernels.device(), "proxgrad report on its way", SENT, usage, drop)?;
        Ok(Self { buffer, number: 0, state: Arc::new(AtomicU8::new(FREE)) })
    }
}

/// What the words of a report say.
pub(super) fn read(words: &[u32]) -> Report {
    let word = |at: u32| words.get(at as usize).copied().unwrap_or_default();
    let float = |at| f32::from_bits(word(at));
    Report {
        skipped_steps: word(SKIPPED),
        bad_rows: word(BAD_ROWS),
        loss_scale: float(SCALE),
        grad_norm: float(GRAD_NORM),
        nonzero: u64::from(word(NONZERO)) | u64::from(word(NONZERO + 1)) << 32,
        weight_norm: float(WEIGHT_NORM),
        largest: float(LARGEST),
    }
}

/// What they say of the steps that were taken.
pub(super) fn taken(words: &[u32], dynamic: Option<&DynamicLossScale>) -> Result<Progress, Error> {
    let loss_scale = dynamic.map(|dynamic| {
        let scale = f32::from_bits(words[SCALE as usize]);
        dynamic.clone().resume(scale.into(), words[GOOD_STEPS as usize])
    });
    Ok(Progress {
        skipped: words[LAG as usize].into(),
        skipped_of_exact: words[LAGS as usize..].iter().map(|&lag| lag.into()).collect(),
        loss_scale: loss_scale.transpose()?,
    })
}
