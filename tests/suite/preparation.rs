//! Compilation ahead: after [`Kernels::prepare`] no call of the kinds that it was told of compiles a pipeline.

use proxgrad::{
    Arena, ArenaId, Config, DynamicLossScale, Error, Format, Indices, Kernels, Member, Param, ParamId,
    ProximalAdagrad, Rounding, RowGrad, Rows, Schedule, Shrinkage,
    gpu::{Call, block_on},
    wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::{all_gpus, gpu, in_all_forms},
    gpu_step::{new_encoder, submit_step},
};

const ROWS: usize = 3000;

/// A parameter of each kind: dense of several lengths, tables of several widths, exact rows, a copy, 16 bits.
struct Model {
    optimizer: ProximalAdagrad,
    params: Vec<(ParamId, Vec<usize>)>,
    arena: (ArenaId, wgpu::Buffer),
    /// Gradients for every tensor, and indices.
    zeros: wgpu::Buffer,
}

impl Model {
    fn new(gpu: &Gpu, kernels: &Kernels, config: Config) -> Self {
        let zeros = gpu.upload(&vec![0.0; 1 << 20]);
        let mut optimizer = ProximalAdagrad::new(kernels, config).unwrap();
        let mut params = Vec::new();
        let shapes: [&[usize]; 6] = [&[], &[5], &[70_000], &[6, 4, 20], &[ROWS, 1], &[ROWS, 8]];
        for (shape, format, rows) in shapes
            .iter()
            .flat_map(|shape| [Format::F32, Format::F16].map(|format| (*shape, format)))
            .flat_map(|(shape, format)| [Rows::Touched, Rows::Exact].map(|rows| (shape, format, rows)))
            .filter(|(shape, _, rows)| *rows == Rows::Touched || shape.len() > 1)
        {
            let len = shape.iter().product::<usize>();
            let bytes = ((len * 4).next_multiple_of(4) as u64 / (4 / format.bytes())).next_multiple_of(4);
            let values = gpu.upload(&vec![0.0; len.max(1)]);
            let name = format!("{shape:?} {format:?} {rows:?}");
            let param = Param::new(&name, shape, values.slice(..bytes)).format(format).rows(rows);
            // The history of exact rows is longer than the bindings of one of the devices.
            match optimizer.add_param(param) {
                Ok(param) => params.push((param, shape.to_vec())),
                Err(error) => assert!(rows == Rows::Exact, "{name}: {error}"),
            }
        }
        let values = gpu.upload(&[0.0; 40]);
        let copy = gpu.upload(&[0.0; 20]);
        let param = Param::new("copied", &[10, 4], values.slice(..)).copy(copy.slice(..), Format::Bf16);
        params.push((optimizer.add_param(param).unwrap(), vec![10, 4]));
        let arena = Arena::new(&optimizer, &[Member::new("a", &[3]), Member::new("b", &[700])]).unwrap();
        let elements = usize::try_from(arena.size() / 4).unwrap();
        let [values, grads] = [(); 2].map(|()| gpu.upload(&vec![0.0; elements]));
        let arena = (optimizer.add_arena(&arena, values.slice(..)).unwrap(), grads);
        Self { optimizer, params, arena, zeros }
    }

    /// Bytes of `elements` gradients of a parameter.
    fn zeros(&self, param: usize, elements: usize) -> wgpu::BufferSlice<'_> {
        let name = self.optimizer.name(self.params[param].0).unwrap();
        let bytes = if name.contains("F16") { 2 } else { 4 };
        self.zeros.slice(..((elements * bytes) as u64).next_multiple_of(4))
    }

    /// Takes calls of each kind with gradients of several lengths.
    fn use_all(&mut self, gpu: &Gpu, calls: &[Call]) {
        for &call in calls {
            for entries in [1, 70, 300, 5000, 50_000] {
                self.use_one(gpu, call, entries);
            }
            if call == Call::DeviceRows {
                self.use_one(gpu, call, 140_000);
                self.use_together(gpu, 300);
                self.use_together(gpu, 5000);
            }
        }
    }

    fn use_one(&mut self, gpu: &Gpu, call: Call, entries: usize) {
        let mut encoder = new_encoder(gpu);
        let (words, host) = (self.zeros.clone(), vec![0usize; entries]);
        let words = words.slice(..4 * entries as u64);
        for param in 0..self.params.len() {
            let (id, shape) = self.params[param].clone();
            let width: usize = shape.iter().skip(1).product();
            let has_rows = shape.len() > 1 && self.zeros.size() / 4 > (entries * width) as u64;
            let indices: Indices<'_> = match call {
                Call::HostRows => (&host).into(),
                Call::DeviceRows => Indices::Device(words),
                Call::DeviceUniqueRows => Indices::DeviceUnique(self.zeros.slice(..4)),
                _ => {
                    self.use_dense(&mut encoder, call, param);
                    continue;
                }
            };
            let entries = if call == Call::DeviceUniqueRows { 1 } else { entries };
            if !has_rows {
                continue;
            }
            let zeros = self.zeros.clone();
            let bytes = self.zeros(param, entries * width).size();
            let mut step = self.optimizer.begin_step(&mut encoder);
            // What the limits of the device refuse needs no kernels, and gradients that one binding cannot cover are
            // not prepared for.
            let rows = RowGrad::new(indices, zeros.slice(..bytes));
            let is_whole = bytes <= gpu.device().limits().max_storage_buffer_binding_size;
            let taken = if is_whole { step.rows(id, rows).and_then(|()| step.finish()) } else { Ok(()) };
            let flushed = self.optimizer.flush_rows(&mut encoder, id, indices);
            for outcome in [taken, flushed] {
                assert!(matches!(outcome, Ok(()) | Err(Error::Limit { .. })), "{outcome:?}");
            }
        }
        gpu.queue().submit([encoder.finish()]);
    }

    /// Takes a step of all tables, with the same indices in two buffers, which tables that are sorted together do not share.
    fn use_together(&mut self, gpu: &Gpu, entries: usize) {
        let buffers = [(); 2].map(|()| gpu.upload(&vec![0.0; entries]));
        let tables = (0..self.params.len()).filter_map(|param| {
            let (id, shape) = &self.params[param];
            let size = self.zeros(param, entries * shape.iter().skip(1).product::<usize>()).size();
            (shape.len() > 1).then_some((*id, size))
        });
        let tables: Vec<_> = tables.collect();
        let zeros = self.zeros.clone();
        let binding = gpu.device().limits().max_storage_buffer_binding_size;
        let mut encoder = new_encoder(gpu);
        let mut step = self.optimizer.begin_step(&mut encoder);
        let fits = |size| size <= binding && size <= zeros.size();
        for (at, (id, size)) in tables.into_iter().filter(|(_, size)| fits(*size)).enumerate() {
            let indices = Indices::Device(buffers[at / 4 % 2].slice(..));
            match step.rows(id, RowGrad { indices, values: zeros.slice(..size) }) {
                Ok(()) | Err(Error::Limit { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        // More tables than one step's scratch memory has room for need no kernels.
        assert!(matches!(step.finish(), Ok(()) | Err(Error::Limit { .. })));
        gpu.queue().submit([encoder.finish()]);
    }

    fn use_dense(&mut self, encoder: &mut wgpu::CommandEncoder, call: Call, param: usize) {
        let (id, shape) = self.params[param].clone();
        let zeros = self.zeros.clone();
        let bytes = self.zeros(param, shape.iter().product()).size();
        match call {
            Call::Dense | Call::Measure => {
                let mut step = self.optimizer.begin_step(encoder);
                if call == Call::Measure {
                    step.measure();
                }
                step.dense(id, zeros.slice(..bytes)).unwrap();
                step.arena(self.arena.0, self.arena.1.slice(..)).unwrap();
                step.finish().unwrap();
                if call == Call::Measure {
                    self.optimizer.measure(encoder).unwrap();
                }
            }
            _ => {
                self.optimizer.flush(encoder).unwrap();
            }
        }
    }
}

fn configs() -> Vec<Config> {
    let plain = Config { l1: 0.1, ..Config::default() };
    vec![
        plain.clone(),
        Config {
            l2: 0.1,
            shrinkage: Shrinkage::Adaptive,
            grad_centralization: true,
            clip_norm: Some(1.0),
            dynamic_loss_scale: Some(DynamicLossScale::default()),
            rounding: Rounding::Stochastic { seed: 1 },
            ..plain
        },
    ]
}

#[test]
fn calls_that_were_prepared_compile_nothing() {
    let other_form = |gpu: &'static Gpu| {
        in_all_forms(gpu).into_iter().find(|form| form.is_for_software() != gpu.is_for_software())
    };
    let gpus = all_gpus().into_iter().chain(gpu().and_then(other_form));
    for (i, gpu) in gpus.enumerate() {
        for config in configs() {
            // Single kinds on one device: what they need of others does not depend on its limits.
            let single: [&[Call]; 3] = [&[Call::Dense], &[Call::HostRows], &[Call::DeviceRows]];
            for calls in single.into_iter().filter(|_| i == 0).chain([&Call::ALL[..]]) {
                let kernels = gpu.with_own_kernels().unwrap().kernels().clone();
                let mut model = Model::new(gpu, &kernels, config.clone());
                block_on(gpu.device(), kernels.prepare(&model.optimizer, calls)).unwrap();
                let prepared = kernels.pipeline_count();
                assert!(prepared > 0);
                model.use_all(gpu, calls);
                assert_eq!(kernels.pipeline_count(), prepared, "{calls:?} {config:?}");
                if calls == Call::ALL {
                    for param in model.params.clone() {
                        block_on(gpu.device(), model.optimizer.values(gpu.queue(), param.0)).unwrap();
                    }
                    assert_eq!(kernels.pipeline_count(), prepared, "values, {config:?}");
                }
            }
        }
    }
}

#[test]
fn preparing_for_one_kind_of_call_compiles_no_kernels_of_the_others() {
    let Some(gpu) = gpu() else { return };
    let kernels = Kernels::new(gpu.device()).unwrap();
    let mut optimizer = ProximalAdagrad::new(&kernels, Config::default()).unwrap();
    block_on(gpu.device(), kernels.prepare(&optimizer, &Call::ALL)).unwrap();
    assert_eq!(kernels.pipeline_count(), 0);
    let values = gpu.upload(&[0.0; 8]);
    optimizer.add_param(Param::new("weight", &[8], values.slice(..))).unwrap();
    block_on(gpu.device(), kernels.prepare(&optimizer, &[Call::Dense])).unwrap();
    assert_eq!(kernels.pipeline_count(), 1);
    // The future need not be awaited, nor live.
    drop(kernels.prepare(&optimizer, &Call::ALL));
    block_on(gpu.device(), kernels.prepare(&optimizer, &Call::ALL)).unwrap();
    assert!(kernels.pipeline_count() > 1);
}

#[test]
fn another_setting_compiles_another_kernel_once_and_the_value_of_a_schedule_none() {
    let Some(gpu) = crate::common::devices::gpu() else { return };
    let kernels = Kernels::new(gpu.device()).unwrap();
    let mut optimizer = ProximalAdagrad::new(&kernels, Config::default()).unwrap();
    let values = gpu.upload(&[1.0; 8]);
    let grads = gpu.upload(&[0.5; 8]);
    let weight = optimizer.add_param(Param::new("weight", &[8], values.slice(..))).unwrap();
    block_on(gpu.device(), kernels.prepare(&optimizer, &[Call::Dense])).unwrap();
    let mut pipelines_after = |set: &dyn Fn(&mut ProximalAdagrad)| {
        set(&mut optimizer);
        for _ in 0..3 {
            submit_step(gpu, &mut optimizer, |step| step.dense(weight, grads.slice(..))).unwrap();
        }
        kernels.pipeline_count()
    };
    assert_eq!(pipelines_after(&|_| {}), 1);
    assert_eq!(pipelines_after(&|optimizer| optimizer.set_loss_scale(2.0).unwrap()), 2);
    assert_eq!(pipelines_after(&|optimizer| optimizer.set_loss_scale(4.0).unwrap()), 2);
    // Weight decay in one step of three.
    let decay = || Schedule::function(|step| if step % 3 == 0 { 0.1 } else { 0.0 });
    assert_eq!(pipelines_after(&|optimizer| optimizer.set_weight_decay(None, decay()).unwrap()), 3);
    assert_eq!(pipelines_after(&|optimizer| optimizer.set_loss_scale(1.0).unwrap()), 4);
    assert_eq!(pipelines_after(&|optimizer| optimizer.set_weight_decay(None, 0.0).unwrap()), 4);
}
