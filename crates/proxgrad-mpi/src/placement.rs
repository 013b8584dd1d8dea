//! Which rank owns which row of a table.

use std::ops::Range;

/// How the rows of a table are divided among ranks. Every row has one owner, and ranks own equal numbers of rows, or one more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Sharding {
    /// Contiguous ranges of rows: for ids without an order by frequency, and for tables that other programs read by ranges.
    Ranges,
    /// Neighbouring rows lie on different ranks, by multiplicative hashing: for ids in order of frequency, as vocabularies
    /// have them, whose most frequent rows would else all lie on the first rank.
    #[default]
    Hashed,
}

/// The owner of each row of a table, and the row's place in the shard of its owner.
///
/// The *position* of a row is the row itself with [`Sharding::Ranges`], and `row · multiplier mod rows` with
/// [`Sharding::Hashed`], which is a permutation because the multiplier and the number of rows have no common divisor. Each rank
/// owns a contiguous range of positions.
///
/// ```
/// use proxgrad_mpi::{Placement, Sharding};
///
/// let placement = Placement::new(10, Sharding::Ranges, 4);
/// assert_eq!((placement.owner(6), placement.positions(2)), (2, 5..7));
/// let hashed = Placement::new(10, Sharding::Hashed, 4);
/// let (rank, local) = hashed.locate(7);
/// assert_eq!(hashed.row(rank, local), 7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    rows: u64,
    ranks: usize,
    /// 1 with [`Sharding::Ranges`].
    multiplier: u64,
    /// The inverse of `multiplier` modulo `rows`.
    inverse: u64,
}

impl Placement {
    /// The placement of a table of so many rows on so many ranks.
    ///
    /// # Panics
    /// Without ranks.
    pub fn new(rows: u64, sharding: Sharding, ranks: usize) -> Self {
        assert!(ranks > 0, "a table needs a rank");
        let multiplier = match sharding {
            Sharding::Ranges => 1,
            Sharding::Hashed => multiplier(rows),
        };
        Self { rows, ranks, multiplier, inverse: inverse(multiplier, rows) }
    }

    /// Rows of the table.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Number of ranks.
    pub fn ranks(&self) -> usize {
        self.ranks
    }

    /// The rank that owns a row.
    pub fn owner(&self, row: u64) -> usize {
        self.owner_of_position(self.position(row))
    }

    /// The rank that owns a row, and the index of the row in that rank's shard.
    pub fn locate(&self, row: u64) -> (usize, u64) {
        let position = self.position(row);
        let rank = self.owner_of_position(position);
        (rank, position - self.start(rank))
    }

    /// The row at an index of a rank's shard.
    pub fn row(&self, rank: usize, local: u64) -> u64 {
        product(self.start(rank) + local, self.inverse, self.rows)
    }

    /// The positions that a rank owns.
    pub fn positions(&self, rank: usize) -> Range<u64> {
        self.start(rank)..self.start(rank + 1)
    }

    /// The position of a row.
    pub fn position(&self, row: u64) -> u64 {
        product(row, self.multiplier, self.rows)
    }

    /// The first position of a rank.
    fn start(&self, rank: usize) -> u64 {
        let start = u128::from(self.rows) * rank as u128 / self.ranks as u128;
        u64::try_from(start).expect("no more than the rows")
    }

    fn owner_of_position(&self, position: u64) -> usize {
        // The last rank whose first position is not behind this one: ⌊((position + 1)·ranks − 1) / rows⌋.
        let rank = ((u128::from(position) + 1) * self.ranks as u128 - 1) / u128::from(self.rows.max(1));
        usize::try_from(rank).expect("below the number of ranks")
    }
}

/// `factor · other mod modulus`.
fn product(factor: u64, other: u64, modulus: u64) -> u64 {
    if other == 1 {
        return factor;
    }
    if let Some(product) = factor.checked_mul(other) {
        return product % modulus;
    }
    let product = u128::from(factor) * u128::from(other) % u128::from(modulus);
    u64::try_from(product).expect("below the modulus")
}

/// A number near the golden section of `rows` that has no common divisor with it: multiples of it lie evenly, whatever their number
/// (Knuth, The Art of Computer Programming 3, section 6.4).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "any number near the golden section serves"
)]
fn multiplier(rows: u64) -> u64 {
    let golden = (rows as f64 * 0.618_033_988_749_894_9) as u64;
    (golden.max(1)..).find(|&candidate| greatest_divisor(candidate, rows) == 1).unwrap_or(1)
}

fn greatest_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// The inverse of a number modulo another one that it has no common divisor with, by Euclid's extended algorithm.
fn inverse(number: u64, modulus: u64) -> u64 {
    if modulus <= 1 || number == 1 {
        return 1;
    }
    let (mut one, mut other) = (i128::from(modulus), i128::from(number));
    let (mut of_one, mut of_other) = (0i128, 1i128);
    while other != 0 {
        let quotient = one / other;
        (one, other) = (other, one - quotient * other);
        (of_one, of_other) = (of_other, of_one - quotient * of_other);
    }
    u64::try_from(of_one.rem_euclid(i128::from(modulus))).expect("below the modulus")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_one_place_and_shards_differ_by_a_row_at_most() {
        for rows in [1, 2, 3, 7, 10, 64, 1000, 1009] {
            for ranks in [1, 2, 3, 4, 8, 13] {
                for sharding in [Sharding::Ranges, Sharding::Hashed] {
                    let placement = Placement::new(rows, sharding, ranks);
                    let mut seen = vec![false; usize::try_from(rows).unwrap()];
                    for row in 0..rows {
                        let (rank, local) = placement.locate(row);
                        assert_eq!(placement.owner(row), rank);
                        assert_eq!(placement.row(rank, local), row, "{placement:?}");
                        let position = placement.positions(rank).start + local;
                        assert!(placement.positions(rank).contains(&position));
                        let seen = &mut seen[usize::try_from(position).unwrap()];
                        assert!(!std::mem::replace(seen, true));
                    }
                    let sizes = (0..ranks).map(|rank| placement.positions(rank)).map(|p| p.end - p.start);
                    let (least, most) = (sizes.clone().min().unwrap(), sizes.clone().max().unwrap());
                    assert!(most - least <= 1 && sizes.sum::<u64>() == rows);
                }
            }
        }
    }

    #[test]
    fn rows_beyond_32_bits_and_products_beyond_64_bits_have_places() {
        let rows = 1_000_000_000_007;
        let placement = Placement::new(rows, Sharding::Hashed, 1024);
        for row in [0, 1, rows / 2, rows - 1] {
            let (rank, local) = placement.locate(row);
            assert_eq!(placement.row(rank, local), row);
        }
    }

    #[test]
    fn hashed_neighbours_spread_over_all_ranks() {
        for rows in [1_000_000, 1 << 20, 999_983] {
            let placement = Placement::new(rows, Sharding::Hashed, 64);
            let mut counts = [0; 64];
            (0..6400).for_each(|row| counts[placement.owner(row)] += 1);
            assert!(counts.iter().all(|count| (90..=110).contains(count)), "{counts:?}");
        }
    }

    #[test]
    fn a_table_without_rows_has_empty_shards() {
        let placement = Placement::new(0, Sharding::Hashed, 3);
        assert_eq!((placement.positions(0), placement.positions(2)), (0..0, 0..0));
    }
}
