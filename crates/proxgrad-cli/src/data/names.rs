//! Distinct names of features, numbered in their order of appearance.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Whole numbers below this have their place in a table, which saves the hash of the name.
const TABLED: usize = 1 << 20;

/// Distinct names of features, numbered in their order of appearance.
///
/// All texts are in one string, so that those of many names fit into a processor's cache.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: String,
    /// By number: the end of the text of the name, which begins where that of the previous one ends.
    ends: Vec<usize>,
    /// Numbers, by the hash of the name.
    numbers: HashTable<usize>,
    hasher: RandomState,
    /// By whole number: one more than the number of the name that reads so, or 0 where there is none.
    tabled: Vec<u32>,
}

impl Names {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All names, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| text(&self.texts, &self.ends, number))
    }

    /// The number of a name that is there.
    #[inline]
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        match tabled(name).and_then(|place| self.tabled.get(place)) {
            Some(&next) if next > 0 => Some(next as usize - 1),
            _ => {
                let is_name = |number: &usize| text(&self.texts, &self.ends, *number) == name;
                self.numbers.find(self.hasher.hash_one(name), is_name).copied()
            }
        }
    }

    /// Adds a name that is not there, and returns its number.
    pub(super) fn add(&mut self, name: &str) -> usize {
        let number = self.len();
        self.texts.push_str(name);
        self.ends.push(self.texts.len());
        let Self { texts, ends, numbers, hasher, tabled: table } = self;
        let hash = |number: &usize| hasher.hash_one(text(texts, ends, *number));
        numbers.insert_unique(hasher.hash_one(name), number, hash);
        // A name that has no place in the table is found by its hash.
        if let (Some(place), Ok(next)) = (tabled(name), u32::try_from(number + 1)) {
            if table.len() <= place {
                table.resize(place + 1, 0);
            }
            table[place] = next;
        }
        number
    }
}

/// The text of a name.
#[inline]
fn text<'a>(texts: &'a str, ends: &[usize], number: usize) -> &'a str {
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &texts[start..ends[number]]
}

/// The place in the table of a name that is a whole number without leading zeros: no two names have the same place.
#[inline]
fn tabled(name: &str) -> Option<usize> {
    let digits = name.as_bytes();
    if digits.len() > 7 || digits.is_empty() || (digits[0] == b'0' && digits.len() > 1) {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = 10 * number + usize::from(digit);
    }
    Some(number).filter(|number| *number < TABLED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_numbers_whether_they_are_tabled_or_hashed() {
        let texts =
            ["7", "07", "", "0", "00", "1048575", "1048576", "9999999", "f^7", "7 ", "-7", "+7", "٣", "10"];
        let mut names = Names::default();
        for (number, text) in texts.into_iter().enumerate() {
            assert_eq!(names.number(text), None, "{text:?}");
            assert_eq!(names.add(text), number);
        }
        for (number, text) in texts.into_iter().enumerate() {
            assert_eq!(names.number(text), Some(number), "{text:?}");
        }
        assert_eq!((names.len(), names.iter().collect::<Vec<_>>()), (texts.len(), texts.to_vec()));
        assert_eq!(names.number("8"), None);
    }

    #[test]
    fn only_small_whole_numbers_have_a_place() {
        let cases =
            [("0", Some(0)), ("1048575", Some(1_048_575)), ("1048576", None), ("01", None), ("1a", None)];
        for (name, place) in cases {
            assert_eq!(tabled(name), place, "{name:?}");
        }
    }
}
