//! Means over a channel or a row, for gradient centralization: summed in a fixed order, and accurate however many
//! elements there are.
//!
//! WGSL lets a compiler reassociate, so compensated summation could be compiled away. A tree needs no such promise:
//! n elements meet in about 64 + log₂ n additions each rather than in n.

use std::ops::Range;

/// Up to this many elements are summed one after the other.
pub(crate) const NARROW: usize = 64;

/// Partial sums in a chunk, side by side: the threads of a workgroup.
pub(crate) const LANES: usize = 64;

/// Elements that become one partial sum.
pub(crate) const CHUNK: usize = 64 * LANES;

/// Numbers to take the mean of, perhaps computed as they are summed.
pub(crate) trait Elements {
    fn len(&self) -> usize;

    /// Those of a range. To be inlined, so that what computes them is vectorised with their sum.
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

/// The mean of some elements, as `shaders/narrow.wgsl` or `shaders/wide.wgsl` compute it; no elements have none. `sums`
/// is room for the sums of chunks.
#[inline(always)]
pub(crate) fn mean(elements: &impl Elements, sums: &mut Vec<f32>) -> f32 {
    sum(elements, sums) * reciprocal(elements.len())
}

/// The mean of `len` elements, more than [`NARROW`], from the sums of their chunks.
pub(crate) fn mean_of_chunks(len: usize, sums: &mut Vec<f32>) -> f32 {
    sum_of_chunks(sums) * reciprocal(len)
}

/// The sum of some elements, in the same order; none are 0.
#[inline(always)]
pub(crate) fn sum(elements: &impl Elements, sums: &mut Vec<f32>) -> f32 {
    if elements.len() <= NARROW {
        return in_order(elements.range(0..elements.len()));
    }
    sums.clear();
    sums.extend(chunks(elements.len()).map(|chunk| tree(elements, chunk)));
    sum_of_chunks(sums)
}

/// The sum of more than [`NARROW`] elements from the sums of their chunks.
pub(crate) fn sum_of_chunks(sums: &mut Vec<f32>) -> f32 {
    while sums.len() > 1 {
        // In place: a chunk's sum goes where an earlier chunk was read.
        let count = sums.len();
        for (at, chunk) in chunks(count).enumerate() {
            sums[at] = tree(&&**sums, chunk);
        }
        sums.truncate(count.div_ceil(CHUNK));
    }
    sums[0]
}

/// The sum of one chunk: lane l sums elements l, l + 64, l + 128, …; then halves are added until one lane is left.
#[inline(always)]
pub(crate) fn tree(elements: &impl Elements, chunk: Range<usize>) -> f32 {
    let mut lanes = [0.0; LANES];
    let mut at = chunk.start;
    while at + LANES <= chunk.end {
        // As many as there are lanes, which the compiler knows.
        add(&mut lanes, elements.range(at..at + LANES));
        at += LANES;
    }
    add(&mut lanes, elements.range(at..chunk.end));
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn add(lanes: &mut [f32; LANES], elements: impl Iterator<Item = f32>) {
    for (lane, element) in lanes.iter_mut().zip(elements) {
        *lane += element;
    }
}

/// Where the chunks of so many elements are.
pub(crate) fn chunks(len: usize) -> impl Iterator<Item = Range<usize>> {
    (0..len).step_by(CHUNK).map(move |start| start..len.min(start + CHUNK))
}

/// What a sum of this many elements is multiplied by.
pub(crate) fn reciprocal(len: usize) -> f32 {
    crate::rounding::to_f32(1.0 / len as f64)
}

#[inline(always)]
fn in_order(elements: impl Iterator<Item = f32>) -> f32 {
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
        // Sums of equal signs, where one after the other is off by 1e-3 and more.
        for len in [63, 64, 65, 4096, 4097, 100_000, 1_000_000, 16_777_217] {
            let elements: Vec<f32> = (0..len).map(|i| 0.1 + (i % 7) as f32 * 0.01).collect();
            let want = elements.iter().map(|&x| f64::from(x)).sum::<f64>() / len as f64;
            let error = (f64::from(mean_of(&elements)) / want - 1.0).abs();
            assert!(error < 100.0 * f64::from(f32::EPSILON), "{len} elements: {error}");
        }
    }
}
