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
    /// Bytes, no fewer than `size`, that are bound where the whole range is: the same for ranges of other lengths that begin at
    /// the same offset, which then need no bind groups of their own.
    pub(super) reach: u64,
    pub(super) format: Format,
    /// Number of state planes, whose elements lie side by side; 1 for tensors.
    pub(super) planes: u64,
    /// Elements that share a number of each state plane; 1 for tensors.
    pub(super) elements_per_state: u64,
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
        Ok(Self {
            buffer: slice.buffer().clone(),
            offset,
            size,
            reach: size,
            format,
            planes: 1,
            elements_per_state: 1,
        })
    }

    /// A whole buffer of the optimizer's own, with `planes` f32 for each element.
    pub(super) fn whole(buffer: Buffer, size: u64, planes: u64) -> Self {
        Self { buffer, offset: 0, size, reach: size, format: Format::F32, planes, elements_per_state: 1 }
    }

    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(self.offset..self.offset + self.size)
    }

    /// A part of the range, in elements, as a slice.
    pub(super) fn slice_of(&self, elements: std::ops::Range<u64>) -> BufferSlice<'_> {
        let (offset, size) = self.bytes(elements);
        self.buffer.slice(offset..offset + size)
    }

    /// A part of the range, in elements.
    pub(super) fn part(&self, elements: std::ops::Range<u64>) -> Self {
        let (offset, size) = self.bytes(elements);
        Self { buffer: self.buffer.clone(), offset, size, reach: size, ..*self }
    }

    /// The range that a binding of the whole range covers: it may reach further.
    pub(super) fn reaching(&self) -> Self {
        Self { size: self.reach, ..self.clone() }
    }

    /// The range of the same buffer from an offset on that one binding of so many bytes covers.
    pub(super) fn covered_from(&self, offset: u64, binding: u64) -> Self {
        let size =
            (self.buffer.size() - offset).min(binding) / size_of::<u32>() as u64 * size_of::<u32>() as u64;
        Self { offset, size, reach: size, ..self.clone() }
    }

    /// Ends the reach in front of another range, so that a dispatch may write what it binds of the one and of the other.
    pub(super) fn stop_before(&mut self, other: &Self) {
        if self.buffer == other.buffer && other.offset + other.size > self.offset {
            self.reach = self.reach.min(other.offset.saturating_sub(self.offset)).max(self.size);
        }
    }

    /// All elements of the range; where their number is odd, the last word of 16-bit elements counts as two.
    pub(super) fn elements(&self) -> std::ops::Range<u64> {
        0..self.size.checked_div(self.planes * self.format.bytes()).unwrap_or(0) * self.elements_per_state
    }

    /// A part of the range, in elements, as a binding.
    pub(super) fn binding(&self, elements: std::ops::Range<u64>) -> BindingResource<'_> {
        let (offset, size) = self.bytes(elements);
        let size = std::num::NonZero::new(size);
        BindingResource::Buffer(wgpu::BufferBinding { buffer: &self.buffer, offset, size })
    }

    /// Offset in the buffer and size of a part of the range.
    fn bytes(&self, elements: std::ops::Range<u64>) -> (u64, u64) {
        let elements =
            elements.start / self.elements_per_state..elements.end.div_ceil(self.elements_per_state);
        let offset = self.offset + elements.start * self.planes * self.format.bytes();
        // Several planes lie side by side in runs of four elements, the last of which is filled up.
        let end = if self.planes > 1 { elements.end.next_multiple_of(4) } else { elements.end };
        (offset, tensor_size((end - elements.start) * self.planes, self.format))
    }
}

/// Bytes of so many elements, a multiple of 4.
pub(super) fn tensor_size(elements: u64, format: Format) -> u64 {
    elements.saturating_mul(format.bytes()).next_multiple_of(size_of::<u32>() as u64)
}
