//! Many threads and optimizers on one device, for a long time: no step is lost, and memory does not grow.
//!
//! `PROXGRAD_TEST_LOAD` sets the number of steps of all threads together.

use std::{env, fs, thread};

use proxgrad::{Config, Locked, Param, ParamId, ProximalAdagrad, RowGrad, Rows, wgpu};
use proxgrad_testing::Gpu;

use crate::common::devices::gpu;

const THREADS: usize = 8;
const OPTIMIZERS: usize = 10;
const ROWS: usize = 100;

/// Steps after which memory has its final size.
const WARM_UP: usize = 50 * OPTIMIZERS;

/// Steps between waits for the device, so that no more are on their way.
const IN_FLIGHT: usize = 16;

/// An optimizer of a dense parameter and a table, and its gradients.
struct Model {
    optimizer: Locked<ProximalAdagrad>,
    ids: [ParamId; 2],
    grads: [wgpu::Buffer; 2],
}

impl Model {
    fn new(gpu: &Gpu) -> Self {
        let config = Config { learning_rate: 0.01.into(), l1: 0.001, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let [dense, table] = [gpu.upload(&[0.5; 1000]), gpu.upload(&[0.5; 4 * ROWS])];
        let ids = [
            optimizer.add_param(Param::new("dense", &[1000], dense.slice(..))).unwrap(),
            optimizer.add_param(Param::new("table", &[ROWS, 4], table.slice(..)).rows(Rows::Exact)).unwrap(),
        ];
        let grads = [gpu.upload(&[0.1; 1000]), gpu.upload(&[0.1; 4 * 8])];
        Self { optimizer: Locked::new(optimizer), ids, grads }
    }

    fn step(&self, gpu: &Gpu, number: usize) {
        let rows: [usize; 8] = std::array::from_fn(|i| (number * 8 + i * i) % ROWS);
        let step = self.optimizer.step(gpu.queue(), |step| {
            step.dense(self.ids[0], self.grads[0].slice(..))?;
            step.rows(self.ids[1], RowGrad::new(&rows, self.grads[1].slice(..)))
        });
        step.unwrap();
    }
}

/// Has all threads take steps with these numbers, each optimizer in turn.
fn run(gpu: &Gpu, models: &[Model], steps: std::ops::Range<usize>) {
    thread::scope(|scope| {
        for first in 0..THREADS {
            let steps = steps.clone().skip(first).step_by(THREADS);
            scope.spawn(move || {
                for (taken, number) in steps.enumerate() {
                    models[number % OPTIMIZERS].step(gpu, number);
                    if taken % IN_FLIGHT == 0 {
                        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
                    }
                }
            });
        }
    });
    gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
}

fn device_bytes(gpu: &Gpu) -> Option<u64> {
    gpu.device().generate_allocator_report().map(|report| report.total_allocated_bytes)
}

/// Bytes of this process that are in memory, where the system says so.
fn host_bytes() -> Option<u64> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[test]
fn many_threads_and_optimizers_lose_no_step_and_memory_does_not_grow() {
    if gpu().is_none() {
        return;
    }
    let steps =
        env::var("PROXGRAD_TEST_LOAD").map_or(2000, |steps| steps.parse().expect("a number of steps"));
    // A device of its own, so that other tests allocate nothing on it.
    let gpu = Gpu::open(None).unwrap();
    let models: Vec<_> = (0..OPTIMIZERS).map(|_| Model::new(&gpu)).collect();
    run(&gpu, &models, 0..WARM_UP);
    let (device, host) = (device_bytes(&gpu), host_bytes());
    run(&gpu, &models, WARM_UP..WARM_UP + steps);
    // Threads may meet in other orders than before, so that some more uploads are on their way.
    let grown = |before: Option<u64>, after: Option<u64>| {
        before.zip(after).map(|(before, after)| after.saturating_sub(before) >> 20)
    };
    let device = grown(device, device_bytes(&gpu));
    println!(
        "{steps} steps: the device's memory grew by {device:?} MiB, the host's by {:?}",
        grown(host, host_bytes())
    );
    assert!(device.is_none_or(|mebibytes| mebibytes <= 8), "{device:?} MiB on the device");
    let counted: u64 = models.iter().map(|model| model.optimizer.lock().global_step()).sum();
    assert_eq!(counted, (WARM_UP + steps) as u64);
}
