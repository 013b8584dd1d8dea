//! The rows of the weight table that can hold anything but zeros in a run.

use proxgrad_testing::Stored;

use crate::data::Dataset;

/// From this share of the table on, all of its rows are visited, in their order, rather than those of the list.
const MOST: usize = 4;

/// The rows of the weight table that can hold anything but zeros in a run: those that the training data names, and those that the
/// model has from an earlier run. All others stay as they are, because what shrinks a zero leaves a zero; so whatever reads the
/// weights in the middle of a run visits these rows alone, at a cost that does not depend on the size of the table.
#[derive(Debug)]
pub(super) struct LiveRows {
    /// Ascending.
    pub(super) rows: Vec<u32>,
    /// Columns of the table.
    pub(super) outputs: usize,
    /// Whether these are so many of the rows that a pass over the whole table costs no more.
    pub(super) are_most: bool,
}

impl LiveRows {
    /// Those of a run on a data set, for a table of this many rows that has these weights, row-major, or no others than zeros.
    pub(super) fn new(dataset: &Dataset, count: usize, outputs: usize, weights: Option<&[f32]>) -> Self {
        let mut rows = dataset.distinct_features();
        // By its bits, so that a negative zero is kept.
        let is_set = |weights: &[f32]| weights.iter().any(|weight| weight.to_bits() != 0);
        let table = (0..).zip(weights.unwrap_or_default().chunks_exact(outputs));
        let before = rows.len();
        rows.extend(table.filter_map(|(row, weights)| is_set(weights).then_some(row)));
        if rows.len() > before {
            rows.sort_unstable();
            rows.dedup();
        }
        Self { are_most: rows.len() >= count / MOST, rows, outputs }
    }

    /// Weights of these rows that are not exactly zero, which are those of the whole table.
    pub(super) fn nonzero(&self, weights: &Stored) -> u64 {
        match weights {
            Stored::F32(weights) => self.nonzero_of(weights),
            Stored::F16(weights) => self.nonzero_of(weights),
            Stored::Bf16(weights) => self.nonzero_of(weights),
        }
    }

    fn nonzero_of<T: Copy + Into<f32>>(&self, weights: &[T]) -> u64 {
        let count = |weights: &[T]| weights.iter().filter(|&&weight| weight.into() != 0.0).count() as u64;
        if self.are_most { count(weights) } else { self.places().map(|place| count(&weights[place])).sum() }
    }

    /// Copies these rows to their places in a table of the same size and format.
    pub(super) fn copy(&self, weights: &Stored, into: &mut Stored) {
        match (weights, into) {
            (Stored::F32(weights), Stored::F32(into)) => self.copy_of(weights, into),
            (Stored::F16(weights), Stored::F16(into)) => self.copy_of(weights, into),
            (Stored::Bf16(weights), Stored::Bf16(into)) => self.copy_of(weights, into),
            _ => unreachable!("a copy is stored as the weights are"),
        }
    }

    fn copy_of<T: Copy>(&self, weights: &[T], into: &mut [T]) {
        self.places().for_each(|place| into[place.clone()].copy_from_slice(&weights[place]));
    }

    /// The places of the elements of each row.
    fn places(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.rows.iter().map(|&row| row as usize * self.outputs..(row as usize + 1) * self.outputs)
    }
}

#[cfg(test)]
mod tests {
    use proxgrad::Format;

    use super::*;

    #[test]
    fn rows_of_the_data_and_of_the_model_are_live() {
        let dataset = Dataset {
            row_starts: vec![0, 2, 4],
            features: vec![70, 3, 3, 0],
            values: vec![1.0; 4],
            labels: vec![0, 1],
        };
        let mut weights = vec![0.0; 2 * 80];
        (weights[2 * 5 + 1], weights[2 * 70]) = (-0.0, 2.0);
        let live = LiveRows::new(&dataset, 80, 2, Some(&weights));
        assert_eq!((&live.rows[..], live.are_most), (&[0, 3, 5, 70][..], false));
        (weights[0], weights[7]) = (1.0, f32::MIN_POSITIVE);
        for format in [Format::F32, Format::Bf16] {
            let stored = Stored::nearest(&weights, format);
            assert_eq!(live.nonzero(&stored), 3);
            let mut copy = Stored::nearest(&[0.0; 160], format);
            live.copy(&stored, &mut copy);
            assert_eq!(copy.to_f32(), weights);
        }
        let live = LiveRows::new(&dataset, 12, 2, None);
        assert_eq!((&live.rows[..], live.are_most), (&[0, 3, 70][..], true));
    }
}
