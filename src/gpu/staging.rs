//! A ring of staging buffers, through which bytes of the host reach the device as a part of a recording.

use std::sync::{Arc, Mutex, PoisonError};

use wgpu::{Buffer, BufferUsages, BufferViewMut, CommandEncoder, MapMode, WriteOnly};

use super::{
    device_status::DeviceStatus,
    memory::{DOING, mapped, view},
};
use crate::error::Error;

/// Staging buffers of one size. A recording takes one of them, which comes back once the device is done with the recording, so
/// there are as many as recordings were in flight at a time.
///
/// Unlike `wgpu::util::StagingBelt`, which makes buffers in the middle of a recording, it makes them before: a device without
/// memory is an error then, while nothing is recorded.
#[derive(Debug)]
pub(super) struct StagingRing {
    /// Bytes of each buffer.
    size: u64,
    /// Buffers that have come back. They are mapped.
    free: Arc<Mutex<Vec<Buffer>>>,
}

/// The staging buffer of a recording.
#[derive(Debug)]
pub(super) struct Staging {
    buffer: Buffer,
    view: BufferViewMut,
    /// Number of bytes that copies read.
    used: u64,
    free: Arc<Mutex<Vec<Buffer>>>,
}

impl StagingRing {
    /// A ring without buffers.
    pub(super) fn new(size: u64) -> Self {
        Self { size, free: Arc::default() }
    }

    /// Bytes of each buffer.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The buffer of the next recording; makes one where none has come back.
    pub(super) fn take(&mut self, status: &DeviceStatus) -> Result<Staging, Error> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (buffer, view) = match free {
            Some(buffer) => {
                // Viewed for the recording alone: a lost device takes the contents with it.
                let view = view(&buffer).map_err(|error| status.check(DOING).err().unwrap_or(error))?;
                (buffer, view)
            }
            None => {
                let usage = BufferUsages::COPY_SRC | BufferUsages::MAP_WRITE;
                mapped(status, "proxgrad staging", self.size, usage)?
            }
        };
        Ok(Staging { buffer, view, used: 0, free: self.free.clone() })
    }
}

impl Staging {
    /// Records a copy of `size` bytes to `target`; returns these bytes, to be written. Offset and size are multiples of 4.
    pub(super) fn copy(
        &mut self,
        encoder: &mut CommandEncoder,
        target: &Buffer,
        offset: u64,
        size: u64,
    ) -> WriteOnly<'_, [u8]> {
        let start = self.used;
        self.used += size;
        encoder.copy_buffer_to_buffer(&self.buffer, start, target, offset, size);
        let in_memory = |bytes| usize::try_from(bytes).expect("the buffer is mapped");
        self.view.slice(in_memory(start)..in_memory(self.used))
    }

    /// Gives the buffer back, to which nothing was written.
    pub(super) fn give_back(self) {
        let Self { buffer, view, free, .. } = self;
        drop(view);
        free.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
    }

    /// Ends the writes. The buffer comes back once the encoder was submitted and the device is done with it. If the encoder is
    /// dropped instead, the buffer is dropped too.
    pub(super) fn finish(self, encoder: &CommandEncoder) {
        let Self { buffer, view, free, .. } = self;
        drop(view);
        buffer.unmap();
        let returned = buffer.clone();
        encoder.map_buffer_on_submit(&buffer, MapMode::Write, .., move |result| {
            if result.is_ok() {
                free.lock().unwrap_or_else(PoisonError::into_inner).push(returned);
            }
        });
    }
}
