//! Indices that are grouped once, and used by several calls and tables.

use proxgrad::{
    Config, Error, GroupedIndices, Indices, Param, ParamId, ProximalAdagrad, RowGrad, Rows, cpu,
    gpu::block_on, wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::{gpu, in_all_forms, is_ieee, small_grid_gpu},
    gpu_step::new_encoder,
    numbers::bits,
    param::IndexSource,
    random::Random,
};

/// Rows of all tables.
const ROWS: usize = 700;

/// Elements in a row of each table, and which of its rows a step regularises.
const TABLES: [(usize, Rows); 3] = [(3, Rows::Exact), (1, Rows::Exact), (8, Rows::Touched)];

const STEPS: usize = 3;

/// Numbers of entries: none; one piece and more; more than one workgroup sorts; so many that the device groups those of the
/// host's memory, too.
const ENTRIES: [usize; 5] = [0, 1, 130, 5_000, 40_000];

/// Bits of values and accumulators of each table, bits of the norm, and the number of indices that were no row.
#[derive(Debug, PartialEq)]
struct Left {
    tensors: Vec<[Vec<u32>; 2]>,
    norm: u32,
    bad_rows: u64,
}

/// Steps of the tables with the same indices for all of them.
struct Batches {
    source: IndexSource,
    /// By step.
    indices: Vec<Vec<u32>>,
    /// By step and table.
    grads: Vec<Vec<Vec<f32>>>,
    values: Vec<Vec<f32>>,
}

impl Batches {
    fn new(source: IndexSource, entries: usize) -> Self {
        let mut random = Random::new(entries as u64 + 5);
        let rows = u32::try_from(ROWS).unwrap();
        let draw = |random: &mut Random| match source {
            IndexSource::Host => random.indices(entries, rows),
            IndexSource::DeviceUnique => {
                random.permutation(rows + 40).into_iter().take(entries).collect::<Vec<_>>()
            }
            _ => random.indices(entries, rows + 40),
        };
        let indices: Vec<_> = (0..STEPS).map(|_| draw(&mut random)).collect();
        let mut of_step = |indices: &Vec<u32>| -> Vec<_> {
            TABLES.iter().map(|(width, _)| random.grads(indices.len() * width)).collect()
        };
        let grads = indices.iter().map(&mut of_step).collect();
        let values = TABLES.iter().map(|(width, _)| random.values(ROWS * width)).collect();
        Self { source, indices, grads, values }
    }

    fn config() -> Config {
        Config { learning_rate: 0.1.into(), l1: 0.05, l2: 0.1, clip_norm: Some(3.0), ..Config::default() }
    }

    /// Each step brings the rows of its batch up to date in front of it. Indices are grouped once a step, or by every call.
    fn run(&self, gpu: &Gpu, groups_once: bool) -> Left {
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Self::config()).unwrap();
        let mut tables = Vec::new();
        for (table, (width, rows)) in TABLES.into_iter().enumerate() {
            let values = gpu.upload(&self.values[table]);
            let (name, shape) = (format!("table {table}"), [ROWS, width]);
            let id = optimizer.add_param(Param::new(&name, &shape, values.slice(..)).rows(rows)).unwrap();
            tables.push((id, values));
        }
        for (indices, grads) in self.indices.iter().zip(&self.grads) {
            let grads: Vec<_> = grads.iter().map(|grads| gpu.upload(grads)).collect();
            let words = gpu.upload(bytemuck::cast_slice(indices));
            let words = words.slice(..size_of_val(&**indices) as u64);
            let given = match self.source {
                IndexSource::Host => indices.into(),
                IndexSource::DeviceUnique => Indices::DeviceUnique(words),
                _ => Indices::Device(words),
            };
            let mut encoder = new_encoder(gpu);
            let grouped =
                groups_once.then(|| optimizer.group_rows(&mut encoder, tables[1].0, given).unwrap());
            let given = grouped.as_ref().map_or(given, Indices::from);
            for (id, _) in &tables {
                optimizer.flush_rows(&mut encoder, *id, given).unwrap();
            }
            let mut step = optimizer.begin_step(&mut encoder);
            for (((id, _), grads), (width, _)) in tables.iter().zip(&grads).zip(TABLES) {
                let size = (indices.len() * width * 4) as u64;
                step.rows(*id, RowGrad::new(given, grads.slice(..size))).unwrap();
            }
            step.finish().unwrap();
            gpu.queue().submit([encoder.finish()]);
        }
        let tensors = tables.iter().map(|(id, values)| {
            let read = |slice: wgpu::BufferSlice<'_>| bits(&gpu.download(slice).unwrap());
            [read(values.slice(..)), read(optimizer.accum(*id).unwrap())]
        });
        let tensors = tensors.collect();
        let report = block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap();
        Left { tensors, norm: report.grad_norm.to_bits(), bad_rows: report.bad_rows }
    }

    /// The same steps on the CPU.
    fn run_on_cpu(&self, groups_once: bool) -> Left {
        let mut optimizer = cpu::ProximalAdagrad::new(Self::config()).unwrap();
        let add = |(table, (width, rows)): (usize, (usize, Rows))| {
            let (name, shape) = (format!("table {table}"), [ROWS, width]);
            optimizer.add_param(cpu::Param::new(&name, &shape).rows(rows)).unwrap()
        };
        let ids: Vec<_> = TABLES.into_iter().enumerate().map(add).collect();
        let mut values = self.values.clone();
        for (indices, grads) in self.indices.iter().zip(&self.grads) {
            let given = match self.source {
                IndexSource::Host => indices.into(),
                _ => cpu::Indices::Device(indices),
            };
            let grouped = groups_once.then(|| optimizer.group_rows(ids[1], given).unwrap());
            let given = grouped.as_ref().map_or(given, cpu::Indices::from);
            for (id, values) in ids.iter().zip(&mut values) {
                optimizer.flush_rows(*id, values, given).unwrap();
            }
            let mut step = optimizer.begin_step();
            for ((id, values), grads) in ids.iter().zip(&mut values).zip(grads) {
                step.rows(*id, values, cpu::RowGrad::new(given, grads)).unwrap();
            }
            step.finish().unwrap();
        }
        let tensors = ids.iter().zip(&values);
        let tensors = tensors.map(|(id, values)| [bits(values), bits(optimizer.accum(*id).unwrap())]);
        let (tensors, report) = (tensors.collect(), optimizer.report());
        Left { tensors, norm: report.grad_norm.to_bits(), bad_rows: report.bad_rows }
    }

    fn bad_rows(&self) -> u64 {
        self.indices.iter().flatten().filter(|&&row| row as usize >= ROWS).count() as u64
    }
}

#[test]
fn indices_that_are_grouped_once_give_the_bits_of_indices_that_every_call_groups() {
    for source in [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique] {
        for entries in ENTRIES.into_iter().filter(|&n| source != IndexSource::DeviceUnique || n <= ROWS) {
            let batches = Batches::new(source, entries);
            let (on_cpu, want) = (batches.run_on_cpu(true), batches.run_on_cpu(false));
            assert_eq!(on_cpu.tensors, want.tensors, "{source:?}, {entries} entries");
            assert_eq!((on_cpu.norm, on_cpu.bad_rows), (want.norm, batches.bad_rows()));
            for gpu in [gpu(), small_grid_gpu()].into_iter().flatten().flat_map(in_all_forms) {
                let (once, each) = (batches.run(gpu, true), batches.run(gpu, false));
                assert_eq!(once.tensors, each.tensors, "{source:?}, {entries} entries");
                // Rows of unique indices are added up in another order than those that were grouped.
                assert!(once.norm == each.norm || source == IndexSource::DeviceUnique);
                // Every flush of exact rows counts those of its own indices, and so does every step.
                assert_eq!((once.bad_rows, each.bad_rows), (batches.bad_rows(), 5 * batches.bad_rows()));
                if is_ieee(gpu) {
                    assert_eq!(once.tensors, on_cpu.tensors, "{source:?}, {entries} entries");
                }
            }
        }
    }
}

/// A table with a row of one element for each of its rows, and its values.
fn table(gpu: &Gpu, optimizer: &mut ProximalAdagrad, rows: usize) -> (ParamId, wgpu::Buffer) {
    let values = gpu.upload(&vec![1.0; rows]);
    let shape = [rows, 1];
    (optimizer.add_param(Param::new("table", &shape, values.slice(..))).unwrap(), values)
}

#[test]
fn groups_outlive_their_indices_and_serve_other_optimizers() {
    let Some(gpu) = gpu() else { return };
    let config = Config { learning_rate: 0.1.into(), ..Config::default() };
    let new = || ProximalAdagrad::new(gpu.kernels(), config.clone()).unwrap();
    let (mut first, mut second) = (new(), new());
    let (id, _values) = table(gpu, &mut first, 5);
    let (other, values) = table(gpu, &mut second, 5);
    let words = gpu.upload(bytemuck::cast_slice(&[3u32, 1, 3]));
    let mut encoder = new_encoder(gpu);
    let grouped = first.group_rows(&mut encoder, id, Indices::Device(words.slice(..))).unwrap();
    gpu.queue().submit([encoder.finish()]);
    // Further indices do not take the memory of those that are in use.
    let mut encoder = new_encoder(gpu);
    let further = gpu.upload(bytemuck::cast_slice(&[0u32, 0, 0]));
    let other_rows = first.group_rows(&mut encoder, id, Indices::Device(further.slice(..))).unwrap();
    drop(first);
    gpu.queue().write_buffer(&words, 0, bytemuck::cast_slice(&[0u32; 3]));
    let grads = gpu.upload(&[1.0; 3]);
    for _ in 0..2 {
        let mut step = second.begin_step(&mut encoder);
        step.rows(other, RowGrad::new(&grouped.clone(), grads.slice(..))).unwrap();
        step.finish().unwrap();
    }
    gpu.queue().submit([encoder.finish()]);
    let got = gpu.download(values.slice(..)).unwrap();
    let changed: Vec<_> = got.iter().map(|&value| value < 1.0).collect();
    assert_eq!(changed, [false, true, false, true, false]);
    assert_eq!((grouped.len(), grouped.is_empty(), other_rows.len()), (3, false, 3));
}

#[test]
fn groups_of_another_table_or_of_other_kernels_are_refused() {
    let Some(gpu) = gpu() else { return };
    let new = |gpu: &Gpu| ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let mut optimizer = new(gpu);
    let (five, _) = table(gpu, &mut optimizer, 5);
    let values = gpu.upload(&[1.0; 4]);
    let four = optimizer.add_param(Param::new("four", &[4, 1], values.slice(..))).unwrap();
    let scalar = optimizer.add_param(Param::new("scalar", &[], gpu.upload(&[1.0]).slice(..))).unwrap();
    let words = gpu.upload(bytemuck::cast_slice(&[3u32, 1, 3]));
    let grads = gpu.upload(&[1.0; 3]);
    let mut encoder = new_encoder(gpu);
    let on_device = Indices::Device(words.slice(..));
    let grouped = [
        optimizer.group_rows(&mut encoder, five, on_device).unwrap(),
        optimizer.group_rows(&mut encoder, five, &[3, 1, 3]).unwrap(),
    ];
    let want = "parameter \"four\" has 4 rows, but the indices were grouped for a table of 5; group them for this parameter";
    for grouped in &grouped {
        let mut step = optimizer.begin_step(&mut encoder);
        let error = step.rows(four, RowGrad::new(grouped, grads.slice(..))).unwrap_err();
        assert_eq!(error.to_string(), want);
        assert_eq!(optimizer.flush_rows(&mut encoder, four, grouped).unwrap_err().to_string(), want);
        assert_eq!(optimizer.group_rows(&mut encoder, four, grouped).unwrap_err().to_string(), want);
    }
    let refused = |optimizer: &mut ProximalAdagrad, encoder: &mut _, id, indices: Indices<'_>| {
        optimizer.group_rows(encoder, id, indices).unwrap_err()
    };
    let error = refused(&mut optimizer, &mut encoder, scalar, on_device);
    assert!(matches!(error, Error::NoRows { .. }), "{error}");
    let error = refused(&mut optimizer, &mut encoder, five, (&[0, 5]).into());
    assert!(matches!(error, Error::RowOutOfRange { position: 1, index: 5, .. }), "{error}");
    let (foreign, _) = table(gpu, &mut new(gpu), 5);
    let error = refused(&mut optimizer, &mut encoder, foreign, on_device);
    assert!(matches!(error, Error::ForeignId { .. }), "{error}");

    let other = Gpu::open(None).unwrap();
    let mut on_other = new(&other);
    let (id, values) = table(&other, &mut on_other, 5);
    let mut encoder = new_encoder(&other);
    let error = on_other.flush_rows(&mut encoder, id, &grouped[0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter \"table\": the indices were grouped with other kernels; group them with those of its optimizer"
    );
    // What the host has grouped is of no device.
    let grads = other.upload(&[1.0; 3]);
    let mut step = on_other.begin_step(&mut encoder);
    step.rows(id, RowGrad::new(&grouped[1], grads.slice(..))).unwrap();
    step.finish().unwrap();
    other.queue().submit([encoder.finish()]);
    assert_ne!(other.download(values.slice(..)).unwrap(), [1.0; 5]);
}

#[test]
fn groups_of_another_table_are_refused_on_the_cpu() {
    let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let five = optimizer.add_param(cpu::Param::new("five", &[5, 1])).unwrap();
    let four = optimizer.add_param(cpu::Param::new("four", &[4, 1])).unwrap();
    let grouped = optimizer.group_rows(five, cpu::Indices::Device(&[3, 9, 3])).unwrap();
    assert_eq!((grouped.len(), grouped.is_empty(), optimizer.report().bad_rows), (3, false, 1));
    let mut values = [1.0; 4];
    let error = optimizer.flush_rows(four, &mut values, &grouped).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter \"four\" has 4 rows, but the indices were grouped for a table of 5; group them for this parameter"
    );
    assert_eq!((values, optimizer.report().bad_rows), ([1.0; 4], 1));
    let error = optimizer.group_rows(five, &[0, 5]).unwrap_err();
    assert!(matches!(error, Error::RowOutOfRange { position: 1, index: 5, .. }), "{error}");
}

/// Grouping is warm like a step: the memory of groups that were dropped is taken again.
#[test]
fn a_warm_grouping_makes_no_buffers() {
    if gpu().is_none() {
        return;
    }
    let gpu = Gpu::open(None).unwrap();
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let (id, _values) = table(&gpu, &mut optimizer, ROWS);
    let words = gpu.upload(bytemuck::cast_slice(&vec![3u32; 5_000]));
    let grads = gpu.upload(&vec![0.5; 5_000]);
    let mut run = |entries: u64| -> GroupedIndices {
        let mut encoder = new_encoder(&gpu);
        let indices = Indices::Device(words.slice(..4 * entries));
        let grouped = optimizer.group_rows(&mut encoder, id, indices).unwrap();
        let mut step = optimizer.begin_step(&mut encoder);
        step.rows(id, RowGrad::new(&grouped, grads.slice(..4 * entries))).unwrap();
        step.finish().unwrap();
        gpu.queue().submit([encoder.finish()]);
        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        grouped
    };
    // Two groups at a time, of up to 5,000 entries.
    let mut last = run(5_000);
    (0..4).for_each(|_| last = run(5_000));
    let buffers = || gpu.device().get_internal_counters().hal.buffers.read();
    let warm = buffers();
    (0..50).for_each(|number| last = run(5_000 - 90 * number));
    assert_eq!(buffers(), warm);
    drop(last);
}
