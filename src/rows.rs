//! Equal rows brought together: what turns a list of indices with duplicates into one update for each distinct row.

mod sort;

use self::sort::Key;
use crate::{error::Error, format::Stored, roster::Entry};

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
        if u32::try_from(indices.len()).is_err() {
            return Err(Error::TooManyEntries {
                name: entry.name.clone(),
                got: indices.len() as u64,
                most: u64::from(u32::MAX),
            });
        }
        match indices {
            HostIndices::U32(indices) => group(indices, entry),
            HostIndices::I32(indices) => group(indices, entry),
            HostIndices::I64(indices) => group(indices, entry),
        }
    }
}

/// The sum of the entries of a row, piece by piece, in each column: `grads` is `[all entries, width]`, `sums` `[width]`.
///
/// Columns are taken side by side, in blocks that a processor has registers for.
#[inline(always)]
pub(crate) fn sum<G: Stored>(entries: &[u32], grads: &[G], width: usize, sums: &mut [f32]) {
    let from = |rest: &[f32]| Columns { entries, grads, width, first: width - rest.len() };
    let rest = from(sums).sum_blocks::<64>(sums);
    let rest = from(rest).sum_blocks::<16>(rest);
    let rest = from(rest).sum_blocks::<4>(rest);
    from(rest).sum_blocks::<1>(rest);
}

/// The same in one column.
#[inline(always)]
pub(crate) fn sum_column<G: Stored>(entries: &[u32], grads: &[G], width: usize, column: usize) -> f32 {
    let [sum] = Columns { entries, grads, width, first: column }.sum();
    sum
}

/// The sum of pieces of a row, in each column: `pieces` is `[pieces, width]`, `sums` `[width]`.
#[inline(always)]
pub(crate) fn sum_of_pieces(pieces: &[f32], sums: &mut [f32]) {
    sums.fill(NOTHING);
    for piece in pieces.chunks(sums.len()) {
        add(sums, piece);
    }
}

/// Where sums begin: the one number that leaves every first summand its bits.
const NOTHING: f32 = -0.0;

/// Columns of a row's entries, from the first of them on.
#[derive(Clone, Copy)]
struct Columns<'a, G> {
    entries: &'a [u32],
    grads: &'a [G],
    width: usize,
    first: usize,
}

impl<G: Stored> Columns<'_, G> {
    /// Sums as many blocks of columns as there are; returns where the sums of the others go.
    #[inline(always)]
    fn sum_blocks<const BLOCK: usize>(mut self, sums: &mut [f32]) -> &mut [f32] {
        let (blocks, rest) = sums.as_chunks_mut();
        for block in blocks {
            *block = self.sum::<BLOCK>();
            self.first += BLOCK;
        }
        rest
    }

    #[inline(always)]
    fn sum<const BLOCK: usize>(&self) -> [f32; BLOCK] {
        if self.entries.len() <= PIECE {
            return self.sum_in_order(self.entries);
        }
        let mut sums = [NOTHING; BLOCK];
        for piece in self.entries.chunks(PIECE) {
            add(&mut sums, &self.sum_in_order::<BLOCK>(piece));
        }
        sums
    }

    #[inline(always)]
    fn sum_in_order<const BLOCK: usize>(&self, entries: &[u32]) -> [f32; BLOCK] {
        let mut sums = [NOTHING; BLOCK];
        for &entry in entries {
            add(&mut sums, &self.grads[entry as usize * self.width + self.first..][..BLOCK]);
        }
        sums
    }
}

#[inline(always)]
fn add<G: Stored>(sums: &mut [f32], summands: &[G]) {
    for (sum, summand) in sums.iter_mut().zip(summands) {
        *sum += summand.widen();
    }
}

/// The first index that is no row, and where it is.
fn first_bad<I: Index + Into<i64>>(indices: &[I], rows: u64) -> Option<(usize, i64)> {
    let bad = |&index: &I| u32::try_from(index.into()).map_or(true, |row| u64::from(row) >= rows);
    indices.iter().position(bad).map(|position| (position, indices[position].into()))
}

#[expect(clippy::cast_possible_truncation, reason = "an index that was checked is a u32")]
fn row(index: impl Into<i64>) -> u32 {
    index.into() as u32
}

fn group<I: Index + Into<i64> + Sync>(indices: &[I], entry: &Entry) -> Result<RowGroups, Error> {
    let rows = entry.rows()?;
    if let Some((position, index)) = first_bad(indices, rows) {
        return Err(Error::RowOutOfRange { name: entry.name.clone(), position, index, rows });
    }
    Ok(sort::group(indices.len(), rows, |stretch| {
        stretch.clone().zip(&indices[stretch]).map(|(position, &index)| Key::new(row(index), position))
    }))
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
            rows_are: crate::Rows::Touched,
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
        }
    }

    #[test]
    fn no_indices_are_no_groups() {
        let groups = RowGroups::new((&[0u32; 0]).into(), &table(4)).unwrap();
        assert_eq!(groups, RowGroups { starts: vec![0], ..RowGroups::default() });
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
        let mut got = [0.0];
        sum(&order, &grads, 1, &mut got);
        assert_eq!(got, [want]);
        sum(&[1], &[1.0, -0.0], 1, &mut got);
        assert!(got[0].is_sign_negative());
    }
}
