//! Loss scales, fixed and dynamic, and steps that overflow.

use burn::{
    lr_scheduler::exponential::ExponentialLrSchedulerConfig,
    module::{Module, Param},
    optim::GradientsParams,
    tensor::{Device, Tensor},
};
use proxgrad::{Config, DynamicLossScale};
use proxgrad_burn::{ProximalAdagradConfig, ProximalAdagradModule};

use crate::common::{devices, numbers};

#[derive(Module, Debug)]
struct Weights {
    weight: Param<Tensor<1>>,
}

fn weights(device: &Device) -> Weights {
    Weights { weight: Param::from_tensor(Tensor::from_floats([1.0, -2.0, 3.0], device)) }
}

/// A step on the loss Σ w² / 2 times a factor.
fn step(optimizer: &mut ProximalAdagradModule, module: Weights, factor: f32) -> Weights {
    let loss = module.weight.val().square().sum() * 0.5;
    let loss = optimizer.scale_loss(loss).unwrap() * factor;
    let grads = GradientsParams::from_grads(loss.backward(), &module);
    optimizer.step(module, grads).unwrap()
}

#[test]
fn a_scaled_loss_gives_the_steps_of_the_loss_itself() {
    for device in devices() {
        let device = device.autodiff();
        let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
        let scaled = Config { loss_scale: 1024.0, ..config.clone() };
        let dynamic = Config {
            dynamic_loss_scale: Some(DynamicLossScale::new(256.0, 2.0, 1000).unwrap()),
            ..config.clone()
        };
        let run = |config: Config| {
            let mut module = weights(&device);
            let mut optimizer = ProximalAdagradConfig::new(config).init_module(&module).unwrap();
            for _ in 0..3 {
                module = step(&mut optimizer, module, 1.0);
            }
            numbers(module.weight.val())
        };
        let want = run(config);
        assert_eq!(run(scaled), want, "{device:?}");
        assert_eq!(run(dynamic), want, "{device:?}");
    }
}

#[test]
fn a_step_that_overflows_is_skipped_and_lowers_the_scale() {
    for device in devices() {
        let device = device.autodiff();
        let scale = DynamicLossScale::new(256.0, 2.0, 1000).unwrap();
        let config =
            Config { learning_rate: 0.1.into(), dynamic_loss_scale: Some(scale), ..Config::default() };
        let module = weights(&device);
        let mut optimizer = ProximalAdagradConfig::new(config).init_module(&module).unwrap();
        let module = step(&mut optimizer, module, 1.0);
        let before = numbers(module.weight.val());
        let module = step(&mut optimizer, module, f32::INFINITY);
        assert_eq!(numbers(module.weight.val()), before, "{device:?}");
        let report = optimizer.report().unwrap();
        assert_eq!((report.skipped_steps, report.loss_scale), (1, 128.0), "{device:?}");
        let module = step(&mut optimizer, module, 1.0);
        assert_ne!(numbers(module.weight.val()), before);
    }
}

#[test]
fn rates_come_from_schedulers_of_burn() {
    for device in devices() {
        let device = device.autodiff();
        let module = weights(&device);
        let config = Config { learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagradConfig::new(config).init_module(&module).unwrap();
        let mut scheduler = ExponentialLrSchedulerConfig::new(0.1, 0.5).init().unwrap();
        let (mut module, mut moves) = (module, Vec::new());
        for _ in 0..3 {
            let before = numbers(module.weight.val())[2];
            optimizer.set_learning_rate(scheduler.step()).unwrap();
            module = step(&mut optimizer, module, 1.0);
            moves.push(before - numbers(module.weight.val())[2]);
        }
        // g ≈ 3, so the accumulator grows from 9.1 by 9 at each step.
        for (i, moved) in moves.iter().enumerate() {
            let want = 0.1 * 0.5f32.powi(i32::try_from(i).unwrap()) * 3.0 / (9.1 + 9.0 * i as f32).sqrt();
            assert!((moved / want - 1.0).abs() < 0.1, "{moves:?} {want}");
        }
    }
}
