//! Ids of the entries of one rank.

use std::collections::HashSet;

use fastrand::Rng;
use proxgrad_mpi::{Placement, Sharding};

use crate::common::zipf::Zipf;

/// Selection of the rows that the entries of a rank name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Those of the rank itself: nothing but headers and counts leaves it.
    Own,
    /// Those of all ranks.
    All,
}

/// Draws ids for one rank.
pub(crate) struct Ids {
    random: Rng,
    zipf: Zipf,
    placement: Placement,
    rank: usize,
    count: usize,
}

impl Ids {
    /// Lists of `count` ids of a table of `rows` rows, for one of the ranks.
    pub(crate) fn new(rows: u64, count: usize, rank: usize, ranks: usize) -> Self {
        let placement = Placement::new(rows, Sharding::Hashed, ranks);
        Self { random: Rng::with_seed(rank as u64), zipf: Zipf::new(rows), placement, rank, count }
    }

    /// The next list. Ids of own rows have the frequencies that they have among all of them.
    pub(crate) fn next(&mut self, whose: Whose) -> Vec<u64> {
        let Self { random, zipf, placement, rank, count } = self;
        let draws = std::iter::repeat_with(|| zipf.draw(random));
        let is_wanted = |id: &u64| whose == Whose::All || placement.owner(*id) == *rank;
        draws.filter(is_wanted).take(*count).collect()
    }

    /// By rank: how many of the ids it owns.
    pub(crate) fn owned(&self, ids: &[u64]) -> Vec<u64> {
        let mut counts = vec![0; self.placement.ranks()];
        ids.iter().for_each(|id| counts[self.placement.owner(*id)] += 1);
        counts
    }

    /// How many of the ids other ranks own, and how many of these differ.
    pub(crate) fn leaving(&self, ids: &[u64]) -> [u64; 2] {
        let leaving: Vec<_> = ids.iter().filter(|id| self.placement.owner(**id) != self.rank).collect();
        let distinct: HashSet<_> = leaving.iter().collect();
        [leaving.len() as u64, distinct.len() as u64]
    }
}
