//! What an optimizer consists of, before ranks agree on it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use mpi::environment::{is_finalized, is_initialized, threading_support};
use mpi::topology::{Communicator, SimpleCommunicator};
use proxgrad::{Config, Rows};

use crate::{
    decisions::Decisions,
    engine::Engine,
    error::Error,
    header::{self, Digest},
    local::{self, Device, LocalOptimizer, NewShard},
    optimizer::ShardedOptimizer,
    param::{DenseId, DenseParam, Group, Layout, ParamInfo, ShardedTable, TableId},
    placement::{Placement, Sharding},
    ranks::Ranks,
};

/// Number of optimizers so far.
static OPTIMIZERS: AtomicU64 = AtomicU64::new(0);

/// How long a rank waits for others, unless [`Setup::patience`] says otherwise.
const PATIENCE: Duration = Duration::from_secs(600);

/// Settings, tables and dense parameters of an optimizer, in the same order on all ranks. What is wrong with any of them is reported
/// by [`Setup::start`], on all ranks.
pub struct Setup {
    /// Number of the optimizer, on this rank.
    id: u64,
    rank: usize,
    ranks: usize,
    device: String,
    patience: Duration,
    decisions: Decisions,
    local: Box<dyn LocalOptimizer>,
    params: Vec<ParamInfo>,
    /// Values of dense parameters, by parameter; empty for tables.
    dense: Vec<Vec<f32>>,
    groups: usize,
    /// A line for each setting.
    settings: String,
    /// What is wrong.
    refusal: Option<String>,
}

impl Setup {
    /// An optimizer without parameters, with shards of this rank on this device.
    ///
    /// The limits of norms, the dynamic loss scale and the skipping of steps in `config` hold for all ranks together: a step of all
    /// ranks is scaled down, skipped or taken as one.
    ///
    /// # Errors
    /// MPI is not initialised, or not for threads; a setting out of range, which is the same error on all ranks only if all of
    /// them have the same settings.
    pub fn new(config: Config, device: Device) -> Result<Self, Error> {
        if !is_initialized() || is_finalized() {
            return Err(Error::NotInitialized);
        }
        if threading_support() < mpi::Threading::Serialized {
            return Err(Error::Threading);
        }
        let world = SimpleCommunicator::world();
        let index = |number: i32| usize::try_from(number).unwrap_or(0);
        let (rank, ranks) = (index(world.rank()), index(world.size()));
        let refused = |error: proxgrad::Error| Error::refused(rank, error);
        // Checks all settings, also those of decisions that all ranks take together.
        proxgrad::cpu::ProximalAdagrad::new(config.clone()).map_err(refused)?;
        let decisions = Decisions::new(&config);
        let mut settings = format!("proxgrad-mpi {}\nranks: {ranks}\n", env!("CARGO_PKG_VERSION"));
        settings.push_str(&header::fields("config", &config));
        let device_name = device.name().to_owned();
        let local = local::new(device, Decisions::without(config)).map_err(refused)?;
        let id = OPTIMIZERS.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            id,
            rank,
            ranks,
            device: device_name,
            patience: PATIENCE,
            decisions,
            local,
            params: Vec::new(),
            dense: Vec::new(),
            groups: 0,
            settings,
            refusal: None,
        })
    }

    /// Number of this rank.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Number of all ranks.
    pub fn ranks(&self) -> usize {
        self.ranks
    }

    /// Sets how long a rank waits for others before it reports that they are silent; default ten minutes. Longer than the longest
    /// time by which ranks may be apart.
    pub fn patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Adds a parameter group.
    ///
    /// # Errors
    /// A setting out of range.
    pub fn add_group(&mut self, group: proxgrad::Group) -> Result<Group, Error> {
        self.settings.push_str(&header::fields(&format!("group {}", self.groups), &group));
        let own = proxgrad::Group { clip_norm: None, ..group.clone() };
        let id = self.local.add_group(own).map_err(|error| Error::refused(self.rank, error))?;
        self.decisions.add_group(group.clip_norm).map_err(|reason| Error::refused(self.rank, reason))?;
        self.groups += 1;
        Ok(Group { id, index: self.groups - 1 })
    }

    /// Adds a table. `init` is called for each row of this rank's shard, with the row and its elements, which are 0; it has to give
    /// a row the same values on whichever rank it lies.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), proxgrad_mpi::Error> {
    /// use proxgrad_mpi::{Device, Setup, ShardedTable, proxgrad::Config};
    ///
    /// let _mpi = proxgrad_mpi::initialize()?;
    /// let mut setup = Setup::new(Config { learning_rate: 0.05.into(), l1: 1e-4, ..Config::default() }, Device::Cpu)?;
    /// let users = setup.add_table(ShardedTable::new("users", 1_000_000, 16), |row, values| {
    ///     values.iter_mut().enumerate().for_each(|(i, value)| *value = ((row + i as u64) % 7) as f32 * 0.01);
    /// });
    /// let mut optimizer = setup.start()?;
    /// let ids = [7, 3, 7];
    /// let rows = optimizer.gather(users, &ids)?; // [3, 16], for the forward pass
    /// let mut step = optimizer.begin_step();
    /// step.rows(users, &ids, &rows);
    /// step.finish()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_table(&mut self, table: ShardedTable<'_>, mut init: impl FnMut(u64, &mut [f32])) -> TableId {
        let ShardedTable { name, rows, width, sharding, mode, group } = table;
        let placement = Placement::new(rows, sharding, self.ranks);
        let all_rows = usize::try_from(rows).unwrap_or(usize::MAX);
        let shape = vec![all_rows, width];
        let name = name.to_owned();
        let info = ParamInfo { name, shape, layout: Layout::Table, sharding, placement, mode, group };
        self.settings.push_str(&format!(
            "table {:?}: {rows} rows of {width} elements, {sharding:?}, {mode:?} rows, group {:?}\n",
            info.name,
            group.map(|group| group.index)
        ));
        let part = placement.positions(self.rank);
        let mut values = Vec::new();
        // A part beyond 32 bits is refused by the optimizer before it is filled.
        if u32::try_from(part.end - part.start).is_ok() {
            values = vec![0.0; info.part_rows(self.rank) * width];
            for local in 0..if width == 0 { 0 } else { part.end - part.start } {
                let at = usize::try_from(local).expect("rows of a part are in memory") * width;
                init(placement.row(self.rank, local), &mut values[at..at + width]);
            }
        } else {
            let rows = part.end - part.start;
            self.refuse(format!("table \"{}\" would have {rows} rows here; use more ranks", info.name));
        }
        self.add(info, values);
        self.dense.push(Vec::new());
        TableId { optimizer: self.id, index: self.params.len() - 1 }
    }

    /// Adds a dense parameter with these values, row-major, the same on all ranks.
    pub fn add_dense(&mut self, param: DenseParam<'_>, values: &[f32]) -> DenseId {
        let DenseParam { name, shape, replicated, group } = param;
        let rows = shape.first().copied().unwrap_or(1);
        let placement = Placement::new(rows as u64, Sharding::Ranges, self.ranks);
        let layout = if replicated { Layout::Replicated } else { Layout::Sharded };
        let info = ParamInfo {
            name: name.to_owned(),
            shape: shape.to_vec(),
            layout,
            sharding: Sharding::Ranges,
            placement,
            mode: Rows::Touched,
            group,
        };
        self.settings.push_str(&format!(
            "dense parameter {name:?}: {shape:?}, {layout:?}, group {:?}, initial values with digest {:016x}\n",
            group.map(|group| group.index),
            Digest::default().floats(values).value()
        ));
        if replicated {
            self.settings.push_str(&format!("device of a replicated parameter: {}\n", self.device));
        }
        let elements = shape.iter().product::<usize>();
        if i32::try_from(elements).is_err() {
            self.refuse(format!(
                "parameter \"{name}\": it has {elements} elements; MPI counts up to 2^31 - 1"
            ));
        }
        let mut own = values.to_vec();
        if values.len() != elements {
            self.refuse(format!(
                "parameter \"{name}\": values hold {} elements; {elements} are needed",
                values.len()
            ));
            own = vec![0.0; elements];
        }
        let start = usize::try_from(placement.positions(self.rank).start).expect("rows are in memory");
        let start = if replicated { 0 } else { start * info.width() };
        let stored = own[start..start + info.stored_len(self.rank)].to_vec();
        self.add(info, stored);
        self.dense.push(own);
        DenseId { optimizer: self.id, index: self.params.len() - 1 }
    }

    /// Registers a parameter with the values that this rank stores.
    fn add(&mut self, info: ParamInfo, mut values: Vec<f32>) {
        let shape = info.stored_shape(self.rank);
        let positions = info.placement.positions(self.rank);
        let has_part = info.layout == Layout::Table && !positions.is_empty();
        let part = has_part.then_some((positions.start, info.placement.rows()));
        if self.refusal.is_none() {
            values.resize(shape.iter().product(), 0.0);
            let (name, group) = (&*info.name, info.group.map(|group| group.id));
            let shard = NewShard { name, shape: &shape, group, rows: info.mode, part, values };
            if let Err(error) = self.local.add_shard(shard) {
                self.refuse(error.to_string());
            }
        }
        self.params.push(info);
    }

    fn refuse(&mut self, reason: String) {
        self.refusal.get_or_insert(reason);
    }

    /// Has all ranks compare their settings, and makes the optimizer. A call that all ranks make together.
    ///
    /// # Errors
    /// Settings, parameters, initial values of dense parameters or versions that differ between ranks, by name; what a rank refuses:
    /// a name that is taken, a shape too large, exact rows with weight decay; ranks that are silent.
    pub fn start(self) -> Result<ShardedOptimizer, Error> {
        let Self { id, patience, decisions, local, params, dense, settings, refusal, .. } = self;
        let engine = move || Engine::new(Ranks::new(patience), local, params, decisions);
        ShardedOptimizer::start(id, engine, dense, settings, refusal)
    }
}
