//! The effect on an element of all steps that its row has missed, in closed form.
//!
//! In a missed step the gradient is 0: the accumulator stays, and the value only shrinks. All missed steps
//! together are one map `w → sign(w)·max(kept·|w| − threshold, 0)`, whatever their rates were;
//! `docs/exact-rows.md` derives it. `shaders/rule/lazy/closed_form.wgsl` has the same operations in the same
//! order.

use super::rate_run::RateRun;
use crate::rule::soft_threshold;

/// The map `w → sign(w)·max(kept·|w| − threshold, 0)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shrink {
    pub(crate) kept: f32,
    pub(crate) threshold: f32,
}

impl Shrink {
    /// Documented shrinkage, with `sum = Σ ln(1 + γ·l2)/l2`: the same map for all elements of a row.
    #[inline(always)]
    pub(crate) fn documented(sum: f32, l1: f32, l2: f32) -> Self {
        // kept = Π 1/(1 + γ·l2) = e^−x, threshold = (l1/l2)·(1 − e^−x)
        let x = l2 * sum;
        let Decay { kept, lost } = Decay::of(x);
        let share = if x > 0.0 { lost / x } else { 1.0 };
        Self { kept, threshold: l1 * sum * share }
    }

    /// Adaptive shrinkage without L2, with `sum = Σ γ`.
    #[inline(always)]
    pub(crate) fn adaptive(sum: f32, l1: f32, accum: f32) -> Self {
        // threshold = l1·Σγ/√A, or 0 where A = 0
        let threshold = if accum < f32::MIN_POSITIVE { 0.0 } else { l1 * sum / accum.sqrt() };
        Self { kept: 1.0, threshold }
    }

    /// Adaptive shrinkage with L2, with `x = Σ ln(1 + γ·l2/√A)` and `ratio = l1/l2`.
    #[inline(always)]
    pub(crate) fn adaptive_l2(x: f32, ratio: f32, accum: f32) -> Self {
        // kept = e^−x, threshold = (l1/l2)·(1 − e^−x); the map leaves w where A = 0
        let Decay { kept, lost } = Decay::of(x);
        let is_none = accum < f32::MIN_POSITIVE;
        Self { kept: if is_none { 1.0 } else { kept }, threshold: if is_none { 0.0 } else { ratio * lost } }
    }

    #[inline(always)]
    pub(crate) fn apply(self, value: f32) -> f32 {
        soft_threshold(value * self.kept, self.threshold)
    }
}

impl RateRun {
    /// `Σ ln(1 + γ·u)` over the run, in two parts. With several runs each part is summed over all of them,
    /// then the two sums are added.
    ///
    /// With the center c, `z = c·u`, `r = z/(1 + z)` and `d = γ/c − 1` a summand is `ln(1 + z) + ln(1 +
    /// r·d)`. The first part sums the first term, the second part a series of the second one.
    #[inline(always)]
    pub(crate) fn logarithms(&self, u: f32) -> [f32; 2] {
        let &Self { center, steps, sums: [d, d2, d3] } = self;
        let z = center * u;
        let r = z / (1.0 + z);
        [steps * log1p(z), r * (d - r * (d2 - r * d3))]
    }
}

/// e^−x and 1 − e^−x, each with full relative accuracy.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decay {
    kept: f32,
    lost: f32,
}

/// Beyond this x, e^−x counts as 0: soon after, at 87.3, it leaves the normal numbers of f32.
const MOST_DECAY: f32 = 87.0;

impl Decay {
    /// For x ≥ 0. The error of `lost` is at most 4 roundings of f32, that of `kept` at most 4·max(x, 1): a
    /// rounding of x alone changes e^−x by x roundings.
    ///
    /// Written so that a compiler that reassociates, as WGSL allows, loses no accuracy.
    #[inline(always)]
    fn of(x: f32) -> Self {
        // −x = −n·ln 2 + r
        let clamped = if x < MOST_DECAY { x } else { MOST_DECAY };
        let n = (clamped * std::f32::consts::LOG2_E + 0.5).floor();
        let r = n * std::f32::consts::LN_2 - clamped;
        // e^r − 1 = r·(1 + r/2 + …)
        let tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)));
        let p = r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * tail)));
        // 2^−n. The low bits of n + 2²³ are the integer n; a conversion would have to check its range.
        let whole = (n + 8_388_608.0).to_bits() & 0x7f;
        let s = f32::from_bits((127 - whole) << 23);
        let kept = if x > MOST_DECAY { 0.0 } else { s * (1.0 + p) };
        // Where x is small, 1 − kept would cancel.
        Self { kept, lost: if n == 0.0 { -p } else { 1.0 - kept } }
    }
}

/// √2 − 1. Up to this z, f = z and n = 0 in `1 + z = 2ⁿ·(1 + f)`.
const ROOT_LESS_ONE: f32 = 0.414_213_57;
/// The bits of √½.
const ROOT_HALF: u32 = 0x3f35_04f3;

/// ln(1 + z) for z ≥ 0. The error is at most 3 roundings of f32.
#[inline(always)]
fn log1p(z: f32) -> f32 {
    let bits = (1.0 + z).to_bits();
    let n = (bits - ROOT_HALF) >> 23;
    let m = f32::from_bits(bits - (n << 23));
    let small = z <= ROOT_LESS_ONE;
    let f = if small { z } else { m - 1.0 };
    // As a signed integer, which processors convert faster.
    #[expect(clippy::cast_precision_loss, reason = "at most 128")]
    let n = if small { 0.0 } else { n.cast_signed() as f32 };
    // ln(1 + f) = f − s·(f − R) with s = f/(2 + f): the series of 2·artanh(s)
    let s = f / (2.0 + f);
    let s2 = s * s;
    let series = s2 * (2.0 / 3.0 + s2 * (2.0 / 5.0 + s2 * (2.0 / 7.0 + s2 * (2.0 / 9.0))));
    n * std::f32::consts::LN_2 + (f - s * (f - series))
}

#[cfg(test)]
mod tests {
    use super::{super::form::LazyForm, *};
    use crate::rule::{RuleForm, Shrinkage};

    /// Numbers from one to another at equal ratios.
    fn sweep(from: f64, to: f64, count: u32) -> impl Iterator<Item = f32> {
        let ratio = (to / from).ln();
        (0..=count)
            .map(move |i| crate::rounding::to_f32(from * (ratio * f64::from(i) / f64::from(count)).exp()))
    }

    #[track_caller]
    fn assert_error(name: &str, worst: f64, most: f64) {
        let roundings = worst / 2f64.powi(-24);
        println!("{name}: off by {roundings:.2} roundings at most");
        assert!(roundings <= most, "{name}: {roundings} roundings");
    }

    #[test]
    fn e_to_minus_x_keeps_all_digits_of_both_parts() {
        let (mut kept, mut lost) = (0f64, 0f64);
        for x in sweep(1e-37, 87.0, 2_000_000) {
            let got = Decay::of(x);
            let x = f64::from(x);
            // A relative error of x becomes one of x times its size in e^−x, however e^−x is computed.
            kept = kept.max((f64::from(got.kept) / (-x).exp() - 1.0).abs() / x.max(1.0));
            lost = lost.max((f64::from(got.lost) / -(-x).exp_m1() - 1.0).abs());
        }
        assert_error("e^-x", kept, 4.0);
        assert_error("1 - e^-x", lost, 4.0);
        assert_eq!(Decay::of(0.0), Decay { kept: 1.0, lost: 0.0 });
        assert_eq!(Decay::of(88.0), Decay { kept: 0.0, lost: 1.0 });
        assert_eq!(Decay::of(f32::MAX), Decay { kept: 0.0, lost: 1.0 });
    }

    #[test]
    fn ln_of_1_plus_z_keeps_all_digits() {
        let error = |z: f32| (f64::from(log1p(z)) / f64::from(z).ln_1p() - 1.0).abs();
        assert_error("ln(1 + z)", sweep(1e-37, 3e38, 2_000_000).map(error).fold(0.0, f64::max), 3.0);
        assert_eq!(log1p(0.0), 0.0);
    }

    #[test]
    fn rates_around_a_center_are_as_good_as_one_by_one() {
        // As far from the center as the rates of a bin may be.
        for spread in [1.0 / 32.0, -1.0 / 32.0f64] {
            let sums = [100.0 * spread, 100.0 * spread * spread / 2.0, 100.0 * spread.powi(3) / 3.0];
            let run = RateRun { center: 1.0, steps: 100.0, sums: sums.map(crate::rounding::to_f32) };
            let error = |u: f32| {
                let want = 100.0 * ((1.0 + spread) * f64::from(u)).ln_1p();
                let [of_centers, around] = run.logarithms(u);
                (f64::from(of_centers + around) / want - 1.0).abs()
            };
            assert_error("sum of ln", sweep(1e-30, 1e30, 100_000).map(error).fold(0.0, f64::max), 6.0);
        }
    }

    #[test]
    fn a_shrink_does_what_its_steps_do_one_by_one() {
        const RATES: [f64; 4] = [0.1, 0.02, 0.3, 0.007];
        let sum =
            |term: &dyn Fn(f64) -> f64| crate::rounding::to_f32(RATES.iter().map(|rate| term(*rate)).sum());
        // `root` is √A, and 1 for documented shrinkage.
        let check = |shrink: Shrink, l1: f64, l2: f64, root: f64| {
            for value in [2.0f32, -1.5, 0.01, 0.0] {
                let step = |value: f64, rate: f64| {
                    let e = rate / root;
                    (value.abs() - e * l1).max(0.0).copysign(value) / (1.0 + e * l2)
                };
                let want = RATES.into_iter().fold(f64::from(value), step);
                let error = (f64::from(shrink.apply(value)) - want).abs();
                assert!(error < 1e-6, "{shrink:?} of {value} with {l1} and {l2}: off by {error:e}");
            }
        };
        let accum = 0.25f32;
        for (l1, l2) in [(0.5f32, 0.0f32), (0.5, 2.0), (0.0, 2.0), (1.0, 0.125)] {
            let [exact_l1, exact_l2] = [l1, l2].map(f64::from);
            let documented = |rate: f64| if l2 > 0.0 { (rate * exact_l2).ln_1p() / exact_l2 } else { rate };
            check(Shrink::documented(sum(&documented), l1, l2), exact_l1, exact_l2, 1.0);
            if l2 > 0.0 {
                let x = sum(&|rate| (rate * exact_l2 / 0.5).ln_1p());
                check(Shrink::adaptive_l2(x, l1 / l2, accum), exact_l1, exact_l2, 0.5);
            } else {
                check(Shrink::adaptive(sum(&|rate| rate), l1, accum), exact_l1, exact_l2, 0.5);
            }
        }
    }

    #[test]
    fn the_smallest_accumulator_that_shrinks_is_the_smallest_normal_number() {
        let [least, below] = [f32::MIN_POSITIVE, f32::MIN_POSITIVE / 2.0];
        // Its square root is 2⁻⁶³.
        let adaptive = |accum| Shrink::adaptive(2f32.powi(-62), 0.25, accum).threshold;
        assert_eq!([least, below].map(adaptive), [0.5, 0.0]);
        let adaptive_l2 = |accum| Shrink::adaptive_l2(100.0, 0.25, accum);
        assert_eq!(adaptive_l2(least), Shrink { kept: 0.0, threshold: 0.25 });
        assert_eq!(adaptive_l2(below), Shrink { kept: 1.0, threshold: 0.0 });
    }

    #[test]
    fn strengths_that_are_next_to_nothing_are_no_trouble() {
        assert_eq!(Shrink::documented(2.0, 0.5, 0.0), Shrink { kept: 1.0, threshold: 1.0 });
        assert_eq!(Shrink::documented(2.0, 0.5, 1e-45), Shrink { kept: 1.0, threshold: 1.0 });
        assert_eq!(LazyForm::of(RuleForm::ProximalAdagrad, Shrinkage::Adaptive, 1e-40), LazyForm::Adaptive);
        assert_eq!(
            LazyForm::of(RuleForm::ProximalAdagrad, Shrinkage::Adaptive, 2f64.powi(-100)),
            LazyForm::AdaptiveL2
        );
        let nothing = Shrink { kept: 1.0, threshold: 0.0 };
        assert_eq!(Shrink::adaptive(1.0, 1.0, 0.0), nothing);
        assert_eq!(Shrink::adaptive_l2(0.0, 1.0, 0.0), nothing);
        // x is NaN where A is 0.
        assert_eq!(Shrink::adaptive_l2(f32::NAN, 1.0, 0.0), nothing);
    }
}
