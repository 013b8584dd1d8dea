//! The rows of the weight table by feature: numbered in order of appearance, or a hash of the name.

use std::ops::RangeInclusive;

use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

use super::{error::TooMany, names::Names};

/// The bits of a hash: weights and accumulators of a table of 2³⁰ rows are 4 GiB each.
pub(crate) const HASH_BITS: RangeInclusive<u32> = 1..=30;

/// The row of each feature by its name.
pub(crate) struct Vocabulary {
    rows: Rows,
}

enum Rows {
    /// Each name has its own row; the rows are 0..len.
    Named(Names),
    /// Row of a name: xxh3(name) & mask, with mask = 2^bits − 1.
    Hashed {
        mask: u32,
        /// A bit for each row: whether training has used it.
        used: Vec<u64>,
    },
}

/// The reason why a vocabulary cannot be made.
#[derive(Debug, Error, PartialEq)]
pub(crate) enum VocabularyError {
    /// A number of hash bits out of range.
    #[error("expected 1 to {} hash bits, found {bits}; the weight table has 2^bits rows", HASH_BITS.end())]
    Bits { bits: u32 },
    /// A name that occurs twice.
    #[error("expected feature names that differ, found {name:?} twice")]
    Repeated { name: String },
    /// More features than an index can represent.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

impl Vocabulary {
    /// An empty vocabulary; each new feature of the training data gets the next row.
    pub(crate) fn growing() -> Self {
        Self { rows: Rows::Named(Names::default()) }
    }

    /// A vocabulary of 2^`bits` rows; features with the same hash share a row.
    ///
    /// # Errors
    ///
    /// When `bits` is not in 1..=30.
    pub(crate) fn hashed(bits: u32) -> Result<Self, VocabularyError> {
        if !HASH_BITS.contains(&bits) {
            return Err(VocabularyError::Bits { bits });
        }
        let used = vec![0; (1 << bits >> 6).max(1)];
        Ok(Self { rows: Rows::Hashed { mask: (1 << bits) - 1, used } })
    }

    /// The vocabulary of a saved model, from its [`Self::names`]; training data can add features.
    ///
    /// # Errors
    ///
    /// When a name occurs twice.
    pub(crate) fn from_names(names: Vec<String>) -> Result<Self, VocabularyError> {
        let mut rows = Names::default();
        for name in names {
            TooMany::check(rows.len(), "features")?;
            if rows.number(&name).is_some() {
                return Err(VocabularyError::Repeated { name });
            }
            rows.add(&name);
        }
        Ok(Self { rows: Rows::Named(rows) })
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        match &self.rows {
            Rows::Named(rows) => rows.len(),
            Rows::Hashed { mask, .. } => *mask as usize + 1,
        }
    }

    /// Whether rows are hashes of names.
    pub(crate) fn is_hashed(&self) -> bool {
        matches!(self.rows, Rows::Hashed { .. })
    }

    /// `[rows]`; the feature of each row, or `None` where features are hashed.
    pub(crate) fn names(&self) -> Option<Vec<&str>> {
        match &self.rows {
            Rows::Named(names) => Some(names.iter().collect()),
            Rows::Hashed { .. } => None,
        }
    }

    /// The row of a feature, or `None` where it never occurred.
    pub(super) fn row(&self, name: &str) -> Option<u32> {
        match &self.rows {
            Rows::Named(names) => names.number(name).and_then(|row| u32::try_from(row).ok()),
            Rows::Hashed { mask, .. } => Some(hash(name, *mask)),
        }
    }

    /// Whether training has used a row.
    pub(super) fn is_used(&self, row: u32) -> bool {
        match &self.rows {
            Rows::Named(_) => true,
            Rows::Hashed { used, .. } => used[row as usize / 64] >> (row % 64) & 1 == 1,
        }
    }

    /// Marks a row that training has used.
    pub(crate) fn set_used(&mut self, row: u32) {
        if let Rows::Hashed { used, .. } = &mut self.rows {
            used[row as usize / 64] |= 1 << (row % 64);
        }
    }

    /// The row of a feature; a new feature gets the next row.
    ///
    /// # Errors
    ///
    /// When 32 bits cannot count the rows.
    pub(super) fn row_or_insert(&mut self, name: &str) -> Result<u32, TooMany> {
        let names = match &mut self.rows {
            Rows::Named(names) => names,
            Rows::Hashed { mask, .. } => {
                let row = hash(name, *mask);
                self.set_used(row);
                return Ok(row);
            }
        };
        if let Some(row) = names.number(name) {
            return TooMany::check(row, "features");
        }
        let row = TooMany::check(names.len(), "features")?;
        names.add(name);
        Ok(row)
    }
}

// row = xxh3(name) & (2^bits − 1)
fn hash(name: &str, mask: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the mask keeps only bits that the low half has")]
    let low = xxh3_64(name.as_bytes()) as u32;
    low & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_bits_out_of_range_are_refused() {
        for (bits, rows) in [(1, 2), (30, 1 << 30)] {
            assert_eq!(Vocabulary::hashed(bits).map(|vocabulary| vocabulary.len()), Ok(rows), "{bits}");
        }
        for bits in [0, 31, 32, u32::MAX] {
            let error = Vocabulary::hashed(bits).err().map(|error| error.to_string());
            let expected =
                format!("expected 1 to 30 hash bits, found {bits}; the weight table has 2^bits rows");
            assert_eq!(error, Some(expected));
        }
    }

    // The hash is part of the model file: with another hash, saved models would be useless.
    #[test]
    fn the_hash_of_a_name_stays_what_it_is() {
        // The low halves of 2d06800538d394c2 and 16de1c266a957fe5, as xxHash 0.8.4 (C) has them.
        assert_eq!(hash("", u32::MAX), 0x38d3_94c2);
        assert_eq!(hash("f^a", u32::MAX), 0x6a95_7fe5);
    }

    #[test]
    fn a_repeated_name_is_refused() {
        let names = ["a", "b", "a"].map(str::to_owned).to_vec();
        let error = Vocabulary::from_names(names).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("expected feature names that differ, found \"a\" twice"));
    }
}
