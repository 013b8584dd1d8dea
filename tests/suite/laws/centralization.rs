//! Laws of centralized gradients.

use proxgrad::{Centralization, Config, Shrinkage};
use proxgrad_testing::{Grad, Param};

use super::problem::problem;
use crate::common::{
    devices::on_every_device,
    oracle::Expected,
    param::{TestGrad, TestParam},
    problem::Problem,
    random::Random,
};

/// Shapes with channels whose mean takes one thread, one workgroup and several workgroups.
const CHANNELS: [[usize; 3]; 6] = [[3, 1, 1], [4, 3, 5], [2, 8, 8], [3, 5, 13], [2, 64, 64], [2, 4097, 1]];

/// One step of parameters whose gradients are centralized.
fn centralizing(weight_decay: f64, params: Vec<TestParam>) -> Problem {
    let mut problem = problem(Shrinkage::Documented, 0.0, 0.0, params);
    problem.defaults.weight_decay = Some(weight_decay.into());
    problem.defaults.grad_centralization = Some(true);
    problem
}

/// What the oracle expects of the elements of a parameter after one dense step.
fn expected(problem: &Problem, param: &TestParam) -> Vec<Expected> {
    let rule = problem.rule(param, 0);
    let channels = param.channels(0, &rule).into_iter().flat_map(|channel| {
        let values = &param.values[channel.begin..][..channel.grads.len()];
        let gradients = rule.gradients(values, &channel.grads, channel.decays);
        values.iter().zip(gradients).map(|(w, g)| rule.apply(*w, 0.1, g)).collect::<Vec<_>>()
    });
    channels.collect()
}

#[test]
fn a_constant_added_to_a_centralized_gradient_changes_nothing() {
    let mut random = Random::new(71);
    // Multiples of 1/64, so that additions are exact.
    let grads = CHANNELS.map(|shape| {
        let grads = random.grads(shape.iter().product());
        grads.iter().map(|grad| (grad * 64.0).round() / 64.0).collect::<Vec<_>>()
    });
    let values = CHANNELS.map(|shape| random.values(shape.iter().product()));
    let plus = |constant: f32, weight_decay: f64| {
        let params = CHANNELS.iter().zip(&grads).zip(&values).map(|((shape, grads), values)| {
            // Another constant for each channel.
            let width = shape[1] * shape[2];
            let grads = grads.iter().zip(0..).map(|(grad, i)| grad + constant * (1 + i / width) as f32);
            let grads = vec![TestGrad::Dense(grads.collect())];
            TestParam::new(format!("{shape:?}"), shape, values.clone(), grads)
        });
        centralizing(weight_decay, params.collect())
    };
    on_every_device(|device| {
        for weight_decay in [0.0, 0.1] {
            let (without, with) = (plus(0.0, weight_decay), plus(8.0, weight_decay));
            let (without_run, with_run) = (without.run(device), with.run(device));
            for (p, param) in with.params.iter().enumerate() {
                let pairs = expected(&without, &without.params[p]).into_iter().zip(expected(&with, param));
                for (i, (one, other)) in pairs.enumerate() {
                    let bound = one.value.error + other.value.error;
                    let (one, other) = (without_run[1][p][0][i], with_run[1][p][0][i]);
                    let change = (f64::from(one) - f64::from(other)).abs();
                    assert!(
                        change <= bound,
                        "\"{}\" {i}: {one} and {other}, {bound} apart at most",
                        param.name
                    );
                    assert!(bound < 1e-3, "{bound} proves little");
                }
            }
        }
    });
}

#[test]
fn equal_gradients_in_a_channel_do_not_move_it() {
    /// The rounding error of a mean of up to 4097 equal numbers of at most 3, times γ / √accum.
    const TOLERANCE: f32 = 1e-5;
    let mut random = Random::new(72);
    let params = CHANNELS.iter().map(|shape| {
        let width = shape[1] * shape[2];
        let grads = (0..shape[0] * width).map(|i| [0.1, -3.0, 0.7, 0.3][i / width]).collect();
        let values = random.values(shape[0] * width);
        TestParam::new(format!("{shape:?}"), shape, values, vec![TestGrad::Dense(grads)])
    });
    let problem = centralizing(0.0, params.collect());
    on_every_device(|device| {
        let history = problem.run(device);
        for (param, [values, accum]) in problem.params.iter().zip(&history[1]) {
            let moved = values.iter().zip(&param.values).map(|(new, old)| (new - old).abs());
            let grown = accum.iter().map(|accum| accum - 0.1);
            let (moved, grown) = (moved.fold(0.0, f32::max), grown.fold(0.0, f32::max));
            assert!(moved < TOLERANCE && grown < TOLERANCE, "\"{}\": {moved}, {grown}", param.name);
        }
        problem.compare(&history).assert_passed("equal gradients");
    });
}

#[test]
fn the_mean_of_a_million_gradients_is_as_good_as_a_tree_makes_it() {
    const LEN: usize = 1_000_000;
    /// 64 elements in a lane and 6 halvings, then 4 of 245 trees in a lane and 6 halvings: 78 roundings of
    /// 2⁻²⁴.
    const OF_MEAN: f64 = 78.0 / (1 << 24) as f64;
    /// Roundings of `grad − mean`, which is at most 1e-3, of its square, and of the root that this test
    /// takes.
    const OF_ELEMENT: f64 = 1e-9;
    let mut random = Random::new(73);
    // Numbers are almost equal, so that adding one after the other would round in the same direction again
    // and again.
    let grads: Vec<f32> = random.values(LEN).iter().map(|noise| 0.1 + 0.0005 * noise).collect();
    let mean = grads.iter().map(|grad| f64::from(*grad)).sum::<f64>() / LEN as f64;
    let bound = mean * OF_MEAN + OF_ELEMENT;
    let naive = f64::from(grads.iter().sum::<f32>()) / LEN as f64;
    assert!((naive - mean).abs() > 100.0 * bound, "{naive} proves little");

    let weight =
        TestParam::new("weight", &[1, 1000, 1000], vec![1.0; LEN], vec![TestGrad::Dense(grads.clone())]);
    let mut problem = centralizing(0.0, vec![weight]);
    // So that A = (grad − mean)².
    problem.defaults.accum = Some(0.0);
    on_every_device(|device| {
        let accum = &problem.run(device)[1][0][1];
        let errors = grads.iter().zip(accum).map(|(grad, accum)| {
            let (centred, got) = (f64::from(*grad) - mean, f64::from(*accum).sqrt());
            (centred.abs() - got).abs()
        });
        let worst = errors.fold(0.0, f64::max);
        assert!(worst <= bound, "off by {worst}, {bound} is allowed");
    });
}

#[test]
fn only_what_the_rule_covers_is_centralized() {
    use Centralization::{Convolutions, MultiplesOf16};
    let cases: [(&[usize], bool, bool); 8] = [
        (&[], false, false),
        (&[32], false, false),
        (&[2, 16], false, true),
        (&[2, 8], false, false),
        (&[2, 1, 2], true, false),
        (&[2, 32, 3], true, true),
        (&[2, 3, 1, 2], true, false),
        (&[2, 16, 1, 1], true, true),
    ];
    on_every_device(|device| {
        for (shape, of_convolutions, of_multiples) in cases {
            for (centralization, covered) in [(Convolutions, of_convolutions), (MultiplesOf16, of_multiples)]
            {
                for (grad_centralization, centralized) in [(true, covered), (false, false)] {
                    let config =
                        Config { accum: 1.0, grad_centralization, centralization, ..Config::default() };
                    let mut optimizer = device.optimizer(config).unwrap();
                    let ones = vec![1.0; shape.iter().product()];
                    let weight = optimizer.add_param(Param::new("weight", shape, &ones)).unwrap();
                    optimizer.step(&[(weight, Grad::Dense(&ones))]).unwrap();
                    // A = 1 + g², where g is 1, or the difference of 1 and a mean of ones, which is small
                    // where 1/n is rounded.
                    let grown = optimizer.accum(weight).unwrap()[0] > 1.5;
                    assert_eq!(grown, !centralized, "{shape:?} by {centralization:?}");
                }
            }
        }
    });
}
