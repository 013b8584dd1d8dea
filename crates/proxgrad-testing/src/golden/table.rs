//! The rows of a parameter: their elements, and which of them changed.

use std::collections::BTreeSet;

use crate::golden::failure::Failure;

/// The rows of a parameter and their width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) rows: usize,
    /// Elements of a row.
    pub(crate) width: usize,
}

impl Table {
    /// The rows of a parameter of this shape.
    ///
    /// # Errors
    /// A scalar, or more elements than can be counted.
    pub(crate) fn new(shape: &[usize]) -> Result<Self, Failure> {
        let Some((&rows, inner)) = shape.split_first() else {
            return Err(Failure::Malformed("a scalar has no rows".to_owned()));
        };
        let width = inner.iter().try_fold(1usize, |width, &extent| width.checked_mul(extent));
        let width = width.ok_or_else(|| Failure::Malformed(format!("{shape:?} cannot be counted")))?;
        Ok(Self { rows, width })
    }

    /// As many rows of a tensor with this number of elements.
    pub(crate) fn of_width(self, len: usize) -> Self {
        Self { width: len.checked_div(self.rows).unwrap_or_default(), ..self }
    }

    /// Whether an index is in range.
    pub(crate) fn has(self, index: i64) -> bool {
        usize::try_from(index).is_ok_and(|row| row < self.rows)
    }

    /// The indices of all elements of these rows.
    pub(crate) fn elements(self, rows: &[usize]) -> impl Iterator<Item = usize> {
        rows.iter().flat_map(move |row| row * self.width..(row + 1) * self.width)
    }

    /// A tensor with other elements in some rows.
    ///
    /// # Errors
    /// One that is no row of the table, or another number of elements than the rows have.
    pub(crate) fn with_rows(
        self,
        tensor: &[f32],
        rows: &[usize],
        elements: &[f32],
    ) -> Result<Vec<f32>, Failure> {
        if Some(elements.len()) != rows.len().checked_mul(self.width)
            || rows.iter().any(|&row| row >= self.rows)
        {
            return Err(Failure::Malformed("its expected rows are not rows of the table".to_owned()));
        }
        let mut whole = tensor.to_vec();
        for (at, element) in self.elements(rows).zip(elements) {
            whole[at] = *element;
        }
        Ok(whole)
    }

    /// The first row that is not in `touched` and did not keep every bit.
    pub(crate) fn changed_untouched(
        self,
        touched: &BTreeSet<usize>,
        before: &[f32],
        after: &[f32],
    ) -> Option<usize> {
        (0..self.rows)
            .filter(|row| !touched.contains(row))
            .find(|&row| self.elements(&[row]).any(|i| before[i].to_bits() != after[i].to_bits()))
    }
}
