//! Steps that are skipped because a gradient is not finite.

use proxgrad::{Config, Format, Rounding, Rows, Schedule, Shrinkage};
use proxgrad_testing::{Gpu, Grad, Indices, Param};

use super::params::{assert_agree, config, dense, every_kind, param, results, start, state, step};
use crate::common::{
    devices::{Device, all_devices, backends, gpu, keeps_params_whole, on_every_device},
    param::IndexSource,
    random::Random,
};

/// Positions for an element that is not finite in a gradient of this length: at both ends and in the middle.
fn positions(len: usize) -> Vec<usize> {
    let mut all = vec![0, 1, len / 2, len / 2 + 1, len.saturating_sub(2), len - 1];
    all.retain(|&at| at < len);
    all.sort_unstable();
    all.dedup();
    all
}

const POISON: [f32; 3] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];

#[test]
fn a_step_with_any_gradient_that_is_not_finite_changes_nothing() {
    let clean = every_kind(&mut Random::new(4), 5);
    on_every_device(|device| {
        for formats in [[Format::F32, Format::F32], [Format::F16, Format::F16], [Format::Bf16, Format::F32]] {
            let config = Config {
                skip_on_overflow: true,
                ..config(Shrinkage::Adaptive, Rounding::Stochastic { seed: 3 })
            };
            let (mut optimizer, ids) = start(device, &config, formats, &clean);
            step(&mut *optimizer, &ids, &clean, 0);
            let before = state(&*optimizer, &ids);
            let mut skipped = 0;
            for (at, param) in clean.iter().enumerate().filter(|(_, param)| !param.values.is_empty()) {
                let len = param.grads[1].elements().len();
                for (i, position) in positions(len).into_iter().enumerate() {
                    let mut poisoned = clean.clone();
                    poisoned[at].grads[1].elements_mut()[position] = POISON[(i + at) % 3];
                    step(&mut *optimizer, &ids, &poisoned, 1);
                    skipped += 1;
                }
            }
            let what = format!("{formats:?} on {}", device.describe());
            assert_eq!(state(&*optimizer, &ids), before, "{what}");
            assert_eq!(optimizer.report().unwrap().skipped_steps, skipped, "{what}");

            // Later steps are as if there had been no skipped ones: schedules have not moved on.
            let (mut other, other_ids) = start(device, &config, formats, &clean);
            step(&mut *other, &other_ids, &clean, 0);
            for number in 1..3 {
                step(&mut *optimizer, &ids, &clean, number);
                step(&mut *other, &other_ids, &clean, number);
            }
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *other, &other_ids));
            for (param, (got, want)) in clean.iter().zip(got.iter().zip(&want)) {
                // After a skipped step, sums over the pending steps of exact rows are differences of two
                // numbers.
                let is_exact = param.rows == Rows::Touched;
                let (got, want) = (std::slice::from_ref(got), std::slice::from_ref(want));
                assert_agree(&format!("{what}: {}", param.name), is_exact, formats, got, want);
            }
        }
    });
}

#[test]
fn one_element_of_a_thousand_tensors_is_enough() {
    let mut random = Random::new(5);
    let clean: Vec<_> = (0..1000).map(|i| dense(&mut random, &format!("p{i}"), &[1 + i % 9], 1)).collect();
    let in_arenas = gpu().map(Gpu::in_arenas);
    let devices = backends().into_iter().chain(in_arenas.as_ref().map(|gpu| gpu as &Device));
    for device in devices {
        for (i, at) in [0, 1, 499, 998, 999].into_iter().enumerate() {
            let config = Config { skip_on_overflow: true, ..Config::default() };
            let (mut optimizer, ids) = start(device, &config, [Format::Bf16, Format::F16], &clean);
            let before = state(&*optimizer, &ids);
            let mut poisoned = clean.clone();
            *poisoned[at].grads[0].elements_mut().last_mut().unwrap() = POISON[i % 3];
            step(&mut *optimizer, &ids, &poisoned, 0);
            assert_eq!(state(&*optimizer, &ids), before, "{at} on {}", device.describe());
            step(&mut *optimizer, &ids, &clean, 0);
            assert_ne!(state(&*optimizer, &ids).0, before.0);
        }
    }
}

#[test]
fn a_skipped_step_uses_up_no_value_of_any_schedule() {
    let learning_rate: Vec<f64> = (1..=40).map(|i| 0.01 * f64::from(i)).collect();
    let weight_decay: Vec<f64> = (1..=40).map(|i| 0.001 * f64::from(i)).collect();
    let mut random = Random::new(6);
    let weight = dense(&mut random, "weight", &[37], 40);
    let exact = param(&mut random, "table", &[11, 3], Some(IndexSource::Host), Rows::Exact, 40);
    let config =
        Config { learning_rate: learning_rate.into(), l1: 0.01, skip_on_overflow: true, ..Config::default() };
    for device in all_devices() {
        // Exact rows have no weight decay, are in no arena, and need a binding that covers the history of
        // learning rates.
        for with_decay in if keeps_params_whole(device) { vec![false, true] } else { vec![true] } {
            let params = if with_decay { vec![weight.clone()] } else { vec![weight.clone(), exact.clone()] };
            let weight_decay = Schedule::from(if with_decay { weight_decay.clone() } else { vec![0.0; 40] });
            let config = Config { weight_decay, ..config.clone() };
            let formats = [Format::F32, Format::F32];
            let (mut optimizer, ids) = start(device, &config, formats, &params);
            let (mut clean, clean_ids) = start(device, &config, formats, &params);
            for number in 0..20 {
                if number % 3 == 1 || number == 7 {
                    let mut poisoned = params.clone();
                    poisoned[0].grads[number].elements_mut()[5] = f32::NAN;
                    step(&mut *optimizer, &ids, &poisoned, number);
                }
                step(&mut *optimizer, &ids, &params, number);
                step(&mut *clean, &clean_ids, &params, number);
            }
            assert_eq!(
                optimizer.snapshot().unwrap().tensors["global_step"].data,
                proxgrad::Data::U64(vec![20])
            );
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *clean, &clean_ids));
            assert_agree(&device.describe(), true, formats, &got[..1], &want[..1]);
            assert_agree(&device.describe(), false, formats, &got, &want);

            // A run that goes on from a snapshot takes the same steps.
            let snapshot = optimizer.snapshot().unwrap();
            optimizer.restore(&snapshot).unwrap();
            for number in 20..25 {
                step(&mut *optimizer, &ids, &params, number);
                step(&mut *clean, &clean_ids, &params, number);
            }
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *clean, &clean_ids));
            assert_agree(&device.describe(), true, formats, &got[..1], &want[..1]);
            assert_agree(&device.describe(), false, formats, &got, &want);
        }
    }
}

/// Sums over pending steps become differences of two numbers, also across blocks of the history, in each
/// closed form.
#[test]
fn exact_rows_stay_exact_where_steps_were_skipped() {
    let steps = 700;
    let mut random = Random::new(7);
    let grads: Vec<_> = (0..steps).map(|_| (random.indices(3, 50), random.grads(6))).collect();
    let values = random.values(100);
    for (shrinkage, l2, rate) in [
        (Shrinkage::Documented, 0.3, 0.05),
        (Shrinkage::Adaptive, 0.0, 0.05),
        (Shrinkage::Adaptive, 0.3, 0.05),
        (Shrinkage::Adaptive, 0.3, 0.0),
    ] {
        let rates: Vec<f64> =
            (0..800).map(|i| if rate > 0.0 { rate } else { 0.02 + 0.0001 * f64::from(i) }).collect();
        let learning_rate = if rate > 0.0 { Schedule::Constant(rate) } else { Schedule::from(rates) };
        let config =
            Config { learning_rate, l1: 0.002, l2, shrinkage, skip_on_overflow: true, ..Config::default() };
        on_every_device(|device| {
            let mut both = [0, 1].map(|_| {
                let mut optimizer = device.optimizer(config.clone()).unwrap();
                let id =
                    optimizer.add_param(Param::new("table", &[50, 2], &values).rows(Rows::Exact)).unwrap();
                (optimizer, id)
            });
            for (step, (indices, grads)) in grads.iter().enumerate() {
                if step % 50 == 3 || (250..259).contains(&step) {
                    let (optimizer, id) = &mut both[1];
                    optimizer.step(&[(*id, Grad::rows(indices, &[f32::INFINITY; 6]))]).unwrap();
                }
                for (optimizer, id) in &mut both {
                    optimizer.step(&[(*id, Grad::rows(indices, grads))]).unwrap();
                }
                if step % 233 == 0 || step + 1 == steps {
                    let [want, got] = both.each_mut().map(|(optimizer, id)| optimizer.exported(*id).unwrap());
                    for (got, want) in got.iter().zip(&want) {
                        let near = (got - want).abs() <= 2e-6 + 1e-5 * want.abs();
                        assert!(
                            near,
                            "{shrinkage:?}, {l2}, step {step}, {}: {got}, not {want}",
                            device.describe()
                        );
                    }
                }
            }
        });
    }
}

#[test]
fn a_skipped_step_hides_nothing_from_a_report_and_counts_no_bad_rows() {
    let Some(gpu) = gpu() else { return };
    let config = Config { skip_on_overflow: true, learning_rate: 0.1.into(), ..Config::default() };
    let (formats, values) = ([Format::Bf16, Format::F16], [3.0, 0.0, -4.0, 0.0]);
    let mut optimizer = (gpu as &Device).optimizer(config).unwrap();
    let param = Param::new("table", &[4, 1], &values).formats(formats[0], formats[1]);
    let id = optimizer.add_param(param).unwrap();
    optimizer.measure_steps(true);
    optimizer.step(&[(id, Grad::rows(Indices::Device(&[0, 9]), &[0.0, 0.0]))]).unwrap();
    let before = optimizer.report().unwrap();
    assert_eq!((before.weight_norm, before.nonzero, before.max_abs, before.bad_rows), (5.0, 2, 4.0, 1));

    for indices in [Indices::Device(&[1, 9]), Indices::DeviceUnique(&[1, 9])] {
        optimizer.step(&[(id, Grad::rows(indices, &[f32::NAN, 1.0]))]).unwrap();
    }
    let after = optimizer.report().unwrap();
    assert_eq!(after.skipped_steps, 2);
    assert_eq!((after.weight_norm, after.nonzero, after.grad_norm, after.bad_rows), (5.0, 2, 0.0, 1));
    optimizer.step(&[(id, Grad::Dense(&[2.0; 4]))]).unwrap();
    for indices in [Indices::Device(&[1]), Indices::DeviceUnique(&[1])] {
        optimizer.step(&[(id, Grad::rows(indices, &[f32::INFINITY]))]).unwrap();
    }
    // The norm of values is of the values after the last step that was not skipped.
    let (report, values) = (optimizer.report().unwrap(), optimizer.values(id).unwrap());
    let norm = values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
    assert!((f64::from(report.weight_norm) - norm).abs() < 1e-5, "{report:?}, {values:?}");
    assert_eq!((report.nonzero, report.grad_norm), (4, 4.0));
}
