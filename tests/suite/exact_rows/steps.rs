//! Steps that have no gradient for an exact parameter, or that are recorded and never submitted.

use proxgrad::{Config, ProximalAdagrad, RowGrad, Rows, Shrinkage, gpu as on_device, schedule::InverseDecay};
use proxgrad_testing::{Grad, Param};

use crate::common::{
    devices::{gpu, on_every_device},
    gpu_step::new_encoder,
};

#[test]
fn a_step_without_a_gradient_for_it_leaves_an_exact_parameter_alone_and_an_empty_one_shrinks_it() {
    on_every_device(|device| {
        let config = Config { learning_rate: 0.1.into(), l1: 1.0, ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let id = optimizer.add_param(Param::new("table", &[2, 1], &[1.0, 2.0]).rows(Rows::Exact)).unwrap();
        let other = optimizer.add_param(Param::new("other", &[1], &[1.0])).unwrap();
        optimizer.step(&[(other, Grad::Dense(&[0.5]))]).unwrap();
        optimizer.flush(id).unwrap();
        assert_eq!(optimizer.values(id).unwrap(), [1.0, 2.0]);
        let none: &[u32] = &[];
        optimizer.step(&[(id, Grad::rows(none, &[]))]).unwrap();
        optimizer.flush(id).unwrap();
        let values = optimizer.values(id).unwrap();
        assert!((values[0] - 0.9).abs() < 1e-6 && (values[1] - 1.9).abs() < 1e-6, "{values:?}");
        assert_eq!(optimizer.global_step(), 2);
    });
}

#[test]
fn a_step_that_is_recorded_and_dropped_is_one_without_a_gradient() {
    let Some(gpu) = gpu() else { return };
    const ROWS: u32 = 400;
    let grads = gpu.upload(&[0.5; 4]);
    for (shrinkage, l2) in
        [(Shrinkage::Documented, 0.0), (Shrinkage::Adaptive, 0.0), (Shrinkage::Adaptive, 0.01)]
    {
        let learning_rate =
            InverseDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 100, staircase: false };
        let config =
            Config { learning_rate: learning_rate.into(), shrinkage, l1: 1e-3, l2, ..Config::default() };
        let run = |drops: bool| {
            let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config.clone()).unwrap();
            let values = gpu.upload(&vec![1.0; 4 * ROWS as usize]);
            let shape = [ROWS as usize, 4];
            let param = on_device::Param::new("table", &shape, values.slice(..)).rows(Rows::Exact);
            let id = optimizer.add_param(param).unwrap();
            for t in 0..900u32 {
                let mut encoder = new_encoder(gpu);
                let is_lost = t % 7 == 4;
                let indices = [t * t % ROWS];
                let indices = if is_lost && !drops { &indices[..0] } else { &indices };
                let mut step = optimizer.begin_step(&mut encoder);
                step.rows(id, RowGrad::new(indices, grads.slice(..16 * indices.len() as u64))).unwrap();
                step.finish().unwrap();
                if !(is_lost && drops) {
                    gpu.queue().submit([encoder.finish()]);
                }
            }
            on_device::block_on(gpu.device(), optimizer.values(gpu.queue(), id)).unwrap()
        };
        let (got, want) = (run(true), run(false));
        for (i, (got, want)) in got.iter().zip(&want).enumerate() {
            // A sweep in a dropped step is lost and made up for later, which changes the number of roundings.
            let near = (got - want).abs() <= 1e-6 * want.abs() + 1e-7;
            assert!(near, "{shrinkage:?}, {l2}, element {i}: {got}, not {want}");
        }
    }
}
