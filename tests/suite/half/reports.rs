//! The report of a run.

use proxgrad::{
    Config, Format, Group, ProximalAdagrad, Report, Rounding, Shrinkage, gpu::Param as GpuParam, wgpu,
};
use proxgrad_testing::{Gpu, Param};

use super::params::{config, every_kind, results, start, state, step};
use crate::common::{
    devices::{gpu, is_ieee, on_every_device},
    gpu_step::new_encoder,
    random::Random,
};

#[test]
fn what_is_measured_is_what_there_is() {
    let params = every_kind(&mut Random::new(9), 3);
    for formats in [[Format::F32, Format::F32], [Format::F16, Format::Bf16]] {
        let config = config(Shrinkage::Documented, Rounding::Nearest);
        let mut reports: Vec<(String, bool, Report)> = Vec::new();
        on_every_device(|device| {
            let (mut optimizer, ids) = start(device, &config, formats, &params);
            assert_eq!(optimizer.report().unwrap().grad_norm, 0.0);
            optimizer.measure_steps(true);
            (0..3).for_each(|number| step(&mut *optimizer, &ids, &params, number));
            let before = state(&*optimizer, &ids);
            let report = optimizer.report().unwrap();
            assert_eq!(state(&*optimizer, &ids), before, "measuring changes nothing");
            assert_eq!(optimizer.report().unwrap(), report, "and gives the same again");
            let values: Vec<f32> =
                results(&mut *optimizer, &ids).into_iter().flat_map(|[values, _]| values).collect();
            let nonzero = values.iter().filter(|value| **value != 0.0).count() as u64;
            let largest = values.iter().fold(0.0, |most: f32, value| most.max(value.abs()));
            let norm = values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
            // Pending steps of exact rows are measured in f32, but exported in the format of the values: with
            // f16 half a unit apart, 2⁻¹¹, and perhaps as a zero.
            let exported = if formats[0] == Format::F32 { 0.0 } else { 2f32.powi(-11) };
            assert!((report.max_abs - largest).abs() <= exported * largest, "{report:?}, {largest}");
            assert!(report.nonzero.abs_diff(nonzero) <= if formats[0] == Format::F32 { 0 } else { 2 });
            // A square meets 64 roundings in its chunk and a few in the sums of chunks; a root halves their error.
            let most = f64::from(exported) + 40.0 * 2f64.powi(-24);
            assert!((f64::from(report.weight_norm) - norm).abs() <= most * norm, "{report:?}, {norm}");
            reports.push((device.describe(), is_ieee(device), report));
        });
        let [(_, _, want), rest @ ..] = &reports[..] else { return };
        for (device, _, report) in rest.iter().filter(|(_, is_ieee, _)| *is_ieee) {
            assert_eq!(report, want, "{formats:?} on {device}");
        }
    }
}

#[test]
fn limits_of_groups_do_not_change_the_order_in_which_values_are_measured() {
    on_every_device(|device| {
        let mut optimizer = device.optimizer(Config::default()).unwrap();
        let own = optimizer.add_group(Group { clip_norm: Some(1.0), ..Group::default() }).unwrap();
        // In f32, (1 + 2⁻²⁴) + 1.5·2⁻²⁴ is 1 + 2⁻²³, and (1 + 1.5·2⁻²⁴) + 2⁻²⁴ is 1 + 2⁻²².
        let values = [1.0, 2f32.powi(-12), 1.5f32.sqrt() * 2f32.powi(-12)];
        for (i, value) in values.iter().enumerate() {
            let (name, values) = (i.to_string(), [*value]);
            let param = Param::new(&name, &[1], &values);
            optimizer.add_param(if i == 1 { param.group(own) } else { param }).unwrap();
        }
        let norm = optimizer.report().unwrap().weight_norm;
        // A root may have an error of one unit.
        assert!(norm == 1.0 || !is_ieee(device), "{norm:e} on {}", device.describe());
    });
}

#[test]
fn reports_come_in_order_and_are_never_waited_for() {
    if gpu().is_none() {
        return;
    }
    // A device of its own: callbacks run in whichever thread polls, so with a shared device a report of this
    // test might still be on its way to the optimizer in another test's thread when this test has polled.
    let gpu = &Gpu::open(None).unwrap();
    let buffer = gpu.upload(&[1.0; 8]);
    let grads = gpu.upload(&[1.0; 8]);
    let config = Config { learning_rate: 0.1.into(), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let id = optimizer.add_param(GpuParam::new("weight", &[8], buffer.slice(..))).unwrap();
    assert_eq!(optimizer.receive_report(), Ok(None));
    let mut sent = Vec::new();
    for _ in 0..6 {
        let mut encoder = new_encoder(gpu);
        let mut step = optimizer.begin_step(&mut encoder);
        step.measure();
        step.dense(id, grads.slice(..)).unwrap();
        step.finish().unwrap();
        sent.push(optimizer.send_report(&mut encoder).unwrap());
        gpu.queue().submit([encoder.finish()]);
    }
    assert_eq!(sent, [true, true, true, true, false, false]);
    optimizer.set_loss_scale(2.0).unwrap();
    gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
    let reports: Vec<_> = std::iter::from_fn(|| optimizer.receive_report().unwrap()).collect();
    assert_eq!(reports.len(), 4);
    assert!(reports.windows(2).all(|pair| pair[0].weight_norm > pair[1].weight_norm), "{reports:#?}");
    assert!(
        reports.iter().all(|report| report.nonzero == 8 && (report.grad_norm - 8f32.sqrt()).abs() < 1e-5)
    );

    assert!(reports.iter().all(|report| report.loss_scale == 2.0));

    // All four slots are free again, also those that were taken by encoders that were dropped.
    for _ in 0..8 {
        assert!(optimizer.send_report(&mut new_encoder(gpu)).unwrap());
    }
    let mut encoder = new_encoder(gpu);
    assert!(optimizer.send_report(&mut encoder).unwrap());
    gpu.queue().submit([encoder.finish()]);
    gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
    assert!(optimizer.receive_report().unwrap().is_some());
}
