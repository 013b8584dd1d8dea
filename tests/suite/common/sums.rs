//! The order in which the library promises to sum a mean or a norm, in plain loops.

/// Partial sums of a chunk, and the most numbers that are summed one after the other.
pub(crate) const LANES: usize = 64;
/// Numbers that one tree of partial sums takes.
pub(crate) const CHUNK: usize = 4096;

/// A few numbers one after the other; many by one tree for each chunk, and the results likewise until one is
/// left.
pub(crate) fn sum(mut numbers: Vec<f32>) -> f32 {
    if numbers.len() <= LANES {
        return numbers.into_iter().reduce(|sum, number| sum + number).unwrap_or_default();
    }
    while numbers.len() > 1 {
        numbers = numbers.chunks(CHUNK).map(tree_sum).collect();
    }
    numbers[0]
}

/// One chunk: the i-th number goes into the partial sum i mod 64, and the upper half of the partial sums is
/// added to the lower half until one is left.
pub(crate) fn tree_sum(chunk: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for (at, number) in chunk.iter().enumerate() {
        lanes[at % LANES] += number;
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
