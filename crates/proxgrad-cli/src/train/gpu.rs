//! Training on a GPU: data, weights, gradients and accumulators stay on the device from the first step to the last.
//!
//! The host uploads the order of each epoch and the features of each batch, and reads losses from time to time.

use std::{iter, ops::Range};

use anyhow::Result;
use bytemuck::Pod;
use proxgrad::{Format, Indices, Kernels, Param, ParamId, ProximalAdagrad, Report, RowGrad, gpu, wgpu};

use proxgrad_testing::Stored;

use super::{
    device_data::{Examples, Live},
    device_memory::{Memory, slice},
    epoch::Epoch,
    live_rows::LiveRows,
    model::Model,
    pipelines::{Batch, Kernel, Pipelines},
    settings::Settings,
    trainer::Trainer,
};
use crate::data::Dataset;

/// For tests: the number of steps after which the device is destroyed.
const LOSE_DEVICE: &str = "PROXGRAD_TEST_LOSE_DEVICE";

/// Examples scored at a time, which bounds the memory of the scores.
const SCORED_AT_ONCE: usize = 4096;

/// A linear model and its optimizer on a device.
pub(crate) struct GpuTrainer {
    device: wgpu::Device,
    queue: wgpu::Queue,
    pipelines: Pipelines,
    outputs: usize,
    /// The number of weights.
    weights: usize,
    batch: usize,
    /// Steps between two readings of the losses.
    interval: usize,
    kernels: Kernels,
    optimizer: ProximalAdagrad,
    weight_id: ParamId,
    bias_id: Option<ParamId>,
    buffers: Buffers,
    train: Examples,
    live: Live,
    model: wgpu::BindGroup,
    /// The same bindings, with the exported weights where the weights may have pending updates.
    current: wgpu::BindGroup,
    /// The same bindings, with the copy of the weights in the place of the gradients, where there is a copy.
    copying: Option<wgpu::BindGroup>,
    /// Storage format of weights, and of gradients for the optimizer.
    format: Format,
    /// Offset of the row gradient in `buffers.grads`, in elements.
    row_grads: usize,
    /// Offset of the gradients in 16 bits in `buffers.grads`, in words.
    packed: usize,
    steps: usize,
    /// Steps whose losses were read.
    read: usize,
    /// The strength of L1.
    l1: f64,
    /// Steps after which the device is destroyed: for tests of what happens then.
    loses_device_after: Option<usize>,
}

/// The buffers that stay on the device.
struct Buffers {
    weights: wgpu::Buffer,
    /// A copy of the weights, where these may have pending updates: [`GpuTrainer::refresh`] brings its live rows up to date, and the
    /// others are zero.
    exported: Option<wgpu::Buffer>,
    bias: wgpu::Buffer,
    grads: wgpu::Buffer,
    losses: wgpu::Buffer,
    counts: wgpu::Buffer,
}

impl GpuTrainer {
    /// Starts from a model, with the state of its optimizer. `interval` is the most steps between two calls of
    /// [`Trainer::losses`].
    pub(crate) fn new(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        settings: &Settings,
        dataset: &Dataset,
        model: Model,
        interval: usize,
    ) -> Result<Self> {
        let is_new = model.is_new();
        let Model { outputs, weights, stored, bias, state, .. } = model;
        let weights = stored.unwrap_or(weights);
        let memory = Memory { device };
        let known = Some(&weights[..]).filter(|_| !is_new);
        let live = LiveRows::new(dataset, weights.len() / outputs, outputs, known);
        let batch = settings.batch().min(dataset.len());
        // The entries of the largest possible batch, in any order of the examples.
        let entries = largest_batch(dataset, batch);
        // Bindings begin at multiples of 256 bytes.
        let row_grads = outputs.next_multiple_of(64);
        let format = settings.precision.format();
        let stored = |numbers: &[f32]| Stored::nearest(numbers, format).words();
        // Rounded up to a whole word, and to an offset that can be bound.
        let packed = (row_grads + entries * outputs + 1).next_multiple_of(64);
        let of_packed = if format == Format::F32 { 0 } else { row_grads + (entries * outputs).div_ceil(2) };
        let words = |elements: usize| if format == Format::F32 { elements } else { elements.div_ceil(2) };
        let buffers = Buffers {
            // Buffers are made of zeros.
            weights: match known {
                Some(weights) => memory.filled("weights", &stored(weights))?,
                None => memory.empty("weights", words(weights.len()))?,
            },
            exported: settings
                .exact()
                .then(|| memory.empty("current weights", words(weights.len())))
                .transpose()?,
            bias: memory.filled("bias", &stored(&bias))?,
            grads: memory.empty("gradients", packed + of_packed)?,
            losses: memory.empty("losses", interval)?,
            counts: memory.empty("counts", 2)?,
        };

        let kernels = Kernels::new(device)?;
        let mut optimizer = ProximalAdagrad::new(&kernels, settings.config())?;
        let shape = [weights.len() / outputs, outputs];
        let values = slice(&buffers.weights, 0..words(weights.len()));
        let param = Param::new("weight", &shape, values).rows(settings.rows());
        let weight_id = optimizer.add_param(param.format(format))?;
        let bias_id = if settings.bias() {
            let group = optimizer.add_group(Settings::bias_group())?;
            let values = slice(&buffers.bias, 0..words(outputs));
            Some(optimizer.add_param(Param::new("bias", &[outputs], values).group(group).format(format))?)
        } else {
            None
        };
        if let Some(state) = state {
            optimizer.restore(queue, &state)?;
        }

        let pipelines = Pipelines::new(device, settings.precision);
        let train = Examples::new(&memory, &pipelines, dataset, dataset.len().div_ceil(batch.max(1)))?;
        let scratch = memory.empty("scratch", batch * (outputs + 1))?;
        let bind = |weights, grads| buffers.bind(&pipelines, weights, &scratch, grads, &optimizer);
        let model = bind(&buffers.weights, &buffers.grads);
        let current = bind(buffers.current(), &buffers.grads);
        let copying = buffers.exported.as_ref().map(|copy| bind(&buffers.weights, copy));
        let live = Live::new(&memory, queue, &pipelines, &live)?;
        Ok(Self {
            device: device.clone(),
            queue: queue.clone(),
            pipelines,
            outputs,
            weights: weights.len(),
            batch,
            interval,
            kernels,
            optimizer,
            weight_id,
            bias_id,
            buffers,
            train,
            model,
            live,
            current,
            copying,
            format,
            row_grads,
            packed,
            steps: 0,
            read: 0,
            l1: settings.l1,
            loses_device_after: std::env::var(LOSE_DEVICE).ok().and_then(|steps| steps.parse().ok()),
        })
    }

    /// Reads elements in the storage format, and returns them as f32.
    fn stored(&self, buffer: &wgpu::Buffer, elements: usize) -> Result<Vec<f32>> {
        let words: Vec<u32> = self.download(buffer, 0..self.words(elements))?;
        Ok(Stored::of_words(&words, self.format, elements).to_f32())
    }

    fn download<T: Pod>(&self, buffer: &wgpu::Buffer, elements: Range<usize>) -> Result<Vec<T>> {
        let copy = gpu::download(&self.device, &self.queue, slice(buffer, elements));
        Ok(gpu::block_on(&self.device, copy)?)
    }

    /// Uniforms of one batch.
    fn uniforms(
        &self,
        examples: &Examples,
        epoch: &Epoch,
        batch: &Range<usize>,
        step: usize,
    ) -> Result<Batch> {
        let entries = epoch.starts[batch.end] - epoch.starts[batch.start];
        Ok(Batch {
            first: word(batch.start)?,
            count: word(batch.len())?,
            first_entry: epoch.starts[batch.start],
            step: word(step)?,
            outputs: word(self.outputs)?,
            examples: word(examples.len)?,
            entries: word(examples.entries)?,
            row_grads: word(self.row_grads)?,
            packed: word(self.packed)?,
            words: word(self.words(entries as usize * self.outputs))?,
        })
    }

    /// Uploads the order of an epoch and the uniforms of its batches.
    fn upload(
        &self,
        examples: &Examples,
        epoch: &Epoch,
        batches: impl Iterator<Item = (Range<usize>, usize)>,
    ) -> Result<()> {
        let order: Vec<u32> = epoch.order.iter().chain(&epoch.starts).copied().collect();
        self.queue.write_buffer(&examples.epoch, 0, bytemuck::cast_slice(&order));
        let stride = usize::try_from(self.pipelines.batch_stride())?;
        let mut bytes = Vec::new();
        for (batch, step) in batches {
            bytes.extend_from_slice(bytemuck::bytes_of(&self.uniforms(examples, epoch, &batch, step)?));
            bytes.resize(bytes.len().next_multiple_of(stride), 0);
        }
        self.queue.write_buffer(&examples.batches, 0, &bytes);
        Ok(())
    }

    /// Words of a number of elements in the storage format.
    fn words(&self, elements: usize) -> usize {
        if self.format == Format::F32 { elements } else { elements.div_ceil(2) }
    }

    fn encoder(&self) -> wgpu::CommandEncoder {
        self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
    }

    /// Records the application of all pending updates to the copy of the weights, where there is one.
    fn refresh(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<()> {
        let Some(exported) = &self.buffers.exported else { return Ok(()) };
        let into = slice(exported, 0..self.words(self.weights));
        if self.live.are_most {
            return Ok(self.optimizer.export(encoder, self.weight_id, into)?);
        }
        {
            let mut pass = begin_pass(encoder, "copy");
            pass.set_bind_group(0, &self.live.bound, &[0]);
            pass.set_bind_group(1, &self.copying, &[]);
            self.pipelines.dispatch(&mut pass, Kernel::CopyRows, self.live.elements);
        }
        let rows = Indices::DeviceUnique(self.live.rows());
        Ok(self.optimizer.catch_up_rows(encoder, self.weight_id, into, rows)?)
    }

    /// The model with these weights, which were flushed or copied from the optimizer's.
    fn model_of(&mut self, weights: Vec<f32>, stored: Option<Vec<f32>>) -> Result<Model> {
        let state = gpu::block_on(&self.device, self.optimizer.snapshot(&self.queue))?;
        let bias = self.stored(&self.buffers.bias, self.outputs)?;
        let (state, l1) = (Some(state), Some(self.l1));
        Ok(Model { outputs: self.outputs, weights, stored, bias, state, l1 })
    }

    /// Runs a counting kernel on the current weights, and reads one of the counts.
    fn count(&mut self, which: usize, record: impl FnOnce(&Self, &mut wgpu::ComputePass<'_>)) -> Result<u64> {
        let mut encoder = self.encoder();
        self.refresh(&mut encoder)?;
        encoder.clear_buffer(&self.buffers.counts, 0, None);
        record(self, &mut begin_pass(&mut encoder, "count"));
        self.queue.submit([encoder.finish()]);
        let counts: Vec<u32> = self.download(&self.buffers.counts, 0..2)?;
        Ok(u64::from(counts[which]))
    }
}

impl Trainer for GpuTrainer {
    fn begin_epoch(&mut self, epoch: &Epoch, done: usize) -> Result<()> {
        // A model is flushed before it is saved between two epochs, so that a resumed run has the same bits as an
        // uninterrupted one.
        if done == 0 {
            let mut encoder = self.encoder();
            if self.live.are_most {
                self.optimizer.flush(&mut encoder)?;
            } else {
                let rows = Indices::DeviceUnique(self.live.rows());
                self.optimizer.flush_rows(&mut encoder, self.weight_id, rows)?;
            }
            self.queue.submit([encoder.finish()]);
        }
        // Batches that were trained before have uniforms, too, but no losses.
        let steps = iter::repeat_n(0, done).chain((self.steps..).map(|step| step % self.interval));
        self.upload(&self.train, epoch, epoch.batches(self.batch).zip(steps))
    }

    fn step(&mut self, epoch: &Epoch, batch: Range<usize>, measures: bool) -> Result<()> {
        let mut encoder = self.encoder();
        let indices = epoch.features(&batch);
        if self.buffers.exported.is_some() {
            self.optimizer.flush_rows(&mut encoder, self.weight_id, indices)?;
        }
        {
            let mut pass = begin_pass(&mut encoder, "gradient");
            let offset = self.pipelines.batch_stride() * (batch.start / self.batch) as u64;
            pass.set_bind_group(0, &self.train.bound, &[word(usize::try_from(offset)?)?]);
            pass.set_bind_group(1, &self.model, &[]);
            let examples = batch.len() as u64;
            let outputs = examples * self.outputs as u64;
            self.pipelines.dispatch(&mut pass, Kernel::Forward, outputs);
            self.pipelines.dispatch(&mut pass, Kernel::Loss, examples);
            self.pipelines.dispatch(&mut pass, Kernel::Gradient, outputs);
            self.pipelines.dispatch_sums(&mut pass, word(self.outputs + 1)?);
            if self.format != Format::F32 {
                let words = self.words(self.outputs) + self.words(indices.len() * self.outputs);
                self.pipelines.dispatch(&mut pass, Kernel::Pack, words as u64);
            }
        }
        let first = if self.format == Format::F32 { 0 } else { self.packed };
        let rows = first + self.row_grads;
        let of_rows = slice(&self.buffers.grads, rows..rows + self.words(indices.len() * self.outputs));
        let of_bias = slice(&self.buffers.grads, first..first + self.words(self.outputs));
        let mut step = self.optimizer.begin_step(&mut encoder);
        if measures {
            step.measure();
        }
        step.rows(self.weight_id, RowGrad::new(indices, of_rows))?;
        if let Some(bias) = self.bias_id {
            step.dense(bias, of_bias)?;
        }
        step.finish()?;
        self.queue.submit([encoder.finish()]);
        self.steps += 1;
        if self.loses_device_after == Some(self.steps) {
            self.device.destroy();
        }
        Ok(())
    }

    fn l1(&self) -> f64 {
        self.l1
    }

    fn set_l1(&mut self, l1: f64) -> Result<()> {
        if self.buffers.exported.is_some() {
            let mut encoder = self.encoder();
            self.optimizer.flush(&mut encoder)?;
            self.queue.submit([encoder.finish()]);
        }
        self.optimizer.set_l1(None, l1)?;
        self.l1 = l1;
        Ok(())
    }

    fn send_report(&mut self) -> Result<()> {
        let mut encoder = self.encoder();
        self.optimizer.send_report(&mut encoder)?;
        self.queue.submit([encoder.finish()]);
        Ok(())
    }

    fn receive_report(&mut self) -> Result<Option<Report>> {
        // Polls without waiting.
        let _ = self.device.poll(wgpu::PollType::Poll);
        let mut newest = None;
        while let Some(report) = self.optimizer.receive_report()? {
            newest = Some(report);
        }
        Ok(newest)
    }

    fn report(&mut self) -> Result<Report> {
        let mut encoder = self.encoder();
        self.optimizer.measure(&mut encoder)?;
        self.queue.submit([encoder.finish()]);
        Ok(gpu::block_on(&self.device, self.optimizer.report(&self.queue))?)
    }

    fn skipped_steps(&mut self) -> Result<u64> {
        Ok(gpu::block_on(&self.device, self.optimizer.report(&self.queue))?.skipped_steps)
    }

    fn weights(&self) -> u64 {
        let bias = if self.bias_id.is_some() { self.outputs } else { 0 };
        (self.weights + bias) as u64
    }

    fn losses(&mut self) -> Result<Vec<f32>> {
        let first = self.read % self.interval;
        let losses = self.download(&self.buffers.losses, first..first + self.steps - self.read)?;
        self.read = self.steps;
        Ok(losses)
    }

    fn nonzero(&mut self) -> Result<u64> {
        self.count(1, |trainer, pass| {
            pass.set_bind_group(0, &trainer.live.bound, &[0]);
            pass.set_bind_group(1, &trainer.current, &[]);
            trainer.pipelines.dispatch(pass, Kernel::Nonzero, trainer.live.elements);
        })
    }

    fn live_weights(&self) -> u64 {
        self.live.elements
    }

    fn errors(&mut self, test: &Dataset) -> Result<u64> {
        self.kernels.check_device()?;
        let memory = Memory { device: &self.device };
        let epoch = Epoch::in_file_order(test);
        let chunks = test.len().div_ceil(SCORED_AT_ONCE);
        let examples = Examples::new(&memory, &self.pipelines, test, chunks)?;
        self.upload(&examples, &epoch, epoch.batches(SCORED_AT_ONCE).map(|batch| (batch, 0)))?;
        let scratch = memory.empty("scratch", SCORED_AT_ONCE.min(test.len()) * (self.outputs + 1))?;
        let (weights, grads) = (self.buffers.current(), &self.buffers.grads);
        let model = self.buffers.bind(&self.pipelines, weights, &scratch, grads, &self.optimizer);
        let stride = self.pipelines.batch_stride();
        let offsets =
            (0..chunks).map(|chunk| word(chunk * usize::try_from(stride)?)).collect::<Result<Vec<_>>>()?;
        self.count(0, |trainer, pass| {
            for (batch, offset) in epoch.batches(SCORED_AT_ONCE).zip(offsets) {
                pass.set_bind_group(0, &examples.bound, &[offset]);
                pass.set_bind_group(1, &model, &[]);
                let outputs = (batch.len() * trainer.outputs) as u64;
                trainer.pipelines.dispatch(pass, Kernel::Forward, outputs);
                trainer.pipelines.dispatch(pass, Kernel::Score, batch.len() as u64);
            }
        })
    }

    fn model(&mut self) -> Result<Model> {
        let mut encoder = self.encoder();
        self.optimizer.flush(&mut encoder)?;
        self.queue.submit([encoder.finish()]);
        let weights = self.stored(&self.buffers.weights, self.weights)?;
        self.model_of(weights, None)
    }

    fn checkpoint(&mut self) -> Result<Model> {
        let stored = self.stored(&self.buffers.weights, self.weights)?;
        if self.buffers.exported.is_none() {
            return self.model_of(stored, None);
        }
        let mut encoder = self.encoder();
        self.refresh(&mut encoder)?;
        self.queue.submit([encoder.finish()]);
        let weights = self.stored(self.buffers.current(), self.weights)?;
        self.model_of(weights, Some(stored))
    }
}

impl Buffers {
    fn bind(
        &self,
        pipelines: &Pipelines,
        weights: &wgpu::Buffer,
        scratch: &wgpu::Buffer,
        grads: &wgpu::Buffer,
        optimizer: &ProximalAdagrad,
    ) -> wgpu::BindGroup {
        let buffers = [weights, &self.bias, scratch, grads, &self.losses, &self.counts];
        pipelines.bind_model(buffers, optimizer.loss_scale_buffer())
    }

    /// The weights without pending updates, after an export.
    fn current(&self) -> &wgpu::Buffer {
        self.exported.as_ref().unwrap_or(&self.weights)
    }
}

fn begin_pass<'a>(encoder: &'a mut wgpu::CommandEncoder, label: &str) -> wgpu::ComputePass<'a> {
    encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label: Some(label), timestamp_writes: None })
}

/// The entries of the `batch` longest examples.
fn largest_batch(dataset: &Dataset, batch: usize) -> usize {
    let mut lengths: Vec<usize> =
        dataset.row_starts.windows(2).map(|ends| (ends[1] - ends[0]) as usize).collect();
    lengths.sort_unstable();
    lengths.iter().rev().take(batch).sum()
}

fn word(count: usize) -> Result<u32> {
    Ok(u32::try_from(count)?)
}
