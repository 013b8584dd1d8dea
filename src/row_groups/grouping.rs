//! Grouping of the entries of a row gradient by row, once every index is checked.

use super::{
    groups::RowGroups,
    indices::{HostIndices, Index},
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

/// Position and value of the first index that is not a row.
fn first_bad<I: Index + Into<i64>>(indices: &[I], rows: u64) -> Option<(usize, i64)> {
    let bad = |&index: &I| u32::try_from(index.into()).map_or(true, |row| u64::from(row) >= rows);
    indices.iter().position(bad).map(|position| (position, indices[position].into()))
}

#[expect(clippy::cast_possible_truncation, reason = "a checked index fits a u32")]
fn row(index: impl Into<i64>) -> u32 {
    index.into() as u32
}

fn group<I: Index + Into<i64> + Sync>(indices: &[I], info: &ParamInfo) -> Result<RowGroups, Error> {
    let rows = info.row_count()?;
    if let Some((position, index)) = first_bad(indices, rows) {
        return Err(Error::RowOutOfRange { name: info.name.clone(), position, index, rows });
    }
    Ok(sort::group(indices.len(), rows, |range| {
        range.clone().zip(&indices[range]).map(|(position, &index)| Key::new(row(index), position))
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
            group: 0,
            centralized: false,
            rows: crate::Rows::Touched,
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
}
