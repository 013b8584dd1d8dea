//! A warm step allocates no GPU memory, also where several steps are recorded before the first of them is submitted.

use proxgrad::{
    Arena, ArenaId, Config, DynamicLossScale, Format, Group, Indices, Member, Param, ParamId,
    ProximalAdagrad, Rounding, RowGrad, Rows, Shrinkage,
    schedule::{CosineDecay, ExponentialDecay},
    wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{devices::gpu, gpu_step::new_encoder};

const ROWS: usize = 400;
const WIDTH: usize = 4;
/// The most entries of a row gradient: more than one workgroup groups by itself, and rows with many pieces.
const ENTRIES: usize = 5000;
/// Steps that are recorded before the first of them is submitted.
const IN_FLIGHT: usize = 3;

struct Run {
    gpu: Gpu,
    optimizer: ProximalAdagrad,
    dense: ParamId,
    table: ParamId,
    exact: ParamId,
    arena: ArenaId,
    arena_size: u64,
    grads: wgpu::Buffer,
    indices: Vec<u32>,
    on_device: wgpu::Buffer,
}

impl Run {
    /// A run on a device of its own.
    fn new(config: Config) -> Self {
        let gpu = Gpu::open(None).unwrap();
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        // A group with a schedule and a limit of its own.
        let learning_rate = CosineDecay { min_lr: 1e-3, max_lr: 0.1, decay_steps: 500 };
        let group = Group {
            learning_rate: Some(learning_rate.into()),
            clip_norm: Some(10.0),
            grad_centralization: Some(true),
            ..Group::default()
        };
        let group = optimizer.add_group(group).unwrap();
        let values = || gpu.upload(&[1.0; ROWS * WIDTH]);
        let copy = gpu.upload(&[0.0; ROWS * WIDTH / 2]);
        let (first, second, third) = (values(), values(), values());
        let dense = Param::new("dense", &[10, 16, 10], first.slice(..)).group(group);
        let dense = optimizer.add_param(dense.copy(copy.slice(..), Format::F16)).unwrap();
        let table = optimizer.add_param(Param::new("table", &[ROWS, WIDTH], second.slice(..))).unwrap();
        let exact = Param::new("exact", &[ROWS, WIDTH], third.slice(..)).rows(Rows::Exact);
        let exact = optimizer.add_param(exact).unwrap();
        let members = ["a", "b", "c"].map(|name| Member::new(name, &[3, 50]));
        let arena = Arena::new(&optimizer, &members).unwrap();
        let arena_size = arena.size();
        let elements = usize::try_from(arena_size / 4).unwrap();
        let in_arena = gpu.upload(&vec![1.0; elements]);
        let arena = optimizer.add_arena(&arena, in_arena.slice(..)).unwrap();
        let grads = gpu.upload(&vec![0.5; elements.max(ENTRIES * WIDTH)]);
        let indices: Vec<u32> =
            (0u32..).map(|i| if i % 3 == 0 { 7 } else { i * 31 % 400 }).take(ENTRIES).collect();
        let on_device = gpu.upload(bytemuck::cast_slice(&indices));
        Self { gpu, optimizer, dense, table, exact, arena, arena_size, grads, indices, on_device }
    }

    /// Records one step, with so many entries in each row gradient.
    fn record(&mut self, number: usize, entries: usize) -> wgpu::CommandBuffer {
        let Self { gpu, optimizer, grads, indices, on_device, .. } = self;
        let mut encoder = new_encoder(gpu);
        optimizer.flush_rows(&mut encoder, self.exact, &indices[..entries.min(50)]).unwrap();
        let mut step = optimizer.begin_step(&mut encoder);
        step.measure();
        step.dense(self.dense, grads.slice(..(4 * ROWS * WIDTH) as u64)).unwrap();
        step.arena(self.arena, grads.slice(..self.arena_size)).unwrap();
        let values = grads.slice(..(4 * entries * WIDTH) as u64);
        step.rows(self.exact, RowGrad::new(&indices[..entries], values)).unwrap();
        let on_device = on_device.slice(..4 * entries as u64);
        // No two of the first three rows are equal.
        if number.is_multiple_of(2) {
            step.rows(self.table, RowGrad { indices: Indices::Device(on_device), values }).unwrap();
        } else {
            let (indices, values) = (on_device.buffer().slice(..12), grads.slice(..(12 * WIDTH) as u64));
            step.rows(self.table, RowGrad { indices: Indices::DeviceUnique(indices), values }).unwrap();
        }
        step.finish().unwrap();
        assert!(optimizer.send_report(&mut encoder).unwrap());
        encoder.finish()
    }

    /// Records [`IN_FLIGHT`] steps, submits them, and waits. Returns the memory after recording and in the end: memory that is
    /// made anew and given back would be seen in between.
    fn round(&mut self, number: usize, entries: impl Fn(usize) -> usize) -> [[i64; 2]; 2] {
        let first = number * IN_FLIGHT;
        let recorded: Vec<_> =
            (first..first + IN_FLIGHT).map(|step| self.record(step, entries(step))).collect();
        let after_recording = self.memory();
        for commands in recorded {
            self.gpu.queue().submit([commands]);
        }
        self.gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        let reports = std::iter::from_fn(|| self.optimizer.receive_report().unwrap()).count();
        assert_eq!(reports, IN_FLIGHT);
        [after_recording, self.memory()]
    }

    /// The number of buffers on the device, and the bytes that it has allocated.
    fn memory(&self) -> [i64; 2] {
        let hal = self.gpu.device().get_internal_counters().hal;
        let report = self.gpu.device().generate_allocator_report();
        // Some backends do not report bytes.
        let bytes = report.map_or(0, |report| report.total_allocated_bytes.cast_signed());
        [hal.buffers.read() as i64, bytes]
    }
}

fn fixed() -> Config {
    Config { learning_rate: 0.05.into(), l1: 1e-4, l2: 1e-4, ..Config::default() }
}

/// Every setting that a step applies on the device, and rates that vary.
fn on_device() -> Config {
    let learning_rate =
        ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 300, staircase: false };
    Config {
        learning_rate: learning_rate.into(),
        dynamic_loss_scale: Some(DynamicLossScale::new(64.0, 2.0, 10).unwrap()),
        clip_norm: Some(100.0),
        rounding: Rounding::Stochastic { seed: 3 },
        shrinkage: Shrinkage::Adaptive,
        ..fixed()
    }
}

/// Asserts that rounds after the first few allocate nothing. Some of the 600 steps sweep exact rows.
fn assert_warm(what: &str, config: Config, entries: impl Fn(usize) -> usize) {
    let mut run = Run::new(config);
    run.round(0, |_| ENTRIES);
    for number in 1..4 {
        run.round(number, &entries);
    }
    let warm = run.memory();
    assert!(warm[0] > 10, "{what}: {warm:?}");
    for number in 4..200 {
        assert_eq!(run.round(number, &entries), [warm; 2], "{what}: round {number}");
    }
}

#[test]
fn several_warm_steps_in_flight_allocate_no_device_memory() {
    if gpu().is_none() {
        return;
    }
    for (what, config) in [("fixed settings", fixed()), ("settings of the device", on_device())] {
        assert_warm(what, config, |_| 600);
    }
}

#[test]
fn row_gradients_below_the_largest_so_far_allocate_no_device_memory() {
    if gpu().is_none() {
        return;
    }
    // Around the largest number that one workgroup groups, too.
    assert_warm("changing lengths", on_device(), |step| [1, 600, 4096, 4097, ENTRIES - step][step % 5]);
}

#[test]
fn a_step_allocates_where_more_are_in_flight_than_ever_before_and_no_more_after_that() {
    if gpu().is_none() {
        return;
    }
    let gpu = Gpu::open(None).unwrap();
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), fixed()).unwrap();
    let (values, grads) = (gpu.upload(&[1.0; 4]), gpu.upload(&[1.0; 4]));
    let weight = optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
    let mut buffers = |steps: usize| {
        let record = |_| {
            let mut encoder = new_encoder(&gpu);
            let mut step = optimizer.begin_step(&mut encoder);
            step.dense(weight, grads.slice(..)).unwrap();
            step.finish().unwrap();
            encoder.finish()
        };
        let recorded: Vec<_> = (0..steps).map(record).collect();
        let count = gpu.device().get_internal_counters().hal.buffers.read();
        gpu.queue().submit(recorded);
        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        count
    };
    // The first one comes behind the uploads of the test, which have buffers of their own.
    buffers(1);
    let one = buffers(1);
    assert_eq!(buffers(1), one);
    // One staging buffer for each step.
    assert_eq!(buffers(5), one + 4);
    for steps in [1, 2, 5, 3] {
        assert_eq!(buffers(steps), one + 4, "{steps} steps");
    }
}

#[test]
fn an_encoder_that_is_dropped_gives_its_memory_back() {
    if gpu().is_none() {
        return;
    }
    let mut run = Run::new(on_device());
    for number in 0..4 {
        run.round(number, |_| ENTRIES);
    }
    let [warm, _] = run.memory();
    for number in 0..20 {
        // Dropped, with the report that it would have sent.
        drop(run.record(number, 600));
        run.round(number, |_| 600);
        assert_eq!(run.memory()[0], warm, "buffers after round {number}");
    }
}
