//! The same training for any number of ranks, and for one optimizer of the library.

use std::ops::Range;

use fastrand::Rng;
use proxgrad_mpi::{
    DenseId, DenseParam, Device, Error, Setup, ShardedOptimizer, ShardedTable, Sharding, TableId,
    proxgrad::{Config, DynamicLossScale, Ftrl, Group, Rows, Schedule, UpdateRule},
};

/// Rows and width of the tables, whose rows are touched or exact.
pub(crate) const TOUCHED: (u64, usize) = (50, 3);
pub(crate) const EXACT: (u64, usize) = (331, 4);
/// Fewer rows than ranks; exact.
pub(crate) const TINY: (u64, usize) = (3, 2);
/// Shapes of dense parameters.
pub(crate) const SHARDED: [usize; 2] = [5, 2];
pub(crate) const REPLICATED: [usize; 1] = [7];
/// Parts that the gradients of dense parameters are given in.
pub(crate) const PARTS: usize = 8;

/// Settings that are tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Settings {
    Plain,
    /// Limits of norms, one of a group's own, and a schedule.
    Clipped,
    /// Steps that overflow, with a dynamic loss scale and a limit.
    Skipped,
    Ftrl,
}

impl Settings {
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Clipped, Self::Skipped, Self::Ftrl];

    pub(crate) fn of_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|own| format!("{own:?}") == name).expect("known settings")
    }

    pub(crate) fn config(self) -> Config {
        let plain = Config { learning_rate: 0.05.into(), l1: 0.02, l2: 0.01, ..Config::default() };
        match self {
            Self::Plain => plain,
            Self::Clipped => Config {
                learning_rate: Schedule::function(|step| 0.1 / (1.0 + 0.01 * step as f64)),
                clip_norm: Some(6.0),
                ..plain
            },
            Self::Skipped => Config {
                dynamic_loss_scale: Some(DynamicLossScale::new(64.0, 2.0, 5).expect("a scale")),
                clip_norm: Some(8.0),
                ..plain
            },
            Self::Ftrl => Config { rule: UpdateRule::Ftrl(Ftrl::default()), ..plain },
        }
    }

    pub(crate) fn group(self) -> Group {
        let clip_norm = (self == Self::Clipped).then_some(2.0);
        Group { l1: Some(0.0), clip_norm, ..Group::default() }
    }
}

/// Initial values of a row of a table, and of a dense parameter.
pub(crate) fn init(row: u64, values: &mut [f32]) {
    let mut random = Rng::with_seed(row * 31 + values.len() as u64);
    values.iter_mut().for_each(|value| *value = random.f32() - 0.5);
}

pub(crate) fn dense_values(len: usize) -> Vec<f32> {
    (0..len).map(|i| (i as f32 * 0.7).sin()).collect()
}

/// Gradients of one step of all ranks.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) touched: (Vec<u64>, Vec<f32>),
    pub(crate) exact: (Vec<u64>, Vec<f32>),
    pub(crate) tiny: (Vec<u64>, Vec<f32>),
    /// `[PARTS, len]`
    pub(crate) sharded: Vec<f32>,
    pub(crate) replicated: Vec<f32>,
    pub(crate) scalar: Vec<f32>,
    /// The tables have a gradient in this step, and the dense parameters.
    pub(crate) has_tables: bool,
    pub(crate) has_dense: bool,
}

impl Batch {
    pub(crate) fn new(settings: Settings, step: u64) -> Self {
        let mut random = Rng::with_seed(step * 7919 + 5);
        let scale = if settings == Settings::Skipped { 64.0 } else { 1.0 };
        let table = |random: &mut Rng, (rows, width): (u64, usize)| {
            let count = [0, 1, 40, 300][random.usize(..4)];
            // Low rows are frequent; in some steps all entries are of few rows, or of one.
            let most = [rows, rows, rows.min(5), 1][random.usize(..4)];
            let ids: Vec<u64> =
                (0..count).map(|_| (0..2).fold(random.u64(..most), |id, _| random.u64(..=id))).collect();
            let grads = (0..count * width).map(|_| (random.f32() - 0.5) * scale).collect();
            (ids, grads)
        };
        let mut floats = |len: usize| (0..PARTS * len).map(|_| (random.f32() - 0.5) * scale).collect();
        let (sharded, replicated, scalar) = (floats(10), floats(7), floats(1));
        let (touched, exact) = (table(&mut random, TOUCHED), table(&mut random, EXACT));
        let tiny = table(&mut random, TINY);
        let (has_tables, has_dense) = (step % 11 != 3, step % 5 != 2);
        let mut batch = Self { touched, exact, tiny, sharded, replicated, scalar, has_tables, has_dense };
        if settings == Settings::Skipped {
            batch.overflow(step);
        }
        batch
    }

    /// Makes some steps overflow: in a table, in a part of a dense gradient, or in the sum of two parts.
    fn overflow(&mut self, step: u64) {
        match step % 9 {
            3 if !self.exact.1.is_empty() => self.exact.1[0] = f32::INFINITY,
            5 => self.sharded[17] = f32::NAN,
            7 => (self.replicated[3], self.replicated[3 + 7]) = (3e38, 3e38),
            _ => {}
        }
    }
}

/// A contiguous part of so many things for each rank, uneven, and the same whoever computes it.
pub(crate) fn share(len: usize, rank: usize, ranks: usize, step: u64) -> Range<usize> {
    let mut random = Rng::with_seed(step * 131 + ranks as u64);
    let mut ends: Vec<_> = (1..ranks).map(|_| random.usize(..=len)).collect();
    // In some steps one rank has all.
    if random.usize(..4) == 0 {
        let all = random.usize(..ranks);
        ends.iter_mut().enumerate().for_each(|(end_of, end)| *end = if end_of < all { 0 } else { len });
    }
    ends.sort_unstable();
    let start = if rank == 0 { 0 } else { ends[rank - 1] };
    start..ends.get(rank).copied().unwrap_or(len)
}

/// The optimizer of a rank.
pub(crate) struct Model {
    pub(crate) optimizer: ShardedOptimizer,
    pub(crate) touched: TableId,
    pub(crate) exact: TableId,
    pub(crate) tiny: TableId,
    pub(crate) sharded: DenseId,
    pub(crate) replicated: DenseId,
    pub(crate) scalar: DenseId,
}

impl Model {
    pub(crate) fn new(settings: Settings, device: Device) -> Result<Self, Error> {
        Self::with_sharding(settings, device, Sharding::Hashed)
    }

    /// Touched rows are divided as given, exact rows in ranges.
    pub(crate) fn with_sharding(
        settings: Settings,
        device: Device,
        sharding: Sharding,
    ) -> Result<Self, Error> {
        let mut setup = Setup::new(settings.config(), device)?;
        let group = setup.add_group(settings.group())?;
        let touched = ShardedTable::new("touched", TOUCHED.0, TOUCHED.1).sharding(sharding);
        let touched = setup.add_table(touched, init);
        let exact = ShardedTable::new("exact", EXACT.0, EXACT.1).rows(Rows::Exact).sharding(Sharding::Ranges);
        let exact = setup.add_table(exact, init);
        let tiny = setup.add_table(ShardedTable::new("tiny", TINY.0, TINY.1).rows(Rows::Exact), init);
        let sharded = setup.add_dense(DenseParam::new("sharded", &SHARDED), &dense_values(10));
        let replicated = DenseParam::new("replicated", &REPLICATED).replicated().group(group);
        let replicated = setup.add_dense(replicated, &dense_values(7));
        let scalar = setup.add_dense(DenseParam::new("scalar", &[]).group(group), &dense_values(1));
        let optimizer = setup.start()?;
        Ok(Self { optimizer, touched, exact, tiny, sharded, replicated, scalar })
    }

    /// Takes a step with this rank's share of a batch.
    pub(crate) fn step(&mut self, batch: &Batch, step: u64) -> Result<bool, Error> {
        let (rank, ranks) = (self.optimizer.rank(), self.optimizer.ranks());
        let entries = |table: &(Vec<u64>, Vec<f32>)| share(table.0.len(), rank, ranks, step);
        let (touched, exact, tiny) = (entries(&batch.touched), entries(&batch.exact), entries(&batch.tiny));
        let parts = share(PARTS, rank, ranks, step);
        let of_parts = |len: usize| parts.start * len..parts.end * len;
        let mut taking = self.optimizer.begin_step();
        if batch.has_tables {
            for (table, width, entries, (ids, grads)) in [
                (self.touched, TOUCHED.1, touched, &batch.touched),
                (self.exact, EXACT.1, exact, &batch.exact),
                (self.tiny, TINY.1, tiny, &batch.tiny),
            ] {
                taking.rows(table, &ids[entries.clone()], &grads[entries.start * width..entries.end * width]);
            }
        }
        if batch.has_dense {
            taking.dense(self.sharded, &batch.sharded[of_parts(10)]);
            taking.dense(self.replicated, &batch.replicated[of_parts(7)]);
            taking.dense(self.scalar, &batch.scalar[of_parts(1)]);
        }
        taking.finish()
    }
}
