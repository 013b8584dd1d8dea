//! Exact rows of every rule: row gradients give what dense gradients give that are 0 in all other rows.

use std::ops::Range;

use proxgrad::{ParamId, Rows, UpdateRule};
use proxgrad_testing::{Indices, Optimizer};

use super::setup::{config, exact_configs, start, states, step};
use crate::common::{
    devices::{backends, is_ieee, on_every_device},
    numbers::bits,
    param::{IndexSource, TestGrad, TestParam},
    random::Random,
};

const STEPS: usize = 30;
const ROWS: usize = 23;

/// The largest difference, relative to the value and absolute: as for ProximalAdagrad in `exact_rows`.
const RELATIVE: f32 = 1e-5;
const ABSOLUTE: f32 = 2e-6;

/// Tables of several widths whose gradients name few rows, by every kind of index.
fn tables(random: &mut Random) -> Vec<TestParam> {
    let mut tables = Vec::new();
    for source in [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique] {
        for width in [1, 3, 8, 72] {
            let grads = (0..STEPS).map(|at| {
                let rows = u32::try_from(ROWS).unwrap();
                let indices = if source == IndexSource::DeviceUnique {
                    random.permutation(rows)[..2].to_vec()
                } else if at % 7 == 6 {
                    Vec::new()
                } else {
                    random.indices(3, rows)
                };
                TestGrad::Rows {
                    values: random.grads(indices.len() * width),
                    indices: source.indices(indices),
                }
            });
            let grads = grads.collect();
            let values = random.values(ROWS * width);
            tables.push(TestParam::new(format!("{source:?} {width}"), &[ROWS, width], values, grads));
        }
    }
    tables
}

/// The same tables with dense gradients that are 0 in the rows that were not named.
fn as_dense(tables: &[TestParam]) -> Vec<TestParam> {
    let dense = |table: &TestParam| {
        let width = table.width();
        let grads = table.grads.iter().map(|grad| {
            let TestGrad::Rows { indices, values } = grad else { unreachable!("all are rows") };
            let mut dense = vec![0.0; table.values.len()];
            for (entry, row) in indices.rows().into_iter().enumerate() {
                for column in 0..width {
                    dense[row * width + column] += values[entry * width + column];
                }
            }
            TestGrad::Dense(dense)
        });
        TestParam { grads: grads.collect(), ..table.clone() }
    };
    tables.iter().map(dense).collect()
}

#[test]
fn exact_rows_give_what_dense_gradients_give() {
    let tables = tables(&mut Random::new(52));
    let dense = as_dense(&tables);
    for config in exact_configs() {
        let rule = config.rule;
        let mut first: Option<Vec<Vec<u32>>> = None;
        for device in backends() {
            let (mut exact, ids) = start(device, &config, &tables, Rows::Exact);
            let (mut whole, whole_ids) = start(device, &config, &dense, Rows::Touched);
            let mut all = Vec::new();
            for at in 0..STEPS {
                step(&mut *exact, &ids, &tables, at);
                step(&mut *whole, &whole_ids, &dense, at);
                if at % 10 == 7 {
                    // Statistics are those of the values that an export copies.
                    let all: Vec<f32> = ids.iter().flat_map(|id| exact.exported(*id).unwrap()).collect();
                    let largest = all.iter().fold(0.0f32, |most, value| most.max(value.abs()));
                    let report = exact.report().unwrap();
                    let nonzero = all.iter().filter(|value| **value != 0.0).count() as u64;
                    assert_eq!((report.nonzero, report.max_abs), (nonzero, largest), "{rule:?}");
                }
                if at % 10 == 4 {
                    // Some rows are brought up to date early.
                    exact.flush_rows(ids[0], Indices::from(&[3u32, 0, 3])).unwrap();
                }
                for ((table, id), whole_id) in tables.iter().zip(&ids).zip(&whole_ids) {
                    let (got, want) = (exact.exported(*id).unwrap(), whole.values(*whole_id).unwrap());
                    for (i, (got, want)) in got.iter().zip(&want).enumerate() {
                        let is_near = (got - want).abs() <= RELATIVE * want.abs() + ABSOLUTE;
                        assert!(
                            is_near,
                            "{rule:?} \"{}\" step {at} element {i}: {got:e}, not {want:e}",
                            table.name
                        );
                    }
                    // Zeros of both signs are equal.
                    all.push(bits(&got.iter().map(|value| value + 0.0).collect::<Vec<_>>()));
                }
            }
            if is_ieee(device) {
                let first = first.get_or_insert_with(|| all.clone());
                assert!(*first == all, "{rule:?}: other bits on {}", device.describe());
            }
        }
    }
}

#[test]
fn dense_gradients_of_exact_rows_count_the_steps_of_the_parameter() {
    // AdaGrad-RDA counts steps, and this parameter takes part in every other one.
    let mut random = Random::new(53);
    let grads: Vec<_> = (0..8).map(|_| TestGrad::Dense(random.grads(12))).collect();
    let table = TestParam::new("table", &[4, 3], random.values(12), grads);
    let other = TestParam { name: "other".to_owned(), ..table.clone() };
    on_every_device(|device| {
        let config = config(UpdateRule::AdagradRda);
        let constant = proxgrad::Config { learning_rate: 0.1.into(), ..config };
        let tables = [table.clone(), other.clone()];
        let (mut both, ids) = start(device, &constant, &tables, Rows::Exact);
        let (mut alone, alone_ids) = start(device, &constant, &tables[..1], Rows::Exact);
        for at in 0..8 {
            let grad = |param: usize| tables[param].grads[at].as_grad();
            if at % 2 == 0 {
                both.step(&[(ids[0], grad(0)), (ids[1], grad(1))]).unwrap();
                alone.step(&[(alone_ids[0], grad(0))]).unwrap();
            } else {
                both.step(&[(ids[1], grad(1))]).unwrap();
            }
        }
        let values = |optimizer: &dyn Optimizer, id| bits(&optimizer.values(id).unwrap());
        assert_eq!(values(&*both, ids[0]), values(&*alone, alone_ids[0]), "{}", device.describe());
    });
}

#[test]
fn a_snapshot_goes_on_with_the_bits_of_the_uninterrupted_run_on_any_device() {
    let tables = tables(&mut Random::new(54));
    let run = |optimizer: &mut dyn Optimizer, ids: &[ParamId], steps: Range<usize>| {
        steps.for_each(|at| step(optimizer, ids, &tables, at));
    };
    for config in exact_configs() {
        let rule = config.rule;
        for rows in [Rows::Touched, Rows::Exact] {
            for first in backends() {
                let (mut whole, ids) = start(first, &config, &tables, rows);
                run(&mut *whole, &ids, 0..10);
                let half = whole.snapshot().unwrap();
                // Values are the caller's: the other run begins with those of this one.
                let values = |(table, id): (&TestParam, &ParamId)| TestParam {
                    values: whole.values(*id).unwrap(),
                    ..table.clone()
                };
                let now: Vec<_> = tables.iter().zip(&ids).map(values).collect();
                run(&mut *whole, &ids, 10..20);
                let want = states(&*whole, &ids, &tables);
                for second in backends() {
                    let (mut resumed, ids) = start(second, &config, &now, rows);
                    resumed.restore(&half).unwrap();
                    assert_eq!(resumed.snapshot().unwrap(), half, "{rule:?} {rows:?}");
                    run(&mut *resumed, &ids, 10..20);
                    if is_ieee(first) && is_ieee(second) {
                        let got = states(&*resumed, &ids, &tables);
                        assert_eq!(got, want, "{rule:?} {rows:?}");
                    }
                }
            }
        }
    }
}
