//! A parameter to register on a backend.

use proxgrad::{Format, GroupId, Rows};

/// A parameter to register.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    /// Identifies it.
    pub name: &'a str,
    /// Empty for a scalar; for row gradients axis 0 counts the rows.
    pub shape: &'a [usize],
    /// Row-major.
    pub values: &'a [f32],
    /// `None` for the optimizer's own settings.
    pub group: Option<GroupId>,
    /// Which rows a step regularises.
    pub rows: Rows,
    /// How values are stored, and gradients: each as the nearest that the format has.
    pub formats: [Format; 2],
}

impl<'a> Param<'a> {
    /// A parameter in no group.
    pub fn new(name: &'a str, shape: &'a [usize], values: &'a [f32]) -> Self {
        Self { name, shape, values, group: None, rows: Rows::Touched, formats: [Format::F32; 2] }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }

    /// The same parameter, its values and gradients stored like this.
    pub fn formats(self, values: Format, grads: Format) -> Self {
        Self { formats: [values, grads], ..self }
    }

    /// The same parameter, and which rows a step regularises.
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }
}
