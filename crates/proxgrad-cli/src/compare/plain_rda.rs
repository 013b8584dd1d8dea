//! Regularised dual averaging without AdaGrad (Xiao 2010), as a reference: the library has no such rule.
//!
//! After `T` steps whose gradients have the sum `G`, a weight is `−γ·√T·soft(G/T, l1)`, and the bias the same with l1 = 0. So a
//! weight is computed where it is read, and rows are exact without further work. With touched rows `T` is the number of
//! the last step that had the feature.

use crate::{
    data::Dataset,
    train::{Settings, loss_and_gradient},
};

/// A linear model in training, on the CPU.
pub(super) struct PlainRda<'a> {
    settings: &'a Settings,
    outputs: usize,
    /// `[features, outputs]`; the sum of the gradients of each weight.
    sums: Vec<f64>,
    /// `[features]`; the last step that had the feature.
    last: Vec<u64>,
    /// `[outputs]`; the sum of the gradients of the bias.
    bias_sums: Vec<f64>,
    steps: u64,
}

impl<'a> PlainRda<'a> {
    /// A model whose weights are zero. Of the settings it takes learning rate, L1, rows, bias, batch, epochs, seed and order.
    pub(super) fn new(settings: &'a Settings, features: usize, outputs: usize) -> Self {
        let (sums, bias_sums) = (vec![0.0; features * outputs], vec![0.0; outputs]);
        Self { settings, outputs, sums, last: vec![0; features], bias_sums, steps: 0 }
    }

    /// Trains all epochs.
    pub(super) fn fit(&mut self, dataset: &Dataset) {
        for number in 0..self.settings.epochs() {
            let epoch = self.settings.epoch(dataset, number);
            for batch in epoch.batches(self.settings.batch().min(dataset.len())) {
                let examples: Vec<_> = epoch.order[batch].iter().map(|&example| example as usize).collect();
                self.step(dataset, &examples);
            }
        }
    }

    /// A step: the gradient is the sum over the examples divided by their number.
    #[expect(clippy::cast_precision_loss, reason = "a count of examples")]
    fn step(&mut self, dataset: &Dataset, examples: &[usize]) {
        let bias = self.bias();
        // All gradients of a step are those of the weights before it.
        let deltas: Vec<_> = examples
            .iter()
            .map(|&example| {
                let mut z = self.scores(&bias, dataset.example(example));
                loss_and_gradient(&mut z, dataset.labels[example] as usize);
                z
            })
            .collect();
        self.steps += 1;
        for (&example, deltas) in examples.iter().zip(&deltas) {
            let (features, values) = dataset.example(example);
            let deltas: Vec<_> =
                deltas.iter().map(|delta| f64::from(*delta) / examples.len() as f64).collect();
            for (&feature, &value) in features.iter().zip(values) {
                let row = feature as usize * self.outputs..(feature as usize + 1) * self.outputs;
                self.sums[row]
                    .iter_mut()
                    .zip(&deltas)
                    .for_each(|(sum, delta)| *sum += f64::from(value) * delta);
                self.last[feature as usize] = self.steps;
            }
            self.bias_sums.iter_mut().zip(&deltas).for_each(|(sum, delta)| *sum += delta);
        }
    }

    /// The logits of an example.
    fn scores(&self, bias: &[f32], (features, values): (&[u32], &[f32])) -> Vec<f32> {
        let mut z = bias.to_vec();
        for (&feature, value) in features.iter().zip(values) {
            let first = feature as usize * self.outputs;
            z.iter_mut().zip(first..).for_each(|(z, place)| *z += value * self.weight(place));
        }
        z
    }

    /// The weight at a place of `sums`.
    fn weight(&self, place: usize) -> f32 {
        let steps = if self.settings.exact() { self.steps } else { self.last[place / self.outputs] };
        self.solution(self.sums[place], steps, self.settings.l1)
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "weights are f32, as the library's are"
    )]
    fn solution(&self, sum: f64, steps: u64, l1: f64) -> f32 {
        if steps == 0 {
            return 0.0;
        }
        let steps = steps as f64;
        let mean = sum / steps;
        (-self.settings.learning_rate * steps.sqrt() * mean.signum() * (mean.abs() - l1).max(0.0)) as f32
    }

    /// All weights, row by row.
    pub(super) fn weights(&self) -> Vec<f32> {
        (0..self.sums.len()).map(|place| self.weight(place)).collect()
    }

    /// The bias.
    pub(super) fn bias(&self) -> Vec<f32> {
        let used = if self.settings.bias() { 1.0 } else { 0.0 };
        self.bias_sums.iter().map(|&sum| self.solution(used * sum, self.steps, 0.0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::RowsArg;

    fn dataset() -> Dataset {
        let mut dataset = Dataset::new();
        for (feature, label) in [(0, 1), (1, 0)] {
            dataset.push_entry(feature, 2.0);
            dataset.end_example(label).unwrap();
        }
        dataset
    }

    fn trained(rows: RowsArg, l1: f64) -> Vec<f32> {
        let settings = Settings { rows, l1, learning_rate: 0.5, ..Settings::default() };
        let mut model = PlainRda::new(&settings, 2, 1);
        model.step(&dataset(), &[0]);
        model.step(&dataset(), &[1]);
        [model.weight(0), model.weight(1), model.bias()[0]].to_vec()
    }

    #[test]
    fn weights_are_those_computed_by_hand() {
        // The first example has the logit 0, and so the gradient −0.5·2 = −1 for its weight and −0.5 for the bias, which is then
        // 0.25: the second one has the gradient σ(0.25) = 0.56218.
        let slope = 1.0 / (1.0 + (-0.25_f64).exp());
        let weight = |mean: f64, steps: f64| -0.5 * steps.sqrt() * mean;
        let near = |found: &[f32], want: [f64; 3]| {
            assert!(
                found.iter().zip(want).all(|(found, want)| (f64::from(*found) - want).abs() < 1e-6),
                "{found:?}, not {want:?}"
            );
        };
        let bias = weight((slope - 0.5) / 2.0, 2.0);
        near(&trained(RowsArg::Exact, 0.0), [weight(-0.5, 2.0), weight(slope, 2.0), bias]);
        near(&trained(RowsArg::Exact, 0.1), [weight(-0.4, 2.0), weight(slope - 0.1, 2.0), bias]);
        // With touched rows the first weight is that after the first step, whose mean gradient is −1.
        near(&trained(RowsArg::Touched, 0.1), [weight(-0.9, 1.0), weight(slope - 0.1, 2.0), bias]);
        assert_eq!(trained(RowsArg::Exact, 0.5)[0], 0.0);
    }
}
