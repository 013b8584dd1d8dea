//! The rows of a table in a new arrangement.

/// The rows of a table in a new arrangement: for each row of the new table the row of the old table that it continues, or none
/// for a new row. Rows may be left out, and continued more than once. In lists of u32, `u32::MAX` stands for none.
///
/// ```
/// use proxgrad::RowSources;
///
/// let appended = RowSources::all(3).append(2);
/// assert!(appended.iter().eq([Some(0), Some(1), Some(2), None, None]));
/// let kept = RowSources::retain(4, |row| row != 1);
/// assert!(kept.iter().eq([Some(0), Some(2), Some(3)]));
/// let permuted: RowSources = [2, 0, 1].into_iter().collect();
/// assert_eq!(permuted.len(), 3);
/// let split: RowSources = [Some(0), Some(0), None].into_iter().collect();
/// assert!(split.iter().eq([Some(0), Some(0), None]));
/// assert!(RowSources::all(0).is_empty() && !split.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSources {
    /// `NEW` for a new row.
    sources: Vec<u32>,
}

/// Stands for a row that continues no other one.
const NEW: u32 = u32::MAX;

impl RowSources {
    /// All rows of a table, in their order.
    pub fn all(rows: u32) -> Self {
        (0..rows).collect()
    }

    /// Those of so many rows for which `keep` is true, in their order.
    pub fn retain(rows: u32, mut keep: impl FnMut(u32) -> bool) -> Self {
        (0..rows).filter(|&row| keep(row)).collect()
    }

    /// The same with so many new rows behind the last.
    pub fn append(mut self, rows: usize) -> Self {
        self.sources.extend(std::iter::repeat_n(NEW, rows));
        self
    }

    /// Number of rows of the new table.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether the new table has no rows.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The source of each row of the new table.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<u32>> + '_ {
        self.sources.iter().map(|&source| Some(source).filter(|&source| source != NEW))
    }

    /// The list as kernels read it.
    #[cfg(feature = "gpu")]
    pub(crate) fn words(&self) -> &[u32] {
        &self.sources
    }
}

impl FromIterator<u32> for RowSources {
    fn from_iter<I: IntoIterator<Item = u32>>(sources: I) -> Self {
        Self { sources: sources.into_iter().collect() }
    }
}

impl FromIterator<Option<u32>> for RowSources {
    fn from_iter<I: IntoIterator<Item = Option<u32>>>(sources: I) -> Self {
        sources.into_iter().map(|source| source.unwrap_or(NEW)).collect()
    }
}

#[cfg(all(test, feature = "gpu"))]
mod tests {
    use super::*;

    #[test]
    fn kernels_read_the_largest_u32_for_a_new_row() {
        assert_eq!(RowSources::all(2).append(1).words(), [0, 1, u32::MAX]);
        let sources: RowSources = [None, Some(5)].into_iter().collect();
        assert_eq!(sources.words(), [u32::MAX, 5]);
    }
}
