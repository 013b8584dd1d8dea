//! Parameters of every kind with gradients, and optimizers that are run on them.

use proxgrad::{Config, Format, ParamId, Rounding, Rows, Schedule, Shrinkage, Snapshot, wgpu};
use proxgrad_golden::{Gpu, Grad, Indices, Optimizer, Param};

use crate::common::{devices::Device, random::Random, state::bits};

pub(super) const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];

/// How a gradient is handed over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum By {
    Dense,
    Host,
    Device,
    Unique,
}

/// A parameter and its gradients, the same at every step but for the numbers.
#[derive(Clone, Debug)]
pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) by: By,
    pub(super) rows: Rows,
    pub(super) values: Vec<f32>,
    /// By step.
    pub(super) grads: Vec<(Vec<u32>, Vec<f32>)>,
}

impl Tensor {
    pub(super) fn new(
        random: &mut Random,
        name: &str,
        shape: &[usize],
        by: By,
        rows: Rows,
        steps: usize,
    ) -> Self {
        let len = shape.iter().product();
        let width: usize = shape.iter().skip(1).product();
        let mut grad = || match by {
            By::Dense => (Vec::new(), random.grads(len)),
            By::Unique => {
                let rows = u32::try_from(shape[0]).unwrap();
                let mut indices = random.permutation(rows);
                indices.truncate(shape[0] / 2 + 1);
                let grads = random.grads(indices.len() * width);
                (indices, grads)
            }
            By::Host | By::Device => {
                let indices = random.indices(2 * shape[0], u32::try_from(shape[0]).unwrap());
                let grads = random.grads(indices.len() * width);
                (indices, grads)
            }
        };
        let grads = (0..steps).map(|_| grad()).collect();
        let values = random.values(len);
        Self { name: name.to_owned(), shape: shape.to_vec(), by, rows, values, grads }
    }

    pub(super) fn grad(&self, step: usize) -> Grad<'_> {
        let (indices, values) = &self.grads[step];
        match self.by {
            By::Dense => Grad::Dense(values),
            By::Host => Grad::rows(indices, values),
            By::Device => Grad::rows(Indices::Device(indices), values),
            By::Unique => Grad::rows(Indices::DeviceUnique(indices), values),
        }
    }
}

/// Parameters of all kinds and odd sizes.
pub(super) fn tensors(random: &mut Random, steps: usize) -> Vec<Tensor> {
    let mut tensors = Vec::new();
    for len in [0, 1, 2, 3, 5, 64, 1000, 4099] {
        tensors.push(Tensor::new(random, &format!("dense{len}"), &[len], By::Dense, Rows::Touched, steps));
    }
    for by in [By::Host, By::Device, By::Unique] {
        for rows in [Rows::Touched, Rows::Exact] {
            for shape in [&[61, 1], &[40, 3], &[31, 4], &[7, 70]] {
                let name = format!("{by:?} {rows:?} {shape:?}");
                tensors.push(Tensor::new(random, &name, shape, by, rows, steps));
            }
        }
    }
    tensors.push(Tensor::new(random, "conv", &[5, 3, 3], By::Dense, Rows::Touched, steps));
    tensors.push(Tensor::new(random, "conv exact", &[5, 3, 3], By::Dense, Rows::Exact, steps));
    tensors
}

/// An optimizer with these parameters.
pub(super) fn start(
    device: &Device,
    config: &Config,
    formats: [Format; 2],
    tensors: &[Tensor],
) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let mut optimizer = device.optimizer(config.clone()).unwrap();
    let params: Vec<_> = tensors
        .iter()
        .map(|tensor| {
            let param = Param::new(&tensor.name, &tensor.shape, &tensor.values).rows(tensor.rows);
            param.formats(formats[0], formats[1])
        })
        .collect();
    let ids = optimizer.add_params(&params).unwrap();
    (optimizer, ids)
}

pub(super) fn take(optimizer: &mut dyn Optimizer, ids: &[ParamId], tensors: &[Tensor], step: usize) {
    let grads: Vec<_> = ids.iter().zip(tensors).map(|(id, tensor)| (*id, tensor.grad(step))).collect();
    optimizer.step(&grads).unwrap();
}

/// Values that are up to date, and accumulators, of every parameter.
pub(super) fn results(optimizer: &mut dyn Optimizer, ids: &[ParamId]) -> Vec<[Vec<f32>; 2]> {
    ids.iter().map(|&id| [optimizer.exported(id).unwrap(), optimizer.accum(id).unwrap()]).collect()
}

/// Everything that a skipped step has to leave as it is.
pub(super) fn everything(optimizer: &dyn Optimizer, ids: &[ParamId]) -> (Vec<Vec<u32>>, Snapshot) {
    (ids.iter().map(|&id| bits(&optimizer.values(id).unwrap())).collect(), optimizer.snapshot().unwrap())
}

/// Equal to the last bit, signs of zeros apart, on devices that round as IEEE 754 does; elsewhere what WGSL's table lets
/// become of a few steps. A step moves a value by γ·g/√A, which is at most γ, 0.2: there a division and a root are off by up to
/// 8 units of 2⁻²³, so five steps by 1e-6, beside roundings of the value itself. Where values are of 16 bits, a rounding may go
/// the other way, which is one of their units.
#[track_caller]
pub(super) fn agree(
    what: &str,
    is_exact: bool,
    formats: [Format; 2],
    got: &[[Vec<f32>; 2]],
    want: &[[Vec<f32>; 2]],
) {
    let [relative, absolute] = match formats[0] {
        Format::F32 => [1e-6, 1e-6],
        Format::F16 => [2f32.powi(-10), 1e-4],
        Format::Bf16 => [2f32.powi(-7), 8e-4],
    };
    for (param, (got, want)) in got.iter().zip(want).enumerate() {
        for (tensor, [relative, absolute]) in [(0, [relative, absolute]), (1, [2e-5, 2e-6])] {
            let pairs = got[tensor].iter().zip(&want[tensor]).enumerate();
            for (i, (&got, &want)) in pairs {
                let is_near = (got - want).abs() <= relative * want.abs() + absolute;
                let fits = if is_exact { got == want } else { is_near };
                assert!(fits, "{what}: tensor {tensor} of parameter {param} at {i}: {got:e}, not {want:e}");
            }
        }
    }
}

pub(super) fn config(shrinkage: Shrinkage, rounding: Rounding) -> Config {
    // A GPU's host counts skipped steps, too: the list has room for them.
    let learning_rate = Schedule::from([0.1, 0.07, 0.2, 0.05].repeat(100));
    Config { learning_rate, l1: 0.05, l2: 0.1, shrinkage, rounding, ..Config::default() }
}

pub(super) fn encoder(gpu: &Gpu) -> wgpu::CommandEncoder {
    gpu.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
}
