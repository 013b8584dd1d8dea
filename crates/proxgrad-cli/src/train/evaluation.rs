//! The predictions of a model for test data, compared with their labels.

use super::{
    logits::{logits, predict},
    loss::loss_and_gradient,
    model::Model,
    ranking::Ranking,
};
use crate::data::Dataset;

/// The most classes of which a confusion matrix is kept.
pub(super) const FEW_CLASSES: usize = 20;

/// The predictions of a model for test data, compared with their labels.
#[derive(Debug)]
pub(super) struct Evaluation {
    pub(super) examples: usize,
    /// Examples that the model gets wrong.
    pub(super) errors: u64,
    /// The mean over the examples.
    pub(super) loss: f64,
    /// `[classes]`
    pub(super) classes: Vec<ClassCounts>,
    /// `[classes, classes]`, examples by label and prediction; `None` where classes are many.
    pub(super) confusion: Option<Vec<Vec<u64>>>,
    /// By score; `None` unless there are two classes, and examples of both.
    pub(super) ranking: Option<Ranking>,
}

/// The examples of a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ClassCounts {
    /// Examples with its label.
    pub(super) examples: u64,
    /// Examples that the model takes for it.
    pub(super) predicted: u64,
    /// Those of them that have its label.
    pub(super) correct: u64,
}

impl Evaluation {
    /// Predicts the examples of test data by a model of so many classes.
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
    pub(super) fn of(model: &Model, classes: usize, test: &Dataset) -> Self {
        let mut counts = vec![ClassCounts::default(); classes];
        let mut confusion = (classes <= FEW_CLASSES).then(|| vec![vec![0; classes]; classes]);
        let (mut scored, mut z, mut loss) = (Vec::new(), Vec::new(), 0.0);
        for (example, &label) in test.labels.iter().enumerate() {
            let label = label as usize;
            logits(&model.bias, &model.weights, test.example(example), &mut z);
            let predicted = predict(&z);
            counts[label].examples += 1;
            counts[predicted].predicted += 1;
            counts[label].correct += u64::from(predicted == label);
            if let Some(confusion) = &mut confusion {
                confusion[label][predicted] += 1;
            }
            // Not by probability, because large logits have the same one.
            if let [score] = z[..] {
                scored.push((score, label == 1));
            }
            loss += f64::from(loss_and_gradient(&mut z, label));
        }
        let correct: u64 = counts.iter().map(|class| class.correct).sum();
        Self {
            examples: test.len(),
            errors: test.len() as u64 - correct,
            loss: loss / test.len().max(1) as f64,
            classes: counts,
            confusion,
            ranking: Ranking::of(scored),
        }
    }

    /// The share of examples that the model gets wrong.
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
    pub(super) fn error(&self) -> f64 {
        self.errors as f64 / self.examples as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset(examples: &[(f32, u32)]) -> Dataset {
        let mut dataset = Dataset::new();
        for (value, label) in examples {
            dataset.push_entry(0, *value);
            dataset.end_example(*label).unwrap();
        }
        dataset
    }

    fn model(weights: &[f32]) -> Model {
        let (outputs, bias) = (weights.len(), vec![0.0; weights.len()]);
        Model { outputs, weights: weights.to_vec(), bias, ..Model::default() }
    }

    #[test]
    fn counts_of_two_classes_are_those_counted_by_hand() {
        let test = dataset(&[(1.0, 1), (2.0, 0), (-1.0, 0), (-3.0, 1), (0.0, 1), (-2.0, 0)]);
        let found = Evaluation::of(&model(&[1.0]), 2, &test);
        assert_eq!((found.examples, found.errors), (6, 3));
        assert_eq!(found.confusion, Some(vec![vec![2, 1], vec![2, 1]]));
        let counts = |examples, predicted, correct| ClassCounts { examples, predicted, correct };
        assert_eq!(found.classes, [counts(3, 4, 2), counts(3, 2, 1)]);
        // Negative: 2, -1, -2; positive: 1, -3, 0. Of the nine pairs, 1 > -1, 1 > -2, 0 > -1 and 0 > -2 are in order.
        assert_eq!(found.ranking.map(|ranking| ranking.area), Some(4.0 / 9.0));
        // −ln σ(z) of the labels' signs of z.
        let losses = [-1.0, 2.0, -1.0, 3.0, 0.0, -2.0].map(|z: f64| z.exp().ln_1p());
        assert!((found.loss - losses.iter().sum::<f64>() / 6.0).abs() < 1e-6, "{}", found.loss);
    }

    #[test]
    fn of_several_classes_the_matrix_is_by_label_and_prediction_and_nothing_is_ranked() {
        let test = dataset(&[(1.0, 0), (1.0, 2), (-1.0, 1), (-1.0, 1), (-1.0, 2)]);
        let found = Evaluation::of(&model(&[1.0, -1.0, 0.5]), 3, &test);
        assert_eq!(found.confusion, Some(vec![vec![1, 0, 0], vec![0, 2, 0], vec![1, 1, 0]]));
        assert_eq!((found.errors, found.ranking), (2, None));
    }

    #[test]
    fn of_many_classes_no_matrix_is_kept() {
        let weights = vec![0.0; FEW_CLASSES + 1];
        let found = Evaluation::of(&model(&weights), weights.len(), &dataset(&[(1.0, 0), (1.0, 20)]));
        assert_eq!((found.errors, found.confusion), (1, None));
    }
}
