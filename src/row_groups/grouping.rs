//! Grouping of the entries of a row gradient by row, once every index is checked.

use super::{
    groups::RowGroups,
    indices::HostIndices,
    sort::{self, Key},
};
use crate::{error::Error, params::ParamInfo};

impl RowGroups {
    /// Checks that every index is a row of the parameter, then groups the entries by row.
    pub(crate) fn new(indices: HostIndices<'_>, info: &ParamInfo) -> Result<Self, Error> {
        check_count(indices.len() as u64, info)?;
        match indices {
            HostIndices::U32(indices) => group(indices, info),
            HostIndices::I32(indices) => group(indices, info),
            HostIndices::I64(indices) => group(indices, info),
            HostIndices::Usize(indices) => group(indices, info),
            HostIndices::U64(indices) => group(indices, info),
        }
    }

    /// Groups the entries whose index is a row of the parameter, as a device does; returns the number of the others, too.
    pub(crate) fn of_existing(indices: &[u32], info: &ParamInfo) -> Result<(Self, u64), Error> {
        check_count(indices.len() as u64, info)?;
        let rows = info.row_count()?;
        let exists = |&position: &usize| indices[position].is_below(rows);
        let positions: Vec<_> = (0..indices.len()).filter(exists).collect();
        let bad = indices.len() - positions.len();
        let groups = sort::group(positions.len(), rows, |range| {
            positions[range].iter().map(|&position| Key::new(indices[position], position))
        });
        Ok((groups, bad as u64))
    }
}

impl HostIndices<'_> {
    /// Checks that every index is a row of the parameter; returns them as a device reads them.
    #[cfg(feature = "gpu")]
    pub(crate) fn checked(&self, info: &ParamInfo) -> Result<Vec<u32>, Error> {
        check_count(self.len() as u64, info)?;
        match self {
            HostIndices::U32(indices) => as_u32(indices, info),
            HostIndices::I32(indices) => as_u32(indices, info),
            HostIndices::I64(indices) => as_u32(indices, info),
            HostIndices::Usize(indices) => as_u32(indices, info),
            HostIndices::U64(indices) => as_u32(indices, info),
        }
    }
}

/// Refuses more entries than a u32 counts.
fn check_count(entries: u64, info: &ParamInfo) -> Result<(), Error> {
    let most = u64::from(u32::MAX);
    if entries <= most {
        return Ok(());
    }
    Err(Error::TooManyEntries { name: info.name.clone(), got: entries, most })
}

/// An index of any integer type.
trait AnyIndex: Copy {
    fn is_below(self, rows: u64) -> bool;
    /// The index as u32; wrong where it is none.
    fn truncate(self) -> u32;
    fn widen(self) -> i128;
}

macro_rules! any_index {
    ($($kind:ty),*) => {$(
        impl AnyIndex for $kind {
            #[inline(always)]
            fn is_below(self, rows: u64) -> bool {
                u32::try_from(self).is_ok_and(|row| u64::from(row) < rows)
            }
            #[inline(always)]
            #[allow(clippy::cast_possible_truncation, reason = "for an index that is below the number of rows")]
            fn truncate(self) -> u32 {
                self as u32
            }
            fn widen(self) -> i128 {
                self as i128
            }
        }
    )*};
}

any_index!(u32, i32, i64, usize, u64);

/// Checks that every index is a row of the parameter; returns the number of its rows.
fn check_rows<I: AnyIndex>(indices: &[I], info: &ParamInfo) -> Result<u64, Error> {
    let rows = info.row_count()?;
    if let Some(position) = indices.iter().position(|index| !index.is_below(rows)) {
        let (name, index) = (info.name.clone(), indices[position].widen());
        return Err(Error::RowOutOfRange { name, position, index, rows });
    }
    Ok(rows)
}

#[cfg(feature = "gpu")]
fn as_u32<I: AnyIndex>(indices: &[I], info: &ParamInfo) -> Result<Vec<u32>, Error> {
    check_rows(indices, info)?;
    Ok(indices.iter().map(|index| index.truncate()).collect())
}

fn group<I: AnyIndex + Sync>(indices: &[I], info: &ParamInfo) -> Result<RowGroups, Error> {
    let rows = check_rows(indices, info)?;
    Ok(sort::group(indices.len(), rows, |range| {
        range.clone().zip(&indices[range]).map(|(position, &index)| Key::new(index.truncate(), position))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> ParamInfo {
        ParamInfo {
            name: "table".to_owned(),
            shape: vec![rows, 2],
            len: rows as u64 * 2,
            accum: 0.1,
            rule: crate::rule::UpdateRule::ProximalAdagrad,
            group: 0,
            centralized: false,
            rows: crate::Rows::Touched,
            part: None,
        }
    }

    #[test]
    fn equal_rows_come_together_in_order_of_occurrence() {
        let of_every_type: [HostIndices<'_>; 5] = [
            (&[3u32, 1, 3, 0, 1, 3]).into(),
            (&[3i32, 1, 3, 0, 1, 3]).into(),
            (&[3i64, 1, 3, 0, 1, 3]).into(),
            (&[3usize, 1, 3, 0, 1, 3]).into(),
            (&[3u64, 1, 3, 0, 1, 3]).into(),
        ];
        for indices in of_every_type {
            let groups = RowGroups::new(indices, &table(4)).unwrap();
            assert_eq!(groups.rows, [0, 1, 3]);
            assert_eq!(groups.starts, [0, 1, 3, 6]);
            assert_eq!(groups.order, [3, 1, 4, 0, 2, 5]);
            #[cfg(feature = "gpu")]
            assert_eq!(indices.checked(&table(4)), Ok(vec![3, 1, 3, 0, 1, 3]));
        }
    }

    #[test]
    fn entries_without_a_row_are_left_out_and_counted() {
        let (groups, bad) = RowGroups::of_existing(&[3, 9, 3, u32::MAX, 1], &table(4)).unwrap();
        assert_eq!(
            (groups.rows, groups.starts, groups.order, bad),
            (vec![1, 3], vec![0, 1, 3], vec![4, 0, 2], 2)
        );
        let (groups, bad) = RowGroups::of_existing(&[7; 700], &table(4)).unwrap();
        assert_eq!((groups.rows.len(), bad), (0, 700));
    }

    #[test]
    fn no_indices_are_no_groups() {
        let groups = RowGroups::new((&[0u32; 0]).into(), &table(4)).unwrap();
        assert_eq!(groups, RowGroups { starts: vec![0], ..RowGroups::default() });
        #[cfg(feature = "gpu")]
        assert_eq!(groups, RowGroups::none());
    }

    // Not through `RowGroups::new`, because the indices take 16 GiB.
    #[test]
    fn more_entries_than_a_u32_counts_are_refused_with_their_number() {
        assert_eq!(check_count((1 << 32) - 1, &table(4)), Ok(()));
        assert_eq!(
            check_count(1 << 32, &table(4)).unwrap_err().to_string(),
            "parameter \"table\": 4294967296 row entries in one step; at most 4294967295 are possible, so split the batch"
        );
    }

    #[test]
    fn the_first_bad_index_is_named() {
        let cases: [(HostIndices<'_>, i128); 6] = [
            ((&[0u32, 4, 9]).into(), 4),
            ((&[0i32, -1, 9]).into(), -1),
            ((&[0i64, 1 << 40, -9]).into(), 1 << 40),
            ((&[0i64, i64::MIN, 4]).into(), i64::MIN.into()),
            ((&[0usize, 4, 9]).into(), 4),
            ((&[0u64, u64::MAX, 4]).into(), u64::MAX.into()),
        ];
        for (indices, bad) in cases {
            let error = RowGroups::new(indices, &table(4)).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("parameter \"table\": indices[1] is {bad}, but it has 4 rows")
            );
            #[cfg(feature = "gpu")]
            assert_eq!(indices.checked(&table(4)), Err(error));
        }
    }
}
