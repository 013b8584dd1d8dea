//! Medians and quartiles of times, which a few disturbed rounds hardly change.

/// The median; NaN where there are no values.
pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The interquartile range: half of the values lie in a range of this width.
pub(crate) fn spread(values: &[f64]) -> f64 {
    quantile(values, 0.75) - quantile(values, 0.25)
}

/// The smallest value; NaN where there are no values.
pub(crate) fn least(values: &[f64]) -> f64 {
    quantile(values, 0.0)
}

/// The median of the ratios of values to baseline values, pair by pair.
pub(crate) fn median_ratio(values: &[f64], baseline: &[f64]) -> f64 {
    median(&values.iter().zip(baseline).map(|(value, base)| value / base).collect::<Vec<_>>())
}

/// A quantile, interpolated between the two nearest of the sorted values (Hyndman and Fan 1996, type 7).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "indices"
)]
fn quantile(values: &[f64], share: f64) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_few_values_lie_between_them() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(spread(&[1.0, 2.0, 3.0, 4.0, 5.0]), 2.0);
        assert_eq!(spread(&[7.0]), 0.0);
        assert_eq!(least(&[3.0, 1.0, 2.0]), 1.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn a_ratio_is_taken_within_each_round() {
        // The second round was disturbed, for both alike.
        assert_eq!(median_ratio(&[2.0, 40.0, 2.0], &[1.0, 20.0, 1.0]), 2.0);
    }
}
