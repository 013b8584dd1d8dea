//! Parameters that are divided among ranks.

use proxgrad::{GroupId, Rows};

use crate::placement::{Placement, Sharding};

/// A table of rows to register, for row gradients: every row has one owner among the ranks.
#[derive(Clone, Copy, Debug)]
pub struct ShardedTable<'a> {
    pub(crate) name: &'a str,
    pub(crate) rows: u64,
    pub(crate) width: usize,
    pub(crate) sharding: Sharding,
    pub(crate) mode: Rows,
    pub(crate) group: Option<Group>,
}

impl<'a> ShardedTable<'a> {
    /// A table of `rows` rows of `width` f32 elements, in no group, with rows spread by hashing.
    pub fn new(name: &'a str, rows: u64, width: usize) -> Self {
        Self { name, rows, width, sharding: Sharding::Hashed, mode: Rows::Touched, group: None }
    }

    /// The same table with rows divided in this way.
    pub fn sharding(self, sharding: Sharding) -> Self {
        Self { sharding, ..self }
    }

    /// The same table, and which of its rows a step regularises.
    pub fn rows(self, mode: Rows) -> Self {
        Self { mode, ..self }
    }

    /// The same table in a group.
    pub fn group(self, group: Group) -> Self {
        Self { group: Some(group), ..self }
    }
}

/// A dense parameter to register: every rank has all of its values, and steps take the sum of the gradients of all ranks.
#[derive(Clone, Copy, Debug)]
pub struct DenseParam<'a> {
    pub(crate) name: &'a str,
    pub(crate) shape: &'a [usize],
    pub(crate) replicated: bool,
    pub(crate) group: Option<Group>,
}

impl<'a> DenseParam<'a> {
    /// A parameter of this shape, in no group. `shape` is empty for a scalar. Its state is divided among ranks by axis 0: each rank
    /// takes the step of its part, and tells the others the new values.
    pub fn new(name: &'a str, shape: &'a [usize]) -> Self {
        Self { name, shape, replicated: false, group: None }
    }

    /// The same parameter with its whole state on every rank, which takes the whole step. All ranks need the same device.
    pub fn replicated(self) -> Self {
        Self { replicated: true, ..self }
    }

    /// The same parameter in a group.
    pub fn group(self, group: Group) -> Self {
        Self { group: Some(group), ..self }
    }
}

/// A parameter group of a [`Setup`](crate::Setup).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// In the optimizer of this rank.
    pub(crate) id: GroupId,
    /// Number of the group, in order of addition.
    pub(crate) index: usize,
}

/// A table of an optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableId {
    /// Number of the optimizer.
    pub(crate) optimizer: u64,
    /// Index of the parameter.
    pub(crate) index: usize,
}

/// A dense parameter of an optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DenseId {
    /// Number of the optimizer.
    pub(crate) optimizer: u64,
    /// Index of the parameter.
    pub(crate) index: usize,
}

/// How a parameter lies on ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Layout {
    /// Every row has one owner.
    Table,
    /// As a table by the rows of axis 0, and all ranks have the values.
    Sharded,
    /// All ranks have values and state.
    Replicated,
}

/// Description of a parameter, the same on all ranks.
#[derive(Clone, Debug)]
pub(crate) struct ParamInfo {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) layout: Layout,
    pub(crate) sharding: Sharding,
    /// Of rows of axis 0; a scalar counts as one row.
    pub(crate) placement: Placement,
    pub(crate) mode: Rows,
    pub(crate) group: Option<Group>,
}

impl ParamInfo {
    /// What is wrong with the parameter, with its name.
    pub(crate) fn named(&self, reason: &str) -> String {
        let kind = if self.layout == Layout::Table { "table" } else { "parameter" };
        format!("{kind} \"{}\": {reason}", self.name)
    }

    /// Elements of a row of axis 0.
    pub(crate) fn width(&self) -> usize {
        self.shape.iter().skip(1).product()
    }

    /// Rows of a rank's part.
    pub(crate) fn part_rows(&self, rank: usize) -> usize {
        let positions = self.placement.positions(rank);
        usize::try_from(positions.end - positions.start).expect("rows of a part are in memory")
    }

    /// Elements of a rank's part.
    pub(crate) fn part_len(&self, rank: usize) -> usize {
        self.part_rows(rank) * self.width()
    }

    /// Rows that a rank holds the state of.
    pub(crate) fn stored_rows(&self, rank: usize) -> usize {
        match self.layout {
            Layout::Replicated => self.shape.first().copied().unwrap_or(1),
            Layout::Table | Layout::Sharded => self.part_rows(rank),
        }
    }

    /// Elements that a rank holds the state of.
    pub(crate) fn stored_len(&self, rank: usize) -> usize {
        self.stored_rows(rank) * self.width()
    }

    /// The shape of what a rank's optimizer holds: at least one row, because it registers no parameters without elements. A row in
    /// place of none never has a gradient other than 0.
    pub(crate) fn stored_shape(&self, rank: usize) -> Vec<usize> {
        let mut shape = self.shape.clone();
        if let Some(rows) = shape.first_mut() {
            *rows = self.stored_rows(rank).max(1);
        }
        shape
    }
}
