//! Optimizers that have parts of a table together have the bits of one that has the whole table.

use std::ops::Range;

use proxgrad::{Config, Error, Rows, Shrinkage, Snapshot, schedule::ExponentialDecay};
use proxgrad_testing::{Cpu, Grad, Optimizer, Param};

use crate::common::{
    devices::{backends, on_every_device},
    random::Random,
};

/// Rows of the table: more than one in each of the parts that steps bring up to date in turn.
const ROWS: u32 = 300;
const WIDTH: usize = 3;
/// Until some rows were brought up to date twice that no gradient names.
const STEPS: usize = 700;

#[test]
fn parts_of_a_table_have_the_bits_of_the_whole_table() {
    let mut random = Random::new(2024);
    let steps: Vec<_> = (0..STEPS).map(|_| random.indices(6, ROWS)).collect();
    let values: Vec<f32> = (0..ROWS as usize * WIDTH).map(|i| (i as f32 / 7.0).cos()).collect();
    let rate = ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 200, staircase: false };
    let config = |shrinkage, skip_on_overflow| Config {
        learning_rate: rate.into(),
        l1: 1e-3,
        l2: 0.01,
        shrinkage,
        skip_on_overflow,
        ..Config::default()
    };
    for config in [config(Shrinkage::Documented, false), config(Shrinkage::Adaptive, true)] {
        on_every_device(|device| {
            let run = |rows: Range<u32>| {
                let mut optimizer = device.optimizer(config.clone()).unwrap();
                let own = &values[rows.start as usize * WIDTH..rows.end as usize * WIDTH];
                let shape = [rows.len(), WIDTH];
                let part = Param::new("table", &shape, own).rows(Rows::Exact);
                let id = optimizer.add_param(part.part_of(rows.start.into(), ROWS.into())).unwrap();
                for indices in &steps {
                    step(&mut *optimizer, id, indices, &rows);
                }
                (optimizer.snapshot().unwrap(), optimizer.values(id).unwrap())
            };
            let whole = run(0..ROWS);
            let (snapshots, parts): (Vec<_>, Vec<_>) = [0..1, 1..130, 130..ROWS].map(run).into_iter().unzip();
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&parts.concat()), bits(&whole.1));
            assert_eq!(Snapshot::join_rows("table", &snapshots).unwrap(), whole.0);
        });
    }
}

/// A step with the entries of these rows.
fn step(optimizer: &mut dyn Optimizer, id: proxgrad::ParamId, indices: &[u32], rows: &Range<u32>) {
    let own: Vec<_> = indices.iter().filter(|index| rows.contains(index)).collect();
    let grads: Vec<f32> =
        own.iter().flat_map(|&&index| (0..WIDTH).map(move |i| (index as f32 + i as f32).sin())).collect();
    let indices: Vec<_> = own.into_iter().map(|index| index - rows.start).collect();
    optimizer.step(&[(id, Grad::rows(&indices, &grads))]).unwrap();
}

#[test]
fn a_part_outside_of_its_table_is_refused() {
    for device in backends().into_iter().chain([&Cpu as _]) {
        let mut optimizer = device.optimizer(Config::default()).unwrap();
        let values = [0.0; 6];
        for (first_row, table_rows) in [(3, 5), (0, 2), (u64::MAX, u64::MAX)] {
            let part = Param::new("table", &[3, 2], &values).part_of(first_row, table_rows);
            let error = optimizer.add_param(part).unwrap_err();
            assert!(matches!(error, Error::TablePart { rows: 3, .. }), "{error}");
        }
        let scalar = Param::new("scalar", &[], &values[..1]).part_of(0, 1);
        assert!(matches!(optimizer.add_param(scalar).unwrap_err(), Error::NoRows { .. }));
        optimizer.add_param(Param::new("table", &[3, 2], &values).part_of(2, 5)).unwrap();
    }
}
