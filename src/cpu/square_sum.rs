//! Sums of squares that do not overflow: the squares of large elements are scaled, and summed apart from the others.
//!
//! Blue, *A Portable Fortran Program to Find the Euclidean Norm of a Vector*, ACM TOMS 4(1), 1978; with two sums instead of three,
//! because an underflow is harmless here. `shaders/norm/square_sum.wgsl` has the same operations in the same order.

use crate::{
    format::Values,
    reduce::{self, CHUNK, Elements, SEQUENTIAL_MAX, sum_of_chunks, tree},
    threads::{GRAIN, parallel_for, thread_count},
};

use super::vectorised::vectorised;

/// The largest element whose square is not scaled.
const MAX_SMALL: f32 = 35_184_372_088_832.0; // 2⁴⁵

/// What larger elements are multiplied by, and the most that they count as afterwards.
const SCALE: f32 = f32::from_bits((127 - 88) << 23); // 2⁻⁸⁸
const INVERSE_SCALE: f32 = f32::from_bits((127 + 88) << 23); // 2⁸⁸
const MAX_LARGE: f32 = 1_099_511_627_776.0; // 2⁴⁰

/// The largest f32 times [`SCALE`].
const MAX_NORM: f32 = f32::MAX * SCALE;

/// A sum of squares. NaN is in the small squares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SquareSum {
    /// Sum of the squares of elements up to [`MAX_SMALL`].
    small: f32,
    /// Sum of the squares of larger elements times [`SCALE`].
    large: f32,
}

impl std::ops::Add for SquareSum {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { small: self.small + other.small, large: self.large + other.large }
    }
}

impl SquareSum {
    /// The sum of the squares of elements times `scale`; 0 without elements.
    pub(super) fn of(elements: Values<'_>, scale: f32) -> Self {
        if elements.len() <= SEQUENTIAL_MAX {
            return Self::of_short(&elements.to_f32(), scale, &mut Vec::new());
        }
        let mut sums = SquareSums::zeros(elements.len().div_ceil(CHUNK));
        let mut rest = elements;
        let jobs = sums.parts_mut(GRAIN / CHUNK).map(|[small, large]| {
            let elements = rest.cut(rest.len().min(GRAIN));
            Chunks { small, large, elements, scale }
        });
        parallel_for(thread_count(elements.len()), jobs, |mut chunks: Chunks<'_>, buffer| {
            sum_chunks(&mut chunks, buffer)
        });
        sums.sum()
    }

    /// The sum of the squares of the elements of a row times `scale`. `chunk_sums` is a buffer.
    pub(super) fn of_short(numbers: &[f32], scale: f32, chunk_sums: &mut Vec<f32>) -> Self {
        let small = reduce::sum(&Squares { numbers, scale, square: small_square }, chunk_sums);
        let large = if any_is_large(numbers, scale) {
            reduce::sum(&Squares { numbers, scale, square: large_square }, chunk_sums)
        } else {
            0.0
        };
        Self { small, large }
    }

    /// The square root; the largest f32 where it is larger.
    pub(super) fn norm(self) -> f32 {
        if self.large == 0.0 { self.small.sqrt() } else { self.scaled_norm().min(MAX_NORM) * INVERSE_SCALE }
    }

    /// The factor that brings the norm down to a limit; 1 if it is not larger, and NaN if it is NaN.
    pub(super) fn factor(self, limit: f32) -> f32 {
        if limit.is_infinite() {
            return 1.0;
        }
        if self.large == 0.0 {
            let norm = self.small.sqrt();
            return if norm <= limit { 1.0 } else { limit / norm };
        }
        let norm = self.scaled_norm();
        if norm <= limit * SCALE { 1.0 } else { limit / norm * SCALE }
    }

    /// The norm times [`SCALE`].
    fn scaled_norm(self) -> f32 {
        // Not small·2⁻¹⁷⁶, which is no f32.
        let small = self.small.sqrt() * SCALE;
        (self.large + small * small).sqrt()
    }
}

/// Sums of squares to be summed up chunk by chunk.
#[derive(Debug)]
pub(super) struct SquareSums {
    small: Vec<f32>,
    large: Vec<f32>,
}

impl SquareSums {
    pub(super) fn zeros(count: usize) -> Self {
        Self { small: vec![0.0; count], large: vec![0.0; count] }
    }

    /// Consecutive parts of `len` sums, small and large ones.
    pub(super) fn parts_mut(&mut self, len: usize) -> impl Iterator<Item = [&mut [f32]; 2]> {
        self.small.chunks_mut(len).zip(self.large.chunks_mut(len)).map(|(small, large)| [small, large])
    }

    pub(super) fn sum(mut self) -> SquareSum {
        SquareSum { small: sum_of_chunks(&mut self.small), large: sum_of_chunks(&mut self.large) }
    }
}

/// Writes a sum to its place among small and large sums.
pub(super) fn store(sum: SquareSum, small: &mut f32, large: &mut f32) {
    (*small, *large) = (sum.small, sum.large);
}

/// Chunks of elements whose squares are summed.
#[derive(Debug)]
struct Chunks<'a> {
    small: &'a mut [f32],
    large: &'a mut [f32],
    elements: Values<'a>,
    scale: f32,
}

vectorised! {
    fn sum_chunks(chunks: &mut Chunks<'_>, buffer: &mut Vec<f32>) {
        let &mut Chunks { ref mut small, ref mut large, ref mut elements, scale } = chunks;
        for (small, large) in small.iter_mut().zip(large.iter_mut()) {
            let numbers = elements.cut(elements.len().min(CHUNK)).as_f32(buffer);
            *small = tree(&Squares { numbers, scale, square: small_square }, 0..numbers.len());
            if any_is_large(numbers, scale) {
                *large = tree(&Squares { numbers, scale, square: large_square }, 0..numbers.len());
            }
        }
    }
}

/// Without a branch, so that the loop is vectorised.
#[inline(always)]
fn any_is_large(numbers: &[f32], scale: f32) -> bool {
    numbers.iter().fold(false, |any, number| any | ((number * scale).abs() > MAX_SMALL))
}

/// Squares of numbers times a scale, computed on the fly.
#[derive(Clone, Copy, Debug)]
struct Squares<'a, F> {
    numbers: &'a [f32],
    scale: f32,
    /// The square of a number times the scale: [`small_square`] or [`large_square`].
    square: F,
}

impl<F: Fn(f32) -> f32 + Copy> Elements for Squares<'_, F> {
    fn len(&self) -> usize {
        self.numbers.len()
    }

    #[inline(always)]
    fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = f32> {
        let Self { scale, square, .. } = *self;
        self.numbers[range].iter().map(move |number| square(number * scale))
    }
}

/// x²; 0 in place of a large number.
#[inline(always)]
fn small_square(x: f32) -> f32 {
    if x.abs() > MAX_SMALL { 0.0 } else { x * x }
}

/// The scaled square of a large number; 0 in place of any other.
#[inline(always)]
fn large_square(x: f32) -> f32 {
    let x = x.abs();
    let scaled = if x > MAX_SMALL { (x * SCALE).min(MAX_LARGE) } else { 0.0 };
    scaled * scaled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum_of(numbers: &[f32]) -> SquareSum {
        SquareSum::of(Values::F32(numbers), 1.0)
    }

    #[test]
    fn norms_are_finite_over_the_whole_range_of_f32() {
        for count in [1, 4, 64, 65, 5000] {
            for exponent in -60..126 {
                let x = 2f32.powi(exponent) * 1.5;
                let want = f64::from(x) * f64::from(u32::try_from(count).unwrap()).sqrt();
                let got = f64::from(sum_of(&vec![x; count]).norm());
                let want = want.min(f64::from(f32::MAX));
                assert!((got / want - 1.0).abs() < 1e-5, "{count} times {x:e}: {got:e}");
            }
        }
    }

    #[test]
    fn small_and_large_elements_add_up() {
        let edge = f64::from(MAX_SMALL);
        let numbers = [MAX_SMALL, -2.0 * MAX_SMALL, 1.0, MAX_SMALL];
        let got = f64::from(sum_of(&numbers).norm());
        assert!((got / (edge * 6f64.sqrt()) - 1.0).abs() < 1e-6, "{got:e}");
    }

    #[test]
    fn a_norm_beyond_its_limit_has_a_factor_however_large_it_is() {
        for (numbers, limit, want) in [
            ([3e19, 4e19], 1.0, 1.0 / 5e19),
            ([2e38, 2e38], 2.0, 2.0 / 2.828_427e38),
            ([3.0, 4.0], 10.0, 1.0),
            ([3.0, 4.0], 1.0, 0.2),
            ([3e20, 4e20], 1e21, 1.0),
            ([3e38, 3e38], f32::INFINITY, 1.0),
        ] {
            let got = sum_of(&numbers).factor(limit);
            // The factor of the second is subnormal.
            assert!((got - want).abs() <= want * 1e-6 + 2e-45, "{numbers:?}: {got:e}");
        }
        assert!(sum_of(&[f32::NAN, 1.0]).factor(1.0).is_nan());
        assert!(sum_of(&[f32::NAN, f32::MAX]).factor(1.0).is_nan());
    }

    #[test]
    fn numbers_without_large_ones_have_the_bits_of_a_plain_sum() {
        let numbers: Vec<f32> = (0..10_000u16).map(|i| f32::from(i) * 1e5 - 3e8).collect();
        let squares: Vec<f32> = numbers.iter().map(|x| x * x).collect();
        assert_eq!(sum_of(&numbers).norm(), reduce::sum(&squares.as_slice(), &mut Vec::new()).sqrt());
    }
}
