//! Predictions of a linear model: the logits of an example, and what follows from them.

/// z = b + x·W, for features and values x of an example; `weights` has a row of as many columns as `bias` for each feature.
pub(crate) fn logits<T: Copy + Into<f32>>(
    bias: &[T],
    weights: &[T],
    (features, values): (&[u32], &[f32]),
    logits: &mut Vec<f32>,
) {
    logits.clear();
    logits.extend(bias.iter().map(|&b| b.into()));
    for (&feature, value) in features.iter().zip(values) {
        let row = feature as usize * bias.len();
        for (z, weight) in logits.iter_mut().zip(&weights[row..row + bias.len()]) {
            *z += value * (*weight).into();
        }
    }
}

/// The predicted class: by the sign of a single logit, or the first largest of several.
pub(crate) fn predict(logits: &[f32]) -> usize {
    if let [z] = logits {
        return usize::from(*z > 0.0);
    }
    (1..logits.len()).fold(0, |best, i| if logits[i] > logits[best] { i } else { best })
}

/// Replaces logits by probabilities: a single one by that of the second class, σ(z), several by those of their classes.
pub(crate) fn probabilities(logits: &mut [f32]) {
    if let [z] = logits {
        // exp never overflows.
        let e = (-z.abs()).exp();
        *z = (if *z >= 0.0 { 1.0 } else { e }) / (1.0 + e);
        return;
    }
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    logits.iter_mut().for_each(|z| *z = (*z - top).exp());
    let sum: f32 = logits.iter().sum();
    logits.iter_mut().for_each(|e| *e /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_finite_and_add_up() {
        for (logits, want) in [(vec![0.0], vec![0.5]), (vec![-1000.0], vec![0.0]), (vec![1000.0], vec![1.0])]
        {
            let mut got = logits;
            probabilities(&mut got);
            assert_eq!(got, want);
        }
        let mut several = vec![1000.0, 1000.0, -1000.0];
        probabilities(&mut several);
        assert_eq!(several, [0.5, 0.5, 0.0]);
    }

    #[test]
    fn a_feature_that_occurs_twice_counts_twice() {
        let mut z = Vec::new();
        logits(&[1.0, -1.0], &[0.0, 0.0, 2.0, 3.0], (&[1, 1, 0], &[1.0, 0.5, 9.0]), &mut z);
        assert_eq!((z.as_slice(), predict(&z)), (&[4.0, 3.5][..], 0));
    }
}
