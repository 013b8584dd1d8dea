//! What one step costs on the CPU, on the device, and on the host that records it.
//!
//! Run by `cargo bench`. Times depend on the machine, so quote ratios of one run.

use std::time::{Duration, Instant};

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use proxgrad::{
    Arena, Config, Group, Indices, Kernels, Member, Param, RowGrad, Rows, cpu, gpu,
    wgpu::{self, util::DeviceExt},
};

const SIZES: [usize; 2] = [100_000, 1_000_000];
const ROWS: usize = 100_000;
const WIDTH: usize = 16;
const ENTRIES: usize = 10_000;
/// A million elements in a thousand channels.
const CHANNELS: [usize; 3] = [1000, 10, 100];

fn config() -> Config {
    Config { learning_rate: 1e-3.into(), l1: 1e-4, l2: 1e-4, ..Config::default() }
}

/// Random rows: few rows often, many rows rarely.
fn indices(entries: usize) -> Vec<u32> {
    let mut random = fastrand::Rng::with_seed(7);
    let scales: Vec<u32> = (0..entries).map(|_| random.u32(8..17)).collect();
    scales.into_iter().map(|scale| random.u32(0..1 << scale)).collect()
}

fn on_cpu(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cpu");
    for size in SIZES {
        let (mut values, grads) = (vec![1.0; size], vec![0.1; size]);
        let mut optimizer = cpu::ProximalAdagrad::new(config()).unwrap();
        let param = optimizer.add_param(cpu::Param::new("weight", &[size])).unwrap();
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(format!("dense/{size}"), |bencher| {
            bencher.iter(|| {
                let mut step = optimizer.begin_step();
                step.dense(param, &mut values, &grads).unwrap();
                step.finish().unwrap();
            });
        });
    }
    let indices = indices(ENTRIES);
    let (mut values, grads) = (vec![1.0; ROWS * WIDTH], vec![0.1; ENTRIES * WIDTH]);
    let mut optimizer = cpu::ProximalAdagrad::new(config()).unwrap();
    let param = optimizer.add_param(cpu::Param::new("table", &[ROWS, WIDTH])).unwrap();
    group.throughput(Throughput::Elements((ENTRIES * WIDTH) as u64));
    group.bench_function(format!("rows/{ENTRIES}x{WIDTH}"), |bencher| {
        bencher.iter(|| {
            let mut step = optimizer.begin_step();
            step.rows(param, &mut values, cpu::RowGrad::new(&indices, &grads)).unwrap();
            step.finish().unwrap();
        });
    });
}

/// A device with its queue and kernels.
struct Machine {
    device: wgpu::Device,
    queue: wgpu::Queue,
    kernels: Kernels,
}

impl Machine {
    fn open() -> Self {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
        let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)).unwrap();
        println!("adapter: {}", choice.reason);
        let (device, queue) = pollster::block_on(gpu::open(&choice.adapter.unwrap())).unwrap();
        let kernels = Kernels::new(&device).unwrap();
        Self { device, queue, kernels }
    }

    fn buffer(&self, elements: usize) -> wgpu::Buffer {
        self.storage((elements * size_of::<f32>()) as u64)
    }

    /// A storage buffer of `size` bytes.
    fn storage(&self, size: u64) -> wgpu::Buffer {
        self.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size,
            usage: wgpu::BufferUsages::STORAGE,
            mapped_at_creation: false,
        })
    }

    fn upload(&self, indices: &[u32]) -> wgpu::Buffer {
        self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: None,
            contents: bytemuck::cast_slice(indices),
            usage: wgpu::BufferUsages::STORAGE,
        })
    }

    fn encoder(&self) -> wgpu::CommandEncoder {
        self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
    }

    fn run(&self, encoder: wgpu::CommandEncoder) {
        self.queue.submit([encoder.finish()]);
        self.device.poll(wgpu::PollType::wait_indefinitely()).unwrap();
    }

    fn optimizer(&self) -> proxgrad::ProximalAdagrad {
        proxgrad::ProximalAdagrad::new(&self.kernels, config()).unwrap()
    }
}

fn on_gpu(criterion: &mut Criterion) {
    let machine = Machine::open();
    let mut group = criterion.benchmark_group("gpu");
    for size in SIZES {
        dense_on_gpu(&mut group, &machine, &format!("{size}"), &[size], config());
    }
    for (name, grad_centralization) in [("plain", false), ("centralized", true)] {
        let config = Config { grad_centralization, ..config() };
        dense_on_gpu(&mut group, &machine, &format!("{CHANNELS:?}, {name}"), &CHANNELS, config);
    }
    for entries in [1_000, ENTRIES, 100_000] {
        rows_on_gpu(&mut group, &machine, entries);
    }
    for entries in [ENTRIES, 100_000] {
        batch_on_gpu(&mut group, &machine, entries);
    }
    arena_on_gpu(&mut group, &machine);
}

/// An arena with as many elements as the largest dense tensor: a thousand tensors in three parameter groups.
fn arena_on_gpu(group: &mut BenchmarkGroup<'_, WallTime>, machine: &Machine) {
    let mut optimizer = machine.optimizer();
    let arena = arena(&mut optimizer, 1000, 1000);
    let (values, grads) = (machine.storage(arena.size()), machine.storage(arena.size()));
    let id = optimizer.add_arena(&arena, values.slice(..)).unwrap();
    group.throughput(Throughput::Elements(1_000_000));
    group.bench_function("arena/1000 of 1000", |bencher| {
        bencher.iter(|| {
            let mut encoder = machine.encoder();
            let mut step = optimizer.begin_step(&mut encoder);
            step.arena(id, grads.slice(..)).unwrap();
            step.finish().unwrap();
            machine.run(encoder);
        });
    });
}

fn arena(optimizer: &mut proxgrad::ProximalAdagrad, tensors: usize, len: usize) -> Arena {
    let groups = [0.0, 0.1, 0.2].map(|l1| Group { l1: Some(l1), ..Group::default() });
    let groups = groups.map(|group| optimizer.add_group(group).unwrap());
    let names: Vec<_> = (0..tensors).map(|i| format!("weight{i}")).collect();
    let shape = [len];
    let members = names.iter().enumerate().map(|(i, name)| Member::new(name, &shape).group(groups[i % 3]));
    Arena::new(optimizer, &members.collect::<Vec<_>>()).unwrap()
}

fn dense_on_gpu(
    group: &mut BenchmarkGroup<'_, WallTime>,
    machine: &Machine,
    name: &str,
    shape: &[usize],
    config: Config,
) {
    let size = shape.iter().product();
    let (values, grads) = (machine.buffer(size), machine.buffer(size));
    let mut optimizer = proxgrad::ProximalAdagrad::new(&machine.kernels, config).unwrap();
    let param = optimizer.add_param(Param::new("weight", shape, values.slice(..))).unwrap();
    group.throughput(Throughput::Elements(size as u64));
    group.bench_function(format!("dense/{name}"), |bencher| {
        bencher.iter(|| {
            let mut encoder = machine.encoder();
            let mut step = optimizer.begin_step(&mut encoder);
            step.dense(param, grads.slice(..)).unwrap();
            step.finish().unwrap();
            machine.run(encoder);
        });
    });
}

/// The same row gradient with indices in the host's memory and with indices on the device.
fn rows_on_gpu(group: &mut BenchmarkGroup<'_, WallTime>, machine: &Machine, entries: usize) {
    let indices = indices(entries);
    let on_device = machine.upload(&indices);
    let (values, grads) = (machine.buffer(ROWS * WIDTH), machine.buffer(entries * WIDTH));
    let mut optimizer = machine.optimizer();
    let param = optimizer.add_param(Param::new("table", &[ROWS, WIDTH], values.slice(..))).unwrap();
    group.throughput(Throughput::Elements((entries * WIDTH) as u64));
    for (grouped, indices) in
        [("host", Indices::from(&indices)), ("device", Indices::Device(on_device.slice(..)))]
    {
        group.bench_function(format!("rows/{entries}x{WIDTH}, grouped on the {grouped}"), |bencher| {
            bencher.iter(|| {
                let mut encoder = machine.encoder();
                let mut step = optimizer.begin_step(&mut encoder);
                step.rows(param, RowGrad { indices, values: grads.slice(..) }).unwrap();
                step.finish().unwrap();
                machine.run(encoder);
            });
        });
    }
}

/// Two tables with exact rows that take the same indices on the device: both are brought up to date in front of a step, and
/// every call groups the indices, or `group_rows` does so once.
fn batch_on_gpu(group: &mut BenchmarkGroup<'_, WallTime>, machine: &Machine, entries: usize) {
    let indices = machine.upload(&indices(entries));
    let mut optimizer = machine.optimizer();
    let mut table = |name: &str, width: usize| {
        let (values, grads) = (machine.buffer(ROWS * width), machine.buffer(entries * width));
        let shape = [ROWS, width];
        let param = Param::new(name, &shape, values.slice(..)).rows(Rows::Exact);
        (optimizer.add_param(param).unwrap(), grads)
    };
    let tables = [table("table", WIDTH), table("bias", 1)];
    group.throughput(Throughput::Elements((entries * (WIDTH + 1)) as u64));
    for (how, groups_once) in [("each call", false), ("group_rows", true)] {
        group.bench_function(format!("flush and step/{entries}, grouped by {how}"), |bencher| {
            bencher.iter(|| {
                let mut encoder = machine.encoder();
                let on_device = Indices::Device(indices.slice(..));
                let (param, _) = tables[0];
                let grouped =
                    groups_once.then(|| optimizer.group_rows(&mut encoder, param, on_device).unwrap());
                let given = grouped.as_ref().map_or(on_device, Indices::from);
                for (param, _) in &tables {
                    optimizer.flush_rows(&mut encoder, *param, given).unwrap();
                }
                let mut step = optimizer.begin_step(&mut encoder);
                for (param, grads) in &tables {
                    step.rows(*param, RowGrad { indices: given, values: grads.slice(..) }).unwrap();
                }
                step.finish().unwrap();
                machine.run(encoder);
            });
        });
    }
}

/// Recording and submitting, without the time of the device.
fn on_host(criterion: &mut Criterion) {
    let machine = Machine::open();
    let mut group = criterion.benchmark_group("host");
    for tensors in [10, 10_000] {
        let mut optimizer = machine.optimizer();
        let arena = arena(&mut optimizer, tensors, 8);
        let (values, grads) = (machine.storage(arena.size()), machine.storage(arena.size()));
        let id = optimizer.add_arena(&arena, values.slice(..)).unwrap();
        group.bench_function(format!("record and submit/arena of {tensors}"), |bencher| {
            bencher.iter_custom(|steps| {
                host_time(&machine, steps, |encoder| {
                    let mut step = optimizer.begin_step(encoder);
                    step.arena(id, grads.slice(..)).unwrap();
                    step.finish().unwrap();
                })
            });
        });
    }
    for tensors in [1, 100] {
        let mut optimizer = machine.optimizer();
        let tensors: Vec<_> = (0..tensors)
            .map(|i| {
                let (values, grads) = (machine.buffer(64), machine.buffer(64));
                let name = format!("weight{i}");
                let param = Param::new(&name, &[64], values.slice(..));
                (optimizer.add_param(param).unwrap(), grads)
            })
            .collect();
        group.bench_function(format!("record and submit/{} tensors", tensors.len()), |bencher| {
            bencher.iter_custom(|steps| {
                host_time(&machine, steps, |encoder| {
                    let mut step = optimizer.begin_step(encoder);
                    tensors.iter().for_each(|(param, grads)| step.dense(*param, grads.slice(..)).unwrap());
                    step.finish().unwrap();
                })
            });
        });
    }
}

fn host_time(machine: &Machine, steps: u64, mut record: impl FnMut(&mut wgpu::CommandEncoder)) -> Duration {
    let mut recording = Duration::ZERO;
    for _ in 0..steps {
        let started = Instant::now();
        let mut encoder = machine.encoder();
        record(&mut encoder);
        machine.queue.submit([encoder.finish()]);
        recording += started.elapsed();
        // Not timed, because a software device takes cores from the host.
        machine.device.poll(wgpu::PollType::wait_indefinitely()).unwrap();
    }
    recording
}

criterion_group!(benches, on_cpu, on_gpu, on_host);
criterion_main!(benches);
