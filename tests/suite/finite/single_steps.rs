//! Steps with gradients whose sums, squares or norms leave the range of f32.

use proxgrad::{Config, Format, Rounding};
use proxgrad_testing::{Grad, Optimizer, Param};

use crate::common::devices::{Device, on_every_device};

/// 2⁶³, the most that an element of a gradient counts as.
const MAX_GRAD: f32 = 9_223_372_036_854_775_808.0;

fn config() -> Config {
    Config { learning_rate: 0.1.into(), accum: 0.1, ..Config::default() }
}

/// Values and accumulators of a parameter after these steps.
fn run(device: &Device, config: Config, param: Param<'_>, steps: &[Grad<'_>]) -> [Vec<f32>; 2] {
    let mut optimizer = device.optimizer(config).unwrap();
    let id = optimizer.add_param(param).unwrap();
    for grad in steps {
        optimizer.step(&[(id, *grad)]).unwrap();
    }
    assert_eq!(optimizer.report().unwrap().skipped_steps, 0);
    assert_resumes(&mut *optimizer);
    [optimizer.values(id).unwrap(), optimizer.accum(id).unwrap()]
}

/// A snapshot can be restored.
fn assert_resumes(optimizer: &mut dyn Optimizer) {
    let snapshot = optimizer.snapshot().unwrap();
    optimizer.restore(&snapshot).unwrap();
}

fn assert_near(got: &[f32], want: &[f32]) {
    let is_near = |(got, want): (&f32, &f32)| (got - want).abs() <= 1e-6 * want.abs().max(1e-6);
    assert!(got.len() == want.len() && got.iter().zip(want).all(is_near), "{got:?} is not {want:?}");
}

#[test]
fn a_sum_of_entries_beyond_f32_moves_its_row_by_the_learning_rate() {
    on_every_device(|device| {
        for guarded in [false, true] {
            let config = Config { skip_on_overflow: guarded, ..config() };
            let param = Param::new("table", &[3, 1], &[1.0; 3]);
            let grads = [2e38, 1.0, 2e38];
            for grad in [
                Grad::rows(&[1u32, 2, 1], &grads),
                Grad::Rows { indices: proxgrad_testing::Indices::Device(&[1, 2, 1]), values: &grads },
            ] {
                let [values, accum] = run(device, config.clone(), param, &[grad]);
                assert_near(&values, &[1.0, 0.9, 1.0 - 0.1 / 1.1f32.sqrt()]);
                assert_near(&accum, &[0.1, MAX_GRAD * MAX_GRAD, 1.1]);
            }
        }
    });
}

#[test]
fn many_entries_of_opposite_signs_beyond_f32_leave_no_nan() {
    // Two pieces of 64 entries: the sum of one would be infinite, that of the other as negative.
    let grads: Vec<f32> = (0..130).map(|i| if i < 64 { f32::MAX } else { -f32::MAX }).collect();
    let rows = [0u32; 130];
    on_every_device(|device| {
        for clip_norm in [None, Some(1.0)] {
            let config = Config { clip_norm, ..config() };
            for indices in [(&rows).into(), proxgrad_testing::Indices::Device(&rows)] {
                let grad = Grad::Rows { indices, values: &grads };
                let param = Param::new("table", &[2, 1], &[1.0; 2]);
                let [values, accum] = run(device, config.clone(), param, &[grad, grad]);
                assert!(values.iter().chain(&accum).all(|x| x.is_finite()), "{values:?} {accum:?}");
                assert!(values[0] > 1.0 && values[1] == 1.0, "{values:?}");
            }
        }
    });
}

#[test]
fn a_norm_whose_square_is_beyond_f32_limits_the_gradient_all_the_same() {
    on_every_device(|device| {
        let config = Config { clip_norm: Some(1.0), accum: 0.0, ..config() };
        for scale in [1e19, 1e20, 1e30] {
            let grads = [3.0 * scale, 4.0 * scale];
            let param = Param::new("weight", &[2], &[1.0; 2]);
            let [_, accum] = run(device, config.clone(), param, &[Grad::Dense(&grads)]);
            assert_near(&accum, &[0.36, 0.64]);
            // As the rows of a table.
            if scale < 1e28 {
                let param = Param::new("table", &[2, 1], &[1.0; 2]);
                let [_, accum] = run(device, config.clone(), param, &[Grad::rows(&[0u32, 1], &grads)]);
                assert_near(&accum, &[0.36, 0.64]);
            }
        }
    });
}

#[test]
fn reported_norms_are_finite_and_right_where_their_square_is_not() {
    on_every_device(|device| {
        let mut optimizer = device.optimizer(config()).unwrap();
        let values = [3e30; 5000];
        let id = optimizer.add_param(Param::new("weight", &[5000], &values)).unwrap();
        optimizer.measure_steps(true);
        optimizer.step(&[(id, Grad::Dense(&[1e25; 5000]))]).unwrap();
        let report = optimizer.report().unwrap();
        assert_near(&[report.grad_norm, report.weight_norm], &[1e25 * 5000f32.sqrt(), 3e30 * 5000f32.sqrt()]);
    });
}

#[test]
fn one_huge_gradient_does_not_stop_a_weight_for_good() {
    on_every_device(|device| {
        let config = Config { skip_on_overflow: true, ..config() };
        let steps: Vec<_> = std::iter::once(Grad::Dense(&[2e19])).chain([Grad::Dense(&[1.0]); 100]).collect();
        let [values, accum] = run(device, config, Param::new("weight", &[1], &[1.0]), &steps);
        assert_near(&values, &[0.9]);
        assert_near(&accum, &[MAX_GRAD * MAX_GRAD]);
    });
}

#[test]
fn accumulators_saturate_at_the_largest_f32() {
    on_every_device(|device| {
        let steps = [Grad::Dense(&[f32::MAX, -1e30, 1.0]); 7];
        let [values, accum] = run(device, config(), Param::new("weight", &[3], &[1.0; 3]), &steps);
        assert_eq!(accum[..2], [f32::MAX; 2]);
        assert!(values.iter().all(|value| value.is_finite()), "{values:?}");
    });
}

#[test]
fn values_of_16_bits_saturate_at_their_largest_finite_number() {
    on_every_device(|device| {
        for (format, most) in [(Format::F16, 65_504.0), (Format::Bf16, 3.389_531_4e38)] {
            for rounding in [Rounding::Nearest, Rounding::Stochastic { seed: 3 }] {
                let config = Config { learning_rate: 1e5.into(), rounding, ..config() };
                let values = [most, -most, 1.0];
                let param = Param::new("weight", &[3], &values).formats(format, Format::F32);
                let steps = [Grad::Dense(&[-1.0, 1.0, -1.0]); 3];
                let [values, _] = run(device, config, param, &steps);
                assert_eq!(values[..2], [most, -most], "{format:?} {rounding:?}");
                assert!(values[2] == 65_504.0 || format == Format::Bf16 && values[2] > 1e5, "{values:?}");
            }
        }
    });
}

#[test]
fn weight_decay_and_means_beyond_f32_leave_the_state_finite() {
    on_every_device(|device| {
        let config = Config { weight_decay: 1e30.into(), grad_centralization: true, ..config() };
        let values: Vec<f32> = (0..18).map(|i| if i % 3 == 0 { 1e30 } else { -1e-30 }).collect();
        let grads: Vec<f32> = (0..18).map(|i| if i % 2 == 0 { 3e38 } else { -3e38 }).collect();
        let [values, accum] =
            run(device, config, Param::new("conv", &[2, 3, 3], &values), &[Grad::Dense(&grads); 3]);
        assert!(values.iter().chain(&accum).all(|x| x.is_finite()), "{values:?} {accum:?}");
    });
}

#[test]
fn a_learning_rate_that_could_move_an_element_out_of_f32_is_refused_and_changes_nothing() {
    on_every_device(|device| {
        let mut optimizer =
            device.optimizer(Config { learning_rate: vec![1e20, 0.1].into(), ..config() }).unwrap();
        let id = optimizer.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
        let error = optimizer.step(&[(id, Grad::Dense(&[1.0]))]).unwrap_err().to_string();
        assert_eq!(
            error,
            "learning_rate 100000000000000000000 is too large; it must be below 2^65, which is 3.69e19"
        );
        assert_eq!((optimizer.values(id).unwrap(), optimizer.global_step()), (vec![1.0], 0));
    });
}
