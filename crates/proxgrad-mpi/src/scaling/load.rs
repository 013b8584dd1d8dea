//! What the ranks own of the entries and of the distinct rows of a step.

use std::ops::Range;

use super::{
    workload::Table,
    zipf::{Distinct, Zipf},
};
use crate::placement::{Placement, Sharding};

/// The rows of one rank, or rows that all ranks have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Owned {
    /// The probability that an entry is one of them.
    pub(super) share: f64,
    /// Distinct ones among the entries of one rank.
    pub(super) of_rank: Distinct,
    /// Distinct ones among the entries of all ranks.
    pub(super) of_all: Distinct,
}

/// The rows of a table on ranks.
#[derive(Clone, Debug)]
pub(super) struct TableLoad {
    /// What each rank owns.
    pub(super) owned: Vec<Owned>,
    /// The sum of these.
    pub(super) total: Owned,
    /// The most frequent rows, which all ranks have.
    pub(super) replicated: Owned,
}

/// Number of draws of one rank, and of all ranks.
#[derive(Clone, Copy)]
struct Draws(f64, f64);

impl Owned {
    fn of_row(probability: f64, Draws(of_rank, of_all): Draws) -> Self {
        Self {
            share: probability,
            of_rank: Distinct::of(probability, of_rank),
            of_all: Distinct::of(probability, of_all),
        }
    }

    fn add(&mut self, other: Self) {
        self.share += other.share;
        self.of_rank.add(other.of_rank);
        self.of_all.add(other.of_all);
    }

    fn scaled(self, factor: f64) -> Self {
        let Self { share, of_rank, of_all } = self;
        Self { share: share * factor, of_rank: of_rank.scaled(factor), of_all: of_all.scaled(factor) }
    }
}

impl TableLoad {
    /// Without replicated rows.
    pub(super) fn new(table: &Table, zipf: &Zipf, ranks: usize) -> Self {
        let (placement, draws) = (Placement::new(table.rows, table.sharding, ranks), draws(table, ranks));
        let mut load = Self {
            owned: vec![Owned::default(); ranks],
            total: Owned::default(),
            replicated: Owned::default(),
        };
        for (row, &probability) in (0..).zip(zipf.head()) {
            load.owned[placement.owner(row)].add(Owned::of_row(probability, draws));
        }
        load.add_tail(zipf, &placement, table.sharding, draws);
        load.owned.iter().for_each(|&owned| load.total.add(owned));
        load
    }

    fn add_tail(&mut self, zipf: &Zipf, placement: &Placement, sharding: Sharding, draws: Draws) {
        let owned = |rows: Range<u64>| Owned {
            share: zipf.tail_share(rows.clone()),
            of_rank: zipf.tail_distinct(rows.clone(), draws.0),
            of_all: zipf.tail_distinct(rows, draws.1),
        };
        let (tail, ranks) = (zipf.tail(), self.owned.len());
        match sharding {
            Sharding::Hashed => {
                let even = owned(tail).scaled(1.0 / ranks as f64);
                self.owned.iter_mut().for_each(|of_rank| of_rank.add(even));
            }
            Sharding::Ranges => {
                for (rank, of_rank) in self.owned.iter_mut().enumerate() {
                    let rows = placement.positions(rank);
                    of_rank.add(owned(rows.start.max(tail.start)..rows.end));
                }
            }
        }
    }

    /// Takes rows from their owners and gives them to all ranks. The rows are of those that are treated one by one.
    pub(super) fn replicate(&mut self, table: &Table, zipf: &Zipf, rows: Range<usize>) {
        let ranks = self.owned.len();
        let (placement, draws) = (Placement::new(table.rows, table.sharding, ranks), draws(table, ranks));
        for row in rows {
            let of_row = Owned::of_row(zipf.head()[row], draws);
            self.owned[placement.owner(row as u64)].add(of_row.scaled(-1.0));
            self.total.add(of_row.scaled(-1.0));
            self.replicated.add(of_row);
        }
    }
}

fn draws(table: &Table, ranks: usize) -> Draws {
    Draws(table.entries as f64, table.entries as f64 * ranks as f64)
}
