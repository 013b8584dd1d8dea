//! An optimizer on a GPU whose parameters lie in one buffer, and assertions that it refuses a step and is
//! unchanged by it.

use proxgrad::{Config, Error, Param, ParamId, ProximalAdagrad, Snapshot, Step, gpu, wgpu};
use proxgrad_testing::Gpu;

use crate::common::gpu_step::submit_step;

/// An optimizer on a GPU with two parameters in one buffer.
pub(super) struct SharedBuffer<'a> {
    pub(super) gpu: &'a Gpu,
    pub(super) optimizer: ProximalAdagrad,
    /// The values of `weight`, a gap, the values of `table`, and a gap, of 64 elements each.
    pub(super) values: wgpu::Buffer,
    pub(super) weight: ParamId,
    pub(super) table: ParamId,
}

/// Bytes of 64 elements, which are a multiple of every alignment.
pub(super) const APART: u64 = 256;

impl<'a> SharedBuffer<'a> {
    pub(super) fn new(gpu: &'a Gpu) -> Self {
        let config = Config { learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&[0.5; 256]);
        let slice = |at: u64| values.slice(at * APART..(at + 1) * APART);
        let weight = optimizer.add_param(Param::new("weight", &[64], slice(0))).unwrap();
        let table = optimizer.add_param(Param::new("table", &[8, 8], slice(2))).unwrap();
        let mut fixture = Self { gpu, optimizer, values, weight, table };
        let grads = gpu.upload(&[0.25; 64]);
        fixture.step(|step| step.dense(weight, grads.slice(..))).unwrap();
        fixture
    }

    /// Records and submits a step with these gradients.
    pub(super) fn step(
        &mut self,
        add_grads: impl FnOnce(&mut Step<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        submit_step(self.gpu, &mut self.optimizer, add_grads)
    }

    pub(super) fn state(&self) -> (Vec<f32>, Snapshot, u64, gpu::Report) {
        let values = self.gpu.download(self.values.slice(..)).unwrap();
        let snapshot = gpu::block_on(self.gpu.device(), self.optimizer.snapshot(self.gpu.queue())).unwrap();
        let report = gpu::block_on(self.gpu.device(), self.optimizer.report(self.gpu.queue())).unwrap();
        (values, snapshot, self.optimizer.global_step(), report)
    }

    /// Asserts that a step with these gradients is refused with this message and changes nothing.
    #[track_caller]
    pub(super) fn assert_refused(
        &mut self,
        add_grads: impl FnOnce(&mut Step<'_>) -> Result<(), Error>,
        message: &str,
    ) {
        let before = self.state();
        let error = self.step(add_grads).expect_err(message);
        assert_eq!(error.to_string(), message);
        assert_eq!(self.state(), before, "changed by: {message}");
    }

    /// Asserts that a step with these gradients is refused, because `what` exceeds the limit of this name,
    /// and changes nothing.
    #[track_caller]
    pub(super) fn assert_exceeds_limit(
        &mut self,
        add_grads: impl FnOnce(&mut Step<'_>) -> Result<(), Error>,
        what: &str,
        name: &str,
    ) {
        let before = self.state();
        let error = self.step(add_grads).expect_err(what);
        let Error::Limit { what: got, limit, needed, allowed, .. } = &error else {
            panic!("{what}: {error}")
        };
        assert_eq!((&**got, *limit), (what, name));
        assert!(needed > allowed, "{error}");
        assert_eq!(self.state(), before, "changed by: {error}");
    }
}
