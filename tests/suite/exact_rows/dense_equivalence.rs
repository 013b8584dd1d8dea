//! Random runs on both devices against the dense run.

use std::{env, ops::Range};

use proxgrad::{
    Config, ParamId, ProximalAdagrad, RowGrad, Rows, Shrinkage, cpu, gpu as on_device,
    wgpu::CommandEncoderDescriptor,
};
use proxgrad_golden::Gpu;

use super::run::{By, Run, STEPS, Step};
use crate::common::{
    devices::{gpu, is_ieee},
    random::Random,
};

/// How far a run may be from the dense one: of the value, and absolutely.
const RELATIVE: f64 = 1e-5;
const ABSOLUTE: f64 = 2e-6;

fn config(shrinkage: Shrinkage) -> Config {
    // Nobody is in no group.
    Config { shrinkage, ..Config::default() }
}

/// The runs at once, each a parameter in a group of its own, on the CPU: values at the end.
fn on_cpu(runs: &[Run], shrinkage: Shrinkage) -> Vec<Vec<f32>> {
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
            match &run.steps[t] {
                Step::Nothing => {}
                Step::Dense(grads) => step.dense(*id, values, grads).unwrap(),
                Step::Rows { indices, grads, .. } => {
                    step.rows(*id, values, cpu::RowGrad::new(indices, grads)).unwrap();
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

/// The same on a GPU, many steps in one submission.
fn on_gpu(gpu: &Gpu, runs: &[Run], shrinkage: Shrinkage) -> Vec<Vec<f32>> {
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config(shrinkage)).unwrap();
    let mut words = Words::default();
    let places: Vec<Vec<[Place; 2]>> = runs.iter().map(|run| words.of_steps(run)).collect();
    let given = gpu.upload(bytemuck::cast_slice(&words.all));
    let values: Vec<_> = runs.iter().map(|run| gpu.upload(&run.values)).collect();
    let ids: Vec<ParamId> = (runs.iter().zip(&values).enumerate())
        .map(|(i, (run, values))| {
            let group = optimizer.add_group(run.group()).unwrap();
            let (name, shape) = (i.to_string(), [run.rows, run.width]);
            let param = on_device::Param::new(&name, &shape, values.slice(..)).group(group).rows(Rows::Exact);
            optimizer.add_param(param).unwrap()
        })
        .collect();
    let new_encoder = || gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
    let mut encoder = new_encoder();
    for t in 0..STEPS {
        let mut step = optimizer.begin_step(&mut encoder);
        for ((run, id), places) in runs.iter().zip(&ids).zip(&places) {
            let [indices_at, grads_at] = places[t].clone().map(|place| given.slice(place));
            match &run.steps[t] {
                Step::Nothing => {}
                Step::Dense(_) => step.dense(*id, grads_at).unwrap(),
                Step::Rows { indices, by, .. } => {
                    let indices = match by {
                        By::Host => indices.into(),
                        By::Device => on_device::Indices::Device(indices_at),
                        By::DeviceUnique => on_device::Indices::DeviceUnique(indices_at),
                    };
                    step.rows(*id, RowGrad::new(indices, grads_at)).unwrap();
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
            gpu.queue().submit([std::mem::replace(&mut encoder, new_encoder()).finish()]);
        }
    }
    gpu.queue().submit([encoder.finish()]);
    let current = |id| on_device::block_on(gpu.device(), optimizer.values(gpu.queue(), id)).unwrap();
    ids.into_iter().map(current).collect()
}

/// Bytes.
type Place = Range<u64>;

/// Indices and gradients of all steps, each where any device can bind it.
#[derive(Default)]
struct Words {
    all: Vec<u32>,
}

impl Words {
    fn of_steps(&mut self, run: &Run) -> Vec<[Place; 2]> {
        let of_step = |step: &Step| match step {
            Step::Nothing => [self.put(&[]), self.put(&[])],
            Step::Dense(grads) => [self.put(&[]), self.put(bytemuck::cast_slice(grads))],
            Step::Rows { indices, grads, .. } => [self.put(indices), self.put(bytemuck::cast_slice(grads))],
        };
        run.steps.iter().map(of_step).collect()
    }

    fn put(&mut self, words: &[u32]) -> Place {
        self.all.resize(self.all.len().next_multiple_of(64), 0);
        let start = 4 * self.all.len() as u64;
        self.all.extend(words);
        start..start + 4 * words.len() as u64
    }
}

/// How far runs are from the dense ones, in units of what is allowed.
#[derive(Default)]
struct Distance {
    worst: f64,
    beyond: usize,
    runs: usize,
    zeros: usize,
    /// Zero in one and not in the other.
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

/// Runs of a seed, half of them documented: as many as the environment asks for.
fn batches() -> Vec<(u64, Shrinkage)> {
    let runs = env::var("PROXGRAD_TEST_RUNS").map_or(200, |runs| runs.parse().expect("a number of runs"));
    let shrinkages = [Shrinkage::Documented, Shrinkage::Adaptive].into_iter().cycle();
    (0..runs / BATCH as u64).zip(shrinkages).collect()
}

/// Runs of one optimizer.
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
            let want = wide(&run.loops::<f64>(shrinkage));
            let (dense, in_f64) = (wide(&run.dense_f32(shrinkage)), run.oracle(shrinkage));
            // The explicit loop is the dense run, with every bit.
            assert_eq!(wide(&run.loops::<f32>(shrinkage)), dense, "{what}");
            let worst = ours.add(&wide(&cpu[i]), &want);
            assert!(worst <= 1.0, "{what}: {worst} on the CPU");
            if let Some((gpu, is_ieee)) = &gpu {
                let worst = ours.add(&wide(&gpu[i]), &want);
                assert!(worst <= 1.0, "{what}: {worst} on the GPU");
                // But for the signs of zeros, which WGSL's `clamp` leaves open.
                assert!(!is_ieee || gpu[i] == cpu[i], "{what}: {:?} is not {:?}", gpu[i], cpu[i]);
            }
            to_f32.add(&wide(&cpu[i]), &dense);
            to_f64.add(&wide(&cpu[i]), &in_f64);
            f32s.add(&dense, &in_f64);
        }
    }
    ours.tell("exact rows against skipped steps one by one in f64");
    to_f32.tell("exact rows against the dense run in f32");
    to_f64.tell("exact rows against the dense run in f64");
    f32s.tell("the dense run in f32 against that in f64");
    assert!(ours.zeros > 1000 && ours.zeros > 20 * ours.other_zeros);
}
