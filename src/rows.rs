//! Equal rows brought together: what turns a list of indices with duplicates into one update for each distinct row.

use crate::{error::Error, roster::Entry};

/// The entries of a row gradient, grouped by row.
///
/// Group k is row `rows[k]`, and its entries are `order[starts[k]..starts[k + 1]]`, in order of occurrence: the order
/// in which they are summed, and the reason why a result is the same on every run.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct RowGroups {
    /// `[groups]`, ascending, distinct.
    pub(crate) rows: Vec<u32>,
    /// `[groups + 1]`, ascending from 0.
    pub(crate) starts: Vec<u32>,
    /// `[entries]`: positions in the indices.
    pub(crate) order: Vec<u32>,
}

impl RowGroups {
    /// Checks every index, then groups.
    pub(crate) fn new(indices: &[u32], entry: &Entry) -> Result<Self, Error> {
        let rows = entry.rows()?;
        if let Some(position) = indices.iter().position(|&index| u64::from(index) >= rows) {
            let (name, index) = (entry.name.clone(), u64::from(indices[position]));
            return Err(Error::RowOutOfRange { name, position, index, rows });
        }
        let count = u32::try_from(indices.len()).map_err(|_| Error::TooManyEntries {
            name: entry.name.clone(),
            got: indices.len() as u64,
            most: u64::from(u32::MAX),
        })?;
        Ok(Self::group(indices, count))
    }

    /// Sorts (row, position) pairs packed into one integer: distinct keys, so the fast unstable sort keeps the order
    /// of occurrence.
    fn group(indices: &[u32], count: u32) -> Self {
        let mut keys: Vec<u64> =
            indices.iter().zip(0..count).map(|(&row, at)| u64::from(row) << 32 | u64::from(at)).collect();
        keys.sort_unstable();
        let mut groups = Self { order: Vec::with_capacity(keys.len()), ..Self::default() };
        for (&key, at) in keys.iter().zip(0..count) {
            let (row, position) = unpack(key);
            if groups.rows.last() != Some(&row) {
                groups.rows.push(row);
                groups.starts.push(at);
            }
            groups.order.push(position);
        }
        groups.starts.push(count);
        groups
    }

    /// Row and positions of every group.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &[u32])> {
        self.rows.iter().zip(self.starts.windows(2)).map(|(&row, ends)| {
            let (start, end) = (ends[0] as usize, ends[1] as usize);
            (row as usize, &self.order[start..end])
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves of a key are u32")]
fn unpack(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Entry {
        Entry { name: "table".to_owned(), shape: vec![rows, 2], len: rows as u64 * 2, accum: 0.1, lane: 0 }
    }

    #[test]
    fn equal_rows_come_together_in_order_of_occurrence() {
        let groups = RowGroups::new(&[3, 1, 3, 0, 1, 3], &table(4)).unwrap();
        assert_eq!(groups.rows, [0, 1, 3]);
        assert_eq!(groups.starts, [0, 1, 3, 6]);
        assert_eq!(groups.order, [3, 1, 4, 0, 2, 5]);
        let groups: Vec<_> = groups.iter().collect();
        assert_eq!(groups, [(0, &[3][..]), (1, &[1, 4]), (3, &[0, 2, 5])]);
    }

    #[test]
    fn no_indices_are_no_groups() {
        let groups = RowGroups::new(&[], &table(4)).unwrap();
        assert_eq!(groups.starts, [0]);
        assert_eq!(groups.iter().count(), 0);
    }

    #[test]
    fn the_first_bad_index_is_named() {
        let error = RowGroups::new(&[0, 4, 9], &table(4)).unwrap_err();
        assert_eq!(error.to_string(), "parameter \"table\": indices[1] is 4, but it has 4 rows");
    }
}
