//! Tests of properties that all schedules share.

use super::*;
use crate::{
    config::Config,
    cpu::{Param, ProximalAdagrad},
    error::{Error, Field},
};

/// All named schedules, with 0.5 at the start, 0.125 at the end where there is one, and 10 steps.
fn named(flag: bool) -> [Schedule; 6] {
    let (learning_rate, decay_rate, decay_steps) = (0.5, 0.25, 10);
    [
        ExponentialDecay { learning_rate, decay_rate, decay_steps, staircase: flag }.into(),
        NaturalExpDecay { learning_rate, decay_rate, decay_steps, staircase: flag }.into(),
        InverseDecay { learning_rate, decay_rate, decay_steps, staircase: flag }.into(),
        CosineDecay { min_lr: 0.125, max_lr: learning_rate, decay_steps }.into(),
        polynomial(flag).into(),
        WarmUp { learning_rate, warmup_steps: decay_steps }.into(),
    ]
}

fn polynomial(update_decay_steps: bool) -> PolynomialDecay {
    PolynomialDecay {
        learning_rate: 0.5,
        end_learning_rate: 0.125,
        decay_steps: 10,
        power: 0.75,
        update_decay_steps,
    }
}

fn value(schedule: &Schedule, step: u64) -> f64 {
    schedule.at(step).unwrap()
}

#[test]
fn all_but_warm_up_start_at_the_learning_rate() {
    for flag in [false, true] {
        for schedule in named(flag) {
            let want = if matches!(schedule, Schedule::WarmUp(_)) { 0.0 } else { 0.5 };
            assert_eq!(value(&schedule, 0), want, "{schedule:?}");
        }
    }
}

#[test]
fn the_last_steps_of_all_are_finite_and_at_least_zero() {
    for flag in [false, true] {
        for decay_steps in [1, 3, 10, 1 << 53, u64::MAX - 1, u64::MAX] {
            let mut schedules = named(flag);
            for schedule in &mut schedules {
                set_steps(schedule, decay_steps);
                for step in [u64::MAX / 2, (1 << 53) + 1, u64::MAX - 2, u64::MAX - 1, u64::MAX] {
                    let value = value(schedule, step);
                    assert!((0.0..=0.5).contains(&value), "{schedule:?} at {step}: {value}");
                }
            }
        }
    }
}

fn set_steps(schedule: &mut Schedule, steps: u64) {
    match schedule {
        Schedule::ExponentialDecay(decay) => decay.decay_steps = steps,
        Schedule::NaturalExpDecay(decay) => decay.decay_steps = steps,
        Schedule::InverseDecay(decay) => decay.decay_steps = steps,
        Schedule::CosineDecay(decay) => decay.decay_steps = steps,
        Schedule::PolynomialDecay(decay) => decay.decay_steps = steps,
        Schedule::WarmUp(warm_up) => warm_up.warmup_steps = steps,
        other => unreachable!("{other:?} has no steps"),
    }
}

#[test]
fn decays_fall_and_warm_up_rises_without_turning() {
    for schedule in named(false) {
        for step in 0..100 {
            let (now, next) = (value(&schedule, step), value(&schedule, step + 1));
            let rises = matches!(schedule, Schedule::WarmUp(_));
            assert!(
                if rises { next >= now } else { next <= now },
                "{schedule:?} at {step}: {now}, then {next}"
            );
        }
    }
}

#[test]
fn those_that_end_hold_their_end_exactly() {
    let [.., cosine, polynomial, warm_up] = named(false);
    for step in [10, 11, 1_000, u64::MAX] {
        assert_eq!((value(&cosine, step), value(&polynomial, step)), (0.125, 0.125), "step {step}");
        assert_eq!(value(&warm_up, step), 0.5, "step {step}");
    }
}

#[test]
fn a_staircase_has_the_smooth_value_at_each_stair_and_keeps_it() {
    for (stairs, smooth) in named(true).iter().zip(&named(false)).take(3) {
        // The last one is the last stair below 2⁵³, beyond which f64 cannot represent every step.
        for start in [0, 10, 20, 990, (1 << 53) / 10 * 10 - 10] {
            for step in start..start + 10 {
                assert_eq!(value(stairs, step), value(smooth, start), "{stairs:?} at {step}");
            }
        }
    }
}

#[test]
fn updating_polynomial_decay_reaches_its_end_at_every_multiple_and_rises_behind_it() {
    let again = polynomial(true);
    for multiple in [10, 20, 30, 1_000_000] {
        assert_eq!(again.at(multiple), 0.125, "step {multiple}");
        assert!(again.at(multiple + 1) > 0.125, "step {multiple} + 1");
    }
    for step in 0..=10 {
        assert_eq!(again.at(step), polynomial(false).at(step), "step {step}");
    }
}

#[test]
fn a_polynomial_may_grow() {
    let grow = PolynomialDecay { learning_rate: 1e-30, end_learning_rate: 1.0, ..polynomial(false) };
    assert!(grow.check(Field::new("learning_rate")).is_ok());
    assert!((0..20).all(|step| grow.at(step) >= 0.0 && grow.at(step + 1) >= grow.at(step)));
}

#[test]
fn unchecked_arguments_do_not_panic() {
    for flag in [false, true] {
        for mut schedule in named(flag) {
            set_steps(&mut schedule, 0);
            for step in [0, 1, 10, u64::MAX] {
                let _ = value(&schedule, step);
            }
        }
    }
}

#[test]
fn arguments_out_of_range_are_refused_with_name_value_and_remedy() {
    let exponential =
        ExponentialDecay { learning_rate: 0.1, decay_rate: 0.9, decay_steps: 4, staircase: false };
    let natural = NaturalExpDecay { learning_rate: 0.1, decay_rate: 0.9, decay_steps: 4, staircase: false };
    let inverse = InverseDecay { learning_rate: 0.1, decay_rate: 0.9, decay_steps: 4, staircase: false };
    let cosine = CosineDecay { min_lr: 0.01, max_lr: 0.1, decay_steps: 4 };
    let polynomial = polynomial(false);
    let warm_up = WarmUp { learning_rate: 0.1, warmup_steps: 2 };
    let cases: Vec<(Schedule, &str)> = vec![
        (
            ExponentialDecay { learning_rate: 0.0, ..exponential }.into(),
            "learning_rate of weight_decay of group 1 is 0; it must be finite and above 0",
        ),
        (
            ExponentialDecay { decay_rate: f64::NAN, ..exponential }.into(),
            "decay_rate of weight_decay of group 1 is NaN; it must be finite and above 0",
        ),
        (
            ExponentialDecay { decay_rate: f64::INFINITY, ..exponential }.into(),
            "decay_rate of weight_decay of group 1 is inf; it must be finite and above 0",
        ),
        (
            ExponentialDecay { decay_steps: 0, ..exponential }.into(),
            "decay_steps of weight_decay of group 1 is 0; it must be at least 1",
        ),
        (
            NaturalExpDecay { learning_rate: -0.1, ..natural }.into(),
            "learning_rate of weight_decay of group 1 is -0.1; it must be finite and above 0",
        ),
        (
            NaturalExpDecay { decay_rate: 0.0, ..natural }.into(),
            "decay_rate of weight_decay of group 1 is 0; it must be finite and above 0",
        ),
        (
            NaturalExpDecay { decay_steps: 0, ..natural }.into(),
            "decay_steps of weight_decay of group 1 is 0; it must be at least 1",
        ),
        (
            InverseDecay { learning_rate: f64::INFINITY, ..inverse }.into(),
            "learning_rate of weight_decay of group 1 is inf; it must be finite and above 0",
        ),
        (
            InverseDecay { decay_rate: -1.0, ..inverse }.into(),
            "decay_rate of weight_decay of group 1 is -1; it must be finite and above 0",
        ),
        (
            InverseDecay { decay_steps: 0, ..inverse }.into(),
            "decay_steps of weight_decay of group 1 is 0; it must be at least 1",
        ),
        (
            CosineDecay { min_lr: -0.1, ..cosine }.into(),
            "min_lr of weight_decay of group 1 is -0.1; it must be finite and at least 0",
        ),
        (
            CosineDecay { min_lr: f64::NAN, ..cosine }.into(),
            "min_lr of weight_decay of group 1 is NaN; it must be finite and at least 0",
        ),
        (
            CosineDecay { max_lr: 0.0, ..cosine }.into(),
            "max_lr of weight_decay of group 1 is 0; it must be finite and above 0",
        ),
        (
            CosineDecay { min_lr: 0.5, ..cosine }.into(),
            "min_lr of weight_decay of group 1 is 0.5; it must be below max_lr, which is 0.1",
        ),
        (
            CosineDecay { min_lr: 0.1, ..cosine }.into(),
            "min_lr of weight_decay of group 1 is 0.1; it must be below max_lr, which is 0.1",
        ),
        (
            CosineDecay { decay_steps: 0, ..cosine }.into(),
            "decay_steps of weight_decay of group 1 is 0; it must be at least 1",
        ),
        (
            PolynomialDecay { learning_rate: 0.0, ..polynomial }.into(),
            "learning_rate of weight_decay of group 1 is 0; it must be finite and above 0",
        ),
        (
            PolynomialDecay { end_learning_rate: -0.1, ..polynomial }.into(),
            "end_learning_rate of weight_decay of group 1 is -0.1; it must be finite and at least 0",
        ),
        (
            PolynomialDecay { decay_steps: 0, ..polynomial }.into(),
            "decay_steps of weight_decay of group 1 is 0; it must be at least 1",
        ),
        (
            PolynomialDecay { power: 0.0, ..polynomial }.into(),
            "power of weight_decay of group 1 is 0; it must be finite and above 0",
        ),
        (
            WarmUp { learning_rate: -0.1, ..warm_up }.into(),
            "learning_rate of weight_decay of group 1 is -0.1; it must be finite and at least 0",
        ),
        (
            WarmUp { warmup_steps: 0, ..warm_up }.into(),
            "warmup_steps of weight_decay of group 1 is 0; it must be at least 1",
        ),
        (Schedule::Constant(-0.1), "weight_decay of group 1 is -0.1; it must be finite and at least 0"),
        (
            Schedule::from(vec![0.1, f64::NAN]),
            "weight_decay of group 1 is NaN; it must be finite and at least 0",
        ),
        (
            Schedule::from(Vec::<f64>::new()),
            "weight_decay of group 1 is an empty list; give one value for each step",
        ),
    ];
    for (schedule, message) in cases {
        let error = schedule.check(Field::of_group("weight_decay", 1)).unwrap_err();
        assert_eq!(error.to_string(), message, "{schedule:?}");
    }
}

#[test]
fn arguments_at_the_edge_of_their_range_are_accepted() {
    let edges: [Schedule; 3] = [
        CosineDecay { min_lr: 0.0, max_lr: f64::MIN_POSITIVE, decay_steps: 1 }.into(),
        PolynomialDecay { end_learning_rate: 0.0, decay_steps: 1, ..polynomial(true) }.into(),
        WarmUp { learning_rate: 0.0, warmup_steps: u64::MAX }.into(),
    ];
    for schedule in named(true).into_iter().chain(edges) {
        assert_eq!(schedule.check(Field::new("learning_rate")), Ok(()), "{schedule:?}");
    }
}

#[test]
fn a_decay_that_grew_out_of_f32_is_refused_at_its_step_with_its_value() {
    let grow = ExponentialDecay { learning_rate: 1e-30, decay_rate: 1e38, decay_steps: 1, staircase: false };
    let config = Config { learning_rate: grow.into(), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(config).unwrap();
    let weight = optimizer.add_param(Param::new("weight", &[1])).unwrap();
    let mut step = |value: &mut [f32]| {
        let mut step = optimizer.begin_step();
        step.dense(weight, value, &[0.5]).and_then(|_| step.finish())
    };
    let mut value = [1.0];
    step(&mut value).unwrap();
    step(&mut value).unwrap();
    let before = value;
    let want = Error::ScheduleValue { field: Field::new("learning_rate"), step: 2, value: grow.at(2) };
    assert_eq!((step(&mut value), value), (Err(want), before));
    let named = "learning_rate is inf at step 9; its schedule must give values finite and at least 0";
    let error = Error::ScheduleValue { field: Field::new("learning_rate"), step: 9, value: grow.at(9) };
    assert_eq!(error.to_string(), named);
}

#[test]
fn debug_names_the_variant_and_its_arguments() {
    let warm_up: Schedule = WarmUp { learning_rate: 0.1, warmup_steps: 2 }.into();
    assert_eq!(format!("{warm_up:?}"), "WarmUp(WarmUp { learning_rate: 0.1, warmup_steps: 2 })");
}
