//! Ids and descriptions of single parameters.

use std::ops::Range;

use crate::{
    error::Error,
    lazy::RateHistory,
    row_sources::RowSources,
    rule::{MAX_PLANES, Rows, UpdateRule},
};

/// Id of a parameter, for the optimizer that it was added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParamId {
    /// Number of the optimizer's registry.
    pub(super) registry: u64,
    /// Index of the parameter, in order of registration.
    pub(super) index: usize,
}

/// Id of a parameter group, for the optimizer that it was added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId {
    /// Number of the optimizer's registry.
    pub(super) registry: u64,
    /// Number of the group, in order of addition.
    pub(super) index: usize,
}

/// Description of a parameter, wherever its elements are stored.
#[derive(Clone, Debug)]
pub(crate) struct ParamInfo {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    /// Number of elements.
    pub(crate) len: u64,
    /// Initial value of its accumulators.
    pub(crate) accum: f32,
    /// The update rule of the optimizer.
    pub(crate) rule: UpdateRule,
    /// Index of its parameter group in the registry.
    pub(crate) group: usize,
    /// Whether the mean of its gradient is subtracted from the gradient.
    pub(crate) centralized: bool,
    /// Which rows a step regularises.
    pub(crate) rows: Rows,
    /// The table that its rows are a part of, if other optimizers have the other rows.
    pub(crate) part: Option<TablePart>,
}

/// The place of a parameter's rows in a table whose other rows other optimizers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TablePart {
    /// Row of the table that is the parameter's first one.
    pub(crate) first_row: u64,
    /// Rows of the whole table.
    pub(crate) table_rows: u64,
}

impl ParamInfo {
    /// The same parameter with rows that are a part of a table; with `None` it is the whole of it.
    pub(crate) fn with_part(self, part: Option<TablePart>) -> Result<Self, Error> {
        if let Some(TablePart { first_row, table_rows }) = part {
            let rows = self.row_count()?;
            if first_row.checked_add(rows).is_none_or(|end| end > table_rows) {
                return Err(Error::TablePart { name: self.name, first_row, rows, table_rows });
            }
        }
        Ok(Self { part, ..self })
    }

    /// The rows, if they are exact, that the next step brings up to date whether or not its gradient names them: those that an
    /// optimizer of the whole table would.
    pub(crate) fn swept_rows(&self, rate_history: &RateHistory, may_skip: bool) -> Range<u64> {
        let rows = self.shape.first().map_or(0, |&rows| rows as u64);
        let TablePart { first_row, table_rows } =
            self.part.unwrap_or(TablePart { first_row: 0, table_rows: rows });
        let of_table = rate_history.sweep(table_rows, may_skip);
        let own = |row: u64| row.clamp(first_row, first_row + rows) - first_row;
        own(of_table.start)..own(of_table.end)
    }

    /// Elements in a row: the product of the extents of axes 1...
    pub(crate) fn width(&self) -> u64 {
        self.shape.iter().skip(1).map(|&extent| extent as u64).product()
    }

    /// Names of its planes of state.
    pub(crate) fn plane_names(&self) -> &'static [&'static str] {
        self.rule.form().plane_names()
    }

    /// Shape of its planes of state.
    pub(crate) fn state_shape(&self) -> &[usize] {
        let axes = if self.rule.form().has_row_state() { self.shape.len().min(1) } else { self.shape.len() };
        &self.shape[..axes]
    }

    /// Numbers in each of its planes of state.
    pub(crate) fn state_len(&self) -> u64 {
        self.state_shape().iter().map(|&extent| extent as u64).product()
    }

    /// Elements that share a number of each plane of state.
    pub(crate) fn elements_per_state(&self) -> u64 {
        if self.rule.form().has_row_state() { self.width() } else { 1 }
    }

    /// Number of its planes of state.
    pub(crate) fn planes(&self) -> usize {
        self.rule.form().planes()
    }

    /// State of an element before the first step; planes that the rule does not have are 0.
    pub(crate) fn initial_state(&self) -> [f32; MAX_PLANES] {
        self.rule.initial_state(self.accum)
    }

    /// Refuses a tensor with another number of elements than `want`.
    pub(crate) fn check_len(&self, role: &'static str, got: u64, want: u64) -> Result<(), Error> {
        if got == want {
            return Ok(());
        }
        Err(Error::Length { name: self.name.clone(), role, got, want })
    }

    /// Extent of axis 0; an error for a scalar, which has no rows.
    pub(crate) fn row_count(&self) -> Result<u64, Error> {
        let rows = self.shape.first().ok_or_else(|| Error::NoRows { name: self.name.clone() })?;
        Ok(*rows as u64)
    }

    /// Refuses a source of a new row that is no row.
    pub(crate) fn check_sources(&self, sources: &RowSources) -> Result<(), Error> {
        let rows = self.row_count()?;
        let is_row = |source: Option<u32>| source.is_none_or(|row| u64::from(row) < rows);
        let Some((position, Some(row))) = sources.iter().enumerate().find(|(_, source)| !is_row(*source))
        else {
            return Ok(());
        };
        Err(Error::RowOutOfRange { name: self.name.clone(), position, index: row.into(), rows })
    }

    /// Refuses indices that were grouped for a table with another number of rows.
    pub(crate) fn check_grouped(&self, grouped_rows: u64) -> Result<(), Error> {
        let rows = self.row_count()?;
        if rows == grouped_rows {
            return Ok(());
        }
        Err(Error::GroupedRows { name: self.name.clone(), rows, grouped_rows })
    }
}

/// Elements of a shape, if the product of its extents, leaving out empty axes, can be addressed in memory.
pub(super) fn element_count(shape: &[usize]) -> Option<u64> {
    let bytes = shape.iter().try_fold(size_of::<f32>(), |bytes, &extent| bytes.checked_mul(extent.max(1)))?;
    isize::try_from(bytes).ok()?;
    Some(shape.iter().map(|&extent| extent as u64).product())
}
