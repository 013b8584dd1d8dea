//! A warm step creates no GPU objects, allocates no device memory, and frees all host memory that it
//! allocates.
//!
//! Other tests of this binary allocate at the same time, so each test counts only its own: the objects and
//! the memory of a device that it opens for itself, and the heap allocations of its thread.

use allocation_counter::{AllocationInfo, measure};
use proxgrad::{
    Arena, ArenaId, Config, DynamicLossScale, Format, Indices, Member, Param, ParamId, ProximalAdagrad,
    Rounding, RowGrad, Rows, cpu, schedule::ExponentialDecay, wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{devices::gpu, gpu_step::new_encoder};

const ROWS: usize = 1000;
const WIDTH: usize = 8;
const ENTRIES: usize = 500;

/// An optimizer with dense gradients, one of them centralized, row gradients with indices of the host and of
/// the device, exact rows, and an arena.
struct Run {
    gpu: Gpu,
    optimizer: ProximalAdagrad,
    params: Vec<ParamId>,
    arena: ArenaId,
    /// Bytes.
    size: u64,
    grads: wgpu::Buffer,
    indices: Vec<u32>,
    on_device: wgpu::Buffer,
    unique: wgpu::Buffer,
    /// Bytes in front of row gradients in `grads`.
    offset: u64,
}

impl Run {
    /// A run with this many parameters in the arena, on a device of its own.
    fn new(members: usize) -> Self {
        let gpu = Gpu::open(None).unwrap();
        // A learning rate that changes, and every setting that a step applies on the device.
        let config = Config {
            learning_rate: ExponentialDecay {
                learning_rate: 0.01,
                decay_rate: 0.9,
                decay_steps: 100,
                staircase: false,
            }
            .into(),
            grad_centralization: true,
            dynamic_loss_scale: Some(DynamicLossScale::default()),
            clip_norm: Some(1e6),
            rounding: Rounding::Stochastic { seed: 1 },
            ..Config::default()
        };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let table: &[usize] = &[ROWS, WIDTH];
        let shapes = [&[ROWS * WIDTH], &[10, 20, 40][..], table, table, table, table];
        let copy = gpu.upload(&[1.0; ROWS * WIDTH / 2]);
        let params = shapes.iter().enumerate().map(|(i, shape)| {
            let values = gpu.upload(&[1.0; ROWS * WIDTH]);
            let rows = if i == 4 { Rows::Exact } else { Rows::Touched };
            let name = format!("param{i}");
            let param = Param::new(&name, shape, values.slice(..)).rows(rows);
            optimizer
                .add_param(if i == 0 { param.copy(copy.slice(..), Format::Bf16) } else { param })
                .unwrap()
        });
        let params = params.collect();
        let names: Vec<_> = (0..members).map(|i| format!("member{i}")).collect();
        let members: Vec<_> = names.iter().map(|name| Member::new(name, &[3, 5])).collect();
        let arena = Arena::new(&optimizer, &members).unwrap();
        let in_elements = usize::try_from(arena.size() / 4).unwrap();
        let size = arena.size();
        let arena = optimizer.add_arena(&arena, gpu.upload(&vec![1.0; in_elements]).slice(..)).unwrap();
        let grads = gpu.upload(&vec![0.5; in_elements.max(ROWS * WIDTH)]);
        let indices: Vec<u32> = (0u32..).map(|i| i * i % 40).take(ENTRIES).collect();
        let on_device = gpu.upload(bytemuck::cast_slice(&indices));
        let unique: Vec<u32> = (0u32..).take(ENTRIES).collect();
        let unique = gpu.upload(bytemuck::cast_slice(&unique));
        Self { gpu, optimizer, params, arena, size, grads, indices, on_device, unique, offset: 0 }
    }

    /// Records a step of all parameters, with this many entries in each row gradient, or of the arena alone.
    fn record(&mut self, encoder: &mut wgpu::CommandEncoder, entries: Option<usize>) {
        let Self { optimizer, params, arena, size, grads, indices, on_device, unique, offset, .. } = self;
        let elements = |count: usize| grads.slice(..4 * count as u64);
        if let Some(entries) = entries {
            optimizer.flush_rows(encoder, params[4], &indices[..entries]).unwrap();
        }
        let mut step = optimizer.begin_step(encoder);
        step.arena(*arena, grads.slice(..*size)).unwrap();
        if let Some(entries) = entries {
            let values = grads.slice(*offset..*offset + 4 * (entries * WIDTH) as u64);
            step.dense(params[0], elements(ROWS * WIDTH)).unwrap();
            step.dense(params[1], elements(ROWS * WIDTH)).unwrap();
            step.rows(params[2], RowGrad::new(&indices[..entries], values)).unwrap();
            step.rows(params[4], RowGrad::new(&indices[..entries], values)).unwrap();
            let indices = Indices::Device(on_device.slice(..4 * entries as u64));
            step.rows(params[3], RowGrad { indices, values }).unwrap();
            let indices = Indices::DeviceUnique(unique.slice(..4 * entries as u64));
            step.rows(params[5], RowGrad { indices, values }).unwrap();
        }
        step.finish().unwrap();
    }

    /// Records and submits a step and waits for it.
    fn step(&mut self, entries: Option<usize>) {
        let mut encoder = new_encoder(&self.gpu);
        self.record(&mut encoder, entries);
        let Self { gpu, optimizer, .. } = self;
        // A report measures each parameter of an arena separately, so steps of the arena alone, whose cost is
        // compared, send none.
        let reports = entries.is_some();
        assert!(!reports || optimizer.send_report(&mut encoder).unwrap());
        gpu.queue().submit([encoder.finish()]);
        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        assert_eq!(optimizer.receive_report().unwrap().is_some(), reports);
    }

    /// The number of objects on the device by kind, and the bytes that it has allocated.
    fn counts(&self) -> Vec<(&'static str, i64)> {
        counts(&self.gpu)
    }
}

/// The number of objects on a device by kind, and the bytes that it has allocated.
fn counts(gpu: &Gpu) -> Vec<(&'static str, i64)> {
    let hal = gpu.device().get_internal_counters().hal;
    let memory = gpu.device().generate_allocator_report();
    vec![
        ("buffers", hal.buffers.read() as i64),
        ("bind groups", hal.bind_groups.read() as i64),
        ("bind group layouts", hal.bind_group_layouts.read() as i64),
        ("pipeline layouts", hal.pipeline_layouts.read() as i64),
        ("pipelines", hal.compute_pipelines.read() as i64),
        ("shader modules", hal.shader_modules.read() as i64),
        ("memory allocations", hal.memory_allocations.read() as i64),
        // Some backends do not report bytes.
        ("bytes", memory.map_or(0, |report| report.total_allocated_bytes.cast_signed())),
    ]
}

/// Tables with exact rows, more of them than there are scratch buffers, so that several are sorted by the same dispatches. Each
/// has indices in two buffers of its own, which steps take in turn.
struct Tables {
    gpu: Gpu,
    optimizer: ProximalAdagrad,
    tables: Vec<(ParamId, [wgpu::Buffer; 2])>,
    grads: wgpu::Buffer,
}

impl Tables {
    fn new() -> Self {
        let gpu = Gpu::open(None).unwrap();
        let config = Config { learning_rate: 0.01.into(), l1: 0.1, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let indices: Vec<u32> = (0u32..).map(|i| i * i % 40).take(ENTRIES).collect();
        let tables = (0..9).map(|table| {
            let values = gpu.upload(&[1.0; ROWS * WIDTH]);
            let name = format!("table {table}");
            let param = Param::new(&name, &[ROWS, WIDTH], values.slice(..)).rows(Rows::Exact);
            let param = optimizer.add_param(param).unwrap();
            (param, [(); 2].map(|()| gpu.upload(bytemuck::cast_slice(&indices))))
        });
        let tables = tables.collect();
        let grads = gpu.upload(&[0.5; ENTRIES * WIDTH]);
        Self { gpu, optimizer, tables, grads }
    }

    /// Brings rows up to date, takes a step, and waits for it.
    fn step(&mut self, number: usize) {
        let Self { gpu, optimizer, tables, grads } = self;
        let of = |indices: &[wgpu::Buffer; 2]| indices[number % 2].clone();
        let mut encoder = new_encoder(gpu);
        for (param, indices) in &*tables {
            optimizer.flush_rows(&mut encoder, *param, Indices::Device(of(indices).slice(..))).unwrap();
        }
        let mut step = optimizer.begin_step(&mut encoder);
        for (param, indices) in &*tables {
            let indices = of(indices);
            let grad = RowGrad { indices: Indices::Device(indices.slice(..)), values: grads.slice(..) };
            step.rows(*param, grad).unwrap();
        }
        step.finish().unwrap();
        gpu.queue().submit([encoder.finish()]);
        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
    }
}

#[test]
fn a_warm_step_of_tables_that_are_sorted_together_makes_nothing_on_the_device() {
    if gpu().is_none() {
        return;
    }
    let mut run = Tables::new();
    (0..20).for_each(|number| run.step(number));
    let warm = counts(&run.gpu);
    // Some of these steps sweep exact rows.
    (0..300).for_each(|number| run.step(number));
    assert_eq!(counts(&run.gpu), warm);
}

#[test]
fn a_warm_step_makes_nothing_on_the_device() {
    if gpu().is_none() {
        return;
    }
    let mut run = Run::new(20);
    (0..20).for_each(|_| run.step(Some(ENTRIES)));
    let warm = run.counts();
    assert!(warm[0].1 > 0 && warm[1].1 > 0, "{warm:?}");
    // Some of these steps sweep exact rows.
    (0..300).for_each(|_| run.step(Some(ENTRIES)));
    assert_eq!(run.counts(), warm);
}

#[test]
fn row_gradients_of_changing_length_allocate_no_device_memory() {
    if gpu().is_none() {
        return;
    }
    let mut run = Run::new(20);
    (0..20).for_each(|n| run.step(Some(ENTRIES - n % 7)));
    let warm = run.counts();
    (20..300).for_each(|n| run.step(Some(ENTRIES - n % 7)));
    assert_eq!(run.counts(), warm);
}

#[test]
fn row_gradients_of_changing_length_make_no_bind_groups() {
    if gpu().is_none() {
        return;
    }
    let mut run = Run::new(20);
    // In one encoder, which keeps every bind group that one of its steps has used.
    let counts_with = |run: &mut Run, lengths: [usize; 20]| {
        let mut encoder = new_encoder(&run.gpu);
        lengths.into_iter().for_each(|entries| run.record(&mut encoder, Some(entries)));
        let counts = run.counts();
        run.gpu.queue().submit([encoder.finish()]);
        run.gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        counts
    };
    let warm = [(); 2].map(|()| counts_with(&mut run, [ENTRIES; 20]))[1].clone();
    assert_eq!(counts_with(&mut run, std::array::from_fn(|n| ENTRIES - 1 - n)), warm);
    // Gradients at another place need new ones, at least one for each parameter.
    run.offset = 256;
    assert!(counts_with(&mut run, [ENTRIES; 20])[1].1 >= warm[1].1 + 4);
}

/// The heap allocations of this thread in this many steps.
fn heap(steps: usize, mut step: impl FnMut()) -> AllocationInfo {
    measure(|| (0..steps).for_each(|_| step()))
}

#[test]
fn heap_allocations_do_not_grow_with_the_number_of_steps() {
    if gpu().is_none() {
        return;
    }
    let mut run = Run::new(20);
    (0..50).for_each(|_| run.step(Some(ENTRIES)));
    let early = heap(100, || run.step(Some(ENTRIES)));
    (0..1000).for_each(|_| run.step(Some(ENTRIES)));
    let late = heap(100, || run.step(Some(ENTRIES)));
    println!("early {early:?}, late {late:?}");
    // Up to one more in each step, because wgpu keeps pools of objects that it reuses.
    assert!(late.count_total <= early.count_total + 100, "{early:?}, then {late:?}");
    assert!(late.bytes_current.abs() <= 1 << 14, "{late:?} is not given back");
}

#[test]
fn a_step_of_an_arena_costs_the_host_the_same_whatever_is_in_it() {
    if gpu().is_none() {
        return;
    }
    // The norm of their elements takes two dispatches in both cases.
    let [few, many] = [300, 3000].map(|members| {
        let mut run = Run::new(members);
        (0..50).for_each(|_| run.step(None));
        heap(100, || run.step(None))
    });
    println!("few {few:?}, many {many:?}");
    // Less than one in each of the 100 steps: wgpu's pools of objects may grow.
    assert!(many.count_total < few.count_total + 100, "{few:?}, but {many:?}");
    assert!(many.bytes_total <= few.bytes_total + (1 << 12), "{few:?}, but {many:?}");
}

#[test]
fn a_warm_step_on_the_cpu_gives_back_all_it_takes() {
    let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let dense = optimizer.add_param(cpu::Param::new("dense", &[100_000])).unwrap();
    let table = optimizer.add_param(cpu::Param::new("table", &[ROWS, WIDTH])).unwrap();
    let param = cpu::Param::new("exact", &[ROWS, WIDTH]).rows(Rows::Exact);
    let exact = optimizer.add_param(param).unwrap();
    let (mut weights, mut rows) = (vec![1.0; 100_000], vec![1.0; ROWS * WIDTH]);
    let mut others = rows.clone();
    let (grads, indices) = (vec![0.5; 100_000], vec![7u32; ENTRIES]);
    let mut step = || {
        let mut step = optimizer.begin_step();
        step.dense(dense, &mut weights, &grads).unwrap();
        let grad = cpu::RowGrad::new(&indices, &grads[..ENTRIES * WIDTH]);
        step.rows(table, &mut rows, grad).unwrap();
        step.rows(exact, &mut others, grad).unwrap();
        step.finish().unwrap();
    };
    (0..10).for_each(|_| step());
    let early = heap(50, &mut step);
    (0..200).for_each(|_| step());
    let late = heap(50, &mut step);
    assert!(late.count_total <= early.count_total + 50, "{early:?}, then {late:?}");
    assert_eq!(late.count_current, 0, "{late:?}");
}
