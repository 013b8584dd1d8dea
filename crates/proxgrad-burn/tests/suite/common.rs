//! Devices, modules and numbers for tests.

use std::sync::OnceLock;

use burn::{
    module::{Module, Param, ParamId},
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use proxgrad::gpu;

/// The devices to test on: wgpu, unless there is no adapter and the environment allows that, and flex.
pub(crate) fn devices() -> Vec<Device> {
    gpu().into_iter().chain([Device::flex()]).collect()
}

/// The wgpu device, unless there is no adapter for the library and the environment allows that. burn also runs on OpenGL.
pub(crate) fn gpu() -> Option<Device> {
    static HAS_ADAPTER: OnceLock<bool> = OnceLock::new();
    let has_adapter = HAS_ADAPTER.get_or_init(|| {
        let instance = gpu::instance().expect("a backend is compiled");
        let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None));
        let is_allowed = std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some();
        assert!(choice.is_ok() || is_allowed, "{}", choice.unwrap_err());
        choice.is_ok()
    });
    has_adapter.then(|| proxgrad_burn::init_wgpu().expect("there is an adapter"))
}

/// A module with parameters of several ranks, among them those that settings treat in special ways.
#[derive(Module, Debug)]
pub(crate) struct Mixed {
    pub(crate) conv: Param<Tensor<4>>,
    pub(crate) weight: Param<Tensor<2>>,
    pub(crate) bias: Param<Tensor<1>>,
    pub(crate) gamma: Param<Tensor<1>>,
}

pub(crate) const NAMES: [&str; 4] = ["conv", "weight", "bias", "gamma"];
pub(crate) const SHAPES: [&[usize]; 4] = [&[3, 2, 5, 5], &[17, 9], &[9], &[1]];

impl Mixed {
    pub(crate) fn new(values: &[Vec<f32>; 4], device: &Device) -> Self {
        let data = |i: usize| TensorData::new(values[i].clone(), SHAPES[i].to_vec());
        Self {
            conv: Param::from_data(data(0), device),
            weight: Param::from_data(data(1), device),
            bias: Param::from_data(data(2), device),
            gamma: Param::from_data(data(3), device),
        }
    }

    pub(crate) fn ids(&self) -> [ParamId; 4] {
        [self.conv.id, self.weight.id, self.bias.id, self.gamma.id]
    }

    pub(crate) fn values(&self) -> [Vec<f32>; 4] {
        [
            numbers(self.conv.val()),
            numbers(self.weight.val()),
            numbers(self.bias.val()),
            numbers(self.gamma.val()),
        ]
    }

    /// Gradients for all parameters, or for all but the one with this index.
    pub(crate) fn grads(
        &self,
        grads: &[Vec<f32>; 4],
        without: Option<usize>,
        device: &Device,
    ) -> GradientsParams {
        let mut all = GradientsParams::new();
        let data = |i: usize| TensorData::new(grads[i].clone(), SHAPES[i].to_vec());
        let [conv, weight, bias, gamma] = self.ids();
        if without != Some(0) {
            all.register(conv, Tensor::<4>::from_data(data(0), device));
        }
        if without != Some(1) {
            all.register(weight, Tensor::<2>::from_data(data(1), device));
        }
        if without != Some(2) {
            all.register(bias, Tensor::<1>::from_data(data(2), device));
        }
        if without != Some(3) {
            all.register(gamma, Tensor::<1>::from_data(data(3), device));
        }
        all
    }
}

/// Elements of a tensor.
pub(crate) fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().convert::<f32>().try_into_vec().expect("they are f32")
}

/// Bits of elements.
pub(crate) fn bits(elements: &[f32]) -> Vec<u32> {
    elements.iter().map(|element| element.to_bits()).collect()
}

/// Random numbers for each parameter of [`Mixed`], between -1 and 1.
pub(crate) fn random(random: &mut fastrand::Rng) -> [Vec<f32>; 4] {
    SHAPES.map(|shape| random_list(random, shape.iter().product()))
}

pub(crate) fn random_list(random: &mut fastrand::Rng, len: usize) -> Vec<f32> {
    (0..len).map(|_| 2.0 * random.f32() - 1.0).collect()
}
