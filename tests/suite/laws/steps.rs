//! Laws of values, zeros and accumulators.

use proxgrad::Shrinkage;

use super::problem::{STEPS, every_storage_path, problem};
use crate::common::{
    devices::on_every_device,
    param::{TestGrad, TestParam},
    problem::Problem,
    random::Random,
    variants::SHRINKAGES,
};

#[test]
fn without_l1_and_l2_both_shrinkages_are_adagrad() {
    let mut random = Random::new(11);
    let params = every_storage_path(&mut random);
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let problem = problem(shrinkage, 0.0, 0.0, params[..3].to_vec());
            let history = problem.run(device);
            for (p, param) in problem.params.iter().enumerate() {
                let TestGrad::Dense(grads) = &param.grads[0] else {
                    unreachable!("the first three are dense")
                };
                for (i, &grad) in grads.iter().enumerate() {
                    let (w, g) = (f64::from(param.values[i]), f64::from(grad));
                    // w' = w − γ·g / √(accum + g²): Duchi, Hazan, Singer 2011
                    let adagrad = w - 0.1 * g / (f64::from(0.1f32) + g * g).sqrt();
                    let bound = problem.rule(param, 0).step(param.values[i], 0.1, grad).value.error;
                    let got = f64::from(history[1][p][0][i]);
                    assert!((got - adagrad).abs() <= bound, "{shrinkage:?} {w} {g}: {got}, not {adagrad}");
                }
            }
        }
    });
}

#[test]
fn more_l1_never_gives_fewer_zeros_in_one_step() {
    let mut random = Random::new(12);
    let params = every_storage_path(&mut random);
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let zeros = |l1| -> Vec<bool> {
                let first = &problem(shrinkage, l1, 0.2, params.clone()).run(device)[1];
                first.iter().flat_map(|[values, _]| values.iter().map(|value| *value == 0.0)).collect()
            };
            let strengths = [0.0, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0];
            let sets: Vec<_> = strengths.map(zeros).into();
            for (l1, pair) in strengths.windows(2).zip(sets.windows(2)) {
                let lost = pair[0].iter().zip(&pair[1]).position(|(less, more)| *less && !*more);
                assert_eq!(lost, None, "{shrinkage:?}: zero with l1 = {}, not with {}", l1[0], l1[1]);
            }
            let count = |set: &[bool]| set.iter().filter(|zero| **zero).count();
            assert!(count(&sets[7]) > 2 * count(&sets[0]), "{shrinkage:?}: l1 makes no zeros");
        }
    });
}

#[test]
fn accumulators_never_fall_and_rise_with_every_gradient() {
    let mut random = Random::new(13);
    let params = every_storage_path(&mut random);
    on_every_device(|device| {
        let history = problem(Shrinkage::Documented, 0.1, 0.1, params.clone()).run(device);
        for (step, pair) in history.windows(2).enumerate() {
            for (p, (before, after)) in pair[0].iter().zip(&pair[1]).enumerate() {
                let (before, after) = (&before[1], &after[1]);
                assert!((0..before.len()).all(|i| after[i] >= before[i]), "parameter {p} at step {step}");
                let risen = (0..before.len()).filter(|&i| after[i] > before[i]).count();
                assert!(risen > before.len() / 4, "parameter {p} at step {step}: only {risen} rose");
            }
        }
    });
}

#[test]
fn the_same_run_twice_gives_the_same_bits() {
    let mut random = Random::new(14);
    let params = every_storage_path(&mut random);
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let problem = problem(shrinkage, 0.1, 0.3, params.clone());
            let (first, second) = (problem.run(device), problem.run(device));
            problem.assert_same_bits(&format!("{shrinkage:?}"), &first, &second);
        }
    });
}

#[test]
fn gradients_times_a_loss_scale_that_is_a_power_of_two_give_the_same_bits() {
    let mut random = Random::new(76);
    let mut params = every_storage_path(&mut random);
    let shape = [6, 3, 5];
    let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(90))).collect();
    params.push(TestParam::new("convolution", &shape, random.values(90), grads));
    let mut plain = problem(Shrinkage::Documented, 0.1, 0.3, params);
    plain.defaults.grad_centralization = Some(true);
    let scales = [1024.0, 0.125, 65_536.0, 16_777_216.0];
    let mut scaled = Problem { loss_scales: scales.map(f64::from).to_vec(), ..plain.clone() };
    for param in &mut scaled.params {
        for (grad, scale) in param.grads.iter_mut().zip(scales) {
            grad.elements_mut().iter_mut().for_each(|element| *element *= scale);
        }
    }
    on_every_device(|device| {
        plain.assert_same_bits("scaled", &plain.run(device), &scaled.run(device));
    });
}
