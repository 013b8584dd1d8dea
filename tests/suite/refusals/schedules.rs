//! Schedules that end, or whose values leave their range, in the middle of a run.

use proxgrad::{Config, Error, Group, Schedule, Shrinkage, schedule::ExponentialDecay};
use proxgrad_testing::{Grad, Indices};

use super::fixture::param;
use crate::common::{devices::on_every_device, state::State};

/// A schedule that is 0.1 at step 0 and this value at all later steps.
fn changes_to(later: f64) -> Schedule {
    Schedule::function(move |step| if step == 0 { 0.1 } else { later })
}

/// Settings with an invalid value at the second step, and the message.
fn invalid_settings() -> Vec<(Config, Group, String)> {
    let (config, group) = (Config::default, Group::default);
    let mut cases = Vec::new();
    for later in [f64::NAN, -0.5, f64::INFINITY, f64::NEG_INFINITY, 1e39] {
        let of = |field: &str| {
            format!("{field} is {later} at step 1; its schedule must give values finite and at least 0")
        };
        let invalid = || changes_to(later);
        cases.extend([
            (Config { learning_rate: invalid(), ..config() }, group(), of("learning_rate")),
            (Config { weight_decay: invalid(), ..config() }, group(), of("weight_decay")),
            (config(), Group { learning_rate: Some(invalid()), ..group() }, of("learning_rate of group 0")),
            (config(), Group { weight_decay: Some(invalid()), ..group() }, of("weight_decay of group 0")),
        ]);
    }
    let growing =
        ExponentialDecay { learning_rate: 1e19, decay_rate: 1e20, decay_steps: 1, staircase: false };
    let later = growing.at(1);
    cases.push((
        Config { learning_rate: growing.into(), ..config() },
        group(),
        format!("learning_rate is {later} at step 1; its schedule must give values finite and at least 0"),
    ));
    cases
}

/// Settings with a list that ends after one step, and the message.
fn ended_settings() -> Vec<(Config, Group, String)> {
    let (config, group) = (Config::default, Group::default);
    let once = || Schedule::from(vec![0.1]);
    let of = |field: &str| {
        format!("{field} has no value for step 1: its list ended; give a longer list or a function")
    };
    vec![
        (Config { learning_rate: once(), ..config() }, group(), of("learning_rate")),
        (Config { weight_decay: once(), ..config() }, group(), of("weight_decay")),
        (config(), Group { learning_rate: Some(once()), ..group() }, of("learning_rate of group 0")),
        (config(), Group { weight_decay: Some(once()), ..group() }, of("weight_decay of group 0")),
    ]
}

/// Settings whose l1 or l2 is too large for the learning rate of the second step, and the message.
fn too_strong_settings() -> Vec<(Config, Group, String)> {
    let (config, group) = (Config::default, Group::default);
    let adaptive = Config { learning_rate: changes_to(1.0), shrinkage: Shrinkage::Adaptive, ..config() };
    let of = |field: &str, strength: f32, rate: f32| {
        format!("{field} = {strength} at learning rate {rate} is too large to shrink by; lower one of them")
    };
    vec![
        (Config { learning_rate: changes_to(1e19), l1: 1e20, ..config() }, group(), of("l1", 1e20, 1e19)),
        (
            config(),
            Group { learning_rate: Some(changes_to(1e19)), l2: Some(1e20), ..group() },
            of("l2", 1e20, 1e19),
        ),
        (
            Config { learning_rate: Schedule::function(|step| step as f64), l2: 1e20, ..adaptive },
            Group { learning_rate: Some(0.0.into()), ..group() },
            of("l2", 1e20, 1.0),
        ),
    ]
}

#[test]
fn schedules_that_end_or_leave_their_range_are_refused_at_the_step_and_again() {
    let cases = [ended_settings(), invalid_settings(), too_strong_settings()].concat();
    on_every_device(|device| {
        for (config, group, message) in &cases {
            let mut optimizer = device.optimizer(config.clone()).unwrap();
            let group = optimizer.add_group(group.clone()).unwrap();
            let ids = [
                optimizer.add_param(param("free", &[2], &[1.0, 2.0])).unwrap(),
                optimizer.add_param(param("grouped", &[2, 1], &[1.0, 2.0]).group(group)).unwrap(),
            ];
            let indices = Indices::Device(&[1, 2]);
            let grads =
                [(ids[0], Grad::Dense(&[0.5, -0.5])), (ids[1], Grad::Rows { indices, values: &[0.5, -0.5] })];
            optimizer.step(&grads).unwrap();
            let before = State::of(&*optimizer, &ids);
            for attempt in 0..2 {
                let error = optimizer.step(&grads).expect_err(message);
                assert_eq!(&error.to_string(), message, "attempt {attempt}");
                assert_eq!(State::of(&*optimizer, &ids), before, "attempt {attempt} changed by: {message}");
                // A step without gradients is refused, too.
                assert_eq!(&optimizer.step(&[]).unwrap_err().to_string(), message);
            }
            if !matches!(optimizer.step(&[]), Err(Error::StrengthTooLarge { .. })) {
                let asked = ids.map(|id| [optimizer.lr_of(id).err(), optimizer.weight_decay_of(id).err()]);
                assert!(asked.iter().flatten().flatten().any(|error| &error.to_string() == message));
            }
        }
    });
}

#[test]
fn a_run_goes_on_from_a_snapshot_after_its_list_has_ended() {
    on_every_device(|device| {
        let config = Config { learning_rate: vec![0.1, 0.2].into(), ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let weight = optimizer.add_param(param("weight", &[2], &[1.0, 2.0])).unwrap();
        let start = optimizer.snapshot().unwrap();
        let grad = [(weight, Grad::Dense(&[0.5, 0.5]))];
        (0..2).for_each(|_| optimizer.step(&grad).unwrap());
        assert!(matches!(optimizer.step(&grad), Err(Error::ScheduleEnded { step: 2, .. })));
        optimizer.restore(&start).unwrap();
        optimizer.step(&grad).unwrap();
        assert_eq!(optimizer.global_step(), 1);
    });
}
