//! Settings that are changed between steps: learning rate, weight decay and strengths.

use proxgrad::{
    Config, Error, Group, Param, ProximalAdagrad, RowGrad, Rows, Schedule, Shrinkage,
    cpu::{self, ProximalAdagrad as OnCpu},
    gpu::block_on,
};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::{gpu, is_ieee},
    gpu_step::submit_step,
};

const LEN: usize = 6;
const VALUES: [f32; LEN] = [1.0, -2.0, 0.05, 0.3, 4.0, -0.1];
const GRADS: [f32; LEN] = [0.5, 0.2, -0.1, 0.0, -1.5, 0.25];

/// A setting to change before a step.
type Change = (usize, Setting);

#[derive(Clone)]
enum Setting {
    LearningRate(Schedule),
    WeightDecay(Schedule),
    L1(f64),
    L2(f64),
}

macro_rules! apply {
    ($optimizer:expr, $group:expr, $setting:expr) => {
        match $setting.clone() {
            Setting::LearningRate(rate) => $optimizer.set_learning_rate($group, rate),
            Setting::WeightDecay(decay) => $optimizer.set_weight_decay($group, decay),
            Setting::L1(l1) => $optimizer.set_l1($group, l1),
            Setting::L2(l2) => $optimizer.set_l2($group, l2),
        }
    };
}

fn changes() -> Vec<Change> {
    vec![
        (1, Setting::LearningRate(0.05f32.into())),
        (2, Setting::WeightDecay(0.1.into())),
        (3, Setting::L1(0.2)),
        (3, Setting::L2(0.3)),
        (4, Setting::LearningRate((0..8).map(|step| 0.1 / f64::from(step + 1)).collect())),
        (6, Setting::LearningRate(Schedule::function(|step| 0.01 * step as f64))),
    ]
}

/// Values after eight steps on the CPU, of which the steps in `skipped` have an infinite gradient.
fn on_cpu(config: &Config, changes: &[Change], skipped: &[usize]) -> Vec<f32> {
    let mut optimizer = OnCpu::new(config.clone()).unwrap();
    let id = optimizer.add_param(cpu::Param::new("weight", &[LEN])).unwrap();
    let mut values = VALUES;
    for step in 0..8 {
        for (_, setting) in changes.iter().filter(|(at, _)| *at == step) {
            apply!(optimizer, None, setting).unwrap();
        }
        let grads = grads(skipped.contains(&step));
        let mut taken = optimizer.begin_step();
        taken.dense(id, &mut values, &grads).unwrap();
        taken.finish().unwrap();
    }
    values.to_vec()
}

fn on_gpu(gpu: &Gpu, config: &Config, changes: &[Change], skipped: &[usize]) -> Vec<f32> {
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config.clone()).unwrap();
    let values = gpu.upload(&VALUES);
    let id = optimizer.add_param(Param::new("weight", &[LEN], values.slice(..))).unwrap();
    for step in 0..8 {
        for (_, setting) in changes.iter().filter(|(at, _)| *at == step) {
            apply!(optimizer, None, setting).unwrap();
        }
        let grads = gpu.upload(&grads(skipped.contains(&step)));
        submit_step(gpu, &mut optimizer, |step| step.dense(id, grads.slice(..))).unwrap();
    }
    gpu.download(values.slice(..)).unwrap()
}

fn grads(overflows: bool) -> [f32; LEN] {
    let mut grads = GRADS;
    grads[2] = if overflows { f32::INFINITY } else { grads[2] };
    grads
}

/// A few roundings of each of eight steps, by WGSL's accuracy table (2.5 ULP of a division, of a square root).
#[track_caller]
fn assert_agree(gpu: &Gpu, got: &[f32], want: &[f32]) {
    if is_ieee(gpu) {
        assert_eq!(got, want);
    }
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() <= 8.0 * 16.0 * f32::EPSILON * want.abs().max(1.0), "{got} {want}");
    }
}

#[test]
fn changed_settings_hold_for_later_steps_on_both_devices() {
    let Some(gpu) = gpu() else { return };
    for shrinkage in [Shrinkage::Documented, Shrinkage::Adaptive] {
        let config = Config { learning_rate: 0.1.into(), l1: 0.01, shrinkage, ..Config::default() };
        let want = on_cpu(&config, &changes(), &[]);
        assert_ne!(want, on_cpu(&config, &[], &[]));
        for at in 0..changes().len() {
            let without: Vec<_> = changes().into_iter().enumerate().filter(|(i, _)| *i != at).collect();
            let without: Vec<_> = without.into_iter().map(|(_, change)| change).collect();
            assert_ne!(on_cpu(&config, &without, &[]), want, "change {at} changes nothing");
        }
        assert_agree(gpu, &on_gpu(gpu, &config, &changes(), &[]), &want);
    }
}

#[test]
fn a_device_that_has_skipped_steps_takes_a_new_rate_as_many_steps_later() {
    let Some(gpu) = gpu() else { return };
    let config = Config { learning_rate: 0.1.into(), skip_on_overflow: true, ..Config::default() };
    let half = |at| vec![(at, Setting::LearningRate(0.05.into()))];
    // Steps 0 and 2 are skipped, so the device's step 1 is the recorded step 3. The rate of the recorded step 4 comes into
    // force at the device's step 4, which is the recorded step 6.
    let got = on_gpu(gpu, &config, &half(4), &[0, 2]);
    assert_agree(gpu, &got, &on_cpu(&config, &half(6), &[0, 2]));
    assert_ne!(got, on_cpu(&config, &half(4), &[0, 2]));
    // As the host knows at once of a step that it skips itself, the CPU implementation takes the rate at once.
    let all = on_cpu(&Config { learning_rate: 0.05.into(), ..config.clone() }, &[], &[0, 2]);
    assert_eq!(on_cpu(&config, &half(0), &[0, 2]), all);
}

#[test]
fn exact_rows_miss_steps_at_the_rates_that_they_had() {
    let Some(gpu) = gpu() else { return };
    let config = Config { learning_rate: 0.1.into(), l1: 0.05, ..Config::default() };
    let mut cpu = OnCpu::new(config.clone()).unwrap();
    let on_cpu = cpu.add_param(cpu::Param::new("table", &[3, 2]).rows(Rows::Exact)).unwrap();
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config.clone()).unwrap();
    let buffer = gpu.upload(&VALUES);
    let table = Param::new("table", &[3, 2], buffer.slice(..)).rows(Rows::Exact);
    let table = optimizer.add_param(table).unwrap();
    let grads = gpu.upload(&GRADS[..2]);
    // The dense run, in which no row is ever behind.
    let mut dense = OnCpu::new(config).unwrap();
    let in_dense = dense.add_param(cpu::Param::new("table", &[3, 2])).unwrap();
    let (mut values, mut want) = (VALUES, VALUES);
    for (step, rows) in [[0usize], [1], [0], [2], [0]].iter().enumerate() {
        if step == 2 {
            cpu.set_learning_rate(None, 0.02).unwrap();
            optimizer.set_learning_rate(None, 0.02).unwrap();
            dense.set_learning_rate(None, 0.02).unwrap();
        }
        let mut taken = cpu.begin_step();
        taken.rows(on_cpu, &mut values, cpu::RowGrad::new(rows, &GRADS[..2])).unwrap();
        taken.finish().unwrap();
        submit_step(gpu, &mut optimizer, |step| step.rows(table, RowGrad::new(rows, grads.slice(..))))
            .unwrap();
        let mut full = [0.0; LEN];
        full[2 * rows[0]..2 * rows[0] + 2].copy_from_slice(&GRADS[..2]);
        let mut taken = dense.begin_step();
        taken.dense(in_dense, &mut want, &full).unwrap();
        taken.finish().unwrap();
    }
    cpu.flush(on_cpu, &mut values).unwrap();
    let got = block_on(gpu.device(), optimizer.values(gpu.queue(), table)).unwrap();
    assert_agree(gpu, &got, &values);
    for (value, want) in values.iter().zip(&want) {
        // As docs/exact-rows.md bounds it.
        assert!((value - want).abs() <= 2e-6 + 1e-5 * want.abs(), "{value} {want}");
        assert_eq!(*value == 0.0, *want == 0.0);
    }
}

#[test]
fn a_change_that_is_refused_changes_nothing() {
    let listed = Config { learning_rate: [0.1, 0.2].into(), ..Config::default() };
    let mut optimizer = OnCpu::new(listed).unwrap();
    let fixed = Group { learning_rate: Some(0.5.into()), ..Group::default() };
    let [group, exact] = [(); 2].map(|()| optimizer.add_group(fixed.clone()).unwrap());
    let weight = optimizer.add_param(cpu::Param::new("weight", &[1]).group(group)).unwrap();
    let table = cpu::Param::new("table", &[1, 1]).group(exact).rows(Rows::Exact);
    let table = optimizer.add_param(table).unwrap();
    optimizer.add_param(cpu::Param::new("bias", &[1])).unwrap();
    let other = OnCpu::new(Config::default()).unwrap().add_group(Group::default()).unwrap();
    let (mut values, grads) = ([1.0], [0.5]);
    let mut step = optimizer.begin_step();
    step.rows(table, &mut values, cpu::RowGrad::new(&[0], &grads)).unwrap();
    step.finish().unwrap();
    let refusals = [
        (
            optimizer.set_learning_rate(group, -1.0),
            "learning_rate of group 0 is -1; it must be finite and at least 0",
        ),
        (
            optimizer.set_learning_rate(None, Vec::<f64>::new()),
            "learning_rate is an empty list; give one value for each step",
        ),
        (
            optimizer.set_learning_rate(group, [0.1; 3]),
            "learning_rate of group 0 lists 3 values, but learning_rate lists 2; give all lists the same length",
        ),
        (optimizer.set_l1(None, f64::NAN), "l1 is NaN; it must be finite and at least 0"),
        (
            optimizer.set_l2(exact, 0.1),
            "parameter \"table\" has exact rows, whose pending steps have its present l2; flush it just before the change; \
             where steps may be skipped, or adaptive l2 changes from or to 0, restore a flushed snapshot into a new optimizer",
        ),
        (
            optimizer.set_learning_rate(other, 0.1),
            "this group id belongs to another optimizer; use the ids that this one returned",
        ),
    ];
    for (refusal, message) in refusals {
        assert_eq!(refusal.unwrap_err().to_string(), message);
    }
    assert!(matches!(optimizer.set_weight_decay(exact, 0.1), Err(Error::ExactDecay { .. })));
    assert_eq!(optimizer.set_weight_decay(exact, 0), Ok(()));
    assert_eq!(optimizer.lr_of(weight), Ok(0.5));
    assert_eq!(optimizer.lr(None), Ok(0.2));
    // The only list may have any length.
    optimizer.set_learning_rate(None, [0.3; 5]).unwrap();
    assert_eq!(optimizer.lr(None), Ok(0.3));
}

/// Strengths of L1 and L2 in steps 0 to 2, 3 to 5 and 6 to 8.
const STRENGTHS: [[f64; 2]; 3] = [[0.05, 0.1], [0.2, 0.4], [0.01, 0.02]];

#[test]
fn strengths_of_exact_rows_change_once_all_rows_are_up_to_date() {
    let Some(gpu) = gpu() else { return };
    for shrinkage in [Shrinkage::Documented, Shrinkage::Adaptive] {
        let [l1, l2] = STRENGTHS[0];
        let rate = Schedule::function(|step| 0.1 / (step + 1) as f64);
        let config = Config { learning_rate: rate, l1, l2, shrinkage, ..Config::default() };
        let mut on_cpu = OnCpu::new(config.clone()).unwrap();
        let table = cpu::Param::new("table", &[3, 2]).rows(Rows::Exact);
        let table = on_cpu.add_param(table).unwrap();
        let mut dense = OnCpu::new(config.clone()).unwrap();
        let in_dense = dense.add_param(cpu::Param::new("table", &[3, 2])).unwrap();
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let buffer = gpu.upload(&VALUES);
        let on_gpu = Param::new("table", &[3, 2], buffer.slice(..)).rows(Rows::Exact);
        let on_gpu = optimizer.add_param(on_gpu).unwrap();
        let (mut values, mut want) = (VALUES, VALUES);
        for step in 0..9usize {
            let grads = [0.5, -0.25];
            if matches!(step, 3 | 6) {
                assert!(on_cpu.set_l1(None, 0.7).is_err(), "not flushed");
                assert!(optimizer.set_l2(None, 0.7).is_err(), "not flushed");
                on_cpu.flush(table, &mut values).unwrap();
                let mut encoder = gpu.device().create_command_encoder(&Default::default());
                optimizer.flush(&mut encoder).unwrap();
                gpu.queue().submit([encoder.finish()]);
                let [l1, l2] = STRENGTHS[step / 3];
                for setting in [Setting::L1(l1), Setting::L2(l2)] {
                    apply!(on_cpu, None, setting).unwrap();
                    apply!(optimizer, None, setting).unwrap();
                    apply!(dense, None, setting).unwrap();
                }
            }
            let rows = [step % 3];
            let mut taken = on_cpu.begin_step();
            taken.rows(table, &mut values, cpu::RowGrad::new(&rows, &grads)).unwrap();
            taken.finish().unwrap();
            let uploaded = gpu.upload(&grads);
            submit_step(gpu, &mut optimizer, |step| {
                step.rows(on_gpu, RowGrad::new(&rows, uploaded.slice(..)))
            })
            .unwrap();
            let mut full = [0.0; LEN];
            full[2 * rows[0]..2 * rows[0] + 2].copy_from_slice(&grads);
            let mut taken = dense.begin_step();
            taken.dense(in_dense, &mut want, &full).unwrap();
            taken.finish().unwrap();
        }
        on_cpu.flush(table, &mut values).unwrap();
        let got = block_on(gpu.device(), optimizer.values(gpu.queue(), on_gpu)).unwrap();
        for ((got, value), want) in got.iter().zip(&values).zip(&want) {
            // As docs/exact-rows.md bounds it.
            let most = 2e-6 + 1e-5 * want.abs();
            assert!((value - want).abs() <= most, "{shrinkage:?}: {value} {want}");
            assert!((got - want).abs() <= most, "{shrinkage:?} on the GPU: {got} {want}");
        }
    }
}

/// Where steps may be skipped, strengths change by a snapshot of flushed rows.
#[test]
fn strengths_of_exact_rows_change_through_a_snapshot_where_steps_were_skipped() {
    let Some(gpu) = gpu() else { return };
    for shrinkage in [Shrinkage::Documented, Shrinkage::Adaptive] {
        let rate = Schedule::function(|step| 0.1 / (step + 1) as f64);
        let config = |[l1, l2]: [f64; 2]| Config {
            learning_rate: rate.clone(),
            l1,
            l2,
            shrinkage,
            skip_on_overflow: true,
            ..Config::default()
        };
        let buffer = gpu.upload(&VALUES);
        let start = |strengths| {
            let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config(strengths)).unwrap();
            let table = Param::new("table", &[3, 2], buffer.slice(..)).rows(Rows::Exact);
            optimizer.add_param(table).map(|table| (optimizer, table)).unwrap()
        };
        let (mut optimizer, mut table) = start(STRENGTHS[0]);
        let mut dense = OnCpu::new(config(STRENGTHS[0])).unwrap();
        let in_dense = dense.add_param(cpu::Param::new("table", &[3, 2])).unwrap();
        let mut want = VALUES;
        for step in 0..12usize {
            if step % 4 == 3 {
                let mut encoder = gpu.device().create_command_encoder(&Default::default());
                optimizer.flush(&mut encoder).unwrap();
                gpu.queue().submit([encoder.finish()]);
                let [l1, l2] = STRENGTHS[step / 4];
                assert!(matches!(optimizer.set_l1(None, l1), Err(Error::ExactStrength { .. })));
                let snapshot = block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap();
                (optimizer, table) = start([l1, l2]);
                optimizer.restore(gpu.queue(), &snapshot).unwrap();
                dense.set_l1(None, l1).unwrap();
                dense.set_l2(None, l2).unwrap();
            }
            let (rows, grads) = ([step % 3], [0.5, if step % 4 == 1 { f32::NAN } else { -0.25 }]);
            let uploaded = gpu.upload(&grads);
            submit_step(gpu, &mut optimizer, |step| {
                step.rows(table, RowGrad::new(&rows, uploaded.slice(..)))
            })
            .unwrap();
            let mut full = [0.0; LEN];
            full[2 * rows[0]..2 * rows[0] + 2].copy_from_slice(&grads);
            let mut taken = dense.begin_step();
            taken.dense(in_dense, &mut want, &full).unwrap();
            taken.finish().unwrap();
        }
        assert_eq!(dense.report().skipped_steps, 3);
        let got = block_on(gpu.device(), optimizer.values(gpu.queue(), table)).unwrap();
        for (got, want) in got.iter().zip(&want) {
            // As docs/exact-rows.md bounds it.
            assert!((got - want).abs() <= 2e-6 + 1e-5 * want.abs(), "{shrinkage:?}: {got} {want}");
        }
    }
}

#[test]
fn parameters_that_their_names_exempt_take_new_rates_but_never_decay() {
    let mut optimizer = OnCpu::new(Config::default()).unwrap();
    let [weight, gamma] =
        ["weight", "gamma"].map(|name| optimizer.add_param(cpu::Param::new(name, &[1])).unwrap());
    optimizer.set_learning_rate(None, 0.25).unwrap();
    optimizer.set_weight_decay(None, 0.5).unwrap();
    assert_eq!([weight, gamma].map(|param| optimizer.lr_of(param).unwrap()), [0.25; 2]);
    assert_eq!([weight, gamma].map(|param| optimizer.weight_decay_of(param).unwrap()), [0.5, 0.0]);
}
