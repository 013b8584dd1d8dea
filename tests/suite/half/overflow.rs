//! Steps that skip themselves because a gradient is not finite.

use proxgrad::{Config, Format, Rounding, Rows, Schedule, Shrinkage};
use proxgrad_golden::{Gpu, Grad, Indices, Param};

use super::params::{By, Tensor, agree, config, everything, results, start, take, tensors};
use crate::common::{
    devices::{Device, all_devices, backends, gpu, on_every_device},
    random::Random,
};

/// Where a gradient can be not finite, of a dense one of this length.
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
    let clean = tensors(&mut Random::new(4), 5);
    on_every_device(|device| {
        for formats in [[Format::F32, Format::F32], [Format::F16, Format::F16], [Format::Bf16, Format::F32]] {
            let config = Config {
                skip_on_overflow: true,
                ..config(Shrinkage::Adaptive, Rounding::Stochastic { seed: 3 })
            };
            let (mut optimizer, ids) = start(device, &config, formats, &clean);
            take(&mut *optimizer, &ids, &clean, 0);
            let before = everything(&*optimizer, &ids);
            let mut skipped = 0;
            for (at, tensor) in clean.iter().enumerate().filter(|(_, tensor)| !tensor.values.is_empty()) {
                let len = tensor.grads[1].1.len();
                for (i, position) in positions(len).into_iter().enumerate() {
                    let mut poisoned = clean.clone();
                    poisoned[at].grads[1].1[position] = POISON[(i + at) % 3];
                    take(&mut *optimizer, &ids, &poisoned, 1);
                    skipped += 1;
                }
            }
            let what = format!("{formats:?} on {}", device.describe());
            assert_eq!(everything(&*optimizer, &ids), before, "{what}");
            assert_eq!(optimizer.report().unwrap().skipped_steps, skipped, "{what}");

            // What comes then is what would have come: no schedule has moved.
            let (mut other, other_ids) = start(device, &config, formats, &clean);
            take(&mut *other, &other_ids, &clean, 0);
            for step in 1..3 {
                take(&mut *optimizer, &ids, &clean, step);
                take(&mut *other, &other_ids, &clean, step);
            }
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *other, &other_ids));
            for (tensor, (got, want)) in clean.iter().zip(got.iter().zip(&want)) {
                // Sums over the steps that exact rows have missed are differences of two after a skipped step.
                let is_exact = tensor.rows == Rows::Touched;
                let (got, want) = (std::slice::from_ref(got), std::slice::from_ref(want));
                agree(&format!("{what}: {}", tensor.name), is_exact, formats, got, want);
            }
        }
    });
}

#[test]
fn one_element_of_a_thousand_tensors_is_enough() {
    let mut random = Random::new(5);
    let clean: Vec<_> = (0..1000)
        .map(|i| Tensor::new(&mut random, &format!("p{i}"), &[1 + i % 9], By::Dense, Rows::Touched, 1))
        .collect();
    let in_arenas = gpu().map(Gpu::in_arenas);
    let devices = backends().into_iter().chain(in_arenas.as_ref().map(|gpu| gpu as &Device));
    for device in devices {
        for (i, at) in [0, 1, 499, 998, 999].into_iter().enumerate() {
            let config = Config { skip_on_overflow: true, ..Config::default() };
            let (mut optimizer, ids) = start(device, &config, [Format::Bf16, Format::F16], &clean);
            let before = everything(&*optimizer, &ids);
            let mut poisoned = clean.clone();
            *poisoned[at].grads[0].1.last_mut().unwrap() = POISON[i % 3];
            take(&mut *optimizer, &ids, &poisoned, 0);
            assert_eq!(everything(&*optimizer, &ids), before, "{at} on {}", device.describe());
            take(&mut *optimizer, &ids, &clean, 0);
            assert_ne!(everything(&*optimizer, &ids).0, before.0);
        }
    }
}

#[test]
fn a_skipped_step_uses_up_no_value_of_any_schedule() {
    let learning_rate: Vec<f64> = (1..=40).map(|i| 0.01 * f64::from(i)).collect();
    let weight_decay: Vec<f64> = (1..=40).map(|i| 0.001 * f64::from(i)).collect();
    let mut random = Random::new(6);
    let tensor = Tensor::new(&mut random, "weight", &[37], By::Dense, Rows::Touched, 40);
    let exact = Tensor::new(&mut random, "table", &[11, 3], By::Host, Rows::Exact, 40);
    let config =
        Config { learning_rate: learning_rate.into(), l1: 0.01, skip_on_overflow: true, ..Config::default() };
    for device in all_devices() {
        // Arenas, and a device that cuts, have no exact rows, or no room for what they have missed.
        let with_exact = device.name() == "cpu" || gpu().is_some_and(|gpu| std::ptr::addr_eq(gpu, device));
        for with_decay in if with_exact { vec![false, true] } else { vec![true] } {
            let tensors = if with_decay { vec![tensor.clone()] } else { vec![tensor.clone(), exact.clone()] };
            let weight_decay = Schedule::from(if with_decay { weight_decay.clone() } else { vec![0.0; 40] });
            let config = Config { weight_decay, ..config.clone() };
            let formats = [Format::F32, Format::F32];
            let (mut optimizer, ids) = start(device, &config, formats, &tensors);
            let (mut clean, clean_ids) = start(device, &config, formats, &tensors);
            for step in 0..20 {
                if step % 3 == 1 || step == 7 {
                    let mut poisoned = tensors.clone();
                    poisoned[0].grads[step].1[5] = f32::NAN;
                    take(&mut *optimizer, &ids, &poisoned, step);
                }
                take(&mut *optimizer, &ids, &tensors, step);
                take(&mut *clean, &clean_ids, &tensors, step);
            }
            assert_eq!(
                optimizer.snapshot().unwrap().tensors["global_step"].data,
                proxgrad::Data::U64(vec![20])
            );
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *clean, &clean_ids));
            agree(&device.describe(), true, formats, &got[..1], &want[..1]);
            agree(&device.describe(), false, formats, &got, &want);

            // A snapshot begins anew: what it restores goes on the same way.
            let snapshot = optimizer.snapshot().unwrap();
            optimizer.restore(&snapshot).unwrap();
            for step in 20..25 {
                take(&mut *optimizer, &ids, &tensors, step);
                take(&mut *clean, &clean_ids, &tensors, step);
            }
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *clean, &clean_ids));
            agree(&device.describe(), true, formats, &got[..1], &want[..1]);
            agree(&device.describe(), false, formats, &got, &want);
        }
    }
}

/// Exact rows whose sums are differences, over ends of blocks and by every law.
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
    assert_eq!((before.weight_norm, before.nonzero, before.largest, before.bad_rows), (5.0, 2, 4.0, 1));

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
    // Measured after the last step that was taken, and again now.
    let (report, values) = (optimizer.report().unwrap(), optimizer.values(id).unwrap());
    let norm = values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
    assert!((f64::from(report.weight_norm) - norm).abs() < 1e-5, "{report:?}, {values:?}");
    assert_eq!((report.nonzero, report.grad_norm), (4, 4.0));
}
