//! Steps with ids drawn at random, counted one by one, to compare the formulas with.

use std::collections::HashSet;

use super::Table;
use crate::placement::Placement;

/// Means over trials of what the formulas expect.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Entries on the most loaded owner.
    pub(super) entries: f64,
    /// Distinct rows of the owner that has most of them.
    pub(super) distinct: f64,
    /// Entries that travel to or from the rank that has most of them.
    pub(super) exchanged: f64,
    /// Rows read from the owner that has most of them.
    pub(super) answered: f64,
    /// Distinct ids that travel to or from the rank that has most of them.
    pub(super) gathered: f64,
    /// Entries of replicated rows on a rank.
    pub(super) kept: f64,
}

impl Counts {
    fn values(&mut self) -> [&mut f64; 6] {
        let Self { entries, distinct, exchanged, answered, gathered, kept } = self;
        [entries, distinct, exchanged, answered, gathered, kept]
    }
}

/// `from[rank][owner]`: entries, or distinct rows, that ranks have for owners.
type Matrix = Vec<Vec<f64>>;

/// The mean over trials, with the `replicated` most frequent rows on all ranks.
pub(super) fn simulate(table: &Table, ranks: usize, replicated: u64, trials: u32) -> Counts {
    let (mut rng, mut mean) = (fastrand::Rng::with_seed(7), Counts::default());
    let cumulative = cumulative(table);
    for _ in 0..trials {
        let mut counts = trial(table, ranks, replicated, || draw(&cumulative, rng.f64()));
        for (sum, count) in mean.values().into_iter().zip(counts.values()) {
            *sum += *count / f64::from(trials);
        }
    }
    mean
}

fn cumulative(table: &Table) -> Vec<f64> {
    let mut sum = 0.0;
    let weights = (1..=table.rows).map(|k| (k as f64).powf(-table.zipf));
    weights
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect()
}

fn draw(cumulative: &[f64], uniform: f64) -> u64 {
    let wanted = uniform * cumulative[cumulative.len() - 1];
    cumulative.partition_point(|&sum| sum <= wanted).min(cumulative.len() - 1) as u64
}

fn trial(table: &Table, ranks: usize, replicated: u64, mut draw: impl FnMut() -> u64) -> Counts {
    let placement = Placement::new(table.rows, table.sharding, ranks);
    let (mut entries, mut distinct) = (vec![vec![0.0; ranks]; ranks], vec![vec![0.0; ranks]; ranks]);
    let (mut of_all, mut updated, mut kept) = (HashSet::new(), vec![0.0; ranks], 0.0);
    for rank in 0..ranks {
        let mut of_rank = HashSet::new();
        for _ in 0..table.entries {
            let row = draw();
            if row < replicated {
                kept += 1.0 / ranks as f64;
                continue;
            }
            let owner = placement.owner(row);
            entries[rank][owner] += 1.0;
            distinct[rank][owner] += f64::from(u8::from(of_rank.insert(row)));
            updated[owner] += f64::from(u8::from(of_all.insert(row)));
        }
    }
    Counts {
        entries: most(&received(&entries)),
        distinct: most(&updated),
        exchanged: travelling(&entries),
        answered: most(&received(&distinct)),
        gathered: travelling(&distinct),
        kept,
    }
}

fn most(counts: &[f64]) -> f64 {
    counts.iter().copied().fold(0.0, f64::max)
}

fn received(from: &Matrix) -> Vec<f64> {
    (0..from.len()).map(|owner| from.iter().map(|of_rank| of_rank[owner]).sum()).collect()
}

/// The most that a rank sends to others, or receives from them.
fn travelling(from: &Matrix) -> f64 {
    let received = received(from);
    let of_rank = |rank: usize| {
        let (own, sent) = (from[rank][rank], from[rank].iter().sum::<f64>());
        f64::max(sent, received[rank]) - own
    };
    (0..from.len()).map(of_rank).fold(0.0, f64::max)
}
