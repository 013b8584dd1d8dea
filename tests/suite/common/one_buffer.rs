//! A training run whose values, gradients and indices lie in one buffer, as frameworks sub-allocate them.

use std::ops::Range;

use proxgrad::{Param, ParamId, ProximalAdagrad, RowGrad, gpu::block_on, wgpu};
use proxgrad_testing::Gpu;

use super::{gpu_step::new_encoder, numbers::bits, param::TestGrad, problem::Problem};

/// What lies between the tensors: a NaN whose payload no optimizer writes, and that spoils every result it
/// gets into.
const GUARD: u32 = 0x7fed_cba9;

pub(crate) struct OneBuffer<'a> {
    problem: &'a Problem,
    gpu: &'a Gpu,
    buffer: wgpu::Buffer,
    /// By parameter.
    places: Vec<Places>,
    optimizer: ProximalAdagrad,
    ids: Vec<ParamId>,
}

/// Where the tensors of one parameter lie in the buffer, in elements.
struct Places {
    values: Range<usize>,
    /// By step: the gradient, and its indices if they lie on the device.
    grads: Vec<[Range<usize>; 2]>,
}

impl<'a> OneBuffer<'a> {
    pub(crate) fn new(problem: &'a Problem, gpu: &'a Gpu) -> Self {
        let (contents, places) = lay_out(problem, gpu);
        let buffer = gpu.upload(bytemuck::cast_slice(&contents));
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), problem.config()).unwrap();
        let groups: Vec<_> =
            problem.groups.iter().map(|group| optimizer.add_group(group.group()).unwrap()).collect();
        let ids = problem
            .params
            .iter()
            .zip(&places)
            .map(|(param, places)| {
                let values = slice(&buffer, places.values.clone());
                let registered = Param::new(&param.name, &param.shape, values);
                let registered = param.group.map_or(registered, |group| registered.group(groups[group]));
                optimizer.add_param(registered).unwrap()
            })
            .collect();
        Self { problem, gpu, buffer, places, optimizer, ids }
    }

    /// Records and submits a step.
    pub(crate) fn step(&mut self, number: usize) {
        let mut encoder = new_encoder(self.gpu);
        self.record(number, &mut encoder);
        self.gpu.queue().submit([encoder.finish()]);
    }

    /// Records a step.
    pub(crate) fn record(&mut self, number: usize, encoder: &mut wgpu::CommandEncoder) {
        let mut step = self.optimizer.begin_step(encoder);
        for ((param, &id), places) in self.problem.params.iter().zip(&self.ids).zip(&self.places) {
            let [values, words] = places.grads[number].clone().map(|range| slice(&self.buffer, range));
            match &param.grads[number] {
                TestGrad::None => {}
                TestGrad::Dense(_) => step.dense(id, values).unwrap(),
                TestGrad::Rows { indices, .. } => {
                    step.rows(id, RowGrad { indices: indices.on_gpu(words), values }).unwrap();
                }
            }
        }
        step.finish().unwrap();
    }

    /// The contents of the whole buffer.
    pub(crate) fn contents(&self) -> Vec<f32> {
        self.gpu.download(self.buffer.slice(..)).unwrap()
    }

    /// The accumulators, by parameter.
    pub(crate) fn accums(&self) -> Vec<Vec<f32>> {
        self.ids.iter().map(|&id| self.gpu.download(self.optimizer.accum(id).unwrap()).unwrap()).collect()
    }

    /// How many indices were no rows, as the optimizer reports.
    pub(crate) fn bad_rows(&self) -> u64 {
        block_on(self.gpu.device(), self.optimizer.report(self.gpu.queue())).unwrap().bad_rows
    }

    /// Where in the buffer the values of a parameter lie.
    pub(crate) fn values(&self, param: usize) -> Range<usize> {
        self.places[param].values.clone()
    }
}

/// Puts every tensor at the next offset that can be bound, with a guard behind it, and values between
/// gradients.
fn lay_out(problem: &Problem, gpu: &Gpu) -> (Vec<u32>, Vec<Places>) {
    let alignment = gpu.device().limits().min_storage_buffer_offset_alignment as usize / size_of::<f32>();
    let mut contents = vec![GUARD; alignment];
    let mut put = |tensor: &[u32]| {
        let start = contents.len();
        contents.extend(tensor);
        let end = contents.len();
        contents.resize((end + 1).next_multiple_of(alignment), GUARD);
        start..end
    };
    let places = problem
        .params
        .iter()
        .map(|param| {
            let (first, others) = param.grads.split_first().expect("there are steps");
            let mut grads = vec![put_grad(first, &mut put)];
            let values = put(&bits(&param.values));
            grads.extend(others.iter().map(|grad| put_grad(grad, &mut put)));
            Places { values, grads }
        })
        .collect();
    (contents, places)
}

fn put_grad(grad: &TestGrad, mut put: impl FnMut(&[u32]) -> Range<usize>) -> [Range<usize>; 2] {
    [put(&bits(grad.elements())), put(grad.words())]
}

fn slice(buffer: &wgpu::Buffer, elements: Range<usize>) -> wgpu::BufferSlice<'_> {
    let bytes = |elements: usize| (elements * size_of::<f32>()) as u64;
    buffer.slice(bytes(elements.start)..bytes(elements.end))
}
