//! An optimizer on a GPU whose parameters share one buffer, and assertions that its steps are refused.

use proxgrad::{
    Config, Error, Param, ParamId, ProximalAdagrad,
    gpu::{self},
    wgpu::{self, CommandEncoderDescriptor},
};
use proxgrad_testing::Gpu;

/// Two parameters in one buffer, on the GPU.
pub(super) struct Buffers<'a> {
    pub(super) gpu: &'a Gpu,
    pub(super) optimizer: ProximalAdagrad,
    /// [`weight`, nothing, `table`, nothing], each of 64 elements.
    pub(super) values: wgpu::Buffer,
    pub(super) weight: ParamId,
    pub(super) table: ParamId,
}

/// Bytes from one tensor to the next: 64 elements, and a multiple of every alignment.
pub(super) const APART: u64 = 256;

impl<'a> Buffers<'a> {
    pub(super) fn new(gpu: &'a Gpu) -> Self {
        let config = Config { learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&[0.5; 256]);
        let slice = |at: u64| values.slice(at * APART..(at + 1) * APART);
        let weight = optimizer.add_param(Param::new("weight", &[64], slice(0))).unwrap();
        let table = optimizer.add_param(Param::new("table", &[8, 8], slice(2))).unwrap();
        let mut buffers = Self { gpu, optimizer, values, weight, table };
        let grads = gpu.upload(&[0.25; 64]);
        let weight = buffers.weight;
        buffers.step(|step| step.dense(weight, grads.slice(..))).unwrap();
        buffers
    }

    /// Records what it is told and submits.
    pub(super) fn step(
        &mut self,
        record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut encoder = self.gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
        let mut step = self.optimizer.begin_step(&mut encoder);
        let outcome = record(&mut step).and_then(|()| step.finish());
        self.gpu.queue().submit([encoder.finish()]);
        outcome
    }

    pub(super) fn state(&self) -> (Vec<f32>, proxgrad::Snapshot, u64, gpu::Report) {
        let values = self.gpu.download(self.values.slice(..)).unwrap();
        let snapshot = gpu::block_on(self.gpu.device(), self.optimizer.snapshot(self.gpu.queue())).unwrap();
        let report = gpu::block_on(self.gpu.device(), self.optimizer.report(self.gpu.queue())).unwrap();
        (values, snapshot, self.optimizer.global_step(), report)
    }

    /// A step that has to be refused with this message and to change nothing.
    #[track_caller]
    pub(super) fn refuses(
        &mut self,
        record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>,
        message: &str,
    ) {
        let before = self.state();
        let error = self.step(record).expect_err(message);
        assert_eq!(error.to_string(), message);
        assert_eq!(self.state(), before, "changed by: {message}");
    }

    /// A step that needs more than a limit of the device, in what `of` describes.
    #[track_caller]
    pub(super) fn exceeds(
        &mut self,
        record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>,
        of: &str,
        name: &str,
    ) {
        let before = self.state();
        let error = self.step(record).expect_err(of);
        let Error::Limit { what, limit, needed, allowed } = &error else { panic!("{of}: {error}") };
        assert_eq!((&**what, *limit), (of, name));
        assert!(needed > allowed, "{error}");
        assert_eq!(self.state(), before, "changed by: {error}");
    }
}
