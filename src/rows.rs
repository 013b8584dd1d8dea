//! Equal rows brought together: what turns a list of indices with duplicates into one update for each distinct row.

use crate::{error::Error, roster::Entry};

/// Entries of a row that are summed one after the other. Pieces of this many are summed in order too: a device can
/// then sum the pieces of a row with many entries side by side, and the bits are the same.
pub(crate) const PIECE: usize = 64;

/// Indices in the host's memory: the rows that a row gradient is for.
///
/// ```
/// use proxgrad::HostIndices;
///
/// let from_a_framework: Vec<i64> = vec![7, 0, 7];
/// let indices = HostIndices::from(&from_a_framework);
/// assert_eq!(indices.len(), 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostIndices<'a> {
    /// The library's own type.
    U32(&'a [u32]),
    /// As MindSpore and TensorFlow have them.
    I32(&'a [i32]),
    /// As MindSpore and TensorFlow have them.
    I64(&'a [i64]),
}

/// A type of integer that indices may have: u32, i32 or i64.
pub trait Index: sealed::Sealed + Copy {
    /// A slice of them, as indices.
    fn indices(slice: &[Self]) -> HostIndices<'_>;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! index {
    ($($kind:ty, $variant:ident);*) => {$(
        impl sealed::Sealed for $kind {}
        impl Index for $kind {
            fn indices(slice: &[Self]) -> HostIndices<'_> {
                HostIndices::$variant(slice)
            }
        }
    )*};
}

index!(u32, U32; i32, I32; i64, I64);

impl<'a, I: Index> From<&'a [I]> for HostIndices<'a> {
    fn from(slice: &'a [I]) -> Self {
        I::indices(slice)
    }
}

impl<'a, I: Index, const N: usize> From<&'a [I; N]> for HostIndices<'a> {
    fn from(array: &'a [I; N]) -> Self {
        I::indices(array)
    }
}

impl<'a, I: Index> From<&'a Vec<I>> for HostIndices<'a> {
    fn from(vec: &'a Vec<I>) -> Self {
        I::indices(vec)
    }
}

impl HostIndices<'_> {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::U32(indices) => indices.len(),
            Self::I32(indices) => indices.len(),
            Self::I64(indices) => indices.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

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
    pub(crate) fn new(indices: HostIndices<'_>, entry: &Entry) -> Result<Self, Error> {
        let count = u32::try_from(indices.len()).map_err(|_| Error::TooManyEntries {
            name: entry.name.clone(),
            got: indices.len() as u64,
            most: u64::from(u32::MAX),
        })?;
        let keys = match indices {
            HostIndices::U32(indices) => keys(indices, entry),
            HostIndices::I32(indices) => keys(indices, entry),
            HostIndices::I64(indices) => keys(indices, entry),
        }?;
        Ok(Self::group(keys, count))
    }

    /// Sorts (row, position) pairs packed into one integer: distinct keys, so the fast unstable sort keeps the order
    /// of occurrence.
    fn group(mut keys: Vec<u64>, count: u32) -> Self {
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

/// The sum of the entries of a row in one column, piece by piece.
#[inline]
pub(crate) fn sum(entries: &[u32], grad: impl Fn(u32) -> f32) -> f32 {
    // From −0, the one number that leaves every first summand its bits.
    let piece = |piece: &[u32]| piece.iter().fold(-0.0, |sum, &entry| sum + grad(entry));
    if entries.len() <= PIECE {
        return piece(entries);
    }
    entries.chunks(PIECE).fold(-0.0, |sum, entries| sum + piece(entries))
}

/// Rows above positions, or the first index that is no row.
fn keys<I: Index + Into<i64>>(indices: &[I], entry: &Entry) -> Result<Vec<u64>, Error> {
    let rows = entry.rows()?;
    let mut keys = Vec::with_capacity(indices.len());
    for (position, &index) in indices.iter().enumerate() {
        let index: i64 = index.into();
        match u32::try_from(index) {
            Ok(row) if u64::from(row) < rows => keys.push(u64::from(row) << 32 | position as u64),
            _ => return Err(Error::RowOutOfRange { name: entry.name.clone(), position, index, rows }),
        }
    }
    Ok(keys)
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves of a key are u32")]
fn unpack(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Entry {
        Entry {
            name: "table".to_owned(),
            shape: vec![rows, 2],
            len: rows as u64 * 2,
            accum: 0.1,
            lane: 0,
            centralized: false,
        }
    }

    #[test]
    fn equal_rows_come_together_in_order_of_occurrence() {
        let of_every_type: [HostIndices<'_>; 3] = [
            (&[3u32, 1, 3, 0, 1, 3]).into(),
            (&[3i32, 1, 3, 0, 1, 3]).into(),
            (&[3i64, 1, 3, 0, 1, 3]).into(),
        ];
        for indices in of_every_type {
            let groups = RowGroups::new(indices, &table(4)).unwrap();
            assert_eq!(groups.rows, [0, 1, 3]);
            assert_eq!(groups.starts, [0, 1, 3, 6]);
            assert_eq!(groups.order, [3, 1, 4, 0, 2, 5]);
            let groups: Vec<_> = groups.iter().collect();
            assert_eq!(groups, [(0, &[3][..]), (1, &[1, 4]), (3, &[0, 2, 5])]);
        }
    }

    #[test]
    fn no_indices_are_no_groups() {
        let groups = RowGroups::new((&[0u32; 0]).into(), &table(4)).unwrap();
        assert_eq!(groups.starts, [0]);
        assert_eq!(groups.iter().count(), 0);
    }

    #[test]
    fn the_first_bad_index_is_named() {
        for (indices, bad) in [
            (HostIndices::from(&[0u32, 4, 9]), 4),
            ((&[0i32, -1, 9]).into(), -1),
            ((&[0i64, 1 << 40, -9]).into(), 1 << 40),
            ((&[0i64, i64::MIN, 4]).into(), i64::MIN),
        ] {
            let error = RowGroups::new(indices, &table(4)).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("parameter \"table\": indices[1] is {bad}, but it has 4 rows")
            );
        }
    }

    #[test]
    fn entries_are_summed_in_pieces() {
        let order: Vec<u32> = (0..130).collect();
        let grads: Vec<f32> = (0..130u8).map(|i| f32::from(i) * 0.1 + 0.01).collect();
        let in_order = |range: std::ops::Range<usize>| grads[range].iter().fold(0.0, |sum, grad| sum + grad);
        let want = in_order(0..64) + in_order(64..128) + in_order(128..130);
        assert_eq!(sum(&order, |entry| grads[entry as usize]), want);
        assert!(sum(&[5], |_| -0.0).is_sign_negative());
    }
}
