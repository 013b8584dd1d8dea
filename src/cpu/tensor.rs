//! Tensors as the caller passes them: parameters to register, and gradients of a step.

use std::sync::Arc;

use super::grouped_indices::GroupedIndices;
use crate::{
    error::Error,
    format::Values,
    params::{GroupId, ParamInfo, TablePart},
    row_groups::{HostIndices, RowGroups},
    rule::Rows,
};

/// A parameter to register: its name, shape and parameter group. The caller keeps its values.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    pub(super) name: &'a str,
    pub(super) shape: &'a [usize],
    pub(super) group: Option<GroupId>,
    pub(super) rows: Rows,
    pub(super) part: Option<TablePart>,
}

impl<'a> Param<'a> {
    /// A parameter in no group. `shape` is empty for a scalar; axis 0 counts the rows of row gradients.
    pub fn new(name: &'a str, shape: &'a [usize]) -> Self {
        Self { name, shape, group: None, rows: Rows::Touched, part: None }
    }

    /// Puts the parameter into a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }

    /// Sets which rows of the parameter a step regularises.
    ///
    /// ```
    /// use proxgrad::{Config, Rows, cpu::{Param, ProximalAdagrad, RowGrad}};
    ///
    /// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// let mut optimizer = ProximalAdagrad::new(config)?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 1]).rows(Rows::Exact))?;
    ///
    /// let mut values = [1.0, 1.0, 0.05];
    /// for _ in 0..2 {
    ///     let mut step = optimizer.begin_step();
    ///     step.rows(table, &mut values, RowGrad::new(&[0], &[0.5]))?;
    ///     step.finish()?;
    /// }
    /// assert_eq!(values[1..], [1.0, 0.05]); // two steps are pending
    /// optimizer.flush(table, &mut values)?;
    /// assert!((values[1] - 0.94).abs() < 1e-6 && values[2] == 0.0);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }

    /// Declares that the rows of the parameter are a part of a table of `table_rows` rows, from row `first_row` on, whose other
    /// rows other optimizers have. [Exact](Rows::Exact) rows then have the bits that an optimizer of the whole table would give
    /// them: every 256 steps a step brings some rows up to date that no gradient names, and which they are depends on the number of
    /// rows of the table. Nothing else depends on it.
    ///
    /// ```
    /// use proxgrad::{Config, Rows, cpu::{Param, ProximalAdagrad}};
    ///
    /// let mut second_half = ProximalAdagrad::new(Config::default())?;
    /// second_half.add_param(Param::new("table", &[500, 16]).rows(Rows::Exact).part_of(500, 1000))?;
    /// assert!(second_half.add_param(Param::new("other", &[500, 16]).part_of(501, 1000)).is_err());
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn part_of(self, first_row: u64, table_rows: u64) -> Self {
        Self { part: Some(TablePart { first_row, table_rows }), ..self }
    }
}

/// A gradient of some rows of a parameter. Entries of equal rows are summed in pieces of 64 in order of
/// occurrence, then piece by piece.
#[derive(Clone, Copy, Debug)]
pub struct RowGrad<'a> {
    /// `[n]`: rows of the parameter, in any order.
    pub indices: Indices<'a>,
    /// `[n, width]`, row-major; width is the product of axes 1.. of the parameter.
    pub values: Values<'a>,
}

impl<'a> RowGrad<'a> {
    /// A gradient of the rows at `indices`: slices, arrays or vectors of u32, i32, i64, usize or u64, [`Indices`], or
    /// [`GroupedIndices`].
    pub fn new(indices: impl Into<Indices<'a>>, values: impl Into<Values<'a>>) -> Self {
        Self { indices: indices.into(), values: values.into() }
    }
}

/// The rows of a [`RowGrad`], by the same words as on a GPU, so that one program serves both.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Indices<'a> {
    /// Each index is checked against the parameter's rows.
    Host(HostIndices<'a>),
    /// As a device treats its indices: an entry whose index is no row is left out, and counted in
    /// [`Report::bad_rows`](crate::Report::bad_rows).
    Device(&'a [u32]),
    /// As `Device`, for indices no two of which are equal. If two are, their entries are summed here; a device promises
    /// nothing.
    DeviceUnique(&'a [u32]),
    /// Grouped before by [`group_rows`](super::ProximalAdagrad::group_rows), for a table with as many rows as the
    /// parameter.
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

impl Indices<'_> {
    /// Number of entries.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Host(indices) => indices.len(),
            Self::Device(indices) | Self::DeviceUnique(indices) => indices.len(),
            Self::Grouped(grouped) => grouped.entries,
        }
    }

    /// The entries grouped by row, and the number of those without a row that are not counted yet.
    pub(super) fn group(self, info: &ParamInfo) -> Result<(Arc<RowGroups>, u64), Error> {
        let (groups, bad_rows) = match self {
            Self::Host(indices) => (RowGroups::new(indices, info)?, 0),
            Self::Device(indices) | Self::DeviceUnique(indices) => RowGroups::of_existing(indices, info)?,
            Self::Grouped(grouped) => {
                info.check_grouped(grouped.rows)?;
                return Ok((Arc::clone(&grouped.groups), 0));
            }
        };
        Ok((Arc::new(groups), bad_rows))
    }
}

/// A gradient of one parameter, dense or by rows, for [`Step::in_order`](super::Step::in_order).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Grad<'a> {
    /// A gradient of every element.
    Dense(Values<'a>),
    /// A gradient of some rows.
    Rows(RowGrad<'a>),
    /// No gradient: the parameter takes no part in the step.
    None,
}

impl<'a> Grad<'a> {
    /// A dense gradient: a slice, array or vector of f32, f16 or bf16.
    pub fn dense(values: impl Into<Values<'a>>) -> Self {
        Self::Dense(values.into())
    }
}
