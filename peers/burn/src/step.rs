//! A module of equal parameters with fixed gradients, and one optimizer step of it.

use std::time::{Duration, Instant};

use burn::module::{Param, ParamId};
use burn::optim::{AdaGradConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::wgpu::WgpuSetup;
use burn::tensor::{Device, Distribution, Tensor};

const LEARNING_RATE: f64 = 1e-3;

/// burn's, from `build.rs`.
pub(crate) const VERSION: &str = env!("BURN_VERSION");

/// The device that everything runs on.
pub(crate) struct Adapter {
    device: Device,
    setup: WgpuSetup,
}

impl Adapter {
    /// The adapter that wgpu prefers, or the one that `CUBECL_WGPU_DEFAULT_DEVICE` names.
    pub(crate) fn open() -> Result<Self, String> {
        let opened = Device::wgpu_options().init_with_setup();
        let (device, setup) = opened.map_err(|error| format!("no adapter for burn: {error}"))?;
        device.seed(1);
        // Parameters belong to a device that differentiates, as they do in training.
        Ok(Self { device: device.autodiff(), setup })
    }

    pub(crate) fn name(&self) -> String {
        self.setup.adapter.get_info().name
    }

    /// Returns the memory of tensors that are gone.
    pub(crate) fn clean_up(&self) -> Result<(), String> {
        self.device.memory_cleanup();
        sync(&self.device)
    }
}

/// What is prepared for a bench.
pub(crate) struct Step {
    device: Device,
    module: Vec<Param<Tensor<1>>>,
    optimizer: ModuleOptimizer,
    grads: Vec<(ParamId, Tensor<1>)>,
}

impl Step {
    /// `count` parameters of `n` elements each.
    pub(crate) fn new(adapter: &Adapter, count: usize, n: usize) -> Result<Self, String> {
        let device = adapter.device.clone();
        let random = || Tensor::<1>::random([n], Distribution::Normal(0.0, 1.0), &device);
        let module: Vec<_> = (0..count).map(|_| Param::from_tensor(random())).collect();
        let grads = module.iter().map(|param| (param.id, random().inner())).collect();
        sync(&device)?;
        Ok(Self { optimizer: AdaGradConfig::new().init(), device, module, grads })
    }

    /// One step, complete when this returns, and how long it took.
    ///
    /// The gradients' map is made before the clock starts: in training, the backward pass leaves it.
    pub(crate) fn run(&mut self) -> Result<Duration, String> {
        let mut grads = GradientsParams::new();
        self.grads.iter().for_each(|(id, grad)| grads.register(*id, grad.clone()));
        let module = std::mem::take(&mut self.module);

        let start = Instant::now();
        self.module = self.optimizer.step(LEARNING_RATE, module, grads);
        sync(&self.device)?;
        Ok(start.elapsed())
    }
}

fn sync(device: &Device) -> Result<(), String> {
    device.sync().map_err(|error| format!("burn failed: {error:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(tensor: &Tensor<1>) -> Vec<f32> {
        tensor.to_data().into_vec().expect("they are f32")
    }

    #[test]
    fn steps_are_adagrads_in_every_parameter() {
        let adapter = Adapter::open().expect("there is an adapter");
        let mut step = Step::new(&adapter, 3, 1000).expect("it fits");
        let before: Vec<_> = step.module.iter().map(|param| numbers(&param.val())).collect();
        let times = [step.run(), step.run()];
        assert!(times.iter().all(Result::is_ok), "{times:?}");

        for ((before, after), (_, grad)) in before.iter().zip(&step.module).zip(&step.grads) {
            for ((before, after), grad) in before.iter().zip(numbers(&after.val())).zip(numbers(grad)) {
                // w − γ·g/(√(g²) + 1e-5) − γ·g/(√(2·g²) + 1e-5)
                let moves = [1.0, 2.0].map(|n: f32| 1e-3 * grad / ((n * grad * grad).sqrt() + 1e-5));
                let expected = before - moves[0] - moves[1];
                assert!((after - expected).abs() <= 1e-6 * (1.0 + expected.abs()), "{after} {expected}");
            }
        }
    }
}
