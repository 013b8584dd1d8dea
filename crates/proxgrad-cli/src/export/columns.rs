//! The column of each feature in the matrix that is exported.

use std::borrow::Cow;

use crate::data::Vocabulary;

/// The column of each feature. A model has a row for each of its features.
#[derive(Debug, PartialEq)]
pub(super) enum Columns<'a> {
    /// The features are numbers, as in libsvm text: column = number − first. Columns between them are empty.
    Numbered {
        /// 0 where the model has a feature 0, else 1: as scikit-learn's `load_svmlight_file` counts.
        first: u64,
        /// Number and row of each feature, by number.
        features: Vec<(u64, usize)>,
    },
    /// The features have names; their columns are the rows of the model.
    Named(Vec<&'a str>),
    /// The features are hashed; the columns are the rows of the model.
    Hashed { bits: u32 },
}

/// The largest number of a feature that has a column of its own, so that columns can be counted in i64.
const LARGEST: u64 = i64::MAX as u64 - 1;

impl<'a> Columns<'a> {
    pub(super) fn of(vocabulary: &'a Vocabulary) -> Self {
        let Some(names) = vocabulary.names() else {
            return Self::Hashed { bits: vocabulary.len().ilog2() };
        };
        let numbers: Option<Vec<_>> =
            names.iter().enumerate().map(|(row, name)| Some((number(name)?, row))).collect();
        match numbers {
            Some(mut features) if !features.is_empty() => {
                features.sort_unstable();
                Self::Numbered { first: u64::from(features[0].0 != 0), features }
            }
            _ => Self::Named(names),
        }
    }

    /// The number of columns.
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Numbered { first, features } => features.last().map_or(0, |(last, _)| last + 1 - first),
            Self::Named(names) => names.len() as u64,
            Self::Hashed { bits } => 1 << bits,
        }
    }

    /// The name of the feature of a column: its number or name, or its row where features are hashed.
    pub(super) fn name(&self, column: u64) -> Cow<'_, str> {
        match self {
            Self::Numbered { first, .. } => Cow::Owned((column + first).to_string()),
            Self::Named(names) => {
                let name = usize::try_from(column).ok().and_then(|column| names.get(column));
                Cow::Borrowed(name.copied().unwrap_or_default())
            }
            Self::Hashed { .. } => Cow::Owned(column.to_string()),
        }
    }

    /// Column and row of each feature, by column.
    pub(super) fn rows(&self) -> Box<dyn Iterator<Item = (u64, usize)> + '_> {
        match self {
            Self::Numbered { first, features } => {
                Box::new(features.iter().map(move |(number, row)| (number - first, *row)))
            }
            Self::Named(names) => Box::new((0..).zip(0..names.len())),
            Self::Hashed { bits } => Box::new((0..).zip(0..1usize << bits)),
        }
    }
}

/// The number that a name is, without leading zeros.
fn number(name: &str) -> Option<u64> {
    let is_canonical =
        name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
    name.parse().ok().filter(|number| is_canonical && *number <= LARGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(names: &[&str]) -> Vocabulary {
        Vocabulary::from_names(names.iter().map(|&name| name.to_owned()).collect()).expect("distinct names")
    }

    #[test]
    fn numbered_features_have_the_columns_of_their_numbers_from_0_or_1_on() {
        for (names, first, count, rows) in [
            (["7", "2", "3"], 1, 7, [(1, 1), (2, 2), (6, 0)]),
            (["7", "0", "3"], 0, 8, [(0, 1), (3, 2), (7, 0)]),
        ] {
            let vocabulary = vocabulary(&names);
            let columns = Columns::of(&vocabulary);
            assert!(matches!(columns, Columns::Numbered { first: found, .. } if found == first), "{names:?}");
            assert_eq!((columns.count(), columns.rows().collect::<Vec<_>>()), (count, rows.to_vec()));
        }
    }

    #[test]
    fn names_that_are_not_all_numbers_keep_the_order_of_the_model() {
        for names in
            [&["7", "f^a"][..], &["7", "07"], &["+7", "8"], &["7", "9223372036854775807"], &["^", ""], &[]]
        {
            let vocabulary = vocabulary(names);
            let columns = Columns::of(&vocabulary);
            assert_eq!(columns, Columns::Named(names.to_vec()));
            assert_eq!((columns.count(), columns.rows().count()), (names.len() as u64, names.len()));
        }
        let largest = vocabulary(&["9223372036854775806"]);
        assert_eq!(Columns::of(&largest).count(), 9_223_372_036_854_775_806);
    }
}
