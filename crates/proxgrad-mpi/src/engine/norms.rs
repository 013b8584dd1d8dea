//! Norms of gradients, which do not depend on how rows are divided among ranks.

use crate::exact_sum::ExactSum;

/// Adds the squares of a row gradient, with the entries of equal rows summed in their order, in f64, and rounded once.
pub(super) fn add_rows(sum: &mut ExactSum, rows: &[u32], grads: &[f32], width: usize) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&entry| rows[entry]);
    let mut merged = vec![0.0; width];
    for entries in order.chunk_by(|one, other| rows[*one] == rows[*other]) {
        let of_entry = |entry: usize| &grads[entry * width..][..width];
        if let [entry] = entries {
            sum.add_all(of_entry(*entry));
            continue;
        }
        merged.fill(0.0);
        for &entry in entries {
            merged.iter_mut().zip(of_entry(entry)).for_each(|(sum, grad)| *sum += f64::from(*grad));
        }
        merged.iter().for_each(|&grad| sum.add(rounded(grad)));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounded to f32, as gradients are")]
fn rounded(grad: f64) -> f32 {
    grad as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_a_row_count_as_their_sum() {
        let mut sum = ExactSum::default();
        add_rows(&mut sum, &[5, 1, 5], &[1.0, 2.0, 10.0, 0.0, 2.0, -2.0], 2);
        assert_eq!(sum.value(), 3.0 * 3.0 + 10.0 * 10.0);
    }
}
