//! A short list of configurations in which every possible pair of levels occurs.
//!
//! Greedy, as in AETG (Cohen, Dalal, Fredman, Patton 1997): each configuration begins with a pair that is
//! missing, and takes for one factor after the other the level that adds most missing pairs. Without random
//! numbers, so that the list is the same in every run.

use std::collections::BTreeSet;

/// A level of a factor, by their positions.
pub(super) type Level = (usize, usize);

/// Two levels of different factors, the smaller factor first.
pub(super) type Pair = (Level, Level);

/// How many missing pairs a configuration may begin with, of which the best is taken.
const CANDIDATES: usize = 40;

/// Factors with these numbers of levels, where some pairs of levels exclude each other.
pub(super) struct Factors<'a> {
    pub(super) levels: Vec<usize>,
    pub(super) excludes: &'a dyn Fn(Level, Level) -> bool,
}

impl Factors<'_> {
    /// Configurations, each with a level for every factor, in which every pair occurs that is possible.
    pub(super) fn all_pairs(&self) -> Vec<Vec<usize>> {
        let mut missing = self.possible_pairs();
        let mut all = Vec::new();
        while !missing.is_empty() {
            let candidates = missing.iter().take(CANDIDATES).map(|pair| self.extend(*pair, &missing));
            // The first of the best.
            let best = candidates.rev().max_by_key(|candidate| added(candidate, &missing));
            let best = best.expect("a pair is missing");
            pairs_of(&best).for_each(|pair| {
                missing.remove(&pair);
            });
            all.push(best);
        }
        all
    }

    /// The pairs that are part of some configuration.
    pub(super) fn possible_pairs(&self) -> BTreeSet<Pair> {
        let levels = || (0..self.levels.len()).flat_map(|f| (0..self.levels[f]).map(move |level| (f, level)));
        let pairs = levels().flat_map(|one| levels().map(move |other| (one, other)));
        pairs.filter(|(one, other)| one.0 < other.0 && self.is_possible(&[*one, *other])).collect()
    }

    /// A configuration with this pair and as many of the missing ones as a greedy choice finds.
    fn extend(&self, (one, other): Pair, missing: &BTreeSet<Pair>) -> Vec<usize> {
        let mut chosen = vec![one, other];
        // Neighbours in the table first, and at last those in front of the pair.
        let factors = (0..self.levels.len()).map(|i| (one.0 + i) % self.levels.len());
        for factor in factors.filter(|factor| ![one.0, other.0].contains(factor)) {
            let gain = |level: usize| {
                let with = |chosen: &&Level| missing.contains(&ordered(**chosen, (factor, level)));
                chosen.iter().filter(with).count()
            };
            let possible = |level: &usize| self.is_possible(&[&chosen[..], &[(factor, *level)]].concat());
            let best = (0..self.levels[factor]).rev().filter(possible).max_by_key(|level| gain(*level));
            chosen.push((factor, best.expect("the levels chosen so far are possible")));
        }
        chosen.sort_unstable();
        chosen.into_iter().map(|(_, level)| level).collect()
    }

    /// Whether some configuration has these levels.
    fn is_possible(&self, chosen: &[Level]) -> bool {
        let allowed = |chosen: &[Level], level: Level| {
            chosen.iter().all(|one| !(self.excludes)(*one, level) && !(self.excludes)(level, *one))
        };
        let agree = (0..chosen.len()).all(|i| allowed(&chosen[..i], chosen[i]));
        agree && self.completes(&mut chosen.to_vec(), 0, &allowed)
    }

    /// Tries all levels of the factors from `factor` on that have none yet.
    fn completes(
        &self,
        chosen: &mut Vec<Level>,
        factor: usize,
        allowed: &dyn Fn(&[Level], Level) -> bool,
    ) -> bool {
        if factor == self.levels.len() {
            return true;
        }
        if chosen.iter().any(|(other, _)| *other == factor) {
            return self.completes(chosen, factor + 1, allowed);
        }
        (0..self.levels[factor]).any(|level| {
            let is_allowed = allowed(chosen, (factor, level));
            chosen.push((factor, level));
            let completes = is_allowed && self.completes(chosen, factor + 1, allowed);
            chosen.pop();
            completes
        })
    }
}

/// All pairs of a configuration.
pub(super) fn pairs_of(configuration: &[usize]) -> impl Iterator<Item = Pair> {
    let level = |factor: usize| (factor, configuration[factor]);
    (0..configuration.len())
        .flat_map(move |other| (0..other).map(move |one| (one, other)))
        .map(move |(one, other)| (level(one), level(other)))
}

fn added(configuration: &[usize], missing: &BTreeSet<Pair>) -> usize {
    pairs_of(configuration).filter(|pair| missing.contains(pair)).count()
}

fn ordered(one: Level, other: Level) -> Pair {
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(all: &[Vec<usize>]) -> BTreeSet<Pair> {
        all.iter().flat_map(|configuration| pairs_of(configuration)).collect()
    }

    #[test]
    fn without_exclusions_every_pair_occurs_in_a_short_list() {
        for levels in [vec![2, 2], vec![3, 3, 3, 3], vec![6, 5, 4, 3, 2, 2, 2], vec![2; 20]] {
            let factors = Factors { levels: levels.clone(), excludes: &|_, _| false };
            let all = factors.all_pairs();
            let pairs: usize = (0..levels.len()).map(|i| levels[i] * levels[..i].iter().sum::<usize>()).sum();
            assert_eq!((covered(&all).len(), factors.possible_pairs().len()), (pairs, pairs), "{levels:?}");
            let mut sorted = levels.clone();
            sorted.sort_unstable();
            let least = sorted[levels.len() - 1] * sorted[levels.len() - 2];
            assert!(all.len() <= 2 * least + 6, "{} of {levels:?}, at least {least}", all.len());
            assert_eq!(all, factors.all_pairs(), "the list is the same every time");
        }
    }

    #[test]
    fn with_exclusions_every_possible_pair_occurs_and_no_excluded_one() {
        // Level 1 of factor 0 needs level 0 of factor 1, which needs level 0 of factor 2.
        let excludes =
            |one: Level, other: Level| (one, other) == ((0, 1), (1, 1)) || (one, other) == ((1, 0), (2, 1));
        let factors = Factors { levels: vec![2, 2, 2, 3], excludes: &excludes };
        let (all, possible) = (factors.all_pairs(), factors.possible_pairs());
        assert_eq!(covered(&all), possible);
        assert!(!possible.contains(&((0, 1), (1, 1))) && !possible.contains(&((1, 0), (2, 1))));
        // Excluded by the two others together.
        assert!(!possible.contains(&((0, 1), (2, 1))));
        assert_eq!(possible.len(), 12 + 18 - 3);
    }
}
