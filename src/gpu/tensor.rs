//! Tensors as callers hand them in: parameters, and their gradients, in slices of buffers.

use wgpu::BufferSlice;

use super::grouped_indices::GroupedIndices;
use crate::{
    format::Format,
    params::{GroupId, TablePart},
    row_groups::HostIndices,
    rule::Rows,
};

/// A parameter to register: name, shape, values on the device, and options.
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
    pub(super) accum: Option<BufferSlice<'a>>,
    pub(super) part: Option<TablePart>,
}

impl<'a> Param<'a> {
    /// A parameter in no group, with f32 values.
    ///
    /// `shape` is empty for a scalar; axis 0 counts the rows for row gradients. `values` has as many elements as the shape,
    /// row-major, in a buffer with `STORAGE` usage, and begins at a multiple of the device's
    /// `min_storage_buffer_offset_alignment`. The optimizer keeps a handle to the buffer and writes to this range.
    ///
    /// Slices end at a multiple of 4 bytes. Behind an odd number of 16-bit elements the last two bytes keep their contents.
    pub fn new(name: &'a str, shape: &'a [usize], values: BufferSlice<'a>) -> Self {
        let (group, rows, format, part) = (None, Rows::Touched, Format::F32, None);
        Self { name, shape, values, group, rows, format, grad_format: None, copy: None, accum: None, part }
    }

    /// The same parameter with values in this format, and gradients too unless [`grads`](Self::grads) sets another.
    /// [`Config::rounding`](crate::Config::rounding) sets how updated values are rounded to 16 bits.
    pub fn format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The same parameter with gradients in this format.
    pub fn grads(self, format: Format) -> Self {
        Self { grad_format: Some(format), ..self }
    }

    /// The same parameter with a 16-bit copy of its f32 values, for a forward pass in 16 bits. Every step and flush writes the
    /// values that it changes to the copy, rounded to nearest even. `copy` is a slice as for [`Param::new`]; the caller writes
    /// its initial contents.
    pub fn copy(self, copy: BufferSlice<'a>, format: Format) -> Self {
        Self { copy: Some((copy, format)), ..self }
    }

    /// The same parameter with accumulators in a buffer of the caller's, where the optimizer otherwise makes one: for
    /// frameworks that hold the state of their optimizers themselves. `accum` is a slice as for [`Param::new`] with f32
    /// elements in the shape of the parameter, in a buffer with `STORAGE`, `COPY_SRC` and `COPY_DST` usage. The caller writes
    /// the initial contents; [`Config::accum`](crate::Config::accum) is not used.
    pub fn accum(self, accum: BufferSlice<'a>) -> Self {
        Self { accum: Some(accum), ..self }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }

    /// The same parameter, and which of its rows a step regularises.
    ///
    /// For exact rows the optimizer keeps four bytes a row on the device, and 257 KiB for the rates of the steps that rows may
    /// have missed, or 1 MiB with adaptive shrinkage and L2.
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }

    /// The same parameter with rows that are a part of a table of `table_rows` rows, from row `first_row` on, whose other rows
    /// other optimizers have. [Exact](crate::Rows::Exact) rows then have the bits that an optimizer of the whole table would give
    /// them: every 256 steps a step brings some rows up to date that no gradient names, and which they are depends on the number of
    /// rows of the table. Nothing else depends on it.
    pub fn part_of(self, first_row: u64, table_rows: u64) -> Self {
        Self { part: Some(TablePart { first_row, table_rows }), ..self }
    }
}

/// A gradient of some rows of a parameter. Entries with equal indices are summed in pieces of 64 in order of occurrence, then
/// piece by piece.
#[derive(Clone, Copy, Debug)]
pub struct RowGrad<'a> {
    /// `[n]`: rows of the parameter, in any order.
    pub indices: Indices<'a>,
    /// `[n, width]`, row-major, in the [format](Param::grads) of the parameter's gradients; width is the product of the
    /// parameter's axes 1 and up. A slice as for [`Param::new`].
    pub values: BufferSlice<'a>,
}

impl<'a> RowGrad<'a> {
    /// A gradient of the rows `indices`: slices, arrays or vectors of u32, i32, i64, usize or u64 in the host's memory,
    /// [`Indices`] on the device, or [`GroupedIndices`].
    pub fn new(indices: impl Into<Indices<'a>>, values: BufferSlice<'a>) -> Self {
        Self { indices: indices.into(), values }
    }
}

/// The rows of a [`RowGrad`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Indices<'a> {
    /// In the host's memory. Each index is checked against the parameter's rows, and the entries are grouped on the CPU.
    Host(HostIndices<'a>),
    /// `[n]` u32 on the device, in a slice as for [`Param::new`]. The entries are grouped on the device, with the same results.
    /// An entry whose index is no row is left out, and counted in the [report](super::ProximalAdagrad::report).
    Device(BufferSlice<'a>),
    /// As `Device`, for indices no two of which are equal, which saves the grouping. This is not checked: where some are equal,
    /// the row ends up with one of the updates, or with parts of several, and not the same in every run.
    /// Entries whose gradients one binding cannot cover are grouped nevertheless.
    /// The norm of the gradient, where it is measured or limited, adds the squares of rows in the order of the entries and
    /// not in that of the rows, which may differ by a rounding.
    DeviceUnique(BufferSlice<'a>),
    /// Grouped before by [`group_rows`](super::ProximalAdagrad::group_rows), for a table with as many rows as the parameter.
    Grouped(&'a GroupedIndices),
}

impl<'a, I: Into<HostIndices<'a>>> From<I> for Indices<'a> {
    fn from(indices: I) -> Self {
        Self::Host(indices.into())
    }
}

impl<'a> From<&'a GroupedIndices> for Indices<'a> {
    fn from(grouped: &'a GroupedIndices) -> Self {
        Self::Grouped(grouped)
    }
}

/// A gradient of one parameter, dense or by rows, for [`Step::in_order`](super::Step::in_order).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Grad<'a> {
    /// As many elements as the parameter has.
    Dense(BufferSlice<'a>),
    /// Of some rows.
    Rows(RowGrad<'a>),
    /// No gradient: the parameter does not change.
    None,
}
