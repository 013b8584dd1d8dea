//! Buffers that were destroyed, are mapped, or belong to another device; encoders and queues of another device.

use proxgrad::{Error, Indices, Locked, Param, ProximalAdagrad, RowGrad, gpu, wgpu};
use proxgrad_testing::Gpu;

use super::fixture::Fixture;
use crate::common::{devices::gpu, gpu_step::new_encoder};

const ELEMENTS: usize = 160;

/// A buffer of no use, and why.
fn useless(gpu: &Gpu, other: &Gpu) -> [(&'static str, wgpu::Buffer); 2] {
    let destroyed = gpu.upload(&[1.0; ELEMENTS]);
    destroyed.destroy();
    [("destroyed", destroyed), ("of another device", other.upload(&[1.0; ELEMENTS]))]
}

/// Two devices of one instance: buffers of another instance are not recognised, by wgpu either.
fn two_devices() -> [Gpu; 2] {
    let instance = gpu::instance().unwrap();
    let open = || {
        let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)).unwrap();
        let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap())).unwrap();
        Gpu::from_device(device, queue).unwrap()
    };
    [open(), open()]
}

#[track_caller]
fn assert_unusable(outcome: Result<(), Error>, why: &str, what: &str) {
    match outcome {
        Err(Error::BufferUnusable { name, reason, .. }) => {
            assert!(!name.is_empty() && !reason.is_empty(), "{what} {why}");
        }
        other => panic!("{what} {why}: {other:?}"),
    }
}

#[test]
fn buffers_that_were_destroyed_or_are_of_another_device_are_refused_and_change_nothing() {
    if gpu().is_none() {
        return;
    }
    let [gpu, other] = two_devices();
    let mut fixture = Fixture::on(gpu.clone());
    for (why, buffer) in useless(&gpu, &other) {
        let new = Param::new("new", &[ELEMENTS], buffer.slice(..));
        assert_unusable(fixture.optimizer.add_param(new).map(drop), why, "values");
        let large = gpu.upload(&[1.0; 2 * ELEMENTS]);
        let with_copy =
            Param::new("new", &[2 * ELEMENTS], large.slice(..)).copy(buffer.slice(..), proxgrad::Format::F16);
        assert_unusable(fixture.optimizer.add_param(with_copy).map(drop), why, "copy");

        let dense = fixture.targets.dense;
        let good_grads = fixture.targets.grads.clone();
        fixture.targets.grads = buffer.clone();
        let mut encoder = new_encoder(&gpu);
        assert_unusable(fixture.record(&mut encoder), why, "grads");
        fixture.targets.grads = good_grads;
        let mut encoder = new_encoder(&gpu);
        let exported = fixture.optimizer.export(&mut encoder, dense, buffer.slice(..));
        assert_unusable(exported, why, "export");
        assert_eq!(fixture.optimizer.global_step(), 0);
        assert_eq!(fixture.optimizer.params().len(), 5);
    }
    fixture.step().unwrap();
    assert_eq!(fixture.optimizer.global_step(), 1);
}

#[test]
fn indices_in_buffers_of_no_use_are_refused() {
    if gpu().is_none() {
        return;
    }
    let [gpu, other] = two_devices();
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Default::default()).unwrap();
    let (values, grads) = (gpu.upload(&[1.0; ELEMENTS]), gpu.upload(&[1.0; ELEMENTS]));
    let table = optimizer.add_param(Param::new("table", &[ELEMENTS, 1], values.slice(..))).unwrap();
    for (why, buffer) in useless(&gpu, &other) {
        for indices in [Indices::Device(buffer.slice(..)), Indices::DeviceUnique(buffer.slice(..))] {
            let mut encoder = new_encoder(&gpu);
            let mut step = optimizer.begin_step(&mut encoder);
            let grad = RowGrad { indices, values: grads.slice(..) };
            let outcome = step.rows(table, grad).and_then(|()| step.finish());
            assert_unusable(outcome, why, "indices");
        }
    }
    assert_eq!(optimizer.global_step(), 0);
}

/// What wgpu reports of `work` on a device.
fn reported(gpu: &Gpu, work: impl FnOnce()) -> Option<String> {
    let scope = gpu.device().push_error_scope(wgpu::ErrorFilter::Validation);
    work();
    pollster::block_on(scope.pop()).map(|error| error.to_string())
}

#[test]
fn a_gradient_that_is_mapped_or_destroyed_later_is_reported_at_submission_and_changes_no_value() {
    if gpu().is_none() {
        return;
    }
    for destroys in [false, true] {
        let mut fixture = Fixture::new();
        fixture.step().unwrap();
        let dense = fixture.targets.dense;
        let mapped = fixture.gpu.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some("gradients"),
            size: (ELEMENTS * size_of::<f32>()) as u64,
            usage: wgpu::BufferUsages::STORAGE,
            mapped_at_creation: !destroys,
        });
        let grads = mapped.slice(..);
        let before =
            gpu::block_on(fixture.gpu.device(), fixture.optimizer.values(fixture.gpu.queue(), dense));
        let gpu = fixture.gpu.clone();
        let mut encoder = new_encoder(&gpu);
        let mut step = fixture.optimizer.begin_step(&mut encoder);
        step.dense(dense, grads).unwrap();
        step.finish().unwrap();
        if destroys {
            mapped.destroy();
        }
        let error = reported(&gpu, || {
            gpu.queue().submit([encoder.finish()]);
        });
        assert!(error.is_some_and(|error| error.contains("gradients")));
        let after = gpu::block_on(gpu.device(), fixture.optimizer.values(gpu.queue(), dense));
        assert_eq!(before.unwrap(), after.unwrap());

        // A locked step submits by itself, and returns the error.
        let shared = Locked::new(fixture.optimizer);
        let outcome = shared.step(gpu.queue(), |step| step.dense(dense, grads));
        let expected = if destroys {
            matches!(outcome, Err(Error::BufferUnusable { .. } | Error::Device { doing: "submitting", .. }))
        } else {
            matches!(outcome, Err(Error::Device { doing: "submitting", .. }))
        };
        assert!(expected, "{outcome:?}");
        shared.step(gpu.queue(), |step| step.dense(dense, fixture.targets.grads.slice(..))).unwrap();
    }
}

#[test]
fn an_encoder_of_another_device_is_reported_when_it_is_finished_and_changes_no_value() {
    if gpu().is_none() {
        return;
    }
    let [gpu, other] = two_devices();
    let mut fixture = Fixture::on(gpu.clone());
    fixture.step().unwrap();
    let dense = fixture.targets.dense;
    let values = |fixture: &mut Fixture| {
        let values = fixture.optimizer.values(gpu.queue(), dense);
        gpu::block_on(gpu.device(), values).unwrap()
    };
    let before = values(&mut fixture);
    let mut encoder = new_encoder(&other);
    fixture.record(&mut encoder).unwrap();
    let error = reported(&other, || drop(encoder.finish()));
    assert!(error.is_some(), "wgpu has accepted an encoder of another device");
    assert_eq!(values(&mut fixture), before);
    // The step is counted, as one whose encoder is dropped.
    assert_eq!(fixture.optimizer.global_step(), 2);
    fixture.step().unwrap();
    assert_ne!(values(&mut fixture), before);
}

#[test]
fn a_queue_of_another_device_reads_nothing_back() {
    if gpu().is_none() {
        return;
    }
    let [gpu, other] = two_devices();
    let mut fixture = Fixture::on(gpu.clone());
    fixture.step().unwrap();
    let mut error = None;
    reported(&other, || {
        error = gpu::block_on(gpu.device(), fixture.optimizer.snapshot(other.queue())).err();
    });
    assert!(matches!(error, Some(Error::Device { .. })), "{error:?}");
    fixture.step().unwrap();
}
