//! burn's `Optimizer` trait: the rule in tensor operations, and the kernels behind the same trait.

use burn::{
    optim::Optimizer,
    tensor::{DType, Device, DeviceKind, Tensor},
};
use proxgrad::{Config, Shrinkage, rule};
use proxgrad_burn::ProximalAdagradConfig;

use crate::common::{Mixed, bits, devices, gpu, numbers, random, random_list};

const RATE: f64 = 0.1;

fn config(shrinkage: Shrinkage) -> Config {
    Config {
        l1: 0.3,
        l2: 0.7,
        weight_decay: 0.05.into(),
        loss_scale: 3.0,
        clip_value: Some(0.2),
        shrinkage,
        ..Config::default()
    }
}

/// The rule in f64: values and accumulators.
fn exact(config: &Config, value: f64, accum: f64, grad: f64) -> (f64, f64) {
    let clip = config.clip_value.unwrap_or(f64::INFINITY);
    let g = (grad / config.loss_scale).clamp(-clip, clip) + config.weight_decay.at(0).unwrap() * value;
    let accum = accum + g * g;
    let e = if accum == 0.0 { 0.0 } else { RATE / accum.sqrt() };
    let p = value - e * g;
    let rate = if config.shrinkage == Shrinkage::Adaptive { e } else { RATE };
    (p.signum() * (p.abs() - rate * config.l1).max(0.0) / (1.0 + rate * config.l2), accum)
}

/// A wgpu device that the crate does not know, so that it uses tensor operations there.
fn unknown_gpu() -> Option<Device> {
    gpu()?;
    let kinds = [
        DeviceKind::Cpu,
        DeviceKind::IntegratedGpu(0),
        DeviceKind::DiscreteGpu(0),
        DeviceKind::VirtualGpu(0),
    ];
    kinds.into_iter().find_map(|kind| Device::wgpu_options().device_kind(kind).init().ok())
}

#[test]
fn tensor_operations_and_kernels_follow_the_rule_within_its_bounds() {
    let mut random = fastrand::Rng::with_seed(3);
    let [values, mut grads] = [(); 2].map(|()| random_list(&mut random, 4000));
    grads[..100].fill(0.0);
    let accums: Vec<_> = (0..4000).map(|i| if i % 50 == 0 { 0.0 } else { random.f32() }).collect();
    let unknown = unknown_gpu();
    assert!(
        gpu().is_none() || unknown.is_some(),
        "there is no second kind of device to test tensor operations on"
    );
    for device in devices().into_iter().chain(unknown) {
        for shrinkage in [Shrinkage::Documented, Shrinkage::Adaptive] {
            let config = config(shrinkage);
            let optimizer = ProximalAdagradConfig::new(config.clone()).build().unwrap();
            let tensor = |elements: &[f32]| Tensor::<1>::from_floats(elements, &device);
            let first = optimizer.step(RATE, tensor(&values), tensor(&grads), None).1;
            let mut state = first.unwrap();
            assert_eq!(state.step, 1);
            (state.accum, state.step) = (tensor(&accums), 0);
            let (got, state) = optimizer.step(RATE, tensor(&values), tensor(&grads), Some(state));
            let (got, got_accums) = (numbers(got), numbers(state.unwrap().accum));
            let mut zeros = 0;
            for i in 0..values.len() {
                let (value, accum, grad) = (values[i].into(), accums[i].into(), grads[i].into());
                let (want, want_accum) = exact(&config, value, accum, grad);
                // Rounding of each operation, and what WGSL allows for square roots and divisions.
                let eps = f64::from(f32::EPSILON);
                // The terms of the gradient may cancel.
                let terms = (grad.abs() / config.loss_scale).min(0.2) + 0.05 * value.abs();
                let accum_bound = 4.0 * eps * (want_accum + terms * terms);
                let e = if want_accum == 0.0 { 0.0 } else { RATE / want_accum.sqrt() };
                let relative = 8.0 * eps + if want_accum == 0.0 { 0.0 } else { accum_bound / want_accum };
                let bound =
                    8.0 * eps * value.abs() + relative * e * (terms + config.l1 + config.l2 * value.abs());
                let context = || format!("element {i} on {device:?}: {value} {accum} {grad}");
                assert!(
                    (f64::from(got[i]) - want).abs() <= bound,
                    "{} is not {want} for {}",
                    got[i],
                    context()
                );
                assert!(
                    (f64::from(got_accums[i]) - want_accum).abs() <= accum_bound,
                    "{} is not {want_accum} for {}",
                    got_accums[i],
                    context()
                );
                zeros += usize::from(got[i] == 0.0);
            }
            assert!(zeros > 40, "{zeros}");
            let params = rule::StepParams::new(RATE, config.l1, config.l2).shrinkage(shrinkage);
            let params = params.weight_decay(0.05).loss_scale(3.0).clip_value(0.2);
            let of_rule =
                values.iter().zip(&accums).zip(&grads).map(|((v, a), g)| rule::update(*v, *a, *g, &params).0);
            let same = of_rule.zip(&got).filter(|(want, got)| (*want == 0.0) == (**got == 0.0)).count();
            assert!(same >= values.len() - 2, "zeros of {same} elements on {device:?}");
        }
    }
}

#[test]
fn a_tensor_that_something_else_holds_keeps_its_values() {
    for device in devices() {
        let optimizer = ProximalAdagradConfig::new(Config { l1: 0.1, ..Config::default() }).build().unwrap();
        let tensor = |value: f32| Tensor::<2>::full([3, 5], value, &device);
        let (value, grad) = (tensor(1.0), tensor(0.5));
        let (stepped, state) = optimizer.step(0.1, value.clone(), grad.clone(), None);
        let state = state.unwrap();
        let (again, _) = optimizer.step(0.1, stepped.clone(), grad.clone(), Some(state.clone()));
        assert_eq!(numbers(value), [1.0; 15]);
        assert_eq!(numbers(grad), [0.5; 15]);
        let [first, second, accum] = [numbers(stepped)[0], numbers(again)[0], numbers(state.accum)[0]];
        assert!(second < first && first < 1.0, "{first} {second}");
        assert_eq!(accum, 0.1 + 0.25);
    }
}

#[test]
fn a_module_stepped_by_burn_agrees_with_the_module_optimizer() {
    let mut random_numbers = fastrand::Rng::with_seed(11);
    let values = random(&mut random_numbers);
    let steps: Vec<_> = (0..4).map(|_| random(&mut random_numbers)).collect();
    for device in devices() {
        let settings =
            Config { l1: 0.05, weight_decay: 0.1.into(), grad_centralization: true, ..Config::default() };
        let module = Mixed::new(&values, &device.clone().autodiff());
        let mut of_burn = ProximalAdagradConfig::new(settings.clone()).init().unwrap();
        let settings = Config { learning_rate: RATE.into(), ..settings };
        let mut own = ProximalAdagradConfig::new(settings).init_module(&module).unwrap();
        let (mut one, mut other) = (module.clone(), module);
        for grads in &steps {
            let of_one = one.grads(grads, None, &device);
            one = of_burn.step(RATE, one, of_one);
            let of_other = other.grads(grads, None, &device);
            other = own.step(other, of_other).unwrap();
        }
        for (one, other) in one.values().iter().zip(other.values()) {
            if device == Device::flex() {
                assert!(one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-6));
            } else {
                assert_eq!(bits(one), bits(&other));
            }
        }
    }
}

#[test]
fn parameters_in_f64_are_stepped_in_f64() {
    let device = Device::flex();
    let optimizer = ProximalAdagradConfig::new(config(Shrinkage::Documented)).build().unwrap();
    let tensor = |value: f64| Tensor::<1>::from_data([value], (&device, DType::F64));
    let (value, state) = optimizer.step(RATE, tensor(0.7), tensor(0.1), None);
    let accum = state.unwrap().accum;
    assert_eq!((value.dtype(), accum.dtype()), (DType::F64, DType::F64));
    let [got, got_accum] = [value, accum].map(|tensor| tensor.into_scalar::<f64>());
    let (want, want_accum) = exact(&config(Shrinkage::Documented), 0.7, 0.1, 0.1);
    assert!((got - want).abs() < 1e-12 && (got_accum - want_accum).abs() < 1e-12, "{got} {want}");
}
