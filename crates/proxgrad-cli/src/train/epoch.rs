//! One pass over the examples: their order, and its division into batches.

use std::ops::Range;

use crate::data::Dataset;

/// Examples in the order in which an epoch visits them.
#[derive(Debug)]
pub(crate) struct Epoch {
    /// `[examples]`
    pub(crate) order: Vec<u32>,
    /// `[examples + 1]`; the entries of the i-th visited example are `starts[i]..starts[i + 1]`.
    pub(crate) starts: Vec<u32>,
    /// `[entries]`; the feature of every entry, in the order of the visits.
    features: Vec<u32>,
}

impl Epoch {
    /// Visits the examples in the order of the file.
    pub(crate) fn in_file_order(dataset: &Dataset) -> Self {
        Self::visiting(dataset, file_order(dataset))
    }

    /// Visits the examples in a random order, which depends only on the seed and the number of the epoch.
    pub(crate) fn shuffled(dataset: &Dataset, seed: u64, number: u64) -> Self {
        let mut order = file_order(dataset);
        // The odd multiplier prevents neighbouring seeds and epochs from having the same orders.
        let mut random = fastrand::Rng::with_seed(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        random.shuffle(&mut order);
        Self::visiting(dataset, order)
    }

    fn visiting(dataset: &Dataset, order: Vec<u32>) -> Self {
        let mut starts = Vec::with_capacity(order.len() + 1);
        let mut features = Vec::with_capacity(dataset.features.len());
        let mut end = 0;
        starts.push(end);
        for &example in &order {
            let example = example as usize;
            end += dataset.row_starts[example + 1] - dataset.row_starts[example];
            starts.push(end);
            features.extend_from_slice(dataset.example(example).0);
        }
        Self { order, starts, features }
    }

    /// The positions in the order of the examples of every batch.
    pub(crate) fn batches(&self, size: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let len = self.order.len();
        (0..len).step_by(size).map(move |first| first..(first + size).min(len))
    }

    /// The feature of every entry of a batch.
    pub(crate) fn features(&self, batch: &Range<usize>) -> &[u32] {
        &self.features[self.starts[batch.start] as usize..self.starts[batch.end] as usize]
    }
}

fn file_order(dataset: &Dataset) -> Vec<u32> {
    (0..).take(dataset.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset() -> Dataset {
        Dataset {
            row_starts: vec![0, 2, 2, 5],
            features: vec![7, 8, 4, 5, 6],
            values: vec![1.0; 5],
            labels: vec![0, 1, 0],
        }
    }

    #[test]
    fn batches_cover_every_example_once_and_know_their_features() {
        let epoch = Epoch::in_file_order(&dataset());
        let batches: Vec<_> = epoch.batches(2).collect();
        assert_eq!(batches, [0..2, 2..3]);
        assert_eq!(epoch.features(&batches[0]), [7, 8]);
        assert_eq!(epoch.features(&batches[1]), [4, 5, 6]);
    }

    #[test]
    fn a_shuffled_epoch_is_the_same_for_the_same_seed_and_differs_between_epochs() {
        let many = Dataset {
            row_starts: (0..=100).collect(),
            features: (0..100).collect(),
            values: vec![1.0; 100],
            labels: vec![0; 100],
        };
        let order = |seed, number| Epoch::shuffled(&many, seed, number).order;
        assert_eq!(order(1, 0), order(1, 0));
        assert_ne!(order(1, 0), order(1, 1));
        assert_ne!(order(1, 0), order(2, 0));
        let epoch = Epoch::shuffled(&many, 1, 0);
        assert_eq!(epoch.features(&(0..100)), epoch.order);
    }
}
