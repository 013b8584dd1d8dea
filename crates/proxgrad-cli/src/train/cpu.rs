//! Training on the CPU: the arithmetic of the kernels in `shaders/`, and the CPU implementation of the optimizer.

use std::ops::Range;

use anyhow::Result;
use proxgrad::{
    Format, ParamId, Report,
    cpu::{Param, ProximalAdagrad, RowGrad},
};

use proxgrad_testing::Stored;

use super::{
    epoch::Epoch,
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
    /// Whether rows are exact, and weights may have pending updates.
    exact: bool,
    /// The losses of the batches since the last call of [`Trainer::losses`].
    losses: Vec<f32>,
}

impl<'a> CpuTrainer<'a> {
    /// Starts from a model, with the state of its optimizer.
    pub(crate) fn new(settings: &Settings, dataset: &'a Dataset, model: Model) -> Result<Self> {
        let Model { outputs, weights, stored, bias, state } = model;
        let weights = stored.unwrap_or(weights);
        let mut optimizer = ProximalAdagrad::new(settings.config())?;
        let shape = [weights.len() / outputs, outputs];
        let format = settings.precision.format();
        let [weights, bias] = [weights, bias].map(|numbers| Stored::nearest(&numbers, format));
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
        let (exact, losses) = (settings.exact(), Vec::new());
        Ok(Self { dataset, outputs, weights, bias, format, optimizer, weight_id, bias_id, exact, losses })
    }

    /// A copy of the weights with all pending updates applied.
    fn current(&self) -> Result<Vec<f32>> {
        let mut current = self.weights.clone();
        self.optimizer.export(self.weight_id, self.weights.values(), current.values_mut())?;
        Ok(current.to_f32())
    }

    /// The logits of an example.
    fn logits(&self, example: usize) -> Vec<f32> {
        let (example, mut z) = (self.dataset.example(example), Vec::new());
        match (&self.bias, &self.weights) {
            (Stored::F16(bias), Stored::F16(weights)) => logits(bias, weights, example, &mut z),
            (Stored::Bf16(bias), Stored::Bf16(weights)) => logits(bias, weights, example, &mut z),
            (Stored::F32(bias), Stored::F32(weights)) => logits(bias, weights, example, &mut z),
            _ => unreachable!("both are stored alike"),
        }
        z
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
        if done == 0 {
            self.optimizer.flush(self.weight_id, self.weights.values_mut())?;
        }
        Ok(())
    }

    fn step(&mut self, epoch: &Epoch, batch: Range<usize>, measures: bool) -> Result<()> {
        let indices = epoch.features(&batch);
        if self.exact {
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
            let mut deltas = self.logits(example as usize);
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

    fn weights(&self) -> u64 {
        let bias = if self.bias_id.is_some() { self.outputs } else { 0 };
        (self.weights.values().len() + bias) as u64
    }

    fn losses(&mut self) -> Result<Vec<f32>> {
        Ok(std::mem::take(&mut self.losses))
    }

    fn nonzero(&mut self) -> Result<u64> {
        Ok(self.current()?.iter().filter(|weight| **weight != 0.0).count() as u64)
    }

    fn errors(&mut self, test: &Dataset) -> Result<u64> {
        let (weights, bias) = (self.current()?, self.bias.to_f32());
        let mut z = Vec::new();
        let wrong = |i: &usize| {
            logits(&bias, &weights, test.example(*i), &mut z);
            predict(&z) != test.labels[*i] as usize
        };
        Ok((0..test.len()).filter(wrong).count() as u64)
    }

    fn model(&mut self) -> Result<Model> {
        self.optimizer.flush(self.weight_id, self.weights.values_mut())?;
        let (weights, bias) = (self.weights.to_f32(), self.bias.to_f32());
        let state = Some(self.optimizer.snapshot());
        Ok(Model { outputs: self.outputs, weights, stored: None, bias, state })
    }

    fn checkpoint(&mut self) -> Result<Model> {
        let (weights, bias) = (self.current()?, self.bias.to_f32());
        let stored = self.exact.then(|| self.weights.to_f32());
        Ok(Model { outputs: self.outputs, weights, stored, bias, state: Some(self.optimizer.snapshot()) })
    }
}
