//! What the optimizer of one rank does with its shards.

use proxgrad::{Group, GroupId, Rows, Schedule, Snapshot, SnapshotView};

/// A shard to register.
pub(crate) struct NewShard<'a> {
    pub(crate) name: &'a str,
    pub(crate) shape: &'a [usize],
    pub(crate) group: Option<GroupId>,
    pub(crate) rows: Rows,
    /// First row, and rows of the whole table; `None` for a shard that is one row in place of none.
    pub(crate) part: Option<(u64, u64)>,
    pub(crate) values: Vec<f32>,
}

/// The gradient of a shard.
pub(crate) enum ShardGrad<'a> {
    Rows { rows: &'a [u32], values: &'a [f32] },
    Dense(&'a [f32]),
}

/// The optimizer of one rank. Shards are counted in order of registration.
pub(crate) trait LocalOptimizer: Send {
    fn add_group(&mut self, group: Group) -> Result<GroupId, proxgrad::Error>;

    fn add_shard(&mut self, shard: NewShard<'_>) -> Result<(), proxgrad::Error>;

    fn learning_rate(&self, group: Option<GroupId>) -> Result<f64, proxgrad::Error>;

    fn weight_decay(&self, shard: usize) -> Result<f64, proxgrad::Error>;

    fn set_learning_rate(&mut self, group: Option<GroupId>, rate: Schedule) -> Result<(), proxgrad::Error>;

    fn step_count(&self) -> u64;

    /// Takes a step with gradients of these shards, which are divided by `loss_scale`.
    fn step(&mut self, grads: &[(usize, ShardGrad<'_>)], loss_scale: f64) -> Result<(), proxgrad::Error>;

    /// Brings rows of a shard up to date, and copies them, one behind the other.
    fn gather(&mut self, shard: usize, rows: &[u32]) -> Result<Vec<f32>, proxgrad::Error>;

    /// The values of a shard, up to date. Rows that are behind stay behind.
    fn values(&mut self, shard: usize) -> Result<Vec<f32>, proxgrad::Error>;

    /// The values of a shard as they are stored, for a checkpoint.
    fn stored_values(&mut self, shard: usize) -> Result<Vec<f32>, proxgrad::Error>;

    fn snapshot(&mut self) -> Result<Snapshot, proxgrad::Error>;

    /// Continues from a state, and from values by shard.
    fn restore(&mut self, state: &SnapshotView<'_>, values: Vec<Vec<f32>>) -> Result<(), proxgrad::Error>;
}
