//! Ids as in logs of clicks: few ids are frequent, many are rare.

use fastrand::Rng;

/// The exponent s of the distribution: the k-th most frequent id has a share of about 1/k^s.
const EXPONENT: f64 = 1.1;

/// A distribution of ids 0, 1, 2, …, in order of falling frequency.
///
/// Id k − 1 has the share ∫ x^−s dx over [k, k + 1) of that over [1, ids + 1). The integral can be inverted, so an id needs one
/// random number and no table; the sums of Zipf's law cannot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zipf {
    ids: u64,
    /// 1 − (ids + 1)^(1−s)
    whole: f64,
}

impl Zipf {
    /// A distribution over so many ids, at least one.
    pub(crate) fn new(ids: u64) -> Self {
        Self { ids, whole: 1.0 - ((ids + 1) as f64).powf(1.0 - EXPONENT) }
    }

    /// A random id.
    #[expect(clippy::cast_possible_truncation, reason = "the result is at most the number of ids")]
    pub(crate) fn draw(&self, random: &mut Rng) -> u64 {
        // x with F(x) = (1 − x^(1−s)) / whole equal to a random number from 0 to 1.
        let x = (1.0 - random.f64() * self.whole).powf(1.0 / (1.0 - EXPONENT));
        (x as u64).clamp(1, self.ids) - 1
    }
}
