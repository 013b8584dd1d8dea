//! Conversions between f32 and 16 bits. They round to nearest even, or stochastically so that small steps are
//! not lost.
//!
//! All arithmetic is of integers, so that every device rounds alike: WGSL leaves open how its own conversions
//! round. `shaders/storage/convert16.wgsl` has the same operations in the same order.

/// Rounds to nearest even.
#[expect(clippy::cast_possible_truncation, reason = "rounding is the purpose")]
pub(crate) fn to_f32(x: f64) -> f32 {
    x as f32
}

/// How updated values are rounded to 16 bits. Values stored in f32 are never rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Rounding {
    /// Round to nearest even. A step below half a unit in the last place is lost, however often it is taken:
    /// with the 8 significant bits of bf16 that is most steps.
    #[default]
    Nearest,
    /// Stochastic rounding: up or down, with the probabilities that make the result right on average.
    ///
    /// The random number of an element depends on the seed, the step, the parameter and the index of the
    /// element alone (pcg4d; Jarzynski and Olano 2020), so the same seed gives the same bits on any device.
    Stochastic {
        /// Seed of the random numbers; any number.
        seed: u32,
    },
}

/// The random numbers for the elements of a parameter at a step: a counter-based generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Noise {
    pub(crate) seed: u32,
    pub(crate) step: u32,
    /// Two numbers for each parameter: one for updates, one for bringing rows up to date.
    pub(crate) stream: u32,
}

impl Noise {
    /// The number for the element with index `i`.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "elements 2³² apart may share a number")]
    pub(crate) fn at(self, i: usize) -> u32 {
        pcg4d([i as u32, self.step, self.stream, self.seed])
    }

    /// The numbers for the elements from index `first` on.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "elements 2³² apart may share a number")]
    pub(crate) fn fill<const N: usize>(self, first: usize, numbers: &mut [u32; N]) {
        let Self { seed, step, stream } = self;
        let first = first as u32;
        for (i, number) in (0u32..).zip(numbers) {
            *number = pcg4d([first.wrapping_add(i), step, stream, seed]);
        }
    }
}

/// Random stream of the parameter with this index; the next stream belongs to the parameter, too.
#[expect(clippy::cast_possible_truncation, reason = "parameters 2³¹ apart may share their random numbers")]
pub(crate) fn noise_stream(param: usize) -> u32 {
    (param as u32).wrapping_mul(2)
}

/// The first word of the hash function pcg4d (Jarzynski and Olano, *Hash Functions for GPU Rendering*, JCGT
/// 9(3), 2020).
#[inline(always)]
fn pcg4d(words: [u32; 4]) -> u32 {
    let [mut x, mut y, mut z, mut w] =
        words.map(|word| word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    for round in 0..2 {
        x = x.wrapping_add(y.wrapping_mul(w));
        y = y.wrapping_add(z.wrapping_mul(x));
        z = z.wrapping_add(x.wrapping_mul(y));
        w = w.wrapping_add(y.wrapping_mul(z));
        if round == 0 {
            [x, y, z, w] = [x, y, z, w].map(|word| word ^ word >> 16);
        }
    }
    x
}

/// Bits of infinity. Larger bits, without the sign, are NaN.
const INFINITY: u32 = 0x7f80_0000;

/// The number to add to `bits` before its `cut` low bits are cut off. Round to nearest even: half a unit of
/// the result, less 1 where the result would be even. Stochastic rounding: the `cut` high bits of the random
/// number.
///
/// Operations wrap, here and below, although nothing overflows: a loop with checks would not be vectorised.
#[inline(always)]
fn bias(bits: u32, cut: u32, noise: Option<u32>) -> u32 {
    match noise {
        None => {
            1u32.wrapping_shl(cut.wrapping_sub(1)).wrapping_sub(1).wrapping_add(bits.wrapping_shr(cut) & 1)
        }
        Some(noise) => noise.wrapping_shr(32u32.wrapping_sub(cut)),
    }
}

/// Bits of the largest finite bf16 and f16.
const MAX_BF16: u32 = 0x7f7f;
const MAX_F16: u32 = 0x7bff;

/// Rounds to the bits of a bf16; numbers beyond its range to the largest finite one. Infinities and NaN stay what they are.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lower half is rounded away")]
pub(crate) fn bf16_bits(value: f32, noise: Option<u32>) -> u16 {
    let bits = value.to_bits();
    let size = bits & 0x7fff_ffff;
    let finite = (size.wrapping_add(bias(size, 16, noise)) >> 16).min(MAX_BF16);
    let infinite = size >> 16 | if size > INFINITY { 0x40 } else { 0 };
    (bits >> 16 & 0x8000 | if size < INFINITY { finite } else { infinite }) as u16
}

/// Rounds to the bits of an f16; numbers beyond its range to the largest finite one. Infinities and NaN stay what they are.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "sign and magnitude have 16 bits")]
pub(crate) fn f16_bits(value: f32, noise: Option<u32>) -> u16 {
    // As bits of an f32: the smallest normal f16, and the difference between the exponent biases.
    const SMALLEST: u32 = 113 << 23;
    const BIASES: u32 = 112 << 23;
    let bits = value.to_bits();
    let size = bits & 0x7fff_ffff;
    let normal = (size.wrapping_add(bias(size, 13, noise)).wrapping_sub(BIASES) >> 13).min(MAX_F16);
    // A subnormal f16 counts units of 2⁻²⁴: the significand, and how many of its bits are below the unit.
    let digits = size & 0x7f_ffff | 0x80_0000;
    let behind = 126u32.wrapping_sub(size >> 23).clamp(1, 31);
    let small = digits.wrapping_add(bias(digits, behind, noise)).wrapping_shr(behind);
    // Far below the unit the result is 0.
    let small = if size >> 23 < 95 { 0 } else { small };
    let rounded = if size < SMALLEST { small } else { normal };
    let infinite = if size > INFINITY { 0x7e00 } else { 0x7c00 };
    (bits >> 16 & 0x8000 | if size < INFINITY { rounded } else { infinite }) as u16
}

/// The f32 of these bits of a bf16, which is exact.
#[inline(always)]
pub(crate) fn widen_bf16(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

/// The f32 of these bits of an f16, which is exact.
#[inline(always)]
pub(crate) fn widen_f16(bits: u16) -> f32 {
    let (sign, size) = (u32::from(bits & 0x8000) << 16, u32::from(bits & 0x7fff));
    let normal = (size << 13).wrapping_add(112 << 23);
    #[expect(clippy::cast_precision_loss, reason = "10 bits are exact")]
    let small = (size as f32 / 16_777_216.0).to_bits();
    let wide = if size < 0x400 { small } else { normal };
    f32::from_bits(sign | if size < 0x7c00 { wide } else { size << 13 | INFINITY })
}

#[cfg(test)]
mod tests {
    use half::{bf16, f16};

    use super::*;

    /// Every pattern of the upper 19 bits, with lower bits on both sides of where rounding changes.
    fn patterns() -> impl Iterator<Item = f32> {
        let lower = [0, 1, 0xfff, 0x1000, 0x1001, 0x1fff];
        (0..1u32 << 19).flat_map(move |upper| lower.map(|lower| f32::from_bits(upper << 13 | lower)))
    }

    /// The conversion of a number, with the largest finite result in place of an infinite one of a finite number.
    fn saturated<T: Copy + std::ops::Neg<Output = T> + Into<f32>>(
        value: f32,
        narrow: fn(f32) -> T,
        max: T,
    ) -> T {
        match narrow(value) {
            narrow if narrow.into().is_finite() || !value.is_finite() => narrow,
            _ if value > 0.0 => max,
            _ => -max,
        }
    }

    #[test]
    fn no_finite_number_becomes_infinite_whatever_the_noise() {
        for value in [65_504.0, 65_519.0, 65_520.0, 1e6, f32::MAX, 3.39e38, -65_520.0, -f32::MAX] {
            for noise in [None, Some(0), Some(u32::MAX)] {
                assert!(widen_f16(f16_bits(value, noise)).is_finite(), "{value:e} by {noise:?}");
                assert!(widen_bf16(bf16_bits(value, noise)).is_finite(), "{value:e} by {noise:?}");
            }
        }
        assert_eq!(widen_f16(f16_bits(f32::INFINITY, Some(u32::MAX))), f32::INFINITY);
        assert_eq!(widen_bf16(bf16_bits(-f32::INFINITY, Some(u32::MAX))), -f32::INFINITY);
    }

    #[test]
    fn round_to_nearest_even_is_what_the_half_crate_gives_for_every_kind_of_number() {
        for value in patterns() {
            let (got, want) = (f16_bits(value, None), saturated(value, f16::from_f32, f16::MAX));
            assert!(
                got == want.to_bits() || value.is_nan() && f16::from_bits(got).is_nan(),
                "{value:e}: {got:x}"
            );
            let (got, want) = (bf16_bits(value, None), saturated(value, bf16::from_f32, bf16::MAX));
            assert!(
                got == want.to_bits() || value.is_nan() && bf16::from_bits(got).is_nan(),
                "{value:e}: {got:x}"
            );
        }
    }

    #[test]
    fn every_f16_is_widened_exactly_and_comes_back_whatever_the_noise() {
        for bits in 0..=u16::MAX {
            let (wide, want) = (widen_f16(bits), f16::from_bits(bits).to_f32());
            assert!(wide.to_bits() == want.to_bits() || wide.is_nan() && want.is_nan(), "{bits:x}");
            for noise in [None, Some(0), Some(u32::MAX), Some(0x1234_5678)] {
                let same = |got: u16| got == bits || wide.is_nan() && f16::from_bits(got).is_nan();
                assert!(same(f16_bits(wide, noise)), "{bits:x} by {noise:?}");
                let wide = f32::from_bits(u32::from(bits) << 16);
                assert!(bf16_bits(wide, noise) == bits || wide.is_nan(), "{bits:x} by {noise:?}");
            }
        }
    }

    /// The mean of many roundings is within five standard deviations of the rounded number.
    #[test]
    fn stochastic_rounding_is_right_on_average() {
        const TRIES: u32 = 100_000;
        for value in [1.001f32, -0.333_333, 3.0e-5, 1.0e-6, 5.0e4, 1.0e-7, 6.1e-5] {
            type Kind = (fn(f32, Option<u32>) -> u16, fn(u16) -> f32);
            let bf16: Kind = (bf16_bits, |bits| bf16::from_bits(bits).to_f32());
            let f16: Kind = (f16_bits, widen_f16);
            for (narrow, widen) in [f16, bf16] {
                for step in 0..3 {
                    let noise = Noise { seed: 7, step, stream: 1 };
                    let of = |i: u32| f64::from(widen(narrow(value, Some(noise.at(i as usize)))));
                    let (sum, squares) = (0..TRIES).map(of).fold((0.0, 0.0), |(sum, squares), x| {
                        let off = x - f64::from(value);
                        (sum + off, squares + off * off)
                    });
                    let tries = f64::from(TRIES);
                    let deviation = (squares / tries).sqrt() / tries.sqrt();
                    let off = (sum / tries).abs();
                    assert!(
                        off <= 5.0 * deviation + 1e-12,
                        "{value:e} at step {step}: off by {off:e}, {deviation:e}"
                    );
                }
            }
        }
    }

    #[test]
    fn neighbouring_counters_have_nothing_to_do_with_each_other() {
        // Half of the bits of two numbers differ, whichever of the four counters differs by 1.
        let at = |i: u32, step, stream, seed| Noise { seed, step, stream }.at(i as usize);
        for other in [|i| (i + 1, 0, 0, 0), |i| (i, 1, 0, 0), |i| (i, 0, 1, 0), |i| (i, 0, 0, 1)] {
            let mut differing = 0u32;
            for i in 0..20_000 {
                let (j, step, stream, seed): (u32, u32, u32, u32) = other(i);
                differing += (at(i, 0, 0, 0) ^ at(j, step, stream, seed)).count_ones();
            }
            let share = f64::from(differing) / (20_000.0 * 32.0);
            assert!((share - 0.5).abs() < 0.005, "{share}");
        }
    }
}
