//! The expected maximum over ranks.

/// Points of the integral.
const POINTS: u32 = 96;
/// Standard deviations on both sides of a mean, outside of which nothing lies.
const REACH: f64 = 6.0;

/// Loads of the ranks: independent normal variables.
#[derive(Clone, Debug)]
pub(super) struct Loads {
    means: Vec<f64>,
    variances: Vec<f64>,
}

impl Loads {
    pub(super) fn new(ranks: usize) -> Self {
        Self { means: vec![0.0; ranks], variances: vec![0.0; ranks] }
    }

    /// Adds a load to a rank.
    pub(super) fn add(&mut self, rank: usize, mean: f64, variance: f64) {
        self.means[rank] += mean;
        self.variances[rank] += variance;
    }

    /// Adds the same load to all ranks.
    pub(super) fn add_to_all(&mut self, mean: f64) {
        self.means.iter_mut().for_each(|of_rank| *of_rank += mean);
    }

    /// The expected maximum, ∫ 1 − Π P(load ≤ x) dx above a bound that it exceeds.
    pub(super) fn expected_maximum(&self) -> f64 {
        if let [mean] = self.means[..] {
            return mean;
        }
        let pairs = || {
            self.means.iter().zip(&self.variances).map(|(&mean, variance)| (mean, variance.max(0.0).sqrt()))
        };
        let bound =
            |sign: f64| pairs().map(|(mean, sigma)| mean + sign * REACH * sigma).fold(f64::MIN, f64::max);
        let (low, high) = (bound(-1.0), bound(1.0));
        let reaching: Vec<_> =
            pairs().filter(|&(mean, sigma)| sigma > 0.0 && mean + REACH * sigma > low).collect();
        if reaching.is_empty() || high <= low {
            return low;
        }
        let exceeded =
            |x: f64| 1.0 - reaching.iter().map(|&(mean, sigma)| below((x - mean) / sigma)).product::<f64>();
        let width = (high - low) / f64::from(POINTS);
        let inner: f64 = (1..POINTS).map(|point| exceeded(low + width * f64::from(point))).sum();
        low + width * (inner + (exceeded(low) + exceeded(high)) / 2.0)
    }
}

/// The distribution function of the normal distribution, by formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical
/// Functions, whose error is below 1.5e-7.
fn below(x: f64) -> f64 {
    let z = x.abs() * std::f64::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let coefficients = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    let above =
        coefficients.iter().fold(0.0, |sum, coefficient| (sum + coefficient) * t) * (-z * z).exp() / 2.0;
    if x > 0.0 { 1.0 - above } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maximum(loads: &[(f64, f64)]) -> f64 {
        let mut sums = Loads::new(loads.len());
        loads.iter().enumerate().for_each(|(rank, &(mean, variance))| sums.add(rank, mean, variance));
        sums.expected_maximum()
    }

    #[test]
    fn maxima_of_equal_normal_variables_are_known() {
        // 1/√π for two, 3/(2√π) for three variables.
        let unit = 1.0 / std::f64::consts::PI.sqrt();
        assert!((maximum(&[(0.0, 1.0); 2]) - unit).abs() < 1e-5);
        assert!((maximum(&[(5.0, 4.0); 3]) - (5.0 + 3.0 * unit)).abs() < 1e-5);
        // 2.5076 for a hundred (tables of order statistics, Harter 1961).
        assert!((maximum(&[(0.0, 1.0); 100]) - 2.5076).abs() < 1e-3);
    }

    #[test]
    fn loads_without_variance_have_the_largest_as_their_maximum() {
        assert_eq!(maximum(&[(3.0, 0.0), (7.0, 0.0), (1.0, 0.0)]), 7.0);
        assert_eq!(maximum(&[(0.0, 0.0)]), 0.0);
        assert!((maximum(&[(100.0, 1.0), (3.0, 0.0), (1.0, 1.0)]) - 100.0).abs() < 1e-3);
        assert_eq!(maximum(&[(2.0, 1.0)]), 2.0);
    }
}
