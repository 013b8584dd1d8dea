//! Training on the CPU: the arithmetic of the kernels in `shaders/`, and the CPU implementation of the optimizer.

use std::ops::Range;

use anyhow::Result;
use proxgrad::{
    Format, ParamId, Report,
    cpu::{Indices, Param, ProximalAdagrad, RowGrad},
};

use proxgrad_testing::Stored;

use super::{
    epoch::Epoch,
    live_rows::LiveRows,
    logits::{logits, predict},
    loss::loss_and_gradient,
    model::Model,
    settings::Settings,
    trainer::Trainer,
};
use crate::data::Dataset;

/// A linear model and its optimizer.
pub(crate) struct CpuTrainer<'a> {
    dataset: &'a Dataset,
    outputs: usize,
    weights: Stored,
    bias: Stored,
    format: Format,
    optimizer: ProximalAdagrad,
    weight_id: ParamId,
    bias_id: Option<ParamId>,
    live: LiveRows,
    /// Where rows are exact, and weights may have pending updates: a copy of the weights, whose live rows
    /// [`CpuTrainer::refresh`] brings up to date. The others are zero.
    current: Option<Stored>,
    /// The losses of the batches since the last call of [`Trainer::losses`].
    losses: Vec<f32>,
    /// The strength of L1.
    l1: f64,
}

impl<'a> CpuTrainer<'a> {
    /// Starts from a model, with the state of its optimizer.
    pub(crate) fn new(settings: &Settings, dataset: &'a Dataset, model: Model) -> Result<Self> {
        let is_new = model.is_new();
        let Model { outputs, weights, stored, bias, state, .. } = model;
        let weights = stored.unwrap_or(weights);
        let known = Some(&weights[..]).filter(|_| !is_new);
        let live = LiveRows::new(dataset, weights.len() / outputs, outputs, known);
        let mut optimizer = ProximalAdagrad::new(settings.config())?;
        let shape = [weights.len() / outputs, outputs];
        let format = settings.precision.format();
        let current = settings.exact().then(|| Stored::of(vec![0.0; weights.len()], format));
        let [weights, bias] = [weights, bias].map(|numbers| Stored::of(numbers, format));
        let weight_id = optimizer.add_param(Param::new("weight", &shape).rows(settings.rows()))?;
        let bias_id = if settings.bias() {
            let group = optimizer.add_group(Settings::bias_group())?;
            Some(optimizer.add_param(Param::new("bias", &[outputs]).group(group))?)
        } else {
            None
        };
        if let Some(state) = state {
            optimizer.restore(&state)?;
        }
        Ok(Self {
            dataset,
            outputs,
            weights,
            bias,
            format,
            optimizer,
            weight_id,
            bias_id,
            live,
            current,
            losses: Vec::new(),
            l1: settings.l1,
        })
    }

    /// Applies all pending updates to the copy of the weights, where there is one.
    fn refresh(&mut self) -> Result<()> {
        let Some(current) = &mut self.current else { return Ok(()) };
        if self.live.are_most {
            self.optimizer.export(self.weight_id, self.weights.values(), current.values_mut())?;
        } else {
            self.live.copy(&self.weights, current);
            let rows = Indices::DeviceUnique(&self.live.rows);
            self.optimizer.catch_up_rows(self.weight_id, current.values_mut(), rows)?;
        }
        Ok(())
    }

    /// The weights with all pending updates applied, after [`CpuTrainer::refresh`].
    fn current(&self) -> &Stored {
        self.current.as_ref().unwrap_or(&self.weights)
    }

    /// Measures weights and bias for the report.
    fn measure(&mut self) -> Result<()> {
        let bias = self.bias_id.map(|bias| (bias, self.bias.values()));
        Ok(self.optimizer.measure([(self.weight_id, self.weights.values())].into_iter().chain(bias))?)
    }
}

impl Trainer for CpuTrainer<'_> {
    fn begin_epoch(&mut self, _: &Epoch, done: usize) -> Result<()> {
        // A model is flushed before it is saved between two epochs, so that a resumed run has the same bits as an
        // uninterrupted one.
        if done == 0 && self.live.are_most {
            self.optimizer.flush(self.weight_id, self.weights.values_mut())?;
        } else if done == 0 {
            let rows = Indices::DeviceUnique(&self.live.rows);
            self.optimizer.flush_rows(self.weight_id, self.weights.values_mut(), rows)?;
        }
        Ok(())
    }

    fn step(&mut self, epoch: &Epoch, batch: Range<usize>, measures: bool) -> Result<()> {
        let indices = epoch.features(&batch);
        if self.current.is_some() {
            self.optimizer.flush_rows(self.weight_id, self.weights.values_mut(), indices)?;
        }
        let mut row_grads = Vec::with_capacity(indices.len() * self.outputs);
        let mut bias_grads = vec![0.0; self.outputs];
        let mut loss = 0.0;
        #[expect(clippy::cast_precision_loss, reason = "a count of examples, as the kernels take it")]
        let count = batch.len() as f32;
        #[expect(clippy::cast_possible_truncation, reason = "an f32 on a device, too")]
        let scale = self.optimizer.current_loss_scale() as f32;
        for &example in &epoch.order[batch] {
            let (_, values) = self.dataset.example(example as usize);
            let mut deltas = Vec::new();
            scores(&self.bias, &self.weights, self.dataset.example(example as usize), &mut deltas);
            loss += loss_and_gradient(&mut deltas, self.dataset.labels[example as usize] as usize);
            deltas.iter_mut().for_each(|delta| *delta = *delta / count * scale);
            bias_grads.iter_mut().zip(&deltas).for_each(|(sum, delta)| *sum += delta);
            row_grads.extend(values.iter().flat_map(|value| deltas.iter().map(move |delta| value * delta)));
        }
        self.losses.push(loss);

        let [row_grads, bias_grads] = [row_grads, bias_grads].map(|grads| Stored::of(grads, self.format));
        let mut step = self.optimizer.begin_step();
        if measures {
            step.measure();
        }
        let row_grads = RowGrad::new(indices, row_grads.values());
        step.rows(self.weight_id, self.weights.values_mut(), row_grads)?;
        if let Some(bias) = self.bias_id {
            step.dense(bias, self.bias.values_mut(), bias_grads.values())?;
        }
        Ok(step.finish()?)
    }

    fn l1(&self) -> f64 {
        self.l1
    }

    fn set_l1(&mut self, l1: f64) -> Result<()> {
        if self.current.is_some() {
            self.optimizer.flush(self.weight_id, self.weights.values_mut())?;
        }
        self.optimizer.set_l1(None, l1)?;
        self.l1 = l1;
        Ok(())
    }

    fn send_report(&mut self) -> Result<()> {
        self.measure()
    }

    fn receive_report(&mut self) -> Result<Option<Report>> {
        Ok(Some(self.optimizer.report()))
    }

    fn report(&mut self) -> Result<Report> {
        self.measure()?;
        Ok(self.optimizer.report())
    }

    fn skipped_steps(&mut self) -> Result<u64> {
        Ok(self.optimizer.report().skipped_steps)
    }

    fn weights(&self) -> u64 {
        let bias = if self.bias_id.is_some() { self.outputs } else { 0 };
        (self.weights.values().len() + bias) as u64
    }

    fn losses(&mut self) -> Result<Vec<f32>> {
        Ok(std::mem::take(&mut self.losses))
    }

    fn nonzero(&mut self) -> Result<u64> {
        self.refresh()?;
        Ok(self.live.nonzero(self.current()))
    }

    fn live_weights(&self) -> u64 {
        (self.live.rows.len() * self.outputs) as u64
    }

    fn errors(&mut self, test: &Dataset) -> Result<u64> {
        self.refresh()?;
        let mut z = Vec::new();
        let wrong = |i: &usize| {
            scores(&self.bias, self.current(), test.example(*i), &mut z);
            predict(&z) != test.labels[*i] as usize
        };
        Ok((0..test.len()).filter(wrong).count() as u64)
    }

    fn model(&mut self) -> Result<Model> {
        self.optimizer.flush(self.weight_id, self.weights.values_mut())?;
        let (weights, bias) = (self.weights.to_f32(), self.bias.to_f32());
        let state = Some(self.optimizer.snapshot());
        Ok(Model { outputs: self.outputs, weights, stored: None, bias, state, l1: Some(self.l1) })
    }

    fn checkpoint(&mut self) -> Result<Model> {
        self.refresh()?;
        let (weights, bias) = (self.current().to_f32(), self.bias.to_f32());
        let stored = self.current.is_some().then(|| self.weights.to_f32());
        let (state, l1) = (Some(self.optimizer.snapshot()), Some(self.l1));
        Ok(Model { outputs: self.outputs, weights, stored, bias, state, l1 })
    }
}

/// The logits of an example; bias and weights are stored alike.
fn scores(bias: &Stored, weights: &Stored, example: (&[u32], &[f32]), z: &mut Vec<f32>) {
    match (bias, weights) {
        (Stored::F16(bias), Stored::F16(weights)) => logits(bias, weights, example, z),
        (Stored::Bf16(bias), Stored::Bf16(weights)) => logits(bias, weights, example, z),
        (Stored::F32(bias), Stored::F32(weights)) => logits(bias, weights, example, z),
        _ => unreachable!("both are stored alike"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::{Precision, option_values::RowsArg};

    /// Settings that make weights zero, and steps in which they miss shrinks.
    fn settings(rows: RowsArg, precision: Precision) -> Settings {
        let settings = Settings::of_options(&["--l1", "0.02", "--batch", "3", "--l2", "0.01"]);
        Settings { rows, precision, ..settings }
    }

    /// Examples whose features are a few of the rows of a table, from `first` on.
    fn dataset(first: u32) -> Dataset {
        let mut random = fastrand::Rng::with_seed(first.into());
        let mut dataset = Dataset::new();
        for example in 0..60 {
            (0..5).for_each(|_| dataset.push_entry(first + 7 * random.u32(..20), random.f32() - 0.4));
            dataset.end_example(example % 2).unwrap();
        }
        dataset
    }

    #[test]
    fn live_rows_alone_give_what_a_pass_over_the_table_gives_at_every_step() {
        for rows in [RowsArg::Touched, RowsArg::Exact] {
            for precision in [Precision::F32, Precision::F16, Precision::Bf16] {
                let settings = settings(rows, precision);
                let mut model = Model::new(4096, 2);
                // The second data set names other rows, so that those of the first shrink without being named.
                for dataset in [dataset(10), dataset(1003)] {
                    let epoch = settings.epoch(&dataset, 0);
                    let new = || CpuTrainer::new(&settings, &dataset, model.clone()).unwrap();
                    let mut trainers = [new(), new()];
                    assert!(!trainers[0].live.are_most);
                    trainers[1].live.are_most = true;
                    for batch in epoch.batches(3) {
                        let seen = trainers.each_mut().map(|trainer| {
                            if batch.start == 0 {
                                trainer.begin_epoch(&epoch, 0).unwrap();
                            }
                            trainer.step(&epoch, batch.clone(), false).unwrap();
                            let Model { weights, .. } = trainer.checkpoint().unwrap();
                            let bits: Vec<_> = weights.iter().map(|weight| weight.to_bits()).collect();
                            (trainer.nonzero().unwrap(), trainer.errors(&dataset).unwrap(), bits)
                        });
                        let [some, all] = seen;
                        assert!(some == all, "{rows:?} {precision:?} {batch:?}");
                        let nonzero = all.2.iter().filter(|bits| **bits << 1 != 0).count() as u64;
                        assert_eq!(all.0, nonzero);
                    }
                    let [some, all] = trainers.each_mut().map(|trainer| trainer.model().unwrap());
                    assert!(some.weights == all.weights);
                    model = all;
                    assert!((1..2 * 20).contains(&model.nonzero()));
                }
            }
        }
    }
}
