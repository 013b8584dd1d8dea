//! Examples in memory, in the layout of the device.

use super::error::TooMany;

/// Examples in compressed sparse rows.
#[derive(Debug, PartialEq)]
pub(crate) struct Dataset {
    /// `[examples + 1]`; entries of example i are `row_starts[i]..row_starts[i + 1]`.
    pub(crate) row_starts: Vec<u32>,
    /// `[entries]`; the feature of each entry, a row of the weight table.
    pub(crate) features: Vec<u32>,
    /// `[entries]`, finite. A feature that occurs twice in an example has two entries, which add up.
    pub(crate) values: Vec<f32>,
    /// `[examples]`; the class of each example.
    pub(crate) labels: Vec<u32>,
}

impl Dataset {
    pub(crate) fn new() -> Self {
        Self { row_starts: vec![0], features: Vec::new(), values: Vec::new(), labels: Vec::new() }
    }

    /// The number of examples.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// Features and values of example `i`, which is less than [`Self::len`].
    #[inline]
    pub(crate) fn example(&self, i: usize) -> (&[u32], &[f32]) {
        let entries = self.row_starts[i] as usize..self.row_starts[i + 1] as usize;
        (&self.features[entries.clone()], &self.values[entries])
    }

    /// The features that any example has, ascending.
    pub(crate) fn distinct_features(&self) -> Vec<u32> {
        let rows = self.features.iter().max().map_or(0, |most| *most as usize + 1);
        // A bit for each row.
        let mut seen = vec![0_u64; rows.div_ceil(64)];
        self.features.iter().for_each(|&row| seen[row as usize / 64] |= 1 << (row % 64));
        let rows_of = |(first, mut bits): (u32, u64)| {
            std::iter::from_fn(move || {
                let next = (bits != 0).then(|| first + bits.trailing_zeros());
                bits &= bits.wrapping_sub(1);
                next
            })
        };
        (0..).step_by(64).zip(seen).flat_map(rows_of).collect()
    }

    /// Adds an entry to the example that the next [`Self::end_example`] ends.
    pub(crate) fn push_entry(&mut self, feature: u32, value: f32) {
        self.features.push(feature);
        self.values.push(value);
    }

    /// Ends an example, which has the entries added since the last one.
    ///
    /// # Errors
    ///
    /// When 32 bits cannot count the entries.
    pub(crate) fn end_example(&mut self, label: u32) -> Result<(), TooMany> {
        self.row_starts.push(TooMany::check(self.features.len(), "entries")?);
        self.labels.push(label);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_listed_once_and_in_order() {
        let of =
            |features: &[u32]| Dataset { features: features.to_vec(), ..Dataset::new() }.distinct_features();
        assert_eq!(of(&[]), [0; 0]);
        assert_eq!(of(&[128, 0, 63, 64, 0, 65, 128, 127]), [0, 63, 64, 65, 127, 128]);
    }
}
