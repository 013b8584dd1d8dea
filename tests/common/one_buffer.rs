//! A training run on a buffer as frameworks hand them out: values, gradients and strangers side by side in one.

use std::ops::Range;

use proxgrad::{Param, ParamId, ProximalAdagrad, RowGrad, wgpu};
use proxgrad_golden::Gpu;

use super::problem::{GivenGrad, Problem};

/// Between the tensors. Neither a number that an optimizer would write nor one that it could read without showing it.
const GUARD: f32 = f32::from_bits(0x7fed_cba9);

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
    /// By step.
    grads: Vec<Range<usize>>,
}

impl<'a> OneBuffer<'a> {
    pub(crate) fn new(problem: &'a Problem, gpu: &'a Gpu) -> Self {
        let (contents, stretches) = lay_out(problem, gpu);
        let buffer = gpu.upload(&contents);
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
            let values = slice(&self.buffer, stretches.grads[number].clone());
            match &given.grads[number] {
                GivenGrad::None => {}
                GivenGrad::Dense(_) => step.dense(id, values).unwrap(),
                GivenGrad::Rows { indices, .. } => {
                    step.rows(id, RowGrad::new(indices, values)).unwrap();
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

    /// Where in the buffer the values of a parameter lie.
    pub(crate) fn values(&self, param: usize) -> Range<usize> {
        self.stretches[param].values.clone()
    }
}

/// Every tensor at the next offset that can be bound, with a guard behind it; values between gradients.
fn lay_out(problem: &Problem, gpu: &Gpu) -> (Vec<f32>, Vec<Stretches>) {
    let alignment = gpu.device().limits().min_storage_buffer_offset_alignment as usize / size_of::<f32>();
    let mut contents = vec![GUARD; alignment];
    let mut put = |tensor: &[f32]| {
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
            let mut grads = vec![put(elements(&param.grads[0]))];
            let values = put(&param.values);
            grads.extend(param.grads[1..].iter().map(|grad| put(elements(grad))));
            Stretches { values, grads }
        })
        .collect();
    (contents, stretches)
}

fn elements(grad: &GivenGrad) -> &[f32] {
    match grad {
        GivenGrad::None => &[],
        GivenGrad::Dense(values) | GivenGrad::Rows { values, .. } => values,
    }
}

fn slice(buffer: &wgpu::Buffer, elements: Range<usize>) -> wgpu::BufferSlice<'_> {
    let bytes = |elements: usize| (elements * size_of::<f32>()) as u64;
    buffer.slice(bytes(elements.start)..bytes(elements.end))
}
