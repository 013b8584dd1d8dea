//! One optimizer that many threads share: no step is lost, and each is whole, on the CPU and on the GPU.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use proxgrad::{
    Config, Error, Locked, Param, ParamId, ProximalAdagrad, Schedule, Step,
    cpu::{self, ProximalAdagrad as OnCpu},
    wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{devices::gpu, gpu_step::new_encoder, numbers::bits};

const THREADS: usize = 8;
const STEPS_OF_EACH: usize = 25;
const STEPS: usize = THREADS * STEPS_OF_EACH;

const WEIGHT: [f32; 6] = [1.0, -2.0, 0.05, 0.3, -0.7, 0.0];
const BIAS: [f32; 3] = [0.5, -0.25, 4.0];
const GRADS: [f32; 6] = [0.5, 0.2, -0.1, 0.0, 0.03, -1.5];

fn ordinary() -> Config {
    Config {
        learning_rate: Schedule::function(|step| 0.1 / (1.0 + step as f64)),
        l1: 0.01,
        ..Config::default()
    }
}

/// Settings with which step i lowers an element by (i + 1)/4096: the learning rate is (i + 1)/256, and l1 is
/// 1/16. All of this is exact in f32, so the decrease tells which learning rate a step used.
fn listed() -> Config {
    let rates: Vec<_> = (1..=STEPS).map(|i| i as f64 / 256.0).collect();
    Config { accum: 1.0, learning_rate: rates.into(), l1: 1.0 / 16.0, ..Config::default() }
}

/// The value of an element before and after all steps with the settings of [`listed`].
const LISTED_START: f32 = 8.0;
const LISTED_END: f32 = LISTED_START - (STEPS * (STEPS + 1) / 2) as f32 / 4096.0;

/// Calls `step` many times from each of several threads at once.
fn on_all_threads(step: impl Fn() + Sync) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..STEPS_OF_EACH).for_each(|_| step()));
        }
    });
}

/// An optimizer on the CPU with two parameters and their values, which one lock protects.
struct Cpu {
    optimizer: OnCpu,
    ids: [ParamId; 2],
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Cpu {
    fn new(config: Config, weight: &[f32], bias: &[f32]) -> Self {
        let mut optimizer = OnCpu::new(config).unwrap();
        let ids = [("weight", weight), ("bias", bias)]
            .map(|(name, values)| optimizer.add_param(cpu::Param::new(name, &[values.len()])).unwrap());
        Self { optimizer, ids, weight: weight.to_vec(), bias: bias.to_vec() }
    }

    fn step(&mut self, grads: &[f32]) {
        let (weight, bias) = (self.weight.len(), self.bias.len());
        let mut step = self.optimizer.begin_step();
        step.dense(self.ids[0], &mut self.weight, &grads[..weight]).unwrap();
        step.dense(self.ids[1], &mut self.bias, &grads[..bias]).unwrap();
        step.finish().unwrap();
    }

    fn state(&self) -> (Vec<Vec<u32>>, u64) {
        let accums = self.ids.map(|id| self.optimizer.accum(id).unwrap());
        let all = [&self.weight[..], &self.bias, accums[0], accums[1]];
        (all.map(bits).to_vec(), self.optimizer.global_step())
    }
}

#[test]
fn steps_of_threads_on_the_cpu_are_as_many_in_a_row() {
    let shared = Locked::new(Cpu::new(ordinary(), &WEIGHT, &BIAS));
    on_all_threads(|| shared.lock().step(&GRADS));
    let mut serial = Cpu::new(ordinary(), &WEIGHT, &BIAS);
    (0..STEPS).for_each(|_| serial.step(&GRADS));
    assert_eq!(shared.into_inner().ok().unwrap().state(), serial.state());
}

#[test]
fn every_listed_rate_is_used_once_on_the_cpu_and_parameters_move_together() {
    let shared = Locked::new(Cpu::new(listed(), &[LISTED_START], &[LISTED_START]));
    let used = std::sync::Mutex::new(Vec::new());
    on_all_threads(|| {
        let mut guard = shared.lock();
        let before = guard.weight[0];
        assert_eq!(before, guard.bias[0], "half a step");
        guard.step(&[0.0]);
        used.lock().unwrap().push((before - guard.weight[0]) * 4096.0);
    });
    let every_one: Vec<_> = (1..=STEPS).map(|i| i as f32).collect();
    assert_eq!(used.into_inner().unwrap(), every_one, "in the order of the step numbers");
    let state = shared.lock();
    assert_eq!((state.weight[0], state.bias[0]), (LISTED_END, LISTED_END));
}

#[test]
fn a_panic_within_a_step_on_the_cpu_changes_nothing_and_stops_nobody() {
    let shared = Locked::new(Cpu::new(ordinary(), &WEIGHT, &BIAS));
    let before = shared.lock().state();
    let other = shared.clone();
    let panicked = thread::spawn(move || {
        let Cpu { optimizer, ids, weight, .. } = &mut *other.lock();
        let mut step = optimizer.begin_step();
        step.dense(ids[0], weight, &GRADS).unwrap();
        panic!("on purpose, with a step in hand");
    });
    assert!(panicked.join().is_err());
    assert_eq!(shared.lock().state(), before);
    on_all_threads(|| shared.lock().step(&GRADS));
    assert_eq!(shared.lock().optimizer.global_step(), STEPS as u64);
}

/// An optimizer on a GPU with the same two parameters.
struct OnGpu<'a> {
    gpu: &'a Gpu,
    shared: Locked<ProximalAdagrad>,
    ids: [ParamId; 2],
    weight: wgpu::Buffer,
    bias: wgpu::Buffer,
    grads: wgpu::Buffer,
    lens: [usize; 2],
}

impl<'a> OnGpu<'a> {
    fn new(gpu: &'a Gpu, config: Config, weight: &[f32], bias: &[f32], grads: &[f32]) -> Self {
        let lens = [weight.len(), bias.len()];
        let (weight, bias) = (gpu.upload(weight), gpu.upload(bias));
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let mut add = |name, values: &wgpu::Buffer, len| {
            optimizer.add_param(Param::new(name, &[len], values.slice(..))).unwrap()
        };
        let ids = [add("weight", &weight, lens[0]), add("bias", &bias, lens[1])];
        let grads = gpu.upload(grads);
        Self { gpu, shared: Locked::new(optimizer), ids, weight, bias, grads, lens }
    }

    fn collect(&self, step: &mut Step<'_>) -> Result<(), Error> {
        for (id, len) in self.ids.into_iter().zip(self.lens) {
            step.dense(id, self.grads.slice(..(len * size_of::<f32>()) as u64))?;
        }
        Ok(())
    }

    fn step(&self) {
        self.shared.step(self.gpu.queue(), |step| self.collect(step)).unwrap();
    }

    fn download(&self, buffer: &wgpu::Buffer) -> Vec<f32> {
        self.gpu.download(buffer.slice(..)).unwrap()
    }

    fn state(&self) -> (Vec<Vec<u32>>, u64) {
        let optimizer = self.shared.lock();
        let accums = self.ids.map(|id| self.gpu.download(optimizer.accum(id).unwrap()).unwrap());
        let all = [self.download(&self.weight), self.download(&self.bias)];
        (all.iter().chain(&accums).map(|tensor| bits(tensor)).collect(), optimizer.global_step())
    }
}

#[test]
fn steps_of_threads_on_the_gpu_are_as_many_in_a_row() {
    let Some(gpu) = gpu() else { return };
    let start = || OnGpu::new(gpu, ordinary(), &WEIGHT, &BIAS, &GRADS);
    let (parallel, serial) = (start(), start());
    on_all_threads(|| parallel.step());
    (0..STEPS).for_each(|_| serial.step());
    assert_eq!(parallel.state(), serial.state());
    assert_eq!(parallel.shared.lock().global_step(), STEPS as u64);
}

#[test]
fn every_listed_rate_is_used_once_on_the_gpu_and_in_order() {
    let Some(gpu) = gpu() else { return };
    let on_gpu = OnGpu::new(gpu, listed(), &[LISTED_START], &[LISTED_START], &[0.0]);
    // The values of both parameters after each step.
    let history = gpu.upload(&vec![0.0; 2 * STEPS]);
    on_all_threads(|| {
        // A caller's own encoder is submitted before the guard is dropped.
        let mut optimizer = on_gpu.shared.lock();
        let at = optimizer.global_step() * 8;
        let mut encoder = new_encoder(gpu);
        let mut step = optimizer.begin_step(&mut encoder);
        on_gpu.collect(&mut step).unwrap();
        step.finish().unwrap();
        for (values, at) in [(&on_gpu.weight, at), (&on_gpu.bias, at + 4)] {
            encoder.copy_buffer_to_buffer(values, 0, &history, at, 4);
        }
        gpu.queue().submit([encoder.finish()]);
    });
    let mut want = LISTED_START;
    for (i, both) in on_gpu.download(&history).chunks(2).enumerate() {
        want -= (i + 1) as f32 / 4096.0;
        assert_eq!(both, [want; 2], "after {} steps", i + 1);
    }
    assert_eq!(want, LISTED_END);
    let ended = on_gpu.shared.step(gpu.queue(), |step| on_gpu.collect(step));
    assert!(matches!(ended, Err(Error::ScheduleEnded { step: 200, .. })), "{ended:?}");
}

#[test]
fn nobody_sees_half_a_step_on_the_gpu() {
    let Some(gpu) = gpu() else { return };
    let on_gpu = OnGpu::new(gpu, listed(), &[LISTED_START], &[LISTED_START], &[0.0]);
    let both = gpu.upload(&[0.0; 2]);
    let done = AtomicBool::new(false);
    let see = || {
        let mut encoder = new_encoder(gpu);
        for (values, at) in [(&on_gpu.weight, 0), (&on_gpu.bias, 4)] {
            encoder.copy_buffer_to_buffer(values, 0, &both, at, 4);
        }
        gpu.queue().submit([encoder.finish()]);
        let seen = on_gpu.download(&both);
        assert_eq!(seen[0], seen[1], "half a step");
        seen[0]
    };
    thread::scope(|scope| {
        // The observer takes no lock, because steps are whole on the queue, too.
        let observer = scope.spawn(|| {
            let mut last = LISTED_START;
            while !done.load(Ordering::Relaxed) {
                let seen = see();
                assert!(seen <= last, "{seen} after {last}");
                last = seen;
            }
        });
        on_all_threads(|| on_gpu.step());
        done.store(true, Ordering::Relaxed);
        observer.join().unwrap();
    });
    assert_eq!(see(), LISTED_END);
}

#[test]
fn a_panic_or_a_refusal_within_a_step_on_the_gpu_changes_nothing_and_stops_nobody() {
    let Some(gpu) = gpu() else { return };
    let start = || OnGpu::new(gpu, ordinary(), &WEIGHT, &BIAS, &GRADS);
    let (on_gpu, undisturbed) = (start(), start());
    on_gpu.step();
    undisturbed.step();
    let before = on_gpu.state();

    let in_closure = || {
        on_gpu.shared.step(gpu.queue(), |step| {
            on_gpu.collect(step)?;
            panic!("on purpose, with a step in hand")
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(in_closure)).is_err());
    let with_a_guard = || {
        let mut optimizer = on_gpu.shared.lock();
        let mut encoder = new_encoder(gpu);
        let mut step = optimizer.begin_step(&mut encoder);
        on_gpu.collect(&mut step).unwrap();
        panic!("on purpose, with a guard and a step in hand")
    };
    assert!(catch_unwind(AssertUnwindSafe(with_a_guard)).is_err());
    let refused = on_gpu.shared.step(gpu.queue(), |step| {
        on_gpu.collect(step)?;
        on_gpu.collect(step)
    });
    assert!(matches!(refused, Err(Error::DuplicateGrad { .. })), "{refused:?}");
    assert_eq!(on_gpu.state(), before);

    on_all_threads(|| on_gpu.step());
    (0..STEPS).for_each(|_| undisturbed.step());
    assert_eq!(on_gpu.state(), undisturbed.state());
}

#[test]
fn a_snapshot_under_the_lock_is_of_whole_steps() {
    let Some(gpu) = gpu() else { return };
    // A grows by 1 with every step, exactly.
    let config = Config { accum: 0.0, ..Config::default() };
    let on_gpu = OnGpu::new(gpu, config, &[1.0], &[1.0], &[1.0]);
    on_all_threads(|| {
        on_gpu.step();
        let optimizer = on_gpu.shared.lock();
        let steps = optimizer.global_step();
        let accums = on_gpu.ids.map(|id| gpu.download(optimizer.accum(id).unwrap()).unwrap());
        assert_eq!(accums, [[steps as f32]; 2]);
    });
}
