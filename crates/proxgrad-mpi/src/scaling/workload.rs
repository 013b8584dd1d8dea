//! What is trained: tables and dense parameters.

use super::{
    error::ScalingError,
    machine::{not_negative, positive},
};

/// Bytes of a header without counts.
const HEADER: f64 = 48.0;
use crate::placement::Sharding;

/// An embedding table, and the entries that a step has for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// Rows of the table.
    pub rows: u64,
    /// Elements of a row.
    pub width: u64,
    /// Entries (a row and its gradient) of each rank in a step.
    pub entries: u64,
    /// The exponent of Zipf's law; 0 for ids that are all as frequent.
    pub zipf: f64,
    /// Which rank owns which row.
    pub sharding: Sharding,
    /// State of the optimizer in f32 for each element: 1 for the accumulators of ProximalAdagrad.
    pub state_planes: u64,
    /// Whether rows are exact, which needs 4 bytes a row for the last step of the row.
    pub exact_rows: bool,
}

impl Default for Table {
    /// 1e6 rows of 64 elements, 65,536 entries with exponent 1.05, hashed, one plane of state, rows not exact.
    fn default() -> Self {
        Self {
            rows: 1_000_000,
            width: 64,
            entries: 65_536,
            zipf: 1.05,
            sharding: Sharding::Hashed,
            state_planes: 1,
            exact_rows: false,
        }
    }
}

impl Table {
    /// Bytes of an entry on its way to the owner: the index of the row in the shard, and the gradient.
    pub fn entry_bytes(&self) -> u64 {
        4 + self.row_bytes()
    }

    /// Bytes of the values of a row.
    pub fn row_bytes(&self) -> u64 {
        4 * self.width
    }
}

/// The parameters of a model, and the work of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workload {
    /// The embedding tables.
    pub tables: Vec<Table>,
    /// Elements of all dense parameters.
    pub dense_elements: u64,
    /// Number of dense parameters. It only counts in headers.
    pub dense_parameters: u64,
    /// State of the optimizer in f32 for each element of a dense parameter.
    pub dense_state_planes: u64,
    /// Seconds of the forward and the backward pass of a rank, without the lookup of rows.
    pub compute: f64,
}

impl Workload {
    pub(super) fn check(&self) -> Result<(), ScalingError> {
        for table in &self.tables {
            positive("table.rows", table.rows as f64)?;
            positive("table.width", table.width as f64)?;
            not_negative("table.zipf", table.zipf)?;
        }
        not_negative("compute", self.compute)
    }

    /// Bytes of a header: about 100, and 8 for each parameter.
    pub(super) fn header_bytes(&self) -> f64 {
        HEADER + 8.0 * (self.tables.len() as f64 + self.dense_parameters as f64)
    }
}
