//! Snapshots of tables with rows that have pending steps.

use proxgrad::{Config, Data, Rows, Shrinkage, Tensor, schedule::ExponentialDecay};
use proxgrad_testing::{Cpu, Grad, Optimizer, Param};

use super::fixture::table_with_pending_steps;
use crate::common::{
    devices::{Device, backends, is_ieee, on_every_device},
    problem::tensors,
    random::Random,
    state::State,
};

/// The largest difference between two devices, absolute and relative. A step moves a value by at most γ, and the
/// rates of 700 steps, 0.1 at first and half as much after each 200 steps, add up to 27; the division and the root
/// have errors of up to 8 units of 2⁻²³ each time.
const NEAR: f32 = 27.0 * 8.0 / 8_388_608.0;

#[test]
fn a_snapshot_with_rows_behind_goes_on_as_if_it_had_never_been_taken() {
    let mut random = Random::new(77);
    let steps: Vec<_> = (0..700).map(|_| random.indices(3, 40)).collect();
    for (shrinkage, l2) in
        [(Shrinkage::Documented, 0.01), (Shrinkage::Adaptive, 0.0), (Shrinkage::Adaptive, 0.01)]
    {
        let learning_rate =
            ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 200, staircase: false };
        let config =
            Config { learning_rate: learning_rate.into(), shrinkage, l1: 1e-3, l2, ..Config::default() };
        let values: Vec<f32> = (0..120).map(|i| (i as f32 / 7.0).cos()).collect();
        let start = |device: &Device, values: &[f32]| {
            let mut optimizer = device.optimizer(config.clone()).unwrap();
            let param = Param::new("table", &[40, 3], values).rows(Rows::Exact);
            optimizer.add_param(param).map(|id| (optimizer, id)).unwrap()
        };
        let run = |optimizer: &mut dyn Optimizer, id, steps: &[Vec<u32>]| {
            for indices in steps {
                let grads: Vec<f32> = (0..9).map(|i| (indices[i / 3] as f32 + i as f32).sin()).collect();
                optimizer.step(&[(id, Grad::rows(indices, &grads))]).unwrap();
            }
        };
        // The whole run on the CPU, perhaps with a flush between two steps, which adds a rounding.
        let whole = |flushed_at: Option<usize>| {
            let (mut whole, id) = start(&Cpu, &values);
            let (before, after) = steps.split_at(flushed_at.unwrap_or_default());
            run(&mut *whole, id, before);
            whole.flush(id).unwrap();
            run(&mut *whole, id, after);
            whole.flush(id).unwrap();
            tensors(&*whole, &[id])
        };
        for at in [0, 1, 255, 256, 400] {
            for flushed in [false, true] {
                let want = whole(Some(at).filter(|_| flushed));
                let pairs = backends().into_iter().flat_map(|d| backends().into_iter().map(move |o| (d, o)));
                for (device, other) in pairs {
                    let (mut first, id) = start(device, &values);
                    run(&mut *first, id, &steps[..at]);
                    if flushed {
                        first.flush(id).unwrap();
                    }
                    let snapshot = first.snapshot().unwrap();
                    let (mut second, id) = start(other, &first.values(id).unwrap());
                    second.restore(&snapshot).unwrap();
                    assert_eq!(second.snapshot().unwrap(), snapshot);
                    if flushed {
                        assert_eq!(snapshot.tensors["missed_rates.table"].shape, [0]);
                    }
                    run(&mut *second, id, &steps[at..]);
                    second.flush(id).unwrap();
                    let got = tensors(&*second, &[id]);
                    let what = format!("{shrinkage:?}, at {at}, flushed {flushed}, {}", other.describe());
                    let is_exact = is_ieee(device) && is_ieee(other);
                    for (got, want) in got[0].iter().zip(&want[0]) {
                        let near =
                            |(got, want): (&f32, &f32)| (got - want).abs() <= NEAR * (1.0 + want.abs());
                        assert!(got.iter().zip(want).all(near), "{what}");
                        assert!(!is_exact || got == want, "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_snapshot_with_marks_or_rates_that_cannot_be_is_refused_and_changes_nothing() {
    on_every_device(|device| {
        let (mut optimizer, id) = table_with_pending_steps(device, Shrinkage::Adaptive);
        let before = State::of(&*optimizer, &[id]);
        let snapshot = optimizer.snapshot().unwrap();
        assert_eq!(snapshot.tensors["steps.table"].data, Data::U64(vec![3]));
        assert_eq!(snapshot.tensors["last_touched.table"].data, Data::U64(vec![3, 2, 0, 0, 0]));
        assert_eq!(snapshot.tensors["missed_rates.table"].data, Data::F32(vec![0.1; 3]));
        let with = |name: &str, shape: &[usize], data: Data| {
            let mut snapshot = snapshot.clone();
            let mut tensor = Tensor::counter(0);
            (tensor.shape, tensor.data) = (shape.to_vec(), data);
            snapshot.tensors.insert(name.to_owned(), tensor);
            snapshot
        };
        let without = |name: &str| {
            let mut snapshot = snapshot.clone();
            snapshot.tensors.remove(name);
            snapshot
        };
        for (snapshot, message) in [
            (without("steps.table"), "no tensor \"steps.table\""),
            (without("last_touched.table"), "no tensor \"last_touched.table\""),
            (without("missed_rates.table"), "no tensor \"missed_rates.table\""),
            (
                with("last_touched.table", &[4], Data::U64(vec![3; 4])),
                "\"last_touched.table\" is u64 [4]; this optimizer needs u64 [5]",
            ),
            (
                with("last_touched.table", &[5], Data::U64(vec![3, 2, 4, 0, 0])),
                "holds 4 at 2; a row is up to date with a step from 0 to 3",
            ),
            (
                with("missed_rates.table", &[2], Data::F32(vec![0.1; 2])),
                "holds 0 at 2; a row is up to date with a step from 1 to 3",
            ),
            (
                with("missed_rates.table", &[4], Data::F32(vec![0.1; 4])),
                "\"missed_rates.table\" is f32 [4]; this optimizer needs f32 [3]",
            ),
            (
                with("missed_rates.table", &[3], Data::F32(vec![0.1, f32::NAN, 0.1])),
                "holds NaN at 1; it must be finite and at least 0",
            ),
            (
                with("missed_rates.table", &[3], Data::F32(vec![0.1, -0.1, 0.1])),
                "holds -0.1 at 1; it must be finite and at least 0",
            ),
        ] {
            let error = optimizer.restore(&snapshot).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
            assert_eq!(State::of(&*optimizer, &[id]), before, "{message}");
        }
    });
}
