//! Tensors that are transposed, parts of others, scalars, empty, or in 16 bits.

use burn::{
    module::{Module, Param},
    optim::GradientsParams,
    tensor::{DType, Device, Tensor},
};
use proxgrad::Config;
use proxgrad_burn::ProximalAdagradConfig;

use crate::common::{devices, numbers};

#[derive(Module, Debug)]
struct One<const D: usize> {
    weight: Param<Tensor<D>>,
}

fn settings() -> ProximalAdagradConfig {
    ProximalAdagradConfig::new(Config { learning_rate: 0.1.into(), l1: 0.05, ..Config::default() })
}

fn counted<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
    let len: usize = shape.iter().product();
    let elements: Vec<f32> = (0..len).map(|i| (i as f32 - 7.0) / 8.0).collect();
    Tensor::<1>::from_floats(&*elements, device).reshape(shape)
}

fn stepped<const D: usize>(weight: Tensor<D>, grad: Tensor<D>) -> Vec<f32> {
    let module = One { weight: Param::from_tensor(Tensor::from_inner(weight)) };
    let mut optimizer = settings().init_module(&module).unwrap();
    let mut grads = GradientsParams::new();
    grads.register(module.weight.id, grad);
    let module = optimizer.step(module, grads).unwrap();
    numbers(module.weight.val())
}

#[test]
fn tensors_of_any_layout_are_stepped_by_their_elements() {
    for device in devices() {
        let (weight, grad) = (counted([5, 3], &device), counted([5, 3], &device) * 0.5);
        let want = stepped(weight.clone(), grad.clone());
        let transposed = |tensor: &Tensor<2>| {
            let transposed = (tensor.clone().transpose() * 1.0).transpose();
            assert_eq!(transposed.dims(), [5, 3]);
            transposed
        };
        assert_eq!(stepped(transposed(&weight), grad.clone()), want, "{device:?}");
        assert_eq!(stepped(weight.clone(), transposed(&grad)), want, "{device:?}");
        let part = |tensor: Tensor<2>| Tensor::cat(vec![tensor.clone() * 2.0, tensor], 0).slice_dim(0, 5..10);
        assert_eq!(stepped(part(weight.clone()), part(grad.clone())), want, "{device:?}");
        let column =
            |tensor: Tensor<2>| Tensor::cat(vec![tensor.clone() * 2.0, tensor], 1).slice([0..5, 3..6]);
        assert_eq!(stepped(column(weight), column(grad)), want, "{device:?}");
    }
}

#[test]
fn a_part_of_another_tensor_is_changed_alone() {
    for device in devices() {
        let whole = counted([10, 3], &device);
        let before = numbers(whole.clone());
        let after = stepped(whole.clone().slice_dim(0, 2..4), Tensor::ones([2, 3], &device));
        assert_ne!(after, before[6..12]);
        assert_eq!(numbers(whole), before, "{device:?}");
    }
}

#[test]
fn odd_lengths_and_single_elements_work() {
    for device in devices() {
        for len in [1, 2, 3, 31, 33, 1000, 1025] {
            let stepped = stepped(counted([len], &device), Tensor::ones([len], &device));
            assert_eq!(stepped.len(), len);
            let [first, rate] = [-7.0f32 / 8.0, 0.1 / 1.1f32.sqrt()];
            assert!((stepped[0] - (first - rate + 0.005)).abs() < 1e-6, "{} on {device:?}", stepped[0]);
        }
    }
}

#[test]
fn parameters_in_16_bits_are_rounded_to_them() {
    for device in devices() {
        for dtype in [DType::F16, DType::BF16] {
            if !device.supports_dtype(dtype) {
                continue;
            }
            let as_16_bits = |tensor: Tensor<2>| tensor.cast(burn::tensor::FloatDType::from(dtype));
            // An odd number of elements.
            let (weight, grad) = (counted([3, 5], &device), counted([3, 5], &device) * 0.25);
            let want = stepped(weight.clone(), grad.clone());
            let module = One { weight: Param::from_tensor(Tensor::from_inner(as_16_bits(weight))) };
            let mut optimizer = settings().init_module(&module).unwrap();
            let mut grads = GradientsParams::new();
            grads.register(module.weight.id, as_16_bits(grad));
            let module = optimizer.step(module, grads).unwrap();
            assert_eq!(module.weight.val().dtype(), dtype);
            let got = numbers(module.weight.val());
            let bound = if dtype == DType::F16 { 1e-3 } else { 1e-2 };
            for (got, want) in got.iter().zip(&want) {
                assert!((got - want).abs() <= bound, "{got} {want} as {dtype:?} on {device:?}");
            }
            assert!(got.iter().zip(&want).all(|(got, want)| (*got == 0.0) == (want.abs() < 1e-6)));
        }
    }
}
