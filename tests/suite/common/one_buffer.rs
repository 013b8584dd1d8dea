//! A training run on a buffer as frameworks hand them out: values, gradients and strangers side by side in one.

use std::ops::Range;

use proxgrad::{Indices, Param, ParamId, ProximalAdagrad, RowGrad, gpu::block_on, wgpu};
use proxgrad_testing::Gpu;

use super::{
    problem::{GivenGrad, GivenIndices, Problem},
    state::bits,
};

/// Between the tensors. Neither a number that an optimizer would write nor one that it could read without showing it.
const GUARD: u32 = 0x7fed_cba9;

pub(crate) struct OneBuffer<'a> {
    problem: &'a Problem,
    gpu: &'a Gpu,
    buffer: wgpu::Buffer,
    /// By parameter.
    stretches: Vec<Stretches>,
    optimizer: ProximalAdagrad,
    ids: Vec<ParamId>,
}

/// Where the tensors of a parameter lie, in elements.
struct Stretches {
    values: Range<usize>,
    /// By step: of gradients, and of the indices that the device knows.
    grads: Vec<[Range<usize>; 2]>,
}

impl<'a> OneBuffer<'a> {
    pub(crate) fn new(problem: &'a Problem, gpu: &'a Gpu) -> Self {
        let (contents, stretches) = lay_out(problem, gpu);
        let buffer = gpu.upload(bytemuck::cast_slice(&contents));
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), problem.config()).unwrap();
        let groups: Vec<_> =
            problem.groups.iter().map(|group| optimizer.add_group(group.group()).unwrap()).collect();
        let ids = problem
            .params
            .iter()
            .zip(&stretches)
            .map(|(given, stretches)| {
                let param = Param::new(&given.name, &given.shape, slice(&buffer, stretches.values.clone()));
                let param = given.group.map_or(param, |group| param.group(groups[group]));
                optimizer.add_param(param).unwrap()
            })
            .collect();
        Self { problem, gpu, buffer, stretches, optimizer, ids }
    }

    /// Records and submits a step.
    pub(crate) fn step(&mut self, number: usize) {
        let mut encoder =
            self.gpu.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        self.record(number, &mut encoder);
        self.gpu.queue().submit([encoder.finish()]);
    }

    /// Records a step.
    pub(crate) fn record(&mut self, number: usize, encoder: &mut wgpu::CommandEncoder) {
        let mut step = self.optimizer.begin_step(encoder);
        for ((given, &id), stretches) in self.problem.params.iter().zip(&self.ids).zip(&self.stretches) {
            let [values, words] = stretches.grads[number].clone().map(|range| slice(&self.buffer, range));
            match &given.grads[number] {
                GivenGrad::None => {}
                GivenGrad::Dense(_) => step.dense(id, values).unwrap(),
                GivenGrad::Rows { indices, .. } => {
                    let indices = indices_of(indices, words);
                    step.rows(id, RowGrad { indices, values }).unwrap();
                }
            }
        }
        step.finish().unwrap();
    }

    /// The whole buffer.
    pub(crate) fn contents(&self) -> Vec<f32> {
        self.gpu.download(self.buffer.slice(..)).unwrap()
    }

    /// By parameter.
    pub(crate) fn accums(&self) -> Vec<Vec<f32>> {
        self.ids.iter().map(|&id| self.gpu.download(self.optimizer.accum(id).unwrap()).unwrap()).collect()
    }

    /// What the optimizer reports.
    pub(crate) fn bad_rows(&self) -> u32 {
        block_on(self.gpu.device(), self.optimizer.report(self.gpu.queue())).unwrap().bad_rows
    }

    /// Where in the buffer the values of a parameter lie.
    pub(crate) fn values(&self, param: usize) -> Range<usize> {
        self.stretches[param].values.clone()
    }
}

/// Every tensor at the next offset that can be bound, with a guard behind it; values between gradients.
fn lay_out(problem: &Problem, gpu: &Gpu) -> (Vec<u32>, Vec<Stretches>) {
    let alignment = gpu.device().limits().min_storage_buffer_offset_alignment as usize / size_of::<f32>();
    let mut contents = vec![GUARD; alignment];
    let mut put = |tensor: &[u32]| {
        let start = contents.len();
        contents.extend(tensor);
        let end = contents.len();
        contents.resize((end + 1).next_multiple_of(alignment), GUARD);
        start..end
    };
    let stretches = problem
        .params
        .iter()
        .map(|param| {
            let (first, others) = param.grads.split_first().expect("there are steps");
            let mut grads = vec![put_grad(first, &mut put)];
            let values = put(&bits(&param.values));
            grads.extend(others.iter().map(|grad| put_grad(grad, &mut put)));
            Stretches { values, grads }
        })
        .collect();
    (contents, stretches)
}

fn put_grad(grad: &GivenGrad, mut put: impl FnMut(&[u32]) -> Range<usize>) -> [Range<usize>; 2] {
    [put(&bits(grad.elements())), put(words_of(grad))]
}

fn words_of(grad: &GivenGrad) -> &[u32] {
    if let GivenGrad::Rows { indices, .. } = grad { indices.words() } else { &[] }
}

/// The indices, with those of the device where they lie on it.
fn indices_of<'a>(indices: &'a GivenIndices, words: wgpu::BufferSlice<'a>) -> Indices<'a> {
    match indices {
        GivenIndices::U32(indices) => indices.into(),
        GivenIndices::I32(indices) => indices.into(),
        GivenIndices::I64(indices) => indices.into(),
        GivenIndices::Device(_) => Indices::Device(words),
        GivenIndices::DeviceUnique(_) => Indices::DeviceUnique(words),
    }
}

fn slice(buffer: &wgpu::Buffer, elements: Range<usize>) -> wgpu::BufferSlice<'_> {
    let bytes = |elements: usize| (elements * size_of::<f32>()) as u64;
    buffer.slice(bytes(elements.start)..bytes(elements.end))
}
