//! A parameter to register on a backend.

use proxgrad::{Format, GroupId, Rows};

/// A parameter to register.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    /// Unique among the parameters of the optimizer.
    pub name: &'a str,
    /// Empty for a scalar; axis 0 counts the rows.
    pub shape: &'a [usize],
    /// Row-major.
    pub values: &'a [f32],
    /// The parameter group; `None` for the settings of the optimizer.
    pub group: Option<GroupId>,
    /// Which rows a step regularises.
    pub rows: Rows,
    /// Storage formats of the values and of the gradients, to which both are rounded.
    pub formats: [Format; 2],
    /// Storage format of a 16-bit copy of f32 values, where there is one.
    pub copy: Option<Format>,
    /// Its first row in a table, and the rows of the table, where it is a part of one.
    pub part: Option<(u64, u64)>,
}

impl<'a> Param<'a> {
    /// A parameter without a group, stored in f32.
    pub fn new(name: &'a str, shape: &'a [usize], values: &'a [f32]) -> Self {
        let (rows, formats) = (Rows::Touched, [Format::F32; 2]);
        Self { name, shape, values, group: None, rows, formats, copy: None, part: None }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }

    /// The same parameter with these storage formats.
    pub fn formats(self, values: Format, grads: Format) -> Self {
        Self { formats: [values, grads], ..self }
    }

    /// The same parameter, of which a step regularises these rows.
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }

    /// The same parameter as a part of a table of so many rows, from this row on. Parameters in arenas are none.
    pub fn part_of(self, first_row: u64, table_rows: u64) -> Self {
        Self { part: Some((first_row, table_rows)), ..self }
    }

    /// The same parameter with a copy of its values in this format. Parameters in arenas have none.
    pub fn copy(self, format: Format) -> Self {
        Self { copy: Some(format), ..self }
    }
}
