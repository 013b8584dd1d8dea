//! The results at one place of the grid.

use serde::Serialize;

use super::candidate::Candidate;

/// The results of the runs of a rule with one kind of rows and one strength of L1.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Point {
    #[serde(serialize_with = "name")]
    pub(super) rule: Candidate,
    pub(super) rows: &'static str,
    /// The strength of L1, of the mean loss of the examples.
    pub(super) l1: f64,
    /// The learning rate that was chosen.
    pub(super) learning_rate: f64,
    /// Mean over the seeds.
    pub(super) test_error: f64,
    /// Minimum and maximum over the seeds.
    pub(super) test_error_range: [f64; 2],
    /// Mean over the seeds.
    pub(super) nonzero: f64,
    /// Minimum and maximum over the seeds.
    pub(super) nonzero_range: [f64; 2],
    /// Mean over the seeds.
    pub(super) nonzero_share: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn name<S: serde::Serializer>(rule: &Candidate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rule.name())
}

impl Point {
    /// From errors and numbers of non-zero weights by seed, of so many weights.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(super) fn new(
        (rule, rows): (Candidate, &'static str),
        (l1, learning_rate): (f64, f64),
        errors: &[f64],
        nonzero: &[f64],
        weights: usize,
    ) -> Self {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        Self {
            rule,
            rows,
            l1,
            learning_rate,
            test_error: mean(errors),
            test_error_range: range(errors),
            nonzero: mean(nonzero),
            nonzero_range: range(nonzero),
            nonzero_share: mean(nonzero) / weights.max(1) as f64,
        }
    }
}

/// The point with the fewest errors, and of those with as many, the fewest weights.
pub(super) fn best<'a>(points: impl Iterator<Item = &'a Point>) -> Option<&'a Point> {
    let by = |point: &Point| (point.test_error, point.nonzero);
    points.min_by(|a, b| by(a).partial_cmp(&by(b)).expect("measurements are finite"))
}

fn range(values: &[f64]) -> [f64; 2] {
    let of = |pick: fn(f64, f64) -> f64| values.iter().copied().reduce(pick).unwrap_or_default();
    [of(f64::min), of(f64::max)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_has_means_and_ranges_and_the_best_one_the_fewest_errors() {
        let point = |errors: &[f64], nonzero: &[f64]| {
            Point::new((Candidate::PlainRda, "exact"), (1e-3, 3.0), errors, nonzero, 40)
        };
        let first = point(&[0.1, 0.3], &[4.0, 8.0]);
        assert_eq!((first.test_error, first.test_error_range), (0.2, [0.1, 0.3]));
        assert_eq!((first.nonzero, first.nonzero_range, first.nonzero_share), (6.0, [4.0, 8.0], 0.15));
        let points = [first, point(&[0.2], &[5.0]), point(&[0.25], &[1.0])];
        assert_eq!(best(points.iter()).unwrap().nonzero, 5.0);
        assert!(best([].iter()).is_none());
    }
}
