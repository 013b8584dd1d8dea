//! Writes of large contents through the queue, piece by piece.

use bytemuck::Pod;
use wgpu::{Buffer, Device, Queue};

use super::buffer_range::BufferRange;
use crate::error::Error;

/// Bytes of a write.
const PIECE: usize = 1 << 24;

/// Bytes after which the writes wait for the device: the queue keeps a copy of what it has not written yet.
const IN_FLIGHT: usize = 1 << 26;

/// Writes through a queue.
#[derive(Debug)]
pub(super) struct Writes<'a> {
    device: &'a Device,
    queue: &'a Queue,
    /// Bytes since it last waited for the device.
    in_flight: usize,
}

impl<'a> Writes<'a> {
    pub(super) fn new(device: &'a Device, queue: &'a Queue) -> Self {
        Self { device, queue, in_flight: 0 }
    }

    /// Writes elements from an offset in bytes on.
    pub(super) fn write<T: Pod>(
        &mut self,
        buffer: &Buffer,
        offset: u64,
        contents: &[T],
    ) -> Result<(), Error> {
        let mut at = offset;
        for piece in bytemuck::cast_slice::<T, u8>(contents).chunks(PIECE) {
            self.queue.write_buffer(buffer, at, piece);
            at += piece.len() as u64;
            self.note(piece.len())?;
        }
        Ok(())
    }

    /// Fills a range with repetitions of a pattern, of which the last may be cut short.
    pub(super) fn fill(&mut self, range: &BufferRange, pattern: &[f32]) -> Result<(), Error> {
        let in_memory = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let mut rest = in_memory(range.size);
        let piece = pattern.repeat(rest.min(PIECE).div_ceil(size_of_val(pattern)));
        let piece: &[u8] = bytemuck::cast_slice(&piece);
        let mut at = range.offset;
        while rest > 0 {
            let bytes = rest.min(piece.len());
            self.write(&range.buffer, at, &piece[..bytes])?;
            at += bytes as u64;
            rest -= bytes;
        }
        Ok(())
    }

    fn note(&mut self, bytes: usize) -> Result<(), Error> {
        self.in_flight += bytes;
        if self.in_flight >= IN_FLIGHT {
            self.in_flight = 0;
            self.queue.submit([]);
            wait(self.device)?;
        }
        Ok(())
    }
}

/// Waits for the device; a browser does not wait.
#[cfg(not(target_family = "wasm"))]
fn wait(device: &Device) -> Result<(), Error> {
    super::readback::wait_for_device(device)
}

#[cfg(target_family = "wasm")]
fn wait(_: &Device) -> Result<(), Error> {
    Ok(())
}
