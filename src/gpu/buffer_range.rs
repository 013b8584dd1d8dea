//! A range of one of the caller's buffers, checked before anything is recorded.

use wgpu::{BindingResource, Buffer, BufferSlice, BufferUsages};

use crate::{error::Error, format::Format, params::ParamInfo};

/// A range of a buffer that was found fit to be bound.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BufferRange {
    pub(super) buffer: Buffer,
    /// Bytes.
    pub(super) offset: u64,
    /// Bytes; a multiple of 4.
    pub(super) size: u64,
    pub(super) format: Format,
}

impl BufferRange {
    /// Checks usage, alignment and length of a slice that is to hold `want` elements.
    pub(super) fn new(
        slice: BufferSlice<'_>,
        format: Format,
        info: &ParamInfo,
        role: &'static str,
        want: u64,
        alignment: u64,
    ) -> Result<Self, Error> {
        let name = || info.name.clone();
        if !slice.buffer().usage().contains(BufferUsages::STORAGE) {
            return Err(Error::BufferUsage { name: name(), role, missing: "STORAGE" });
        }
        let (offset, size) = (slice.offset(), slice.size());
        if !offset.is_multiple_of(alignment) {
            return Err(Error::Misaligned { name: name(), role, offset, alignment });
        }
        let needed = tensor_size(want, format);
        if size != needed {
            // Rounded up and down, so that a few odd bytes are noticed.
            info.check_len(role, size.div_ceil(format.bytes()), want)?;
            info.check_len(role, size / format.bytes(), want)?;
            return Err(Error::HalfWord { name: name(), role, got: size, needed });
        }
        Ok(Self { buffer: slice.buffer().clone(), offset, size, format })
    }

    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(self.offset..self.offset + self.size)
    }

    /// A part of the range, in elements.
    pub(super) fn part(&self, elements: std::ops::Range<u64>) -> Self {
        let offset = self.offset + elements.start * self.format.bytes();
        let size = tensor_size(elements.end - elements.start, self.format);
        Self { buffer: self.buffer.clone(), offset, size, format: self.format }
    }

    /// All elements of the range; where their number is odd, the last word of 16-bit elements counts as two.
    pub(super) fn elements(&self) -> std::ops::Range<u64> {
        0..self.size / self.format.bytes()
    }

    /// A part of the range, in elements, as a binding.
    pub(super) fn binding(&self, elements: std::ops::Range<u64>) -> BindingResource<'_> {
        let size = tensor_size(elements.end - elements.start, self.format);
        BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.buffer,
            offset: self.offset + elements.start * self.format.bytes(),
            size: std::num::NonZero::new(size),
        })
    }
}

/// Bytes of so many elements, a multiple of 4.
pub(super) fn tensor_size(elements: u64, format: Format) -> u64 {
    elements.saturating_mul(format.bytes()).next_multiple_of(size_of::<u32>() as u64)
}
