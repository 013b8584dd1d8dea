//! An optimizer with parameters of every kind, on a device of its own, and every call that uses the device.

use proxgrad::{
    Arena, ArenaId, Config, Error, Format, Indices, Kernels, Locked, Member, NewTable, Param, ParamId,
    ProximalAdagrad, RowGrad, RowSources, Rows, Snapshot, Step,
    gpu::{self, Call},
    wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::gpu_step::new_encoder;

/// Rows and columns of the tables.
const ROWS: usize = 40;
const WIDTH: usize = 4;

pub(super) struct Fixture {
    pub(super) gpu: Gpu,
    pub(super) optimizer: ProximalAdagrad,
    pub(super) targets: Targets,
    /// Memory for parameters to come: a lost device makes no buffers.
    spare: wgpu::Buffer,
    export: wgpu::Buffer,
    /// Where the table may go, and where it is.
    tables: [wgpu::Buffer; 2],
    snapshot: Snapshot,
}

/// The parameters, and their gradients.
pub(super) struct Targets {
    pub(super) dense: ParamId,
    table: ParamId,
    exact: ParamId,
    arena: ArenaId,
    pub(super) grads: wgpu::Buffer,
    arena_grads: wgpu::Buffer,
    indices: wgpu::Buffer,
}

impl Targets {
    /// Adds a gradient of every kind to a step.
    fn collect(&self, step: &mut Step<'_>) -> Result<(), Error> {
        let values = self.grads.slice(..20 * (WIDTH * size_of::<f32>()) as u64);
        step.dense(self.dense, self.grads.slice(..))?;
        step.rows(self.table, RowGrad { indices: Indices::Device(self.indices.slice(..)), values })?;
        step.rows(self.exact, RowGrad::new(&[7u32; 20], values))?;
        step.arena(self.arena, self.arena_grads.slice(..))
    }
}

/// A call that uses the device.
pub(super) type DeviceCall = (&'static str, fn(&mut Fixture) -> Result<(), Error>);

impl Fixture {
    /// On a device of its own, because tests destroy it.
    pub(super) fn new() -> Self {
        Self::on(Gpu::open(None).unwrap())
    }

    pub(super) fn on(gpu: Gpu) -> Self {
        let config = Config { skip_on_overflow: true, clip_norm: Some(1e3), l1: 1e-3, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = || gpu.upload(&[1.0; ROWS * WIDTH]);
        let copy = gpu.upload(&[1.0; ROWS * WIDTH / 2]);
        let (first, second, third) = (values(), values(), values());
        let shape = [ROWS, WIDTH];
        let dense = Param::new("dense", &shape, first.slice(..)).copy(copy.slice(..), Format::Bf16);
        let dense = optimizer.add_param(dense).unwrap();
        let table = optimizer.add_param(Param::new("table", &shape, second.slice(..))).unwrap();
        let exact = Param::new("exact", &shape, third.slice(..)).rows(Rows::Exact);
        let exact = optimizer.add_param(exact).unwrap();
        let arena = Arena::new(&optimizer, &[Member::new("a", &[3]), Member::new("b", &[5])]).unwrap();
        let elements = usize::try_from(arena.size()).unwrap() / size_of::<f32>();
        let in_arena = gpu.upload(&vec![0.0; elements]);
        let arena_grads = gpu.upload(&vec![0.0; elements]);
        let arena = optimizer.add_arena(&arena, in_arena.slice(..)).unwrap();
        let indices: Vec<u32> = (0..20).collect();
        let snapshot = gpu::block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap();
        let (grads, export, tables) = (values(), values(), [values(), second]);
        let indices = gpu.upload(bytemuck::cast_slice(&indices));
        let targets = Targets { dense, table, exact, arena, grads, arena_grads, indices };
        let spare = gpu.upload(&[1.0; 1 << 14]);
        Self { gpu, optimizer, targets, spare, export, tables, snapshot }
    }

    /// Records a step with a gradient of every kind into an encoder.
    pub(super) fn record(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<(), Error> {
        let mut step = self.optimizer.begin_step(encoder);
        self.targets.collect(&mut step)?;
        step.finish()
    }

    /// Records, submits and waits for a step.
    pub(super) fn step(&mut self) -> Result<(), Error> {
        let mut encoder = new_encoder(&self.gpu);
        self.record(&mut encoder)?;
        self.gpu.queue().submit([encoder.finish()]);
        self.wait();
        Ok(())
    }

    /// Waits for the device.
    pub(super) fn wait(&self) {
        self.gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
    }

    fn recorded(
        &mut self,
        call: impl FnOnce(&mut ProximalAdagrad, &mut wgpu::CommandEncoder) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut encoder = new_encoder(&self.gpu);
        call(&mut self.optimizer, &mut encoder)?;
        self.gpu.queue().submit([encoder.finish()]);
        Ok(())
    }

    fn wait_for<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<(), Error> {
        gpu::block_on(self.gpu.device(), future).map(drop)
    }

    /// A step of another optimizer on the same device, which is shared between threads.
    fn locked_step(&mut self) -> Result<(), Error> {
        let mut other = ProximalAdagrad::new(self.gpu.kernels(), Config::default())?;
        let values = self.spare.slice(..(ROWS * WIDTH * size_of::<f32>()) as u64);
        let param = other.add_param(Param::new("other", &[ROWS * WIDTH], values))?;
        Locked::new(other).step(self.gpu.queue(), |step| step.dense(param, self.targets.grads.slice(..)))
    }

    fn add_param(&mut self) -> Result<(), Error> {
        let (name, start) = self.next_param();
        let values = self.spare.slice(start..start + 16);
        self.optimizer.add_param(Param::new(&name, &[4], values)).map(drop)
    }

    fn add_arena(&mut self) -> Result<(), Error> {
        let (name, start) = self.next_param();
        let arena = Arena::new(&self.optimizer, &[Member::new(&name, &[4])])?;
        let values = self.spare.slice(start..start + arena.size());
        self.optimizer.add_arena(&arena, values).map(drop)
    }

    /// Moves a table to the one of two places where it is not.
    fn rearrange_rows(&mut self) -> Result<(), Error> {
        let rows = u32::try_from(ROWS).expect("there are few");
        let sources: RowSources = (0..rows).rev().collect();
        let [next, own] = &self.tables;
        let (next, own) = (next.clone(), own.clone());
        let table = self.targets.table;
        self.recorded(|optimizer, encoder| {
            optimizer.rearrange_rows(encoder, table, NewTable::new(&sources, next.slice(..)))
        })?;
        self.tables = [own, next];
        Ok(())
    }

    /// Name of a new parameter, and where in the spare buffer its values begin.
    fn next_param(&self) -> (String, u64) {
        let number = self.optimizer.params().len();
        (format!("new {number}"), 2048 * number as u64)
    }

    /// Every call that uses the device.
    pub(super) const CALLS: [DeviceCall; 24] = [
        ("a step", Self::step),
        ("a locked step", Self::locked_step),
        ("flush", |f| f.recorded(|optimizer, encoder| optimizer.flush(encoder))),
        ("flush_rows", |f| {
            let exact = f.targets.exact;
            f.recorded(|optimizer, encoder| optimizer.flush_rows(encoder, exact, &[1, 2]))
        }),
        ("group_rows", |f| {
            let (exact, indices) = (f.targets.exact, f.targets.indices.clone());
            f.recorded(|optimizer, encoder| {
                let indices = Indices::Device(indices.slice(..));
                optimizer.group_rows(encoder, exact, indices).map(drop)
            })
        }),
        ("flush_rows of touched rows", |f| {
            let table = f.targets.table;
            f.recorded(|optimizer, encoder| optimizer.flush_rows(encoder, table, &[1, 2]))
        }),
        ("export", |f| {
            let (exact, export) = (f.targets.exact, f.export.clone());
            f.recorded(|optimizer, encoder| optimizer.export(encoder, exact, export.slice(..)))
        }),
        ("values", |f| {
            let values = f.optimizer.values(f.gpu.queue(), f.targets.exact);
            f.wait_for(values)
        }),
        ("measure", |f| f.recorded(|optimizer, encoder| optimizer.measure(encoder))),
        ("send_report", |f| f.recorded(|optimizer, encoder| optimizer.send_report(encoder).map(drop))),
        ("receive_report", |f| f.optimizer.receive_report().map(drop)),
        ("report", |f| f.wait_for(f.optimizer.report(f.gpu.queue()))),
        ("snapshot", |f| f.wait_for(f.optimizer.snapshot(f.gpu.queue()))),
        ("snapshot_pieces", |f| {
            f.wait_for(async {
                let pieces = f.optimizer.snapshot_pieces(f.gpu.queue()).await?;
                for piece in pieces.tensors().iter().flat_map(|tensor| tensor.pieces()) {
                    piece.await?;
                }
                Ok(())
            })
        }),
        ("download_pieces", |f| {
            let slice = f.targets.grads.slice(..);
            for piece in gpu::download_pieces::<f32>(f.gpu.device(), f.gpu.queue(), slice)? {
                f.wait_for(piece)?;
            }
            Ok(())
        }),
        ("rearrange_rows", Self::rearrange_rows),
        ("restore", |f| f.optimizer.restore(f.gpu.queue(), &f.snapshot)),
        ("add_param", Self::add_param),
        ("add_arena", Self::add_arena),
        ("a second optimizer", |f| ProximalAdagrad::new(f.gpu.kernels(), Config::default()).map(drop)),
        ("new kernels", |f| Kernels::new(f.gpu.device()).map(drop)),
        ("prepare", |f| f.wait_for(f.gpu.kernels().prepare(&f.optimizer, &Call::ALL))),
        ("check_device", |f| f.gpu.kernels().check_device()),
        ("download", |f| f.gpu.download(f.targets.grads.slice(..)).map(drop)),
    ];
}
