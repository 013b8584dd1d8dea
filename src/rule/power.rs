//! Powers of accumulators, with the same bits on every device that neither fuses nor reassociates operations.
//!
//! `shaders/rule/power.wgsl` has the same operations in the same order. WGSL's `pow` may lose the last bits of a large exponent,
//! and its bits are those of the driver.

use crate::rounding::to_f32;

/// An exponent from 0 to 1 in two parts: the first has few digits, so that its product with a whole number is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exponent {
    pub(crate) high: f32,
    pub(crate) low: f32,
}

impl Exponent {
    pub(crate) fn new(exponent: f64) -> Self {
        // 12 bits behind the point; whole exponents of f32 have 8.
        let high = (exponent * 4096.0).floor() / 4096.0;
        Self { high: to_f32(high), low: to_f32(exponent - high) }
    }
}

/// The bits of √½.
const ROOT_HALF: u32 = 0x3f35_04f3;

/// `x^exponent` for x ≥ 0; 0 where x is below the smallest normal number, unless the exponent is 0. The error is at most 4
/// roundings of f32.
#[inline(always)]
pub(crate) fn power(x: f32, exponent: Exponent) -> f32 {
    // x = 2ⁿ·m with m from √½ to √2
    let shifted = x.to_bits().wrapping_sub(ROOT_HALF).cast_signed() >> 23;
    let m = f32::from_bits(x.to_bits().wrapping_sub((shifted << 23).cast_unsigned()));
    #[expect(clippy::cast_precision_loss, reason = "from −127 to 128")]
    let n = shifted as f32;
    // log2(m) = (f − s·(f − R))/ln 2 with s = f/(2 + f)
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let series = s2 * (2.0 / 3.0 + s2 * (2.0 / 5.0 + s2 * (2.0 / 7.0 + s2 * (2.0 / 9.0))));
    let logarithm = (f - s * (f - series)) * std::f32::consts::LOG2_E;
    // exponent·log2(x) = whole + rest
    let exact = exponent.high * n;
    let rest = exponent.low * n + (exponent.high + exponent.low) * logarithm;
    let whole = (exact + (rest + 0.5)).floor();
    let r = ((exact - whole) + rest) * std::f32::consts::LN_2;
    // e^r
    let tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)));
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * tail)));
    // 2^whole in two factors, because 2^128 is no f32. The low bits of x + 3·2²² are the whole number x.
    let half = (whole * 0.5).floor();
    let power = p * two_to(half) * two_to(whole - half);
    if x < f32::MIN_POSITIVE && exponent.high + exponent.low > 0.0 { 0.0 } else { power }
}

/// `2^n` for a whole number n from −126 to 127.
#[inline(always)]
fn two_to(n: f32) -> f32 {
    f32::from_bits(((n + 12_582_912.0).to_bits() << 23).wrapping_add(0x3f80_0000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_keep_all_digits() {
        let mut worst = 0f64;
        for exponent in [0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 0.999, 1.0] {
            for i in 0..200_000u32 {
                let x = f32::from_bits(0x0080_0000 + i * 10_600);
                let want = f64::from(x).powf(exponent);
                let got = f64::from(power(x, Exponent::new(exponent)));
                worst = worst.max((got / want - 1.0).abs());
            }
            assert_eq!(power(1.0, Exponent::new(exponent)), 1.0);
        }
        let roundings = worst / 2f64.powi(-24);
        println!("off by {roundings:.2} roundings at most");
        assert!(roundings <= 4.0, "{roundings}");
    }

    #[test]
    fn powers_of_next_to_nothing_are_0_and_with_the_exponent_0_they_are_1() {
        for x in [0.0, 1e-45, 1e-39] {
            assert_eq!([0.5, 0.0].map(|exponent| power(x, Exponent::new(exponent))), [0.0, 1.0], "{x:e}");
        }
        assert!((power(f32::MAX, Exponent::new(1.0)) / f32::MAX - 1.0).abs() < 1e-6);
    }
}
