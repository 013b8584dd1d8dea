//! Dense gradients and touched rows: every step of every device against float64, and the same bits on all of them.

use proxgrad::{Config, Ftrl, Rows, UpdateRule};
use proxgrad_testing::{Grad, Param};

use super::{
    oracle::updated,
    setup::{States, config, params, rules, start, states, step},
};
use crate::common::{
    devices::{all_devices, is_ieee, on_every_device},
    numbers::bits,
    param::{TestGrad, TestParam},
    random::Random,
};

const STEPS: usize = 4;

/// Roundings of f32 in a step, of which WGSL allows divisions, roots and products of several units.
const UNITS: f64 = 32.0 / 16_777_216.0;

#[test]
fn the_vector_that_tells_rules_apart_gives_what_tensorflow_gives() {
    let shrunk =
        UpdateRule::Ftrl(Ftrl { l2_shrinkage: 0.5, start: proxgrad::FtrlStart::Zero, ..Ftrl::default() });
    let ftrl = UpdateRule::Ftrl(Ftrl { start: proxgrad::FtrlStart::Zero, ..Ftrl::default() });
    on_every_device(|device| {
        for (rule, want) in [
            (ftrl, [0.267_055_9, -0.205_918, 0.0, 0.0]),
            (shrunk, [0.130_370_7, 0.066_367_8, 0.0, 0.0]),
            (UpdateRule::AdagradRda, [-0.030_229_4, 0.0, 0.0, 0.0]),
            (UpdateRule::Fobos, [0.859_813, -1.859_813, 0.028_037_4, 0.252_336_4]),
        ] {
            let config = Config { rule, learning_rate: 0.1.into(), l1: 0.3, l2: 0.7, ..Config::default() };
            let mut optimizer = device.optimizer(config).unwrap();
            let weight = optimizer.add_param(Param::new("w", &[4], &[1.0, -2.0, 0.05, 0.3])).unwrap();
            optimizer.step(&[(weight, Grad::Dense(&[0.5, 0.2, -0.1, 0.0]))]).unwrap();
            let got = optimizer.values(weight).unwrap();
            for i in 0..4 {
                let is_near = (got[i] - want[i]).abs() < 1e-6 && (got[i] == 0.0) == (want[i] == 0.0);
                assert!(is_near, "{rule:?} element {i}: {} is not {}", got[i], want[i]);
            }
        }
    });
}

/// Shapes with dense gradients, and rows and widths of tables with row gradients.
const SHAPES: &[&[usize]] = &[&[], &[0], &[1], &[5], &[64], &[1003], &[4099], &[16_390], &[4, 3, 3]];
const TABLES: &[[usize; 2]] = &[[61, 1], [40, 3], [31, 4], [7, 70], [500, 16]];

/// The gradient of each element at a step, where it has one: the sum of the entries of its row.
fn grads_of(param: &TestParam, at: usize) -> Vec<Option<f64>> {
    let mut sums = vec![None; param.values.len()];
    match &param.grads[at] {
        TestGrad::None => {}
        TestGrad::Dense(grads) => sums.iter_mut().zip(grads).for_each(|(sum, g)| *sum = Some(f64::from(*g))),
        TestGrad::Rows { indices, values } => {
            let width = param.width();
            for (entry, row) in indices.rows().into_iter().enumerate() {
                for column in 0..width {
                    let sum = sums[row * width + column].get_or_insert(0.0);
                    *sum += f64::from(values[entry * width + column]);
                }
            }
        }
    }
    sums
}

/// Compares a step with float64, from the state of the device before it. Returns how many values must be zero.
fn compare(config: &Config, at: usize, params: &[TestParam], before: &States, after: &States) -> usize {
    let rate = config.learning_rate.at(at as u64).unwrap();
    let mut zeros = 0;
    for (param, (before, after)) in params.iter().zip(before.iter().zip(after)) {
        for (i, g) in grads_of(param, at).into_iter().enumerate() {
            let of =
                |state: &[Vec<f32>], plane: usize| state.get(plane).map_or(0.0, |plane| f64::from(plane[i]));
            let what = || format!("{:?}: \"{}\" step {at} element {i}", config.rule, param.name);
            let Some(g) = g else {
                let same = before.iter().zip(after).all(|(old, new)| old[i].to_bits() == new[i].to_bits());
                assert!(same, "{} had no gradient and changed", what());
                continue;
            };
            let state = [of(before, 1), of(before, 2)];
            let want = updated(config, rate, at as f64 + 1.0, of(before, 0), state, g);
            // The sum of the entries of a row has roundings of its own.
            let g_scale = if matches!(param.grads[at], TestGrad::Rows { .. }) { 200.0 } else { 0.0 };
            let sum_scale = want.sum_scale + g_scale;
            let value_scale = want.value_scale + g_scale * rate / 0.3;
            for (name, got, want, scale) in [
                ("value", of(after, 0), want.value, value_scale),
                (
                    "accum",
                    of(after, 1),
                    if after.len() > 1 { want.accum } else { 0.0 },
                    want.accum.abs() + 20.0 * g_scale,
                ),
                ("sum", of(after, 2), if after.len() > 2 { want.sum } else { 0.0 }, sum_scale),
            ] {
                assert!((got - want).abs() <= UNITS * scale, "{}: {name} is {got:e}, not {want:e}", what());
            }
            zeros += usize::from(want.value == 0.0 && of(after, 0) == 0.0);
        }
    }
    zeros
}

#[test]
fn every_step_gives_what_float64_gives_and_the_same_bits_on_all_devices() {
    for rule in rules(true) {
        let params = params(&mut Random::new(51), STEPS, SHAPES, TABLES);
        let config = config(rule);
        let mut first: Option<Vec<Vec<Vec<Vec<u32>>>>> = None;
        for device in all_devices() {
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
            assert!(zeros > 1000, "{rule:?}: {zeros} zeros prove little");
            if is_ieee(device) {
                let first = first.get_or_insert_with(|| history.clone());
                assert!(*first == history, "{rule:?}: other bits on {}", device.describe());
            }
        }
    }
}
