//! Dense parameters: parts of gradients and values.

use crate::{param::ParamInfo, ranks::Ranks};

/// Adds gradients of `len` elements, one behind the other, to a sum, in their order. The first one is the sum where there is none.
pub(super) fn add_all(sum: &mut Vec<f32>, grads: &[f32], len: usize) {
    if len == 0 {
        return;
    }
    for grads in grads.chunks_exact(len) {
        if sum.is_empty() {
            sum.extend(grads);
        } else {
            sum.iter_mut().zip(grads).for_each(|(sum, grad)| *sum += grad);
        }
    }
}

/// Puts the parts of all ranks together.
pub(super) fn all_gather(ranks: &mut Ranks, param: &ParamInfo, part: &[f32]) -> Vec<f32> {
    let counts: Vec<_> = (0..ranks.size()).map(|rank| param.part_len(rank)).collect();
    ranks.traffic.element_bytes += size_of_val(part) as u64 * (ranks.size() as u64 - 1);
    ranks.all_gather(part, &counts, "step")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_are_summed_in_their_order() {
        let mut sum = Vec::new();
        add_all(&mut sum, &[1e8, 1.0, 1.0, 2.0], 2);
        add_all(&mut sum, &[-1e8, 3.0], 2);
        assert_eq!(sum, [0.0, 6.0]);
        add_all(&mut sum, &[], 2);
        assert_eq!(sum, [0.0, 6.0]);
    }
}
