//! Training on a GPU: data, weights, gradients and accumulators stay on the device from the first step to the last.
//!
//! The host uploads the order of each epoch and the features of each batch, and reads losses from time to time.

use std::{iter, ops::Range};

use anyhow::{Context, Result, bail};
use bytemuck::Pod;
use proxgrad::{
    Format, Kernels, Param, ParamId, ProximalAdagrad, Report, RowGrad, gpu,
    wgpu::{self, BufferUsages},
};

use proxgrad_testing::Stored;

use super::{
    epoch::Epoch,
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
    model: wgpu::BindGroup,
    /// The same bindings, with the exported weights where the weights may have pending updates.
    current: wgpu::BindGroup,
    /// Storage format of weights, and of gradients for the optimizer.
    format: Format,
    /// Offset of the row gradient in `buffers.grads`, in elements.
    row_grads: usize,
    /// Offset of the gradients in 16 bits in `buffers.grads`, in words.
    packed: usize,
    steps: usize,
    /// Steps whose losses were read.
    read: usize,
    /// Steps after which the device is destroyed: for tests of what happens then.
    loses_device_after: Option<usize>,
}

/// The buffers that stay on the device.
struct Buffers {
    weights: wgpu::Buffer,
    /// A copy of the weights with all pending updates applied, where there may be pending updates.
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
        let Model { outputs, weights, stored, bias, state } = model;
        let weights = stored.unwrap_or(weights);
        let memory = Memory { device };
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
            weights: memory.filled("weights", &stored(&weights))?,
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
        let model = buffers.bind(&pipelines, &buffers.weights, &scratch, &optimizer);
        let current = buffers.bind(&pipelines, buffers.current(), &scratch, &optimizer);
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
            current,
            format,
            row_grads,
            packed,
            steps: 0,
            read: 0,
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

    /// Applies the pending updates of all weights.
    fn flush(&mut self) -> Result<()> {
        let mut encoder = self.encoder();
        self.optimizer.flush(&mut encoder)?;
        self.queue.submit([encoder.finish()]);
        Ok(())
    }

    fn encoder(&self) -> wgpu::CommandEncoder {
        self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
    }

    /// Records a copy of the weights with all pending updates applied, where there may be pending updates.
    fn export(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<()> {
        if let Some(exported) = &self.buffers.exported {
            let into = slice(exported, 0..self.words(self.weights));
            self.optimizer.export(encoder, self.weight_id, into)?;
        }
        Ok(())
    }

    /// The model with these weights, which were flushed or copied from the optimizer's.
    fn model_of(&mut self, weights: Vec<f32>, stored: Option<Vec<f32>>) -> Result<Model> {
        let state = gpu::block_on(&self.device, self.optimizer.snapshot(&self.queue))?;
        let bias = self.stored(&self.buffers.bias, self.outputs)?;
        Ok(Model { outputs: self.outputs, weights, stored, bias, state: Some(state) })
    }

    /// Runs a counting kernel on the current weights, and reads one of the counts.
    fn count(&mut self, which: usize, record: impl FnOnce(&Self, &mut wgpu::ComputePass<'_>)) -> Result<u64> {
        let mut encoder = self.encoder();
        self.export(&mut encoder)?;
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
            self.flush()?;
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
        let weights = self.weights as u64;
        self.count(1, |trainer, pass| {
            pass.set_bind_group(0, &trainer.train.bound, &[0]);
            pass.set_bind_group(1, &trainer.current, &[]);
            trainer.pipelines.dispatch(pass, Kernel::Nonzero, weights);
        })
    }

    fn errors(&mut self, test: &Dataset) -> Result<u64> {
        self.kernels.check_device()?;
        let memory = Memory { device: &self.device };
        let epoch = Epoch::in_file_order(test);
        let chunks = test.len().div_ceil(SCORED_AT_ONCE);
        let examples = Examples::new(&memory, &self.pipelines, test, chunks)?;
        self.upload(&examples, &epoch, epoch.batches(SCORED_AT_ONCE).map(|batch| (batch, 0)))?;
        let scratch = memory.empty("scratch", SCORED_AT_ONCE.min(test.len()) * (self.outputs + 1))?;
        let model = self.buffers.bind(&self.pipelines, self.buffers.current(), &scratch, &self.optimizer);
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
        self.flush()?;
        let weights = self.stored(&self.buffers.weights, self.weights)?;
        self.model_of(weights, None)
    }

    fn checkpoint(&mut self) -> Result<Model> {
        let stored = self.stored(&self.buffers.weights, self.weights)?;
        if self.buffers.exported.is_none() {
            return self.model_of(stored, None);
        }
        let mut encoder = self.encoder();
        self.export(&mut encoder)?;
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
        optimizer: &ProximalAdagrad,
    ) -> wgpu::BindGroup {
        let buffers = [weights, &self.bias, scratch, &self.grads, &self.losses, &self.counts];
        pipelines.bind_model(buffers, optimizer.loss_scale_buffer())
    }

    /// The weights without pending updates, after an export.
    fn current(&self) -> &wgpu::Buffer {
        self.exported.as_ref().unwrap_or(&self.weights)
    }
}

/// A data set on the device, with the order of an epoch.
struct Examples {
    len: usize,
    entries: usize,
    /// `[examples]` order, `[examples + 1]` starts.
    epoch: wgpu::Buffer,
    /// Uniforms of each batch, at multiples of the stride.
    batches: wgpu::Buffer,
    bound: wgpu::BindGroup,
}

impl Examples {
    fn new(memory: &Memory<'_>, pipelines: &Pipelines, dataset: &Dataset, batches: usize) -> Result<Self> {
        let values = dataset.values.iter().map(|value| value.to_bits());
        let parts = dataset.row_starts.iter().chain(&dataset.labels).chain(&dataset.features).copied();
        let data = memory.filled("data", &parts.chain(values).collect::<Vec<u32>>())?;
        let epoch = memory.empty("order", 2 * dataset.len() + 1)?;
        let stride = pipelines.batch_stride();
        let batches = memory.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("proxgrad-cli batches"),
            size: stride * batches.max(1) as u64,
            usage: BufferUsages::UNIFORM | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let bound = pipelines.bind_examples(&batches, &data, &epoch);
        Ok(Self { len: dataset.len(), entries: dataset.features.len(), epoch, batches, bound })
    }
}

/// Creates storage buffers, and refuses those that are larger than the device can bind.
struct Memory<'a> {
    device: &'a wgpu::Device,
}

impl Memory<'_> {
    const USAGE: BufferUsages =
        BufferUsages::STORAGE.union(BufferUsages::COPY_SRC).union(BufferUsages::COPY_DST);

    fn filled<T: Pod>(&self, what: &str, contents: &[T]) -> Result<wgpu::Buffer> {
        if contents.is_empty() {
            return self.empty(what, 1);
        }
        let bytes: &[u8] = bytemuck::cast_slice(contents);
        self.check(what, bytes.len())?;
        let buffer = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(&format!("proxgrad-cli {what}")),
            size: bytes.len() as u64,
            usage: Self::USAGE,
            mapped_at_creation: true,
        });
        let view = buffer.slice(..).get_mapped_range_mut();
        let mut view =
            view.with_context(|| format!("the device has no memory for the {what}, or was lost"))?;
        view.slice(..).copy_from_slice(bytes);
        drop(view);
        buffer.unmap();
        Ok(buffer)
    }

    /// A buffer of zeros, of `elements` times four bytes; at least one element, because no buffer is empty.
    fn empty(&self, what: &str, elements: usize) -> Result<wgpu::Buffer> {
        let size = elements.max(1) * size_of::<f32>();
        self.check(what, size)?;
        Ok(self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(&format!("proxgrad-cli {what}")),
            size: size as u64,
            usage: Self::USAGE,
            mapped_at_creation: false,
        }))
    }

    fn check(&self, what: &str, size: usize) -> Result<()> {
        let limits = self.device.limits();
        let most = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        if size as u64 > most {
            bail!(
                "the {what} need {size} bytes, and this device binds {most} at most; use --bits, or --device cpu"
            );
        }
        Ok(())
    }
}

/// A range of elements of four bytes of a buffer.
fn slice(buffer: &wgpu::Buffer, elements: Range<usize>) -> wgpu::BufferSlice<'_> {
    let bytes = size_of::<f32>() as u64;
    buffer.slice(elements.start as u64 * bytes..elements.end as u64 * bytes)
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
