//! Random runs with exact rows, on both devices, compared with dense runs.

use std::{env, mem, ops::Range};

use proxgrad::{Config, ParamId, ProximalAdagrad, RowGrad, Rows, Shrinkage, cpu, gpu as on_device};
use proxgrad_testing::Gpu;

use super::{
    reference::{dense_f32, dense_f64, step_by_step},
    run::{Run, STEPS},
};
use crate::common::{
    devices::{gpu, is_ieee},
    gpu_step::new_encoder,
    numbers::bits,
    param::TestGrad,
    random::Random,
};

/// The largest allowed difference, relative to the value and absolute.
const RELATIVE: f64 = 1e-5;
const ABSOLUTE: f64 = 2e-6;

fn config(shrinkage: Shrinkage) -> Config {
    // Everything else is a setting of the groups, and every parameter is in one.
    Config { shrinkage, ..Config::default() }
}

/// All runs at once on the CPU, each as one parameter in a group of its own. Returns the final values.
pub(super) fn on_cpu(runs: &[Run], shrinkage: Shrinkage) -> Vec<Vec<f32>> {
    let mut optimizer = cpu::ProximalAdagrad::new(config(shrinkage)).unwrap();
    let ids: Vec<_> = (runs.iter().enumerate())
        .map(|(i, run)| {
            let group = optimizer.add_group(run.group()).unwrap();
            let (name, shape) = (i.to_string(), [run.rows, run.width]);
            optimizer.add_param(cpu::Param::new(&name, &shape).group(group).rows(Rows::Exact)).unwrap()
        })
        .collect();
    let mut values: Vec<_> = runs.iter().map(|run| run.values.clone()).collect();
    for t in 0..STEPS {
        let mut step = optimizer.begin_step();
        for ((run, id), values) in runs.iter().zip(&ids).zip(&mut values) {
            match &run.grads[t] {
                TestGrad::None => {}
                TestGrad::Dense(grads) => step.dense(*id, values, grads).unwrap(),
                TestGrad::Rows { indices, values: grads } => {
                    step.rows(*id, values, cpu::RowGrad::new(indices.on_cpu(), grads)).unwrap();
                }
            }
        }
        step.finish().unwrap();
        for (i, run) in runs.iter().enumerate() {
            for (_, rows) in run.flushes.iter().filter(|(at, _)| *at == t) {
                match rows {
                    None => flush_all(&mut optimizer, &ids, &mut values),
                    Some(rows) => optimizer.flush_rows(ids[i], &mut values[i], rows).unwrap(),
                }
            }
        }
    }
    flush_all(&mut optimizer, &ids, &mut values);
    values
}

fn flush_all(optimizer: &mut cpu::ProximalAdagrad, ids: &[ParamId], values: &mut [Vec<f32>]) {
    for (id, values) in ids.iter().zip(values) {
        optimizer.flush(*id, values).unwrap();
    }
}

/// The same as [`on_cpu`] on a GPU, with 50 steps in each submission.
pub(super) fn on_gpu(gpu: &Gpu, runs: &[Run], shrinkage: Shrinkage) -> Vec<Vec<f32>> {
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config(shrinkage)).unwrap();
    let mut words = Words::default();
    let places: Vec<Vec<[Place; 2]>> = runs.iter().map(|run| words.of_steps(run)).collect();
    let uploaded = gpu.upload(bytemuck::cast_slice(&words.all));
    let values: Vec<_> = runs.iter().map(|run| gpu.upload(&run.values)).collect();
    let ids: Vec<ParamId> = (runs.iter().zip(&values).enumerate())
        .map(|(i, (run, values))| {
            let group = optimizer.add_group(run.group()).unwrap();
            let (name, shape) = (i.to_string(), [run.rows, run.width]);
            let param = on_device::Param::new(&name, &shape, values.slice(..)).group(group).rows(Rows::Exact);
            optimizer.add_param(param).unwrap()
        })
        .collect();
    let mut encoder = new_encoder(gpu);
    for t in 0..STEPS {
        let mut step = optimizer.begin_step(&mut encoder);
        for ((run, id), places) in runs.iter().zip(&ids).zip(&places) {
            let [indices_at, grads_at] = places[t].clone().map(|place| uploaded.slice(place));
            match &run.grads[t] {
                TestGrad::None => {}
                TestGrad::Dense(_) => step.dense(*id, grads_at).unwrap(),
                TestGrad::Rows { indices, .. } => {
                    step.rows(*id, RowGrad::new(indices.on_gpu(indices_at), grads_at)).unwrap();
                }
            }
        }
        step.finish().unwrap();
        for (run, id) in runs.iter().zip(&ids) {
            for (_, rows) in run.flushes.iter().filter(|(at, _)| *at == t) {
                match rows {
                    None => optimizer.flush(&mut encoder).unwrap(),
                    Some(rows) => optimizer.flush_rows(&mut encoder, *id, rows).unwrap(),
                }
            }
        }
        if t % 50 == 49 {
            gpu.queue().submit([mem::replace(&mut encoder, new_encoder(gpu)).finish()]);
        }
    }
    gpu.queue().submit([encoder.finish()]);
    let current = |id| on_device::block_on(gpu.device(), optimizer.values(gpu.queue(), id)).unwrap();
    ids.into_iter().map(current).collect()
}

/// A range of bytes.
type Place = Range<u64>;

/// The indices and gradients of all steps, each at an offset that every device can bind.
#[derive(Default)]
struct Words {
    all: Vec<u32>,
}

impl Words {
    fn of_steps(&mut self, run: &Run) -> Vec<[Place; 2]> {
        let mut of_step = |grad: &TestGrad| [self.put(grad.words()), self.put(&bits(grad.elements()))];
        run.grads.iter().map(&mut of_step).collect()
    }

    fn put(&mut self, words: &[u32]) -> Place {
        self.all.resize(self.all.len().next_multiple_of(64), 0);
        let start = 4 * self.all.len() as u64;
        self.all.extend(words);
        start..start + 4 * words.len() as u64
    }
}

/// Differences between runs, in units of the allowed difference.
#[derive(Default)]
struct Distance {
    worst: f64,
    beyond: usize,
    runs: usize,
    zeros: usize,
    /// How many values are zero in one run only.
    other_zeros: usize,
}

impl Distance {
    fn add(&mut self, got: &[f64], want: &[f64]) -> f64 {
        let mut worst = 0f64;
        for (got, want) in got.iter().zip(want) {
            worst = worst.max((got - want).abs() / (ABSOLUTE + RELATIVE * want.abs()));
            self.zeros += usize::from(*want == 0.0);
            self.other_zeros += usize::from((*got == 0.0) != (*want == 0.0));
            assert!(got.is_finite());
        }
        self.worst = self.worst.max(worst);
        self.beyond += usize::from(worst > 1.0);
        self.runs += 1;
        worst
    }

    fn tell(&self, what: &str) {
        let Self { worst, beyond, runs, zeros, other_zeros } = self;
        println!(
            "{what}: {worst:.3} of what is allowed at most, {beyond} of {runs} runs beyond; {zeros} zeros, \
             {other_zeros} that the other is not"
        );
    }
}

/// Seeds of batches of runs, in turn with both shrinkages; `PROXGRAD_TEST_RUNS` sets the number of runs.
fn batches() -> Vec<(u64, Shrinkage)> {
    let runs = env::var("PROXGRAD_TEST_RUNS").map_or(200, |runs| runs.parse().expect("a number of runs"));
    let shrinkages = [Shrinkage::Documented, Shrinkage::Adaptive].into_iter().cycle();
    (0..runs / BATCH as u64).zip(shrinkages).collect()
}

/// Runs of one batch, which are parameters of one optimizer.
const BATCH: usize = 25;

#[test]
fn exact_rows_give_what_dense_gradients_give() {
    let [mut ours, mut to_f32, mut to_f64, mut f32s] = std::array::from_fn(|_| Distance::default());
    for (seed, shrinkage) in batches() {
        let mut random = Random::new(seed);
        let runs: Vec<_> = (0..BATCH).map(|_| Run::random(&mut random)).collect();
        let cpu = on_cpu(&runs, shrinkage);
        let gpu = gpu().map(|gpu| (on_gpu(gpu, &runs, shrinkage), is_ieee(gpu)));
        for (i, run) in runs.iter().enumerate() {
            let what = format!("seed {seed}, run {i}, {shrinkage:?}, {}", run.describe());
            let wide = |values: &[f32]| values.iter().map(|value| f64::from(*value)).collect::<Vec<_>>();
            let want = wide(&step_by_step::<f64>(run, shrinkage));
            let (dense, in_f64) = (wide(&dense_f32(run, shrinkage)), dense_f64(run, shrinkage));
            // In f32, pending steps one after the other are the dense run to the last bit.
            assert_eq!(wide(&step_by_step::<f32>(run, shrinkage)), dense, "{what}");
            let worst = ours.add(&wide(&cpu[i]), &want);
            assert!(worst <= 1.0, "{what}: {worst} on the CPU");
            if let Some((gpu, is_ieee)) = &gpu {
                let worst = ours.add(&wide(&gpu[i]), &want);
                assert!(worst <= 1.0, "{what}: {worst} on the GPU");
                // Equal but for the signs of zeros, which WGSL's `clamp` leaves open.
                assert!(!is_ieee || gpu[i] == cpu[i], "{what}: {:?} is not {:?}", gpu[i], cpu[i]);
            }
            to_f32.add(&wide(&cpu[i]), &dense);
            to_f64.add(&wide(&cpu[i]), &in_f64);
            f32s.add(&dense, &in_f64);
        }
    }
    ours.tell("exact rows against pending steps one by one in f64");
    to_f32.tell("exact rows against the dense run in f32");
    to_f64.tell("exact rows against the dense run in f64");
    f32s.tell("the dense run in f32 against that in f64");
    assert!(ours.zeros > 1000 && ours.zeros > 20 * ours.other_zeros);
}
