//! Means over a channel or a row, for gradient centralization: summed in a fixed order, and accurate however many
//! elements there are.
//!
//! WGSL lets a compiler reassociate, so compensated summation could be compiled away. A tree needs no such promise:
//! n elements meet in about 64 + log₂ n additions each rather than in n.

/// Up to this many elements are summed one after the other.
pub(crate) const NARROW: usize = 64;

/// Partial sums in a chunk, side by side: the threads of a workgroup.
pub(crate) const LANES: usize = 64;

/// Elements that become one partial sum.
pub(crate) const CHUNK: usize = 64 * LANES;

/// The mean of some elements, as `shaders/narrow.wgsl` or `shaders/wide.wgsl` compute it; no elements have none.
pub(crate) fn mean(elements: &[f32]) -> f32 {
    if elements.len() <= NARROW {
        return in_order(elements) * reciprocal(elements.len());
    }
    let mut sums = chunks(elements);
    while sums.len() > 1 {
        sums = chunks(&sums);
    }
    sums[0] * reciprocal(elements.len())
}

/// What a sum of this many elements is multiplied by.
pub(crate) fn reciprocal(len: usize) -> f32 {
    crate::rule::round(1.0 / len as f64)
}

fn in_order(elements: &[f32]) -> f32 {
    elements.iter().copied().reduce(|sum, element| sum + element).unwrap_or_default()
}

fn chunks(elements: &[f32]) -> Vec<f32> {
    elements.chunks(CHUNK).map(tree).collect()
}

/// Lane l sums elements l, l + 64, l + 128, …; then halves are added until one lane is left.
fn tree(chunk: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for row in chunk.chunks(LANES) {
        for (lane, element) in lanes.iter_mut().zip(row) {
            *lane += element;
        }
    }
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_of_few_are_exact() {
        assert_eq!(mean(&[1.5]), 1.5);
        assert_eq!(mean(&[1.0, 2.0, 3.0, 4.0]), 2.5);
        assert_eq!(mean(&[3.0; 65]), 3.0);
    }

    #[test]
    fn a_million_elements_lose_no_more_than_a_hundred_roundings() {
        // Sums of equal signs, where one after the other is off by 1e-3 and more.
        for len in [63, 64, 65, 4096, 4097, 100_000, 1_000_000, 16_777_217] {
            let elements: Vec<f32> = (0..len).map(|i| 0.1 + (i % 7) as f32 * 0.01).collect();
            let want = elements.iter().map(|&x| f64::from(x)).sum::<f64>() / len as f64;
            let error = (f64::from(mean(&elements)) / want - 1.0).abs();
            assert!(error < 100.0 * f64::from(f32::EPSILON), "{len} elements: {error}");
        }
    }
}
