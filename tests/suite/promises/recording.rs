//! Nothing is read back and nothing blocks in a step: recording neither submits nor waits for anything.
//!
//! A read-back needs a submission of its own, and so does whatever the device is waited for. `cargo test -p xtask`
//! checks in addition which files call what submits, maps or waits.

use proxgrad::{
    Arena, Config, DynamicLossScale, Indices, Member, Param, ProximalAdagrad, RowGrad, Rows, schedule::WarmUp,
};
use proxgrad_testing::Gpu;

use crate::common::{devices::gpu, gpu_step::new_encoder};

/// The number of submissions so far. Asking is one of them.
fn submissions(gpu: &Gpu) -> u64 {
    let index = format!("{:?}", gpu.queue().submit([]));
    let digits: String = index.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a submission index shows its number")
}

#[test]
fn recording_submits_nothing_and_needs_no_progress_of_the_device() {
    if gpu().is_none() {
        return;
    }
    // A device of its own, because other tests submit to the shared one at the same time.
    let gpu = Gpu::open(None).unwrap();
    let config = Config {
        learning_rate: WarmUp { learning_rate: 0.1, warmup_steps: 30 }.into(),
        dynamic_loss_scale: Some(DynamicLossScale::default()),
        clip_norm: Some(1.0),
        l1: 1e-3,
        grad_centralization: true,
        ..Config::default()
    };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let buffers: Vec<_> = (0..5).map(|_| gpu.upload(&[1.0; 240])).collect();
    let dense = optimizer.add_param(Param::new("dense", &[4, 6, 10], buffers[0].slice(..))).unwrap();
    let table = optimizer.add_param(Param::new("table", &[60, 4], buffers[1].slice(..))).unwrap();
    let exact = Param::new("exact", &[60, 4], buffers[2].slice(..)).rows(Rows::Exact);
    let exact = optimizer.add_param(exact).unwrap();
    let arena = Arena::new(&optimizer, &[Member::new("a", &[3]), Member::new("b", &[5])]).unwrap();
    let in_arena = gpu.upload(&vec![0.0; usize::try_from(arena.size()).unwrap() / 4]);
    let arena_grads = gpu.upload(&vec![0.0; usize::try_from(arena.size()).unwrap() / 4]);
    let arena = optimizer.add_arena(&arena, in_arena.slice(..)).unwrap();
    let on_device = gpu.upload(&[0.0; 20]);
    let (grads, export) = (&buffers[3], &buffers[4]);

    let before = submissions(&gpu);
    assert_eq!(submissions(&gpu), before + 1, "an empty submission counts");
    let mut encoders = Vec::new();
    for step in 0..40 {
        let mut encoder = new_encoder(&gpu);
        optimizer.flush_rows(&mut encoder, exact, &[1, 2, 3]).unwrap();
        let mut recorded = optimizer.begin_step(&mut encoder);
        recorded.measure();
        recorded.dense(dense, grads.slice(..)).unwrap();
        recorded.arena(arena, arena_grads.slice(..)).unwrap();
        let values = grads.slice(..320);
        recorded.rows(exact, RowGrad::new(&[7u32; 20], values)).unwrap();
        let indices = Indices::Device(on_device.slice(..));
        recorded.rows(table, RowGrad { indices, values }).unwrap();
        recorded.finish().unwrap();
        optimizer.measure(&mut encoder).unwrap();
        // The first four find a free staging buffer; none of the others waits for one.
        assert_eq!(optimizer.send_report(&mut encoder).unwrap(), step < 4);
        optimizer.export(&mut encoder, exact, export.slice(..)).unwrap();
        optimizer.flush(&mut encoder).unwrap();
        encoders.push(encoder.finish());
    }
    assert_eq!(optimizer.receive_report(), Ok(None));
    assert_eq!(submissions(&gpu), before + 2, "recording has submitted something");

    // They were complete steps.
    gpu.queue().submit(encoders);
    let report = proxgrad::gpu::block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap();
    assert_eq!((report.skipped_steps, report.bad_rows), (0, 0));
    assert_eq!(optimizer.global_step(), 40);
    assert!(optimizer.receive_report().unwrap().is_some());
}

#[test]
fn a_step_on_a_device_without_memory_for_its_upload_is_an_error() {
    if gpu().is_none() {
        return;
    }
    // A lost device makes no buffers either. A device of its own, because the test destroys it.
    let gpu = Gpu::open(None).unwrap();
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let (values, grads) = (gpu.upload(&[1.0; 4]), gpu.upload(&[1.0; 4]));
    let weight = optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
    // The first step has all memory but a second staging buffer made, and keeps the first one.
    let mut first = new_encoder(&gpu);
    let mut step = optimizer.begin_step(&mut first);
    step.dense(weight, grads.slice(..)).unwrap();
    step.finish().unwrap();
    let mut second = new_encoder(&gpu);
    gpu.device().destroy();
    let mut step = optimizer.begin_step(&mut second);
    step.dense(weight, grads.slice(..)).unwrap();
    let error = step.finish().unwrap_err();
    assert!(matches!(error, proxgrad::Error::DeviceLost { .. }), "{error}");
    assert_eq!(optimizer.global_step(), 1);
}
