//! Error rate and log loss of a model on test data, before and after its weights are rounded.

use std::fmt;

use anyhow::{Result, bail};

use crate::{
    data::Source,
    train::{Saved, logits, predict},
};

/// The predictions of a model for labelled examples, with its own weights and with others.
pub(super) struct Comparison {
    /// Examples with a label that the model knows.
    examples: u64,
    before: Predictions,
    after: Predictions,
}

#[derive(Default)]
struct Predictions {
    wrong: u64,
    /// The sum of the losses −ln p(label).
    loss: f64,
}

impl Comparison {
    /// Predicts by the weights of the model, and by others in their place.
    ///
    /// # Errors
    /// A file that cannot be read, or has no example with a label that the model knows.
    pub(super) fn new(source: Source<'_>, saved: &Saved, weights: &[f32]) -> Result<Self> {
        let (bias, own) = (&saved.model.bias, &saved.model.weights);
        let mut comparison =
            Self { examples: 0, before: Predictions::default(), after: Predictions::default() };
        let mut z = Vec::new();
        let summary = source.each_known(&saved.vocabulary, &saved.classes, |rows, values, label| {
            let Some(label) = label else { return Ok(()) };
            comparison.examples += 1;
            for (weights, predictions) in
                [(&own[..], &mut comparison.before), (weights, &mut comparison.after)]
            {
                logits(bias, weights, (rows, values), &mut z);
                predictions.wrong += u64::from(predict(&z) != label as usize);
                predictions.loss += loss(&z, label as usize);
            }
            Ok(())
        })?;
        summary.warn();
        if comparison.examples == 0 {
            let (path, labels) = (source.path.display(), saved.classes.names().join(", "));
            bail!(
                "{path}: expected labels that the model knows ({labels}), found none; give labelled examples"
            );
        }
        Ok(comparison)
    }
}

impl fmt::Display for Comparison {
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { examples, before, after } = self;
        let share = |wrong: u64| 100.0 * wrong as f64 / *examples as f64;
        let [old, new] = [before, after].map(|predictions| predictions.loss / *examples as f64);
        write!(
            f,
            "test error {:.2} % of {examples} before, {:.2} % after; log loss {old:.6} before, {new:.6} after",
            share(before.wrong),
            share(after.wrong)
        )
    }
}

/// −ln p of a class, by the logits of an example.
fn loss(z: &[f32], class: usize) -> f64 {
    if let [z] = *z {
        let against = f64::from(if class == 1 { -z } else { z });
        // ln(1 + e^a) without an overflow.
        return against.max(0.0) + (-against.abs()).exp().ln_1p();
    }
    let top = f64::from(z.iter().copied().fold(f32::MIN, f32::max));
    let sum: f64 = z.iter().map(|&z| (f64::from(z) - top).exp()).sum();
    top + sum.ln() - f64::from(z[class])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_is_minus_the_logarithm_of_the_probability() {
        let cases = [
            (vec![0.0], 0, 2f64.ln()),
            (vec![2.0], 1, (1.0 + (-2f64).exp()).ln()),
            (vec![2.0], 0, (1.0 + 2f64.exp()).ln()),
            (vec![-1e4], 1, 1e4),
            (vec![1.0, 0.0, 2.0], 1, (1f64.exp() + 1.0 + 2f64.exp()).ln()),
            (vec![1e4, 0.0, -1e4], 2, 2e4),
        ];
        for (z, class, want) in cases {
            assert!((loss(&z, class) - want).abs() <= 1e-12 * want.max(1.0), "{z:?}, {class}");
        }
    }
}
