//! What callers hand in: slices of their own buffers, checked before anything is recorded.

use wgpu::{Buffer, BufferSlice, BufferUsages};

use super::binding::binding;
use crate::{
    error::Error,
    roster::{Entry, GroupId},
    rows::HostIndices,
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
}

impl<'a> Param<'a> {
    /// A parameter in no group.
    ///
    /// `shape` is empty for a scalar; for row gradients axis 0 counts the rows. `values` are f32, row-major, as many
    /// as the shape says, in a buffer with `STORAGE` usage, beginning at a multiple of the device's
    /// `min_storage_buffer_offset_alignment`. The optimizer keeps a handle to the buffer and writes to this range.
    pub fn new(name: &'a str, shape: &'a [usize], values: BufferSlice<'a>) -> Self {
        Self { name, shape, values, group: None, rows: Rows::Touched }
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
    /// `[n, width]` f32, row-major; width is the product of the parameter's axes 1... A range as for
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
    /// As many f32 as the parameter has.
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
    /// Bytes.
    pub(super) size: u64,
}

impl Range {
    /// Checks usage, alignment and length: `want` elements, which are of 4 bytes all.
    pub(super) fn new(
        slice: BufferSlice<'_>,
        entry: &Entry,
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
        // Rounded up, so that a few odd bytes too many are noticed.
        entry.check_len(role, size.div_ceil(size_of::<f32>() as u64), want)?;
        entry.check_len(role, size / size_of::<f32>() as u64, want)?;
        Ok(Self { buffer: slice.buffer().clone(), offset, size })
    }

    pub(super) fn slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(self.offset..self.offset + self.size)
    }

    /// A part of it, in elements.
    pub(super) fn part(&self, elements: std::ops::Range<u64>) -> Self {
        let bytes = size_of::<f32>() as u64;
        let size = (elements.end - elements.start) * bytes;
        Self { buffer: self.buffer.clone(), offset: self.offset + elements.start * bytes, size }
    }

    /// All of it, in elements.
    pub(super) fn elements(&self) -> std::ops::Range<u64> {
        0..self.size / size_of::<f32>() as u64
    }

    /// A part of it, in elements, as something to bind.
    pub(super) fn binding(&self, elements: std::ops::Range<u64>) -> wgpu::BindingResource<'_> {
        let bytes = size_of::<f32>() as u64;
        binding(&self.buffer, self.offset + elements.start * bytes, (elements.end - elements.start) * bytes)
    }
}
