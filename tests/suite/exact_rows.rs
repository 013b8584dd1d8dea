//! Exact rows: training with row gradients gives what training with dense ones that are 0 elsewhere gives.

use std::{env, ops::Range};

use crate::common::{Device, backends, data::Random, gpu, is_ieee, on_every_device, state::State};
use proxgrad::{
    Config, Data, Group, GroupId, ParamId, ProximalAdagrad, RowGrad, Rows, Schedule, Shrinkage, Tensor, cpu,
    gpu as on_device,
    rule::{StepParams, update},
    schedule::{CosineDecay, ExponentialDecay, InverseDecay, WarmUp},
    wgpu::{CommandEncoderDescriptor, Limits},
};
use proxgrad_golden::{Backend, Cpu, Gpu, Grad, Indices, Optimizer, Param};

const STEPS: usize = 500;

/// How far a run may be from the dense one: of the value, and absolutely.
const RELATIVE: f64 = 1e-5;
const ABSOLUTE: f64 = 2e-6;

/// A training run of one table.
struct Run {
    rows: usize,
    width: usize,
    values: Vec<f32>,
    accum: f64,
    l1: f64,
    l2: f64,
    schedule: Schedule,
    steps: Vec<Step>,
    /// After which steps rows are brought up to date: some, or all.
    flushes: Vec<(usize, Option<Vec<u32>>)>,
}

/// What a step has for the table.
enum Step {
    Nothing,
    Dense(Vec<f32>),
    Rows { indices: Vec<u32>, grads: Vec<f32>, by: By },
}

/// Who knows the indices.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Host,
    Device,
    DeviceUnique,
}

impl Run {
    fn random(random: &mut Random) -> Self {
        let (rows, width) = (random.pick(&[1, 2, 7, 20, 40]), random.pick(&[1, 1, 2, 3, 4, 8]));
        let len = rows * width;
        let named = random.pick(&[1, 3, 8]);
        let step = |random: &mut Random| match random.below(40) {
            0 => Step::Nothing,
            1 => Step::Dense(random.grads(len)),
            _ => {
                let by = random.pick(&[By::Host, By::Host, By::Device, By::DeviceUnique]);
                let rows = u32::try_from(rows).unwrap();
                let count = random.below(named + 1);
                let indices = if by == By::DeviceUnique {
                    random.permutation(rows).into_iter().take(count).collect()
                } else {
                    random.indices(count, rows)
                };
                Step::Rows { grads: random.grads(indices.len() * width), indices, by }
            }
        };
        Self {
            rows,
            width,
            values: random.values(len),
            accum: random.pick(&[0.0, 0.01, 0.1, 1.0]),
            l1: random.pick(&[0.0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1]),
            l2: random.pick(&[0.0, 0.0, 1e-6, 1e-4, 1e-2, 1.0, 30.0]),
            schedule: schedule(random),
            steps: (0..STEPS).map(|_| step(random)).collect(),
            flushes: (0..random.below(4))
                .map(|_| {
                    let some = random.indices(3, u32::try_from(rows).unwrap());
                    (random.below(STEPS), Some(some).filter(|_| !random.one_in(4)))
                })
                .collect(),
        }
    }

    fn group(&self) -> Group {
        Group {
            learning_rate: Some(self.schedule.clone()),
            l1: Some(self.l1),
            l2: Some(self.l2),
            accum: Some(self.accum),
            ..Group::default()
        }
    }

    /// The gradient of a step as a dense one.
    fn dense(&self, step: usize) -> Option<Vec<f32>> {
        let mut all = vec![0.0; self.values.len()];
        match &self.steps[step] {
            Step::Nothing => return None,
            Step::Dense(grads) => all.copy_from_slice(grads),
            Step::Rows { indices, grads, .. } => {
                for (&row, grads) in indices.iter().zip(grads.chunks(self.width)) {
                    let row = row as usize * self.width..(row as usize + 1) * self.width;
                    all[row].iter_mut().zip(grads).for_each(|(sum, grad)| *sum += grad);
                }
            }
        }
        Some(all)
    }

    /// The dense run in f64.
    fn oracle(&self, shrinkage: Shrinkage) -> Vec<f64> {
        let mut values: Vec<f64> = self.values.iter().map(|value| f64::from(*value)).collect();
        let mut accums = vec![self.accum; values.len()];
        for step in 0..STEPS {
            let Some(grads) = self.dense(step) else { continue };
            let rate = self.schedule.at(step as u64).unwrap();
            for ((w, a), g) in values.iter_mut().zip(&mut accums).zip(grads) {
                let g = f64::from(g);
                *a += g * g;
                let e = if *a < f64::from(f32::MIN_POSITIVE) { 0.0 } else { rate / a.sqrt() };
                let p = *w - e * g;
                let of = if shrinkage == Shrinkage::Adaptive { e } else { rate };
                *w = p.signum() * (p.abs() - of * self.l1).max(0.0) / (1.0 + of * self.l2);
            }
        }
        values
    }

    /// The same in f32, step by step: what the library's dense steps compute.
    fn dense_f32(&self, shrinkage: Shrinkage) -> Vec<f32> {
        let mut values = self.values.clone();
        let mut accums = vec![round(self.accum); values.len()];
        for step in 0..STEPS {
            let Some(grads) = self.dense(step) else { continue };
            let rate = self.schedule.at(step as u64).unwrap();
            let params = StepParams { shrinkage, ..StepParams::new(rate, self.l1, self.l2) };
            for ((w, a), g) in values.iter_mut().zip(&mut accums).zip(grads) {
                (*w, *a) = update(*w, *a, g, &params);
            }
        }
        values
    }

    /// The same again, but each row only when it is named, one skipped step after the other in a type of the caller's: exact
    /// rows with the closed form switched off.
    fn loops<T: Float>(&self, shrinkage: Shrinkage) -> Vec<f32> {
        let mut values = self.values.clone();
        let mut accums = vec![round(self.accum); values.len()];
        let mut missed: Vec<Vec<f64>> = vec![Vec::new(); self.rows];
        let params = |rate| StepParams { shrinkage, ..StepParams::new(rate, self.l1, self.l2) };
        let catch_up = |value: &mut f32, accum: f32, missed: &[f64]| {
            let shrunk =
                missed.iter().fold(T::from(*value), |w, rate| w.shrunk(accum, &params(*rate), *rate, self));
            *value = shrunk.rounded();
        };
        for step in 0..=STEPS {
            let Some(grads) = (if step < STEPS { self.dense(step) } else { Some(vec![0.0; values.len()]) })
            else {
                continue;
            };
            for (row, missed) in missed.iter_mut().enumerate() {
                let is_named = match self.steps.get(step) {
                    Some(Step::Rows { indices, .. }) => indices.contains(&u32::try_from(row).unwrap()),
                    _ => true,
                };
                if !is_named {
                    missed.push(self.schedule.at(step as u64).unwrap());
                    continue;
                }
                for i in row * self.width..(row + 1) * self.width {
                    catch_up(&mut values[i], accums[i], missed);
                    if step < STEPS {
                        let params = params(self.schedule.at(step as u64).unwrap());
                        (values[i], accums[i]) = update(values[i], accums[i], grads[i], &params);
                    }
                }
                missed.clear();
            }
        }
        values
    }

    fn describe(&self) -> String {
        let Self { rows, width, accum, l1, l2, schedule, .. } = self;
        format!("{rows} × {width}, accum {accum}, l1 {l1}, l2 {l2}, {schedule:?}")
    }
}

/// What skipped steps are computed in, one by one.
trait Float: Copy + From<f32> {
    /// After a step without gradient.
    fn shrunk(self, accum: f32, params: &StepParams, rate: f64, run: &Run) -> Self;
    fn rounded(self) -> f32;
}

impl Float for f32 {
    fn shrunk(self, accum: f32, params: &StepParams, _: f64, _: &Run) -> Self {
        update(self, accum, 0.0, params).0
    }

    fn rounded(self) -> f32 {
        self
    }
}

impl Float for f64 {
    fn shrunk(self, accum: f32, params: &StepParams, rate: f64, run: &Run) -> Self {
        let of = match params.shrinkage {
            Shrinkage::Documented => rate,
            Shrinkage::Adaptive if accum < f32::MIN_POSITIVE => 0.0,
            Shrinkage::Adaptive => rate / f64::from(accum).sqrt(),
        };
        self.signum() * (self.abs() - of * run.l1).max(0.0) / (1.0 + of * run.l2)
    }

    fn rounded(self) -> f32 {
        round(self)
    }
}

/// Rates that stay, fall over decades, rise from 0, swing, or jump.
fn schedule(random: &mut Random) -> Schedule {
    let learning_rate = random.pick(&[1e-3, 0.01, 0.1, 0.5, 1.0]);
    let staircase = random.one_in(2);
    match random.below(8) {
        0 | 1 => learning_rate.into(),
        // Nine decades in the run.
        2 => {
            ExponentialDecay { learning_rate, decay_rate: 1e-9, decay_steps: STEPS as u64, staircase: false }
                .into()
        }
        3 => ExponentialDecay { learning_rate, decay_rate: 0.7, decay_steps: 60, staircase }.into(),
        4 => CosineDecay { min_lr: learning_rate * 1e-4, max_lr: learning_rate, decay_steps: 300 }.into(),
        5 => InverseDecay { learning_rate, decay_rate: 0.5, decay_steps: 10, staircase }.into(),
        6 => WarmUp { learning_rate, warmup_steps: 200 }.into(),
        _ => {
            (0..STEPS).map(|_| learning_rate * random.pick(&[1.0, 0.5, 0.0, 1e-4])).collect::<Vec<_>>().into()
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
fn round(number: f64) -> f32 {
    number as f32
}

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

/// Rows that owe far more steps than the record holds, which sweeps have brought up to date in between.
struct Long {
    steps: u32,
    width: usize,
    shrinkage: Shrinkage,
    l2: f64,
    values: Vec<f32>,
}

impl Long {
    const ROWS: usize = 600;
    const L1: f64 = 1e-3;

    fn new(width: usize, shrinkage: Shrinkage, l2: f64) -> Self {
        let values = (0..Self::ROWS * width).map(|i| (i as f32 / 100.0).sin()).collect();
        // Once around the record and more, or as many as the environment asks for.
        let steps =
            env::var("PROXGRAD_TEST_LONG").map_or(70_000, |steps| steps.parse().expect("a number of steps"));
        Self { steps, width, shrinkage, l2, values }
    }

    fn config(&self) -> Config {
        let &Self { steps, shrinkage, l2, .. } = self;
        let learning_rate = Schedule::function(move |t| Self::rate(t as f64 / f64::from(steps)));
        Config { learning_rate, shrinkage, l1: Self::L1, l2, ..Config::default() }
    }

    /// Four decades down.
    fn rate(share: f64) -> f64 {
        0.01 * 10f64.powf(-4.0 * share)
    }

    /// Row 0 now and then, the others never.
    fn named(t: u32) -> &'static [u32] {
        if t.is_multiple_of(1013) { &[0] } else { &[] }
    }

    fn on_cpu(&self) -> Vec<f32> {
        let mut optimizer = cpu::ProximalAdagrad::new(self.config()).unwrap();
        let shape = [Self::ROWS, self.width];
        let id = optimizer.add_param(cpu::Param::new("table", &shape).rows(Rows::Exact)).unwrap();
        let (mut values, grads) = (self.values.clone(), vec![0.0; self.width]);
        for t in 0..self.steps {
            let named = Self::named(t);
            let mut step = optimizer.begin_step();
            let grad = cpu::RowGrad::new(named, &grads[..named.len() * self.width]);
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
        let new_encoder = || gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
        let mut encoder = new_encoder();
        for t in 0..self.steps {
            let named = Self::named(t);
            let mut step = optimizer.begin_step(&mut encoder);
            let grads = grads.slice(..4 * (named.len() * self.width) as u64);
            step.rows(id, RowGrad::new(named, grads)).unwrap();
            step.finish().unwrap();
            if t % 500 == 0 {
                gpu.queue().submit([std::mem::replace(&mut encoder, new_encoder()).finish()]);
            }
        }
        gpu.queue().submit([encoder.finish()]);
        on_device::block_on(gpu.device(), optimizer.values(gpu.queue(), id)).unwrap()
    }

    #[track_caller]
    fn judge(&self, got: &[f32], what: &str) {
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
            // Sweeps and, in row 0, updates: two roundings each.
            let roundings = 2.0 * f64::from(self.steps / 32_512 + self.steps / 1013) + 20.0;
            let most = roundings * 2f64.powi(-24) * (value.abs() + lost);
            assert!((f64::from(*got) - want).abs() <= most, "{what}, element {i}: {got}, not {want}");
        }
    }
}

#[test]
fn rows_that_nobody_names_for_longer_than_the_record_are_as_good_as_others() {
    for long in [
        Long::new(3, Shrinkage::Documented, 1e-3),
        Long::new(4, Shrinkage::Adaptive, 0.0),
        Long::new(1, Shrinkage::Adaptive, 1e-3),
    ] {
        let cpu = long.on_cpu();
        long.judge(&cpu, "the CPU implementation");
        let Some(gpu) = gpu() else { continue };
        let got = long.on_gpu(gpu);
        long.judge(&got, "the GPU");
        assert!(!is_ieee(gpu) || got == cpu, "{:?}", long.shrinkage);
    }
}

/// A small table whose rows all owe something, on some device.
fn behind(device: &dyn Backend, shrinkage: Shrinkage) -> (Box<dyn Optimizer>, ParamId) {
    let config = Config { learning_rate: 0.1.into(), shrinkage, l1: 0.1, l2: 0.2, ..Config::default() };
    let mut optimizer = device.optimizer(config).unwrap();
    let values: Vec<f32> = (0..10u8).map(|i| 1.0 + f32::from(i)).collect();
    let id = optimizer.add_param(Param::new("table", &[5, 2], &values).rows(Rows::Exact)).unwrap();
    for row in [0u32, 1, 0] {
        optimizer.step(&[(id, Grad::rows(&[row], &[0.5, -0.5]))]).unwrap();
    }
    (optimizer, id)
}

#[test]
fn a_partial_flush_brings_its_rows_up_to_date_and_no_others() {
    on_every_device(|device| {
        for indices in
            [Indices::from(&[3u32, 1, 3]), Indices::Device(&[3, 1, 3]), Indices::DeviceUnique(&[1, 3])]
        {
            let (mut whole, id) = behind(device, Shrinkage::Documented);
            let stale = whole.values(id).unwrap();
            whole.flush(id).unwrap();
            let current = whole.values(id).unwrap();
            let (mut optimizer, id) = behind(device, Shrinkage::Documented);
            let before = State::of(&*optimizer, &[id]);
            assert_eq!(optimizer.exported(id).unwrap(), current);
            assert_eq!(State::of(&*optimizer, &[id]), before, "an export changes nothing");
            optimizer.flush_rows(id, indices).unwrap();
            let got = optimizer.values(id).unwrap();
            for row in 0..5 {
                let elements = 2 * row..2 * row + 2;
                let want = if [1, 3].contains(&row) { &current } else { &stale };
                assert_eq!(got[elements.clone()], want[elements], "row {row}, {indices:?}");
            }
            assert_ne!(got[2 * 3..2 * 4], stale[2 * 3..2 * 4]);
            // And once more changes nothing, nor does the rest change what it comes to.
            optimizer.flush_rows(id, indices).unwrap();
            assert_eq!(optimizer.values(id).unwrap(), got);
            optimizer.flush(id).unwrap();
            assert_eq!(optimizer.values(id).unwrap(), current);
        }
    });
}

#[test]
fn rows_that_do_not_exist_are_refused_or_counted_and_nothing_else_is_disturbed() {
    on_every_device(|device| {
        let (mut optimizer, id) = behind(device, Shrinkage::Adaptive);
        let before = State::of(&*optimizer, &[id]);
        let error = optimizer.flush_rows(id, Indices::from(&[0u32, 5])).unwrap_err();
        assert_eq!(error.to_string(), "parameter \"table\": indices[1] is 5, but it has 5 rows");
        assert_eq!(State::of(&*optimizer, &[id]), before);
        for (indices, bad) in
            [(Indices::Device(&[9, 2, 5, 2]), 2), (Indices::DeviceUnique(&[u32::MAX, 2]), 3)]
        {
            optimizer.flush_rows(id, indices).unwrap();
            assert_eq!(optimizer.bad_rows().unwrap(), bad);
        }
        let (mut other, id) = behind(device, Shrinkage::Adaptive);
        other.flush_rows(id, Indices::from(&[2u32])).unwrap();
        assert_eq!(optimizer.values(id_of(&*optimizer)).unwrap(), other.values(id).unwrap());
    });
}

fn id_of(optimizer: &dyn Optimizer) -> ParamId {
    optimizer.params()[0]
}

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
fn a_snapshot_with_rows_behind_goes_on_as_if_it_had_never_been_taken() {
    let mut random = Random::new(77);
    let steps: Vec<_> = (0..700).map(|_| random.indices(3, 40)).collect();
    for (shrinkage, l2) in
        [(Shrinkage::Documented, 0.01), (Shrinkage::Adaptive, 0.0), (Shrinkage::Adaptive, 0.01)]
    {
        let learning_rate =
            ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 200, staircase: false };
        let config =
            Config { learning_rate: learning_rate.into(), shrinkage, l1: 1e-3, l2, ..Config::default() };
        let values: Vec<f32> = (0..120).map(|i| (i as f32 / 7.0).cos()).collect();
        let start = |device: &Device, values: &[f32]| {
            let mut optimizer = device.optimizer(config.clone()).unwrap();
            let param = Param::new("table", &[40, 3], values).rows(Rows::Exact);
            optimizer.add_param(param).map(|id| (optimizer, id)).unwrap()
        };
        let run = |optimizer: &mut dyn Optimizer, id, steps: &[Vec<u32>]| {
            for indices in steps {
                let grads: Vec<f32> = (0..9).map(|i| (indices[i / 3] as f32 + i as f32).sin()).collect();
                optimizer.step(&[(id, Grad::rows(indices, &grads))]).unwrap();
            }
        };
        for device in backends() {
            let (mut whole, id) = start(device, &values);
            run(&mut *whole, id, &steps);
            whole.flush(id).unwrap();
            for (other, flushed) in backends().into_iter().flat_map(|other| [(other, false), (other, true)]) {
                for at in [0, 1, 255, 256, 400] {
                    let (mut first, id) = start(device, &values);
                    run(&mut *first, id, &steps[..at]);
                    if flushed {
                        first.flush(id).unwrap();
                    }
                    let snapshot = first.snapshot().unwrap();
                    let (mut second, id) = start(other, &first.values(id).unwrap());
                    second.restore(&snapshot).unwrap();
                    assert_eq!(second.snapshot().unwrap(), snapshot);
                    if flushed {
                        assert_eq!(snapshot.tensors["missed_rates.table"].shape, [0]);
                    }
                    run(&mut *second, id, &steps[at..]);
                    second.flush(id).unwrap();
                    // A flush between two steps rounds once more.
                    if !flushed && is_ieee(device) && is_ieee(other) {
                        let (got, want) = (second.values(id).unwrap(), whole.values(id_of(&*whole)).unwrap());
                        assert_eq!(got, want, "{shrinkage:?} at {at}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_has_no_closed_form_is_refused_with_the_reason() {
    on_every_device(|device| {
        let config = Config { weight_decay: 0.1.into(), ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let add = |optimizer: &mut dyn Optimizer, name: &str, shape: &[usize], group: Option<GroupId>| {
            let values = vec![1.0; shape.iter().product()];
            let param = Param::new(name, shape, &values).rows(Rows::Exact);
            optimizer.add_param(group.map_or(param, |group| param.group(group)))
        };
        let error = add(&mut *optimizer, "table", &[2, 2], None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter \"table\" has weight decay, which would change rows without a gradient too, in a way that has no \
             closed form; with exact rows set weight_decay to 0 for its group and use l2, or use touched rows"
        );
        // A schedule may be above 0 at some step.
        let falls = Schedule::function(|_| 0.0);
        for (weight_decay, is_fine) in [
            (0.0.into(), true),
            (vec![0.0, 0.0].into(), true),
            (vec![0.0, 0.1].into(), false),
            (falls, false),
        ] {
            let group = Group { weight_decay: Some(weight_decay), ..Group::default() };
            let group = optimizer.add_group(group).unwrap();
            let outcome = add(&mut *optimizer, &format!("table{is_fine}{group:?}"), &[2, 2], Some(group));
            assert_eq!(outcome.is_ok(), is_fine);
        }
        // Exempt by its name.
        add(&mut *optimizer, "gamma", &[2, 2], None).unwrap();
        let error = add(&mut *optimizer, "beta", &[], None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter \"beta\" is a scalar and has no rows; give it a dense gradient"
        );
        assert_eq!(optimizer.rows_of(optimizer.params()[0]).unwrap(), Rows::Exact);
    });
}

#[test]
fn a_snapshot_with_marks_or_rates_that_cannot_be_is_refused_and_changes_nothing() {
    on_every_device(|device| {
        let (mut optimizer, id) = behind(device, Shrinkage::Adaptive);
        let before = State::of(&*optimizer, &[id]);
        let snapshot = optimizer.snapshot().unwrap();
        assert_eq!(snapshot.tensors["steps.table"].data, Data::U64(vec![3]));
        assert_eq!(snapshot.tensors["last_touched.table"].data, Data::U64(vec![3, 2, 0, 0, 0]));
        assert_eq!(snapshot.tensors["missed_rates.table"].data, Data::F32(vec![0.1; 3]));
        let with = |name: &str, shape: &[usize], data: Data| {
            let mut snapshot = snapshot.clone();
            snapshot.tensors.insert(name.to_owned(), Tensor { shape: shape.to_vec(), data });
            snapshot
        };
        let without = |name: &str| {
            let mut snapshot = snapshot.clone();
            snapshot.tensors.remove(name);
            snapshot
        };
        for (snapshot, message) in [
            (without("steps.table"), "no tensor \"steps.table\""),
            (without("last_touched.table"), "no tensor \"last_touched.table\""),
            (without("missed_rates.table"), "no tensor \"missed_rates.table\""),
            (
                with("last_touched.table", &[4], Data::U64(vec![3; 4])),
                "\"last_touched.table\" is u64 [4]; this optimizer needs u64 [5]",
            ),
            (
                with("last_touched.table", &[5], Data::U64(vec![3, 2, 4, 0, 0])),
                "holds 4 at 2; a row is up to date with a step from 0 to 3",
            ),
            (
                with("missed_rates.table", &[2], Data::F32(vec![0.1; 2])),
                "holds 0 at 2; a row is up to date with a step from 1 to 3",
            ),
            (
                with("missed_rates.table", &[4], Data::F32(vec![0.1; 4])),
                "\"missed_rates.table\" is f32 [4]; this optimizer needs f32 [3]",
            ),
            (
                with("missed_rates.table", &[3], Data::F32(vec![0.1, f32::NAN, 0.1])),
                "holds NaN at 1; it must be finite and at least 0",
            ),
            (
                with("missed_rates.table", &[3], Data::F32(vec![0.1, -0.1, 0.1])),
                "holds -0.1 at 1; it must be finite and at least 0",
            ),
        ] {
            let error = optimizer.restore(&snapshot).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
            assert_eq!(State::of(&*optimizer, &[id]), before, "{message}");
        }
    });
}

#[test]
fn a_table_that_has_to_be_cut_and_folded_gives_the_same() {
    // Bindings of 1 MiB and grids of 2048 threads: three windows.
    let limits = |_: &Limits| Limits {
        max_storage_buffer_binding_size: 1 << 20,
        max_compute_workgroups_per_dimension: 512,
        ..Limits::default()
    };
    if gpu().is_none() {
        return;
    }
    let narrow = Gpu::with_limits(limits).unwrap();
    const ROWS: usize = 50_000;
    let mut random = Random::new(5);
    for (width, shrinkage) in
        [(12, Shrinkage::Documented), (5, Shrinkage::Adaptive), (1, Shrinkage::Documented)]
    {
        let values = random.values(ROWS * width);
        let rows = u32::try_from(ROWS).unwrap();
        let steps: Vec<_> =
            (0..6).map(|_| (random.permutation(rows)[..3000].to_vec(), random.grads(3000 * width))).collect();
        let run = |device: &Device, kind: usize| {
            let config =
                Config { learning_rate: 0.3.into(), shrinkage, l1: 0.05, l2: 0.0, ..Config::default() };
            let mut optimizer = device.optimizer(config).unwrap();
            let id =
                optimizer.add_param(Param::new("table", &[ROWS, width], &values).rows(Rows::Exact)).unwrap();
            for (indices, grads) in &steps {
                let grad = match kind {
                    0 => Grad::rows(indices, grads),
                    1 => Grad::rows(Indices::Device(indices), grads),
                    _ => Grad::rows(Indices::DeviceUnique(indices), grads),
                };
                optimizer.step(&[(id, grad)]).unwrap();
                optimizer.flush_rows(id, Indices::Device(&indices[..10])).unwrap();
            }
            optimizer.flush(id).unwrap();
            optimizer.values(id).unwrap()
        };
        let want = run(&Cpu, 0);
        for kind in 0..3 {
            let got = run(&narrow, kind);
            let near = |(got, want): (&f32, &f32)| (got - want).abs() <= 2e-6 + 1e-5 * want.abs();
            assert!(got.iter().zip(&want).all(near), "width {width}");
            assert!(!is_ieee(&narrow) || got == want, "width {width}");
        }
    }
}

#[test]
fn more_exact_rows_than_one_binding_can_have_marks_for_are_refused() {
    let limits = |_: &Limits| Limits { max_storage_buffer_binding_size: 1 << 19, ..Limits::default() };
    if gpu().is_none() {
        return;
    }
    let narrow = Gpu::with_limits(limits).unwrap();
    let mut optimizer = narrow.optimizer(Config::default()).unwrap();
    let values = vec![0.0; 100_000];
    let error = optimizer.add_param(Param::new("table", &[100_000], &values).rows(Rows::Exact)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the history of the exact rows of parameter \"table\" in bytes needs 663168, but the device allows 524288; \
         request a higher `max_storage_buffer_binding_size`"
    );
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
                let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
                let is_lost = t % 7 == 4;
                let named = [t * t % ROWS];
                let named = if is_lost && !drops { &named[..0] } else { &named };
                let mut step = optimizer.begin_step(&mut encoder);
                step.rows(id, RowGrad::new(named, grads.slice(..16 * named.len() as u64))).unwrap();
                step.finish().unwrap();
                if !(is_lost && drops) {
                    gpu.queue().submit([encoder.finish()]);
                }
            }
            on_device::block_on(gpu.device(), optimizer.values(gpu.queue(), id)).unwrap()
        };
        let (got, want) = (run(true), run(false));
        for (i, (got, want)) in got.iter().zip(&want).enumerate() {
            // A sweep may be lost, and is made up for later: some roundings more or less.
            let near = (got - want).abs() <= 1e-6 * want.abs() + 1e-7;
            assert!(near, "{shrinkage:?}, {l2}, element {i}: {got}, not {want}");
        }
    }
}
