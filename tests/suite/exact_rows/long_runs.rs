//! Runs of more steps than the recorded history of learning rates holds.

use std::{env, mem};

use proxgrad::{Config, ProximalAdagrad, RowGrad, Rows, Schedule, Shrinkage, cpu, gpu as on_device};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::{gpu, is_ieee},
    gpu_step::new_encoder,
    numbers::round,
};

/// A run in which most rows never have an entry, so that only sweeps bring them up to date.
struct LongRun {
    steps: u32,
    width: usize,
    shrinkage: Shrinkage,
    l2: f64,
    values: Vec<f32>,
}

impl LongRun {
    const ROWS: usize = 600;
    const L1: f64 = 1e-3;

    fn new(width: usize, shrinkage: Shrinkage, l2: f64) -> Self {
        let values = (0..Self::ROWS * width).map(|i| (i as f32 / 100.0).sin()).collect();
        // More than the 65,536 steps of the history, unless the environment sets another number.
        let steps =
            env::var("PROXGRAD_TEST_LONG").map_or(70_000, |steps| steps.parse().expect("a number of steps"));
        Self { steps, width, shrinkage, l2, values }
    }

    fn config(&self) -> Config {
        let &Self { steps, shrinkage, l2, .. } = self;
        let learning_rate = Schedule::function(move |t| Self::rate(t as f64 / f64::from(steps)));
        Config { learning_rate, shrinkage, l1: Self::L1, l2, ..Config::default() }
    }

    /// The learning rate after a fraction of the run: it falls by four decades.
    fn rate(fraction: f64) -> f64 {
        0.01 * 10f64.powf(-4.0 * fraction)
    }

    /// The rows with an entry at step t: row 0 at every 1013th step, no other row ever.
    fn indices(t: u32) -> &'static [u32] {
        if t.is_multiple_of(1013) { &[0] } else { &[] }
    }

    fn on_cpu(&self) -> Vec<f32> {
        let mut optimizer = cpu::ProximalAdagrad::new(self.config()).unwrap();
        let shape = [Self::ROWS, self.width];
        let id = optimizer.add_param(cpu::Param::new("table", &shape).rows(Rows::Exact)).unwrap();
        let (mut values, grads) = (self.values.clone(), vec![0.0; self.width]);
        for t in 0..self.steps {
            let indices = Self::indices(t);
            let mut step = optimizer.begin_step();
            let grad = cpu::RowGrad::new(indices, &grads[..indices.len() * self.width]);
            step.rows(id, &mut values, grad).unwrap();
            step.finish().unwrap();
        }
        optimizer.flush(id, &mut values).unwrap();
        values
    }

    fn on_gpu(&self, gpu: &Gpu) -> Vec<f32> {
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), self.config()).unwrap();
        let (values, grads) = (gpu.upload(&self.values), gpu.upload(&vec![0.0; self.width]));
        let shape = [Self::ROWS, self.width];
        let param = on_device::Param::new("table", &shape, values.slice(..)).rows(Rows::Exact);
        let id = optimizer.add_param(param).unwrap();
        let mut encoder = new_encoder(gpu);
        for t in 0..self.steps {
            let indices = Self::indices(t);
            let mut step = optimizer.begin_step(&mut encoder);
            let grads = grads.slice(..4 * (indices.len() * self.width) as u64);
            step.rows(id, RowGrad::new(indices, grads)).unwrap();
            step.finish().unwrap();
            if t % 500 == 0 {
                gpu.queue().submit([mem::replace(&mut encoder, new_encoder(gpu)).finish()]);
            }
        }
        gpu.queue().submit([encoder.finish()]);
        on_device::block_on(gpu.device(), optimizer.values(gpu.queue(), id)).unwrap()
    }

    /// Compares final values with the closed form in f64.
    #[track_caller]
    fn compare(&self, got: &[f32], what: &str) {
        let accum = if self.shrinkage == Shrinkage::Adaptive { f64::from(0.1f32).sqrt() } else { 1.0 };
        let (mut logarithm, mut lost) = (0.0, 0.0);
        let rate = |t| round(Self::rate(f64::from(t) / f64::from(self.steps)));
        for e in (0..self.steps).map(|t| f64::from(rate(t)) / accum) {
            (logarithm, lost) = (logarithm - (e * self.l2).ln_1p(), lost + e * Self::L1);
        }
        if self.l2 > 0.0 {
            lost = Self::L1 / self.l2 * -logarithm.exp_m1();
        }
        for (i, (got, value)) in got.iter().zip(&self.values).enumerate() {
            let value = f64::from(*value);
            let want = value.signum() * (logarithm.exp() * value.abs() - lost).max(0.0);
            // Two roundings for each sweep and, in row 0, for each update.
            let roundings = 2.0 * f64::from(self.steps / 32_512 + self.steps / 1013) + 20.0;
            let most = roundings * 2f64.powi(-24) * (value.abs() + lost);
            assert!((f64::from(*got) - want).abs() <= most, "{what}, element {i}: {got}, not {want}");
        }
    }
}

#[test]
fn rows_that_nobody_names_for_longer_than_the_record_are_as_good_as_others() {
    for run in [
        LongRun::new(3, Shrinkage::Documented, 1e-3),
        LongRun::new(4, Shrinkage::Adaptive, 0.0),
        LongRun::new(1, Shrinkage::Adaptive, 1e-3),
    ] {
        let cpu = run.on_cpu();
        run.compare(&cpu, "the CPU implementation");
        let Some(gpu) = gpu() else { continue };
        let got = run.on_gpu(gpu);
        run.compare(&got, "the GPU");
        assert!(!is_ieee(gpu) || got == cpu, "{:?}", run.shrinkage);
    }
}
