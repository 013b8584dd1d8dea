//! Sums and means of many elements, in a fixed order and accurate whatever the number of elements: for
//! gradient centralization and for norms.
//!
//! WGSL lets a compiler reassociate, so compensated summation could be compiled away. A tree of sums does not
//! depend on that: each of n elements takes part in about 64 + log₂ n additions instead of n.

use std::ops::Range;

/// Up to this many elements are summed one after the other.
pub(crate) const SEQUENTIAL_MAX: usize = 64;

/// Partial sums that a chunk is first summed into, one for each thread of a workgroup.
pub(crate) const PARTIAL_SUMS: usize = 64;

/// Elements in a chunk. More elements than [`SEQUENTIAL_MAX`] are summed chunk by chunk, and then the sums of
/// the chunks are summed.
pub(crate) const CHUNK: usize = 64 * PARTIAL_SUMS;

/// Elements to sum, stored or computed on the fly.
pub(crate) trait Elements {
    fn len(&self) -> usize;

    /// The elements of a range. To be inlined, so that their computation is vectorised together with the sum.
    fn range(&self, range: Range<usize>) -> impl Iterator<Item = f32>;
}

impl Elements for &[f32] {
    fn len(&self) -> usize {
        (**self).len()
    }

    #[inline(always)]
    fn range(&self, range: Range<usize>) -> impl Iterator<Item = f32> {
        self[range].iter().copied()
    }
}

/// The mean of elements, computed as by `shaders/kernel/reduce_short.wgsl` (up to [`SEQUENTIAL_MAX`]
/// elements) and `shaders/kernel/reduce_workgroup.wgsl`; NaN without elements. `sums` is a buffer for the
/// sums of chunks.
#[inline(always)]
pub(crate) fn mean(elements: &impl Elements, sums: &mut Vec<f32>) -> f32 {
    sum(elements, sums) * reciprocal(elements.len())
}

/// The mean of `len` elements, more than [`SEQUENTIAL_MAX`], from the sums of their chunks.
pub(crate) fn mean_of_chunks(len: usize, sums: &mut Vec<f32>) -> f32 {
    sum_of_chunks(sums) * reciprocal(len)
}

/// The sum of elements, in the same order as in [`mean`]; 0 without elements.
#[inline(always)]
pub(crate) fn sum(elements: &impl Elements, sums: &mut Vec<f32>) -> f32 {
    if elements.len() <= SEQUENTIAL_MAX {
        return sequential_sum(elements.range(0..elements.len()));
    }
    sums.clear();
    sums.extend(chunks(elements.len()).map(|chunk| tree(elements, chunk)));
    sum_of_chunks(sums)
}

/// The sum of more than [`SEQUENTIAL_MAX`] elements from the sums of their chunks, which are overwritten; 0 without chunks.
pub(crate) fn sum_of_chunks(sums: &mut Vec<f32>) -> f32 {
    while sums.len() > 1 {
        // In place: the sum of a chunk overwrites elements of an earlier chunk.
        let count = sums.len();
        for (at, chunk) in chunks(count).enumerate() {
            sums[at] = tree(&&**sums, chunk);
        }
        sums.truncate(count.div_ceil(CHUNK));
    }
    sums.first().copied().unwrap_or_default()
}

/// The sum of one chunk: partial sum l is that of the elements l, l + 64, l + 128, …; then the upper half of
/// the partial sums is added to the lower half until one is left.
#[inline(always)]
pub(crate) fn tree(elements: &impl Elements, chunk: Range<usize>) -> f32 {
    let mut sums = [0.0; PARTIAL_SUMS];
    let mut at = chunk.start;
    while at + PARTIAL_SUMS <= chunk.end {
        // A constant number of elements, so that the compiler unrolls the loop.
        add(&mut sums, elements.range(at..at + PARTIAL_SUMS));
        at += PARTIAL_SUMS;
    }
    add(&mut sums, elements.range(at..chunk.end));
    let mut half = PARTIAL_SUMS / 2;
    while half > 0 {
        for i in 0..half {
            sums[i] += sums[i + half];
        }
        half /= 2;
    }
    sums[0]
}

#[inline(always)]
fn add(sums: &mut [f32; PARTIAL_SUMS], elements: impl Iterator<Item = f32>) {
    for (sum, element) in sums.iter_mut().zip(elements) {
        *sum += element;
    }
}

/// The ranges of the chunks of `len` elements.
pub(crate) fn chunks(len: usize) -> impl Iterator<Item = Range<usize>> {
    (0..len).step_by(CHUNK).map(move |start| start..len.min(start + CHUNK))
}

/// The factor that makes the mean of a sum of `len` elements.
pub(crate) fn reciprocal(len: usize) -> f32 {
    crate::rounding::to_f32(1.0 / len as f64)
}

#[inline(always)]
fn sequential_sum(elements: impl Iterator<Item = f32>) -> f32 {
    elements.reduce(|sum, element| sum + element).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(elements: &[f32]) -> f32 {
        mean(&elements, &mut Vec::new())
    }

    #[test]
    fn means_of_few_are_exact() {
        assert_eq!(mean_of(&[1.5]), 1.5);
        assert_eq!(mean_of(&[1.0, 2.0, 3.0, 4.0]), 2.5);
        assert_eq!(mean_of(&[3.0; 65]), 3.0);
    }

    #[test]
    fn a_million_elements_lose_no_more_than_a_hundred_roundings() {
        // All elements have the same sign. Summed one after the other they would be off by 1e-3 and more.
        for len in [63, 64, 65, 4096, 4097, 100_000, 1_000_000, 16_777_217] {
            let elements: Vec<f32> = (0..len).map(|i| 0.1 + (i % 7) as f32 * 0.01).collect();
            let want = elements.iter().map(|&x| f64::from(x)).sum::<f64>() / len as f64;
            let error = (f64::from(mean_of(&elements)) / want - 1.0).abs();
            assert!(error < 100.0 * f64::from(f32::EPSILON), "{len} elements: {error}");
        }
    }
}
