//! Settings of the optimizer and of groups that are out of range.

use proxgrad::{
    Config, Group, Schedule,
    schedule::{CosineDecay, WarmUp},
};

use super::fixture::assert_refused;
use crate::common::devices::on_every_device;

#[test]
fn settings_out_of_range_are_refused_with_name_value_and_remedy() {
    let config = Config::default;
    let function_at_zero = Schedule::function(|_| 0.0);
    let cases: Vec<(Config, &str)> = vec![
        (Config { accum: -1.0, ..config() }, "accum is -1; it must be finite and at least 0"),
        (Config { accum: f64::NAN, ..config() }, "accum is NaN; it must be finite and at least 0"),
        // Finite in f64, but not in f32.
        (
            Config { accum: 1e39, ..config() },
            "accum is 1000000000000000000000000000000000000000; it must be finite and at least 0",
        ),
        (Config { l1: -0.5, ..config() }, "l1 is -0.5; it must be finite and at least 0"),
        (Config { l1: f64::INFINITY, ..config() }, "l1 is inf; it must be finite and at least 0"),
        (Config { l2: -0.5, ..config() }, "l2 is -0.5; it must be finite and at least 0"),
        (Config { l2: f64::NAN, ..config() }, "l2 is NaN; it must be finite and at least 0"),
        (
            Config { loss_scale: 0.0, ..config() },
            "loss_scale is 0; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { loss_scale: -2.0, ..config() },
            "loss_scale is -2; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { loss_scale: f64::INFINITY, ..config() },
            "loss_scale is inf; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { loss_scale: f64::NAN, ..config() },
            "loss_scale is NaN; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { learning_rate: (-0.1).into(), ..config() },
            "learning_rate is -0.1; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: f64::NAN.into(), ..config() },
            "learning_rate is NaN; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: vec![0.1, -0.1].into(), ..config() },
            "learning_rate is -0.1; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: vec![0.1, f64::INFINITY].into(), ..config() },
            "learning_rate is inf; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: Vec::<f64>::new().into(), ..config() },
            "learning_rate is an empty list; give one value for each step",
        ),
        (
            Config { weight_decay: (-0.1).into(), ..config() },
            "weight_decay is -0.1; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: WarmUp { learning_rate: 0.1, warmup_steps: 0 }.into(), ..config() },
            "warmup_steps of learning_rate is 0; it must be at least 1",
        ),
        (
            Config {
                weight_decay: CosineDecay { min_lr: 0.2, max_lr: 0.1, decay_steps: 5 }.into(),
                ..config()
            },
            "min_lr of weight_decay is 0.2; it must be below max_lr, which is 0.1",
        ),
        (
            Config { weight_decay: Vec::<f64>::new().into(), ..config() },
            "weight_decay is an empty list; give one value for each step",
        ),
    ];
    on_every_device(|device| {
        for (config, message) in &cases {
            assert_eq!(&device.optimizer(config.clone()).err().unwrap().to_string(), message);
        }
        // The smallest and largest values that are allowed.
        let allowed = Config {
            accum: 0.0,
            learning_rate: 0.0.into(),
            loss_scale: 1e30,
            weight_decay: function_at_zero.clone(),
            ..config()
        };
        assert!(device.optimizer(allowed).is_ok());
    });
}

#[test]
fn settings_of_a_group_are_refused_with_its_number_and_the_optimizer_goes_on() {
    let group = Group::default;
    let cases: Vec<(Group, &str)> = vec![
        (Group { accum: Some(-1.0), ..group() }, "accum of group 1 is -1; it must be finite and at least 0"),
        (Group { l1: Some(f64::NAN), ..group() }, "l1 of group 1 is NaN; it must be finite and at least 0"),
        (Group { l2: Some(-1.0), ..group() }, "l2 of group 1 is -1; it must be finite and at least 0"),
        (
            Group { learning_rate: Some((-1.0).into()), ..group() },
            "learning_rate of group 1 is -1; it must be finite and at least 0",
        ),
        (
            Group { learning_rate: Some(Vec::<f64>::new().into()), ..group() },
            "learning_rate of group 1 is an empty list; give one value for each step",
        ),
        (
            Group { weight_decay: Some((-1.0).into()), ..group() },
            "weight_decay of group 1 is -1; it must be finite and at least 0",
        ),
        (
            Group {
                learning_rate: Some(WarmUp { learning_rate: f64::NAN, warmup_steps: 2 }.into()),
                ..group()
            },
            "learning_rate of learning_rate of group 1 is NaN; it must be finite and at least 0",
        ),
        (
            Group { learning_rate: Some(vec![0.1; 3].into()), ..group() },
            "learning_rate of group 1 lists 3 values, but learning_rate lists 2; give all lists the same length",
        ),
        (
            Group { learning_rate: Some(vec![0.1].into()), ..group() },
            "learning_rate of group 1 lists 1 values, but learning_rate lists 2; give all lists the same length",
        ),
    ];
    on_every_device(|device| {
        for (group, message) in &cases {
            assert_refused(device, |optimizer, _| optimizer.add_group(group.clone()).map(drop), message);
        }
    });
}

#[test]
fn lists_of_two_groups_have_one_length() {
    on_every_device(|device| {
        let listed = |len| Group { learning_rate: Some(vec![0.1; len].into()), ..Group::default() };
        let mut optimizer = device.optimizer(Config::default()).unwrap();
        optimizer.add_group(Group { weight_decay: Some(vec![0.1; 9].into()), ..Group::default() }).unwrap();
        optimizer.add_group(listed(2)).unwrap();
        let error = optimizer.add_group(listed(3)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "learning_rate of group 2 lists 3 values, but learning_rate of group 1 lists 2; \
             give all lists the same length"
        );
        // The refused group neither sets the length of lists nor takes a number.
        optimizer.add_group(listed(2)).unwrap();
        assert!(optimizer.add_group(listed(1)).unwrap_err().to_string().contains("of group 3 lists 1"));
    });
}

#[test]
fn loss_scales_out_of_range_are_refused_and_the_old_one_stays() {
    // In f32 1/1e39 is 0, and 1/2^127 and 1e-39 are subnormal.
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e39, 2f64.powi(127), 1e-39] {
        let message =
            format!("loss_scale is {scale}; it must be finite and above 0, and so must 1/loss_scale be");
        on_every_device(|device| {
            assert_refused(device, |optimizer, _| optimizer.set_loss_scale(scale), &message);
        });
    }
}
