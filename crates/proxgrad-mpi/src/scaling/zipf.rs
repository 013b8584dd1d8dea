//! Zipf's law for tables that are too large to visit each row.

use std::ops::Range;

/// Rows that are treated one by one.
pub(super) const HEAD: u64 = 100_000;
/// Intervals of Simpson's rule over the rows behind the head; even.
const INTERVALS: u32 = 256;

/// Probabilities of the rows of a table, in descending order.
#[derive(Clone, Debug)]
pub(super) struct Zipf {
    rows: u64,
    exponent: f64,
    /// Probabilities of the first rows.
    head: Vec<f64>,
    /// The sum of k^−exponent over all rows.
    total: f64,
}

/// A number of distinct rows: a sum of one variable per row that is 1 if the row is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Distinct {
    pub(super) mean: f64,
    /// The variance of the sum if these variables were independent.
    independent: f64,
    /// The probability that a further draw is a row that was not drawn.
    fresh: f64,
}

impl Distinct {
    /// Of one row with a probability that is drawn `draws` times.
    pub(super) fn of(probability: f64, draws: f64) -> Self {
        let absent =
            if probability < 1.0 { (draws * (-probability).ln_1p()).exp() } else { f64::from(draws == 0.0) };
        let mean = if probability < 1.0 { -(draws * (-probability).ln_1p()).exp_m1() } else { 1.0 - absent };
        Self { mean, independent: mean * absent, fresh: probability * absent }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.mean += other.mean;
        self.independent += other.independent;
        self.fresh += other.fresh;
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        Self { mean: self.mean * factor, independent: self.independent * factor, fresh: self.fresh * factor }
    }

    /// The variance with this number of draws: rows exclude one another, because the number of draws is fixed.
    pub(super) fn variance(&self, draws: f64) -> f64 {
        (self.independent - draws * self.fresh * self.fresh).max(0.0)
    }
}

impl Zipf {
    /// With the first `head` rows treated one by one.
    pub(super) fn new(rows: u64, exponent: f64, head: u64) -> Self {
        let weights: Vec<f64> = (1..=rows.min(head)).map(|k| (k as f64).powf(-exponent)).collect();
        let listed = weights.len() as u64;
        // The smallest first, so that the sum loses none of them.
        let total = tail_weight(listed..rows, exponent) + weights.iter().rev().sum::<f64>();
        let head = weights.into_iter().map(|weight| weight / total).collect();
        Self { rows, exponent, head, total }
    }

    pub(super) fn head(&self) -> &[f64] {
        &self.head
    }

    /// The rows behind the head.
    pub(super) fn tail(&self) -> Range<u64> {
        self.head.len() as u64..self.rows
    }

    /// The probability of one of some rows behind the head.
    pub(super) fn tail_share(&self, rows: Range<u64>) -> f64 {
        tail_weight(rows, self.exponent) / self.total
    }

    /// Distinct rows, of some behind the head, among `draws` draws from the whole table.
    pub(super) fn tail_distinct(&self, rows: Range<u64>, draws: f64) -> Distinct {
        let of = |index: f64| Distinct::of((index).powf(-self.exponent) / self.total, draws);
        sum_smooth(rows, of)
    }
}

/// The sum of k^−exponent over rows (row k − 1 has the weight of k) by the Euler–Maclaurin formula.
fn tail_weight(rows: Range<u64>, exponent: f64) -> f64 {
    if rows.is_empty() {
        return 0.0;
    }
    let (first, last) = ((rows.start + 1) as f64, rows.end as f64);
    let weight = |x: f64| x.powf(-exponent);
    let slope = |x: f64| -exponent * x.powf(-exponent - 1.0);
    integral(first, last, exponent)
        + (weight(first) + weight(last)) / 2.0
        + (slope(last) - slope(first)) / 12.0
}

/// ∫ x^−exponent dx, also for exponents near 1 and bounds near each other.
fn integral(from: f64, to: f64, exponent: f64) -> f64 {
    let (power, length) = (1.0 - exponent, (to / from).ln());
    let scaled = power * length;
    let ratio = if scaled.abs() < 1e-8 { 1.0 + scaled / 2.0 } else { scaled.exp_m1() / scaled };
    from.powf(power) * length * ratio
}

/// The sum over rows of a function of k (row k − 1) that changes slowly: the integral by Simpson's rule in ln k, and half of
/// both ends.
fn sum_smooth(rows: Range<u64>, of: impl Fn(f64) -> Distinct) -> Distinct {
    let mut sum = Distinct::default();
    if rows.end.saturating_sub(rows.start) <= 2 * u64::from(INTERVALS) {
        rows.for_each(|row| sum.add(of((row + 1) as f64)));
        return sum;
    }
    let (first, last) = ((rows.start + 1) as f64, rows.end as f64);
    let width = (last / first).ln() / f64::from(INTERVALS);
    let mut add = |index: f64, factor: f64| sum.add(of(index).scaled(factor));
    for point in 0..=INTERVALS {
        let index = first * (width * f64::from(point)).exp();
        let factor = if point == 0 || point == INTERVALS { 1.0 } else { f64::from(2 + 2 * (point % 2)) };
        add(index, factor * width / 3.0 * index);
    }
    add(first, 0.5);
    add(last, 0.5);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table whose rows are all treated one by one, and one with a small head.
    fn exact_and_short(rows: u64, exponent: f64) -> [Zipf; 2] {
        [Zipf::new(rows, exponent, rows), Zipf::new(rows, exponent, 1000)]
    }

    #[test]
    fn the_sum_behind_the_head_is_that_of_all_rows() {
        for exponent in [0.0, 0.5, 0.999_999_999, 1.0, 1.05, 1.3, 2.5] {
            let [exact, short] = exact_and_short(300_000, exponent);
            assert!((short.total / exact.total - 1.0).abs() < 1e-11, "{exponent}");
            let sum: f64 = exact.head()[5000..200_000].iter().rev().sum();
            assert!((short.tail_share(5000..200_000) / sum - 1.0).abs() < 1e-9, "{exponent}");
            let all = short.head().iter().sum::<f64>() + short.tail_share(short.tail());
            assert!((all - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn harmonic_numbers_of_large_tables_are_known() {
        // H(n) = ln n + γ + 1/(2n) − …
        let zipf = Zipf::new(1_000_000_000, 1.0, HEAD);
        let expected = 1e9f64.ln() + 0.577_215_664_901_532_9 + 0.5e-9;
        assert!((zipf.total - expected).abs() < 1e-12 * expected);
    }

    #[test]
    fn distinct_rows_behind_the_head_are_those_of_all_rows() {
        for exponent in [0.0, 0.8, 1.05, 1.5] {
            let [exact, short] = exact_and_short(300_000, exponent);
            for draws in [1.0, 1e3, 1e5, 1e7] {
                let mut sum = Distinct::default();
                exact.head()[1000..].iter().for_each(|&p| sum.add(Distinct::of(p, draws)));
                let smooth = short.tail_distinct(short.tail(), draws);
                assert!(
                    (smooth.mean / sum.mean - 1.0).abs() < 1e-5,
                    "{exponent}, {draws}: {smooth:?} {sum:?}"
                );
                assert!((smooth.independent / sum.independent - 1.0).abs() < 1e-5, "{exponent}, {draws}");
                assert!((smooth.fresh / sum.fresh - 1.0).abs() < 1e-5, "{exponent}, {draws}");
            }
        }
    }

    #[test]
    fn a_certain_row_is_drawn() {
        assert_eq!((Distinct::of(1.0, 3.0).mean, Distinct::of(1.0, 3.0).variance(3.0)), (1.0, 0.0));
        assert_eq!(Distinct::of(1.0, 0.0).mean, 0.0);
        assert_eq!(Zipf::new(1, 1.0, HEAD).head(), [1.0]);
    }
}
