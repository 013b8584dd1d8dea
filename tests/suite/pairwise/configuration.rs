//! A level for each factor of the table, and its text.

use std::{collections::BTreeSet, env, fmt, iter, sync::LazyLock};

use super::{
    covering::pairs_of,
    factors::{FACTORS, is_excluded, level, table},
};
use crate::common::random::Random;

/// A level for each factor, by position.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Configuration {
    levels: Vec<usize>,
}

impl Configuration {
    /// Configurations in which every possible pair occurs, and 60 random ones, because some errors need three
    /// settings, or as many as `PROXGRAD_TEST_CASES` asks for; or the one that `PROXGRAD_TEST_CASE` names.
    pub(super) fn all() -> Vec<Self> {
        if let Ok(text) = env::var("PROXGRAD_TEST_CASE") {
            return vec![Self::parse(&text)];
        }
        let more = env::var("PROXGRAD_TEST_CASES").map_or(60, |count| count.parse().expect("a number"));
        let mut random = Random::new(72);
        let levels = iter::repeat_with(|| FACTORS.iter().map(|f| random.below(f.levels.len())).collect());
        let random = levels.filter(|levels: &Vec<_>| !is_excluded(levels)).map(|levels| Self { levels });
        Self::in_all_pairs().into_iter().chain(random.take(more)).collect()
    }

    /// Chosen once for all tests.
    pub(super) fn in_all_pairs() -> Vec<Self> {
        static ALL: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| table().all_pairs());
        ALL.iter().cloned().map(|levels| Self { levels }).collect()
    }

    /// The baseline, but for what the text sets: `factor=level`, with spaces between.
    pub(super) fn parse(text: &str) -> Self {
        let mut levels = vec![0; FACTORS.len()];
        for word in text.split_whitespace() {
            let (factor, name) = word.split_once('=').unwrap_or_else(|| panic!("{word} is not factor=level"));
            let (factor, level) = level(factor, name);
            levels[factor] = level;
        }
        assert!(!is_excluded(&levels), "{text}: the library refuses this, or it is no run of its own");
        Self { levels }
    }

    /// The level of a factor.
    pub(super) fn of(&self, factor: &str) -> &'static str {
        let at = FACTORS.iter().position(|known| known.name == factor);
        let at = at.unwrap_or_else(|| panic!("there is no factor \"{factor}\""));
        FACTORS[at].levels[self.levels[at]]
    }

    /// Whether the history of exact rows has rates in bins.
    pub(super) fn has_binned_rates(&self) -> bool {
        let is_adaptive = self.is("rule", "proximal_adagrad") && self.is("shrinkage", "adaptive");
        (is_adaptive || self.is("rule", "rowwise_adagrad")) && self.is("l2", "positive")
    }

    /// Whether a factor has this level.
    pub(super) fn is(&self, factor: &str, name: &str) -> bool {
        let (factor, level) = level(factor, name);
        self.levels[factor] == level
    }
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let differs = FACTORS.iter().zip(&self.levels).filter(|(_, level)| **level > 0);
        let words = differs.map(|(factor, level)| format!("{}={}", factor.name, factor.levels[*level]));
        f.write_str(&words.collect::<Vec<_>>().join(" "))
    }
}

#[test]
fn the_text_of_a_configuration_names_it() {
    let all = Configuration::in_all_pairs();
    assert!(
        all.iter().all(|configuration| Configuration::parse(&configuration.to_string()) == *configuration)
    );
    println!("{} configurations", all.len());
    assert!(all.len() < 100, "{} configurations", all.len());
}

#[test]
fn every_possible_pair_of_the_table_is_in_some_configuration() {
    let covered: BTreeSet<_> = Configuration::in_all_pairs()
        .iter()
        .flat_map(|one| pairs_of(&one.levels).collect::<Vec<_>>())
        .collect();
    assert_eq!(covered, table().possible_pairs());
}
