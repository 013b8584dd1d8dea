//! Tables, batches and options of the measurements.

use proxgrad_mpi::{
    Device, Setup, ShardedOptimizer, ShardedTable, TableId,
    proxgrad::{Config, Rows},
};

use crate::{common::options::Options, ids::Ids};

/// Widths of tables, and entries of each rank in a step.
const WIDTHS: [usize; 2] = [16, 64];
const ENTRIES: [usize; 2] = [1_000, 10_000];
/// Rounds before those that count.
pub(crate) const WARM_UP: usize = 3;

/// Options of the program.
pub(crate) struct Settings {
    /// Rows of a table.
    pub(crate) rows: u64,
    /// Rounds of a measurement.
    pub(crate) rounds: usize,
    /// Duration of a computation, in milliseconds.
    pub(crate) compute: f64,
    /// Whether a computation takes place on the cores of the ranks.
    pub(crate) is_busy: bool,
}

impl Settings {
    /// Reads the options.
    ///
    /// # Errors
    /// Options that cannot be read, or numbers out of range.
    pub(crate) fn new(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let options = Options::parse(arguments, &["--rows", "--rounds", "--compute"], &["--busy"])?;
        let settings = Self {
            rows: options.get("--rows", 100_000)?,
            rounds: options.get("--rounds", 15)?,
            compute: options.get("--compute", 10.0)?,
            is_busy: options.has("--busy"),
        };
        if settings.rounds == 0 || settings.rows < 1_000 || !(0.0..=1e4).contains(&settings.compute) {
            return Err("there have to be 1,000 rows, 1 round, and 0 to 10,000 ms of computing".to_owned());
        }
        Ok(settings)
    }

    /// All combinations of a width with a number of entries.
    pub(crate) fn cases() -> impl Iterator<Item = (usize, usize)> {
        WIDTHS.into_iter().flat_map(|width| ENTRIES.map(|entries| (width, entries)))
    }
}

/// An optimizer with two tables of the same size, and what one case needs.
pub(crate) struct Case<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) width: usize,
    pub(crate) entries: usize,
    pub(crate) optimizer: ShardedOptimizer,
    pub(crate) touched: TableId,
    pub(crate) exact: TableId,
    /// Gradients of the entries of this rank, `[entries, width]`.
    pub(crate) grads: Vec<f32>,
    pub(crate) ids: Ids,
}

impl<'a> Case<'a> {
    /// A new optimizer, whose tables are hashed.
    ///
    /// # Errors
    /// Ranks that differ, or are silent.
    pub(crate) fn new(
        settings: &'a Settings,
        width: usize,
        entries: usize,
    ) -> Result<Self, proxgrad_mpi::Error> {
        let config = Config { learning_rate: 0.01.into(), l1: 1e-6, ..Config::default() };
        let mut setup = Setup::new(config, Device::Cpu)?;
        let init = |row: u64, values: &mut [f32]| values.fill(0.1 + row as f32 / settings.rows as f32);
        let touched = setup.add_table(ShardedTable::new("touched", settings.rows, width), init);
        let exact = ShardedTable::new("exact", settings.rows, width).rows(Rows::Exact);
        let exact = setup.add_table(exact, init);
        let optimizer = setup.start()?;
        let ids = Ids::new(settings.rows, entries, optimizer.rank(), optimizer.ranks());
        let grads = (0..entries * width).map(|i| (i as f32).sin()).collect();
        Ok(Self { settings, width, entries, optimizer, touched, exact, grads, ids })
    }
}
