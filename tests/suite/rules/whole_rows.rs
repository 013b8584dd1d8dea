//! Rules that take rows as a whole: every step of every device against float64, the same bits on all of them, and what is refused.

use proxgrad::{
    Arena, Config, Error, Ftrl, FtrlForm, FtrlStart, Group, Member, RowSources, Rows, UpdateRule,
};
use proxgrad_testing::{Cpu, Grad, Param};

use super::setup::{States, params, start, states, step};
use crate::common::{
    devices::{Device, all_gpus, backends, gpu, is_ieee, on_every_device},
    numbers::bits,
    param::{IndexSource, TestGrad, TestParam},
    random::Random,
};

const STEPS: usize = 4;

/// Roundings of f32 in a step, of which WGSL allows divisions and roots of several units, and sums of a row more.
const UNITS: f64 = 64.0 / 16_777_216.0;

fn config(rule: UpdateRule, l21: f64) -> Config {
    let learning_rate = proxgrad::Schedule::from([0.1, 0.07, 0.2, 0.15].repeat(10));
    Config { rule, learning_rate, l1: 0.05, l2: 0.1, l21, ..Config::default() }
}

/// Row-wise AdaGrad and sparse group lasso FTRL with their settings.
fn configs() -> Vec<Config> {
    let ftrl = |ftrl| UpdateRule::GroupFtrl(ftrl);
    vec![
        config(UpdateRule::RowwiseAdagrad, 0.0),
        config(UpdateRule::RowwiseAdagrad, 3.0),
        config(ftrl(Ftrl::default()), 5.0),
        config(
            ftrl(Ftrl { form: FtrlForm::McMahan, beta: 0.5, start: FtrlStart::Zero, ..Ftrl::default() }),
            0.5,
        ),
    ]
}

/// The CPU implementation and all GPUs; arenas take no such rules.
fn devices() -> Vec<&'static Device> {
    let gpus = all_gpus().into_iter().map(|gpu| -> &Device { gpu });
    [&Cpu as &Device].into_iter().chain(gpus).collect()
}

/// Shapes with dense gradients, and rows and widths of tables with row gradients.
const SHAPES: &[&[usize]] =
    &[&[], &[0], &[5, 0], &[1], &[65], &[31, 4], &[7, 70], &[300, 64], &[3, 500], &[4, 3, 3]];
const TABLES: &[[usize; 2]] = &[[61, 1], [40, 3], [31, 8], [7, 70], [500, 64]];

/// The gradient of each row at a step, where it has one.
fn grads_of(param: &TestParam, at: usize) -> Vec<Option<Vec<f64>>> {
    let width = param.width();
    let rows = param.values.len().checked_div(width).unwrap_or(0);
    let mut sums: Vec<Option<Vec<f64>>> = vec![None; rows];
    match &param.grads[at] {
        TestGrad::None => {}
        TestGrad::Dense(grads) => {
            for (sum, grads) in sums.iter_mut().zip(grads.chunks(width.max(1))) {
                *sum = Some(grads.iter().map(|g| f64::from(*g)).collect());
            }
        }
        TestGrad::Rows { indices, values } => {
            for (row, entry) in indices.rows().into_iter().zip(values.chunks(width)) {
                let sum = sums[row].get_or_insert_with(|| vec![0.0; width]);
                sum.iter_mut().zip(entry).for_each(|(sum, g)| *sum += f64::from(*g));
            }
        }
    }
    sums
}

fn soft(v: f64, t: f64) -> f64 {
    if v.abs() > t { v.signum() * (v.abs() - t) } else { 0.0 }
}

fn norm(row: &[f64]) -> f64 {
    row.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// A row after a step: values, accumulators, and z where the rule has one.
fn updated(config: &Config, rate: f64, values: &[f64], state: [&[f64]; 2], g: &[f64]) -> [Vec<f64>; 3] {
    let d = values.len() as f64;
    let Config { l1, l2, l21, .. } = *config;
    let kept = |norm: f64, t: f64| if norm <= t { 0.0 } else { 1.0 - t / norm };
    match config.rule {
        UpdateRule::RowwiseAdagrad => {
            let accum = state[0][0] + g.iter().map(|g| g * g).sum::<f64>() / d;
            let e = rate / accum.sqrt();
            let s: Vec<f64> = values.iter().zip(g).map(|(w, g)| soft(w - e * g, e * l1)).collect();
            let kept = if l21 > 0.0 { kept(norm(&s), e * l21 * d.sqrt()) } else { 1.0 };
            [s.iter().map(|s| s * kept / (1.0 + e * l2)).collect(), vec![accum], Vec::new()]
        }
        UpdateRule::GroupFtrl(ftrl) => {
            let [accums, linear] = state;
            let is_new = linear[0] == f64::from(f32::MIN);
            if is_new && g.iter().all(|g| *g == 0.0) {
                return [values.to_vec(), accums.to_vec(), linear.to_vec()];
            }
            let l2 = if ftrl.form == FtrlForm::McMahan { l2 } else { 2.0 * l2 };
            let q = |n: f64| (ftrl.beta + n.sqrt()) / rate + l2;
            let t = l21 * d.sqrt();
            let scaled: Vec<f64> = values.iter().zip(accums).map(|(w, n)| w * q(*n)).collect();
            let stretch = if norm(&scaled) > 0.0 { 1.0 + t / norm(&scaled) } else { 1.0 };
            let start = |x: f64| if x == 0.0 { 0.0 } else { -x * stretch - x.signum() * l1 };
            let n: Vec<f64> = accums.iter().zip(g).map(|(n, g)| n + g * g).collect();
            let z = (0..values.len()).map(|i| {
                let old = if is_new { start(scaled[i]) } else { linear[i] };
                old + g[i] - (n[i].sqrt() - accums[i].sqrt()) / rate * values[i]
            });
            let z: Vec<f64> = z.collect();
            let x: Vec<f64> = z.iter().map(|z| -soft(*z, l1)).collect();
            let kept = kept(norm(&x), t);
            [x.iter().zip(&n).map(|(x, n)| x * kept / q(*n)).collect(), n, z]
        }
        other => panic!("the oracle has no {other:?}"),
    }
}

/// Compares a step with float64, from the state of the device before it. Returns how many rows of several elements became zero.
fn compare(config: &Config, at: usize, params: &[TestParam], before: &States, after: &States) -> usize {
    let rate = config.learning_rate.at(at as u64).unwrap();
    let mut zeros = 0;
    for (param, (before, after)) in params.iter().zip(before.iter().zip(after)) {
        let width = param.width();
        for (row, g) in grads_of(param, at).into_iter().enumerate() {
            let of = |state: &[Vec<f32>], plane: usize| -> Vec<f64> {
                let Some(plane) = state.get(plane) else { return Vec::new() };
                // One number a row, or one an element.
                let width = if plane.len() == param.values.len() { width } else { 1 };
                plane[row * width..(row + 1) * width].iter().map(|x| f64::from(*x)).collect()
            };
            let what = || format!("{:?}: \"{}\" step {at} row {row}", config.rule, param.name);
            let Some(g) = g else {
                assert!((0..3).all(|plane| of(before, plane) == of(after, plane)), "{} changed", what());
                continue;
            };
            let values = of(before, 0);
            let want = updated(config, rate, &values, [&of(before, 1), &of(before, 2)], &g);
            // Roundings are of the size of the largest terms: of sums of entries, and of z.
            let largest = |row: &[f64]| row.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
            let z_scale =
                largest(&of(before, 2)).min(1e4) + largest(&want[2]) + 40.0 + 100.0 * largest(&values);
            let is_ftrl = !want[2].is_empty();
            let value_scale = if is_ftrl { rate * z_scale / 0.3 } else { largest(&values) + 20.0 * rate };
            for (plane, scale) in [(0, value_scale), (1, largest(&want[1]) + 100.0), (2, z_scale)] {
                let pairs = of(after, plane).into_iter().zip(&want[plane]);
                for (got, want) in pairs {
                    let is_near = (got - want).abs() <= UNITS * scale;
                    assert!(is_near, "{}: plane {plane} is {got:e}, not {want:e}", what());
                }
            }
            let is_zero = |row: &[f64]| row.iter().all(|w| *w == 0.0);
            zeros += usize::from(width > 2 && is_zero(&of(after, 0)) && is_zero(&want[0]));
        }
    }
    zeros
}

#[test]
fn every_step_gives_what_float64_gives_and_the_same_bits_on_all_devices() {
    for config in configs() {
        let params = params(&mut Random::new(61), STEPS, SHAPES, TABLES);
        let mut first: Option<Vec<Vec<Vec<Vec<u32>>>>> = None;
        for device in devices() {
            let (mut optimizer, ids) = start(device, &config, &params, Rows::Touched);
            let mut before = states(&*optimizer, &ids, &params);
            let (mut zeros, mut history) = (0, Vec::new());
            for at in 0..STEPS {
                step(&mut *optimizer, &ids, &params, at);
                let after = states(&*optimizer, &ids, &params);
                zeros += compare(&config, at, &params, &before, &after);
                history.push(after.iter().map(|of| of.iter().map(|plane| bits(plane)).collect()).collect());
                before = after;
            }
            // FTRL-Proximal that begins with the values keeps nearly all rows at first.
            let goes_on = config.rule == UpdateRule::GroupFtrl(Ftrl::default());
            let least = if goes_on { 1 } else { 11 };
            assert!(
                config.l21 == 0.0 || zeros >= least,
                "{:?}: {zeros} rows of zeros prove little",
                config.rule
            );
            if is_ieee(device) {
                let first = first.get_or_insert_with(|| history.clone());
                assert!(*first == history, "{:?}: other bits on {}", config.rule, device.describe());
            }
        }
    }
}

#[test]
fn accumulators_take_one_number_a_row() {
    on_every_device(|device| {
        let mut optimizer = device.optimizer(config(UpdateRule::RowwiseAdagrad, 0.1)).unwrap();
        let values = [1.0; 12];
        optimizer.add_param(Param::new("table", &[3, 4], &values)).unwrap();
        assert_eq!(optimizer.snapshot().unwrap().tensors["accum.table"].shape, [3]);
    });
}

#[test]
fn a_snapshot_goes_on_and_rows_move_with_their_state_on_any_device() {
    let mut random = Random::new(62);
    let grads = (0..8).map(|_| {
        let indices = random.indices(9, 6);
        TestGrad::Rows { values: random.grads(9 * 5), indices: IndexSource::Host.indices(indices) }
    });
    let grads = grads.collect();
    let table = [TestParam::new("table", &[6, 5], random.values(30), grads)];
    for config in configs() {
        let mut first: Option<(Vec<u32>, proxgrad::Snapshot)> = None;
        for device in backends() {
            let (mut whole, ids) = start(device, &config, &table, Rows::Touched);
            (0..4).for_each(|at| step(&mut *whole, &ids, &table, at));
            // Row 5 becomes row 0, row 1 is new.
            let sources =
                [Some(5u32), None, Some(2), Some(3), Some(4), Some(0)].into_iter().collect::<RowSources>();
            whole.rearrange_rows(ids[0], &sources, false, &[0.5; 30]).unwrap();
            let (half, values) = (whole.snapshot().unwrap(), whole.values(ids[0]).unwrap());
            let now = [TestParam { values, ..table[0].clone() }];
            (4..8).for_each(|at| step(&mut *whole, &ids, &table, at));
            let want = (bits(&whole.values(ids[0]).unwrap()), whole.snapshot().unwrap());
            let (mut resumed, ids) = start(device, &config, &now, Rows::Touched);
            resumed.restore(&half).unwrap();
            assert_eq!(resumed.snapshot().unwrap(), half);
            (4..8).for_each(|at| step(&mut *resumed, &ids, &table, at));
            let got = (bits(&resumed.values(ids[0]).unwrap()), resumed.snapshot().unwrap());
            assert_eq!(got, want, "{:?} on {}", config.rule, device.describe());
            if is_ieee(device) {
                assert_eq!(*first.get_or_insert_with(|| got.clone()), got, "{:?}", config.rule);
            }
        }
    }
}

#[test]
fn training_goes_on_from_the_values() {
    on_every_device(|device| {
        let rule = UpdateRule::GroupFtrl(Ftrl::default());
        let mut optimizer = device.optimizer(config(rule, 0.5)).unwrap();
        let values = [1.5, -2.0, 0.75, 0.0, 0.25, -0.5];
        let table = optimizer.add_param(Param::new("table", &[2, 3], &values)).unwrap();
        // A gradient of next to nothing in the first row, none in the second.
        optimizer.step(&[(table, Grad::Dense(&[1e-10, 0.0, 0.0, 0.0, 0.0, 0.0]))]).unwrap();
        let got = optimizer.values(table).unwrap();
        assert!(got.iter().zip(&values).all(|(got, want)| (got - want).abs() < 2e-6), "{got:?}");
        assert_eq!(got[3..], values[3..]);
    });
}

#[test]
fn what_the_rules_cannot_do_is_refused_by_name() {
    on_every_device(|device| {
        let both = config(UpdateRule::RowwiseAdagrad, 0.1);
        let mut optimizer = device.optimizer(both).unwrap();
        let error = optimizer.add_param(Param::new("t", &[2, 2], &[0.0; 4]).rows(Rows::Exact)).unwrap_err();
        assert!(error.to_string().contains("the shrinks by l1 and l21 together"), "{error}");
        let norms = Config { l1: 0.0, ..config(UpdateRule::RowwiseAdagrad, 0.1) };
        let mut optimizer = device.optimizer(norms).unwrap();
        let table = optimizer.add_param(Param::new("t", &[2, 2], &[0.0; 4]).rows(Rows::Exact)).unwrap();
        optimizer.flush(table).unwrap();
        let error = optimizer.set_l1(None, 0.1).unwrap_err();
        assert!(matches!(error, Error::ExactRule { .. }), "{error}");
        let refused = |config| device.optimizer(config).map(drop).unwrap_err().to_string();
        let other = Config { l21: 0.1, ..Config::default() };
        assert!(refused(other).starts_with("l21 is 0.1; it must be 0 with this update rule"));
        let shrinks = Ftrl { l2_shrinkage: 0.1, ..Ftrl::default() };
        assert!(refused(config(UpdateRule::GroupFtrl(shrinks), 0.0)).starts_with("l2_shrinkage is 0.1"));
        let mut optimizer = device.optimizer(Config::default()).unwrap();
        let error = optimizer.add_group(Group { l21: Some(0.1), ..Group::default() }).unwrap_err();
        assert!(error.to_string().starts_with("l21 of group 0 is 0.1"), "{error}");
    });
    let Some(gpu) = gpu() else { return };
    let optimizer = proxgrad::ProximalAdagrad::new(gpu.kernels(), configs()[1].clone()).unwrap();
    let error = Arena::new(&optimizer, &[Member::new("w", &[3, 4])]).unwrap_err();
    assert!(matches!(error, Error::RuleInArena { .. }), "{error}");
}
