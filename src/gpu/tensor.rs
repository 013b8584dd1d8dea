//! What callers hand in: slices of their own buffers, checked before anything is recorded.

use wgpu::{Buffer, BufferSlice, BufferUsages};

use super::binding::binding;
use crate::{
    error::Error,
    format::Format,
    params::{GroupId, ParamInfo},
    row_groups::HostIndices,
    rule::Rows,
};

/// A parameter to register: a name, a shape, its values on the device, perhaps a group.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    pub(super) name: &'a str,
    pub(super) shape: &'a [usize],
    pub(super) values: BufferSlice<'a>,
    pub(super) group: Option<GroupId>,
    pub(super) rows: Rows,
    pub(super) format: Format,
    pub(super) grad_format: Option<Format>,
    pub(super) copy: Option<(BufferSlice<'a>, Format)>,
}

impl<'a> Param<'a> {
    /// A parameter in no group.
    ///
    /// `shape` is empty for a scalar; for row gradients axis 0 counts the rows. `values` are f32, row-major, as many
    /// as the shape says, in a buffer with `STORAGE` usage, beginning at a multiple of the device's
    /// `min_storage_buffer_offset_alignment`. The optimizer keeps a handle to the buffer and writes to this range.
    ///
    /// Of an odd number of elements of 16 bits the last has a word of its own: slices end with whole words, and the half
    /// that is left over keeps its bits.
    pub fn new(name: &'a str, shape: &'a [usize], values: BufferSlice<'a>) -> Self {
        let (group, rows, format) = (None, Rows::Touched, Format::F32);
        Self { name, shape, values, group, rows, format, grad_format: None, copy: None }
    }

    /// The same parameter, its values stored like this, and its gradients too unless
    /// [`grads`](Self::grads) says otherwise. [`Config::rounding`](crate::Config::rounding) says how updated values become
    /// 16 bits.
    pub fn format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The same parameter, its gradients stored like this.
    pub fn grads(self, format: Format) -> Self {
        Self { grad_format: Some(format), ..self }
    }

    /// The same parameter with a copy of its values in 16 bits, for a forward pass that would rather read those: the f32
    /// values are the master, and every step, flush and sweep rounds what it changed to the nearest in the copy. `copy` is a
    /// range as for [`Param::new`], which the caller fills at the start.
    pub fn copy(self, copy: BufferSlice<'a>, format: Format) -> Self {
        Self { copy: Some((copy, format)), ..self }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }

    /// The same parameter, and which of its rows a step regularises.
    ///
    /// Where they are exact the optimizer keeps four bytes a row and, for the rates of steps that rows may have missed,
    /// 257 KiB, or 1 MiB with adaptive shrinkage and L2.
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }
}

/// A gradient of some rows; equal indices are summed in order of occurrence.
#[derive(Clone, Copy, Debug)]
pub struct RowGrad<'a> {
    /// n rows of the parameter, in any order.
    pub indices: Indices<'a>,
    /// `[n, width]`, row-major, in the [format](Param::grads) of the parameter's gradients; width is the product of the parameter's axes 1... A range as for
    /// [`Param::new`].
    pub values: BufferSlice<'a>,
}

impl<'a> RowGrad<'a> {
    /// A gradient of the rows that `indices` name: slices, arrays or vectors of u32, i32 or i64 in the host's memory, or
    /// [`Indices`] of the device's.
    pub fn new(indices: impl Into<Indices<'a>>, values: BufferSlice<'a>) -> Self {
        Self { indices: indices.into(), values }
    }
}

/// Which rows a [`RowGrad`] is for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Indices<'a> {
    /// Known to the host: each checked against the parameter's rows, and grouped on the CPU.
    Host(HostIndices<'a>),
    /// n u32 on the device, in a range as for [`Param::new`]; grouped there, with the same results. A row that does not
    /// exist is skipped, nothing else is disturbed, and it is counted in the
    /// [report](super::ProximalAdagrad::report).
    Device(BufferSlice<'a>),
    /// As `Device`, and no two of them are equal, which is trusted and saves the grouping. Where two are, the row ends up
    /// with one of the updates or with parts of both.
    DeviceUnique(BufferSlice<'a>),
}

impl<'a, I: Into<HostIndices<'a>>> From<I> for Indices<'a> {
    fn from(indices: I) -> Self {
        Self::Host(indices.into())
    }
}

/// A gradient of one parameter, dense or by rows: what [`Step::in_order`](super::Step::in_order) takes.
#[derive(Clone, Copy, Debug)]
pub enum Grad<'a> {
    /// As many elements as the parameter has.
    Dense(BufferSlice<'a>),
    /// Of some rows.
    Rows(RowGrad<'a>),
    /// The parameter is left alone.
    None,
}

/// A range of one of the caller's buffers, found fit to be bound.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) buffer: Buffer,
    /// Bytes.
    pub(super) offset: u64,
    /// Bytes; whole words.
    pub(super) size: u64,
    pub(super) format: Format,
}

impl Range {
    /// Checks usage, alignment and length: `want` elements.
    pub(super) fn new(
        slice: BufferSlice<'_>,
        format: Format,
        entry: &ParamInfo,
        role: &'static str,
        want: u64,
        alignment: u64,
    ) -> Result<Self, Error> {
        let name = || entry.name.clone();
        if !slice.buffer().usage().contains(BufferUsages::STORAGE) {
            return Err(Error::BufferUsage { name: name(), role, missing: "STORAGE" });
        }
        let (offset, size) = (slice.offset(), slice.size());
        if !offset.is_multiple_of(alignment) {
            return Err(Error::Misaligned { name: name(), role, offset, alignment });
        }
        if size != bytes(want, format) {
            // Rounded up, so that a few odd bytes too many are noticed.
            entry.check_len(role, size.div_ceil(format.bytes()), want)?;
            entry.check_len(role, size / format.bytes(), want)?;
            let (needed, name) = (bytes(want, format), name());
            return Err(Error::HalfWord { name, role, got: size, needed });
        }
        Ok(Self { buffer: slice.buffer().clone(), offset, size, format })
    }

    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(self.offset..self.offset + self.size)
    }

    /// A part of it, in elements.
    pub(super) fn part(&self, elements: std::ops::Range<u64>) -> Self {
        let (start, end) = (self.bytes(elements.start), bytes(elements.end - elements.start, self.format));
        let offset = self.offset + start;
        Self { buffer: self.buffer.clone(), offset, size: end, format: self.format }
    }

    /// All of it, in elements; there may be one fewer.
    pub(super) fn elements(&self) -> std::ops::Range<u64> {
        0..self.size / self.format.bytes()
    }

    /// A part of it, in elements, as something to bind.
    pub(super) fn binding(&self, elements: std::ops::Range<u64>) -> wgpu::BindingResource<'_> {
        let size = bytes(elements.end - elements.start, self.format);
        binding(&self.buffer, self.offset + self.bytes(elements.start), size)
    }

    fn bytes(&self, elements: u64) -> u64 {
        elements * self.format.bytes()
    }
}

/// Bytes that so many elements take up: whole words.
pub(super) fn bytes(elements: u64, format: Format) -> u64 {
    elements.saturating_mul(format.bytes()).next_multiple_of(size_of::<u32>() as u64)
}
