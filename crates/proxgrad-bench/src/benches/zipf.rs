//! Row indices as in embeddings and click models: few rows are frequent, many are rare.

/// The exponent s: the k-th most frequent row has a share of about 1/k^s.
const EXPONENT: f64 = 1.1;

const SEED: u64 = 7;

/// `count` indices below `rows`, the same on every machine.
///
/// The k-th most frequent row has the share ∫ x^−s dx over [k, k + 1) of that over [1, rows + 1): a continuous power
/// law cut into steps, whose distribution function can be inverted on paper (Zipf's law itself has sums there). The
/// ranks are then spread over the table, so that frequent rows are not neighbours.
pub(super) fn indices(count: u64, rows: u64) -> Vec<u32> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let spread = Spread::over(rows);
    (0..count).map(|_| spread.row(rank(random.f64(), rows))).collect()
}

/// The rank, from 0, at which a share `u` of all entries is reached: F(x) = (1 − x^(1−s)) / (1 − (rows+1)^(1−s)).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows are far below 2^53, and the result is below them"
)]
fn rank(u: f64, rows: u64) -> u64 {
    let power = 1.0 - EXPONENT;
    let rest = 1.0 - ((rows + 1) as f64).powf(power);
    let x = (1.0 - u * rest).powf(1.0 / power);
    (x.floor() as u64).clamp(1, rows) - 1
}

/// A permutation of rows: k ↦ k·step mod rows, with a step that shares no factor with `rows`.
struct Spread {
    rows: u64,
    step: u64,
}

impl Spread {
    fn over(rows: u64) -> Self {
        // Near the golden section of the table, where multiples lie far apart.
        let golden = rows * 618 / 1000;
        let step = (golden.max(1)..).find(|step| gcd(*step, rows) == 1).unwrap_or(1);
        Self { rows, step }
    }

    #[expect(clippy::cast_possible_truncation, reason = "tables of a bench have fewer than 2^32 rows")]
    fn row(&self, rank: u64) -> u32 {
        (rank * self.step % self.rows) as u32
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How often the most frequent index occurs.
pub(super) fn longest(indices: &[u32]) -> u64 {
    let mut rows = indices.to_vec();
    rows.sort_unstable();
    rows.chunk_by(|a, b| a == b).map(<[u32]>::len).max().unwrap_or_default() as u64
}

/// The number of distinct indices.
pub(super) fn distinct(indices: &[u32]) -> u64 {
    let mut rows = indices.to_vec();
    rows.sort_unstable();
    rows.dedup();
    rows.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_rows_are_as_frequent_as_the_law_says() {
        let (count, rows) = (200_000, 1000);
        let found = indices(count, rows);
        let spread = Spread::over(rows);
        let share = |rank| {
            let row = spread.row(rank);
            found.iter().filter(|index| **index == row).count() as f64 / count as f64
        };
        // ∫ x^−1.1 dx over [k, k + 1) of that over [1, 1001)
        for (rank, want) in [(0, 0.1342), (1, 0.0743), (9, 0.0151)] {
            assert!((share(rank) / want - 1.0).abs() < 0.1, "rank {rank}: {} instead of {want}", share(rank));
        }
        assert!(found.iter().all(|index| u64::from(*index) < rows));
        assert_eq!(found, indices(count, rows));
    }

    #[test]
    fn ranks_are_spread_over_all_rows_and_frequent_ones_are_no_neighbours() {
        for rows in [1, 2, 10, 1000, 4096] {
            let spread = Spread::over(rows);
            let all: Vec<u32> = (0..rows).map(|rank| spread.row(rank)).collect();
            assert_eq!(distinct(&all), rows, "{rows}");
        }
        let spread = Spread::over(1000);
        let first: Vec<i64> = (0..10).map(|rank| spread.row(rank).into()).collect();
        for (i, row) in first.iter().enumerate() {
            assert!(first[..i].iter().all(|other| (row - other).abs() > 1), "{first:?}");
        }
    }
}
