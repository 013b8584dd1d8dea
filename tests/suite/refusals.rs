//! What a caller can get wrong is an error that says so, and changes nothing: no value, no accumulator, no step number,
//! no count of bad rows.
//!
//! Not here:
//! * `TooManyEntries`, because it takes 2³² indices.
//! * `Milestone`, `MilestoneCount` and `ListTooLong`, which no optimizer returns: they are tested beside the functions of
//!   `dynamic_lr`. `NotBelow` and the other arguments of named schedules, but for one of each kind: beside the schedules.
//! * `StateMissing`, `StateExtra`, `StateMismatch` and `StateValue`, which are in `checkpoints.rs`.

use crate::common::{Device, cutting, folding, gpu, on_every_device, state::State};
use proxgrad::{
    Config, Error, Group, Param, ParamId, ProximalAdagrad, RowGrad, Schedule, Shrinkage, cpu,
    gpu::{self, Prefer},
    schedule::{CosineDecay, ExponentialDecay, WarmUp},
    wgpu::{self, BufferUsages, CommandEncoderDescriptor, Limits},
};
use proxgrad_golden::{Gpu, Grad, Indices, Optimizer};

#[test]
fn settings_out_of_range_are_refused_with_name_value_and_remedy() {
    let config = Config::default;
    let function_at_zero = Schedule::function(|_| 0.0);
    let cases: Vec<(Config, &str)> = vec![
        (Config { accum: -1.0, ..config() }, "accum is -1; it must be finite and at least 0"),
        (Config { accum: f64::NAN, ..config() }, "accum is NaN; it must be finite and at least 0"),
        // Finite in f64 only.
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
            Config { learning_rate: Vec::new().into(), ..config() },
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
            Config { weight_decay: Vec::new().into(), ..config() },
            "weight_decay is an empty list; give one value for each step",
        ),
    ];
    on_every_device(|device| {
        for (config, message) in &cases {
            assert_eq!(&device.optimizer(config.clone()).err().unwrap().to_string(), message);
        }
        // The edges of what is allowed.
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
            Group { learning_rate: Some(Vec::new().into()), ..group() },
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
            refused(device, |optimizer, _| optimizer.add_group(group.clone()).map(drop), message);
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
        // The refused one set no length, and took no number.
        optimizer.add_group(listed(2)).unwrap();
        assert!(optimizer.add_group(listed(1)).unwrap_err().to_string().contains("of group 3 lists 1"));
    });
}

/// An optimizer with a group, three parameters and one step behind it, in which a bad row was counted.
fn start(device: &Device) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let config = Config { learning_rate: vec![0.1, 0.2].into(), l1: 0.01, ..Config::default() };
    let mut optimizer = device.optimizer(config).unwrap();
    let group = optimizer.add_group(Group { l2: Some(0.1), ..Group::default() }).unwrap();
    let table: Vec<f32> = (0..12u8).map(|i| f32::from(i) / 4.0 - 1.0).collect();
    let ids = vec![
        optimizer.add_param(param("weight", &[2, 2], &[1.0, -2.0, 0.05, 0.3])).unwrap(),
        optimizer.add_param(param("table", &[4, 3], &table).group(group)).unwrap(),
        optimizer.add_param(param("bias", &[], &[0.5])).unwrap(),
    ];
    optimizer.step(&good(&ids)).unwrap();
    (optimizer, ids)
}

fn param<'a>(name: &'a str, shape: &'a [usize], values: &'a [f32]) -> proxgrad_golden::Param<'a> {
    proxgrad_golden::Param::new(name, shape, values)
}

fn good(ids: &[ParamId]) -> [(ParamId, Grad<'static>); 3] {
    [
        (ids[0], Grad::Dense(&[0.5, 0.2, -0.1, 0.0])),
        (ids[1], Grad::rows(Indices::Device(&[3, 0, 4, 3]), &[0.5; 12])),
        (ids[2], Grad::Dense(&[0.25])),
    ]
}

/// Does something that has to be refused with this message, finds everything as it was, and takes a step as if
/// nothing had been.
#[track_caller]
fn refused(
    device: &Device,
    action: impl FnOnce(&mut dyn Optimizer, &[ParamId]) -> Result<(), Error>,
    message: &str,
) {
    let (mut optimizer, ids) = start(device);
    let before = State::of(&*optimizer, &ids);
    let error = action(&mut *optimizer, &ids).expect_err(message);
    assert_eq!(error.to_string(), message);
    assert_eq!(State::of(&*optimizer, &ids), before, "changed by: {message}");

    let (mut untroubled, its_ids) = start(device);
    untroubled.step(&good(&its_ids)).unwrap();
    optimizer.step(&good(&ids)).unwrap();
    assert_eq!(State::of(&*optimizer, &ids), State::of(&*untroubled, &its_ids), "after: {message}");
}

#[test]
fn parameters_that_cannot_be_are_refused() {
    on_every_device(|device| {
        let (mut other, other_ids) = start(device);
        let foreign = other.add_group(Group::default()).unwrap();
        refused(
            device,
            |optimizer, _| optimizer.add_param(param("weight", &[1], &[1.0])).map(drop),
            "a parameter named \"weight\" exists already; names identify parameters and must differ",
        );
        refused(
            device,
            |optimizer, _| optimizer.add_param(param("new", &[1], &[1.0]).group(foreign)).map(drop),
            "this group id belongs to another optimizer; use the ids that this one returned",
        );
        refused(
            device,
            |optimizer, _| optimizer.lr(Some(foreign)).map(drop),
            "this group id belongs to another optimizer; use the ids that this one returned",
        );
        refused(
            device,
            |optimizer, _| optimizer.add_param(param("new", &[1 << 40, 1 << 40], &[1.0])).map(drop),
            "parameter \"new\": shape [1099511627776, 1099511627776] has more elements than can be addressed",
        );
        drop((other, other_ids));
    });
}

#[test]
fn a_shape_without_elements_is_taken_or_refused_whatever_its_other_axes() {
    on_every_device(|device| {
        for shape in [[0, 1 << 40, 1 << 40], [1 << 40, 0, 1 << 40], [1 << 40, 1 << 40, 0]] {
            let (mut optimizer, _) = start(device);
            match optimizer.add_param(param("new", &shape, &[])) {
                Ok(new) => {
                    optimizer.step(&[(new, Grad::rows(&[0u32; 0], &[]))]).unwrap();
                    optimizer.step(&[(new, Grad::Dense(&[]))]).err();
                }
                Err(error) => assert!(matches!(error, Error::ShapeTooLarge { .. }), "{shape:?}: {error}"),
            }
        }
    });
}

#[test]
fn gradients_that_do_not_fit_are_refused_together_with_their_step() {
    let cases: Vec<(usize, Grad<'static>, &str)> = vec![
        (0, Grad::Dense(&[1.0; 3]), "parameter \"weight\": grads hold 3 elements; 4 are needed"),
        (0, Grad::Dense(&[1.0; 5]), "parameter \"weight\": grads hold 5 elements; 4 are needed"),
        (0, Grad::Dense(&[]), "parameter \"weight\": grads hold 0 elements; 4 are needed"),
        (1, Grad::rows(&[0, 1], &[1.0; 5]), "parameter \"table\": grads hold 5 elements; 6 are needed"),
        (1, Grad::rows(&[0u32; 0], &[1.0; 3]), "parameter \"table\": grads hold 3 elements; 0 are needed"),
        (1, Grad::rows(&[0, 4, 9], &[1.0; 9]), "parameter \"table\": indices[1] is 4, but it has 4 rows"),
        (
            1,
            Grad::rows(&[u32::MAX], &[1.0; 3]),
            "parameter \"table\": indices[0] is 4294967295, but it has 4 rows",
        ),
        (1, Grad::rows(&[0i32, -1], &[1.0; 6]), "parameter \"table\": indices[1] is -1, but it has 4 rows"),
        (
            1,
            Grad::rows(&[i32::MIN], &[1.0; 3]),
            "parameter \"table\": indices[0] is -2147483648, but it has 4 rows",
        ),
        (
            1,
            Grad::rows(&[3i64, 0, 1 << 40], &[1.0; 9]),
            "parameter \"table\": indices[2] is 1099511627776, but it has 4 rows",
        ),
        (
            // The lower 32 bits alone would be row 1.
            1,
            Grad::rows(&[(1i64 << 32) + 1], &[1.0; 3]),
            "parameter \"table\": indices[0] is 4294967297, but it has 4 rows",
        ),
        (
            1,
            Grad::rows(&[i64::MIN, 4], &[1.0; 6]),
            "parameter \"table\": indices[0] is -9223372036854775808, but it has 4 rows",
        ),
        (
            1,
            Grad::rows(Indices::Device(&[0, 1]), &[1.0; 5]),
            "parameter \"table\": grads hold 5 elements; 6 are needed",
        ),
        (
            1,
            Grad::rows(Indices::DeviceUnique(&[0, 1]), &[1.0; 9]),
            "parameter \"table\": grads hold 9 elements; 6 are needed",
        ),
        (
            2,
            Grad::rows(&[0], &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
        (
            2,
            Grad::rows(Indices::Device(&[0]), &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
        (
            2,
            Grad::rows(Indices::DeviceUnique(&[0]), &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
    ];
    on_every_device(|device| {
        for &(which, bad, message) in &cases {
            // Behind good ones, which must not be applied either.
            let step = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
                let mut grads = good(ids).to_vec();
                grads.remove(which);
                grads.push((ids[which], bad));
                optimizer.step(&grads)
            };
            refused(device, step, message);
        }
        let twice = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
            optimizer.step(&[good(ids)[0], good(ids)[1], good(ids)[0]])
        };
        let message =
            "parameter \"weight\" already has a gradient in this step; sum the two, or take two steps";
        refused(device, twice, message);
        let (other, other_ids) = start(device);
        let foreign = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
            optimizer.step(&[good(ids)[0], good(&other_ids)[1]])
        };
        let message = "this parameter id belongs to another optimizer; use the ids that this one returned";
        refused(device, foreign, message);
        refused(device, |optimizer, _| optimizer.accum(other_ids[0]).map(drop), message);
        refused(device, |optimizer, _| optimizer.lr_of(other_ids[0]).map(drop), message);
        refused(device, |optimizer, _| optimizer.weight_decay_of(other_ids[0]).map(drop), message);
        drop(other);
    });
}

/// Good at step 0, then not.
fn spoilt(later: f64) -> Schedule {
    Schedule::function(move |step| if step == 0 { 0.1 } else { later })
}

/// Settings whose second step is refused, and how.
fn spoilt_settings() -> Vec<(Config, Group, String)> {
    let (config, group) = (Config::default, Group::default);
    let mut cases = Vec::new();
    for later in [f64::NAN, -0.5, f64::INFINITY, f64::NEG_INFINITY, 1e39] {
        let of = |field: &str| {
            format!("{field} is {later} at step 1; its schedule must give values finite and at least 0")
        };
        let spoilt = || spoilt(later);
        cases.extend([
            (Config { learning_rate: spoilt(), ..config() }, group(), of("learning_rate")),
            (Config { weight_decay: spoilt(), ..config() }, group(), of("weight_decay")),
            (config(), Group { learning_rate: Some(spoilt()), ..group() }, of("learning_rate of group 0")),
            (config(), Group { weight_decay: Some(spoilt()), ..group() }, of("weight_decay of group 0")),
        ]);
    }
    let growing =
        ExponentialDecay { learning_rate: 1e20, decay_rate: 1e20, decay_steps: 1, staircase: false };
    let later = growing.at(1);
    cases.push((
        Config { learning_rate: growing.into(), ..config() },
        group(),
        format!("learning_rate is {later} at step 1; its schedule must give values finite and at least 0"),
    ));
    cases
}

/// Settings whose lists end after a step, and what is said.
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

/// Settings whose second step shrinks by too much, and what is said.
fn too_strong_settings() -> Vec<(Config, Group, String)> {
    let (config, group) = (Config::default, Group::default);
    let adaptive = Config { learning_rate: spoilt(1.0), shrinkage: Shrinkage::Adaptive, ..config() };
    let of = |field: &str, strength: f32, rate: f32| {
        format!("{field} = {strength} at learning rate {rate} is too large to shrink by; lower one of them")
    };
    vec![
        (Config { learning_rate: spoilt(1e30), l1: 1e10, ..config() }, group(), of("l1", 1e10, 1e30)),
        (
            config(),
            Group { learning_rate: Some(spoilt(1e30)), l2: Some(1e10), ..group() },
            of("l2", 1e10, 1e30),
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
    let cases = [ended_settings(), spoilt_settings(), too_strong_settings()].concat();
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
                // Not even a step without gradients is possible.
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

#[test]
fn loss_scales_out_of_range_are_refused_and_the_old_one_stays() {
    // 1/1e39 is 0 in f32, 1/2^127 no normal number, and 1e-39 none itself.
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e39, 2f64.powi(127), 1e-39] {
        let message =
            format!("loss_scale is {scale}; it must be finite and above 0, and so must 1/loss_scale be");
        on_every_device(|device| {
            refused(device, |optimizer, _| optimizer.set_loss_scale(scale), &message);
        });
    }
}

#[test]
fn orders_that_are_not_those_of_all_parameters_once_are_refused() {
    on_every_device(|device| {
        for (names, message) in [
            (
                &["weight", "table"][..],
                "order_params names 2 parameters, but there are 3; name each of them once",
            ),
            (
                &["weight", "table", "bias", "bias"],
                "order_params names 4 parameters, but there are 3; name each of them once",
            ),
            (
                &["weight", "Table", "bias"],
                "order_params names \"Table\", but no parameter has that name; name each parameter once",
            ),
            (&["bias", "table", "bias"], "order_params names \"bias\" twice; name each parameter once"),
        ] {
            refused(
                device,
                |optimizer, ids| {
                    let refusal = optimizer.order_params(names);
                    assert_eq!(optimizer.params(), ids);
                    refusal
                },
                message,
            );
        }
    });
}

#[test]
fn gradients_by_position_are_refused_all_together() {
    let bad = Grad::rows(&[9], &[0.5; 3]);
    on_every_device(|device| {
        let [(_, weight), (_, table), (_, bias)] = good(&start(device).1);
        for (grads, message) in [
            (
                &[][..],
                "gradients by position: 0 given, 3 needed; give one for each parameter, in the optimizer's order",
            ),
            (
                &[weight, table],
                "gradients by position: 2 given, 3 needed; give one for each parameter, in the optimizer's order",
            ),
            (
                &[weight, table, bias, Grad::None],
                "gradients by position: 4 given, 3 needed; give one for each parameter, in the optimizer's order",
            ),
            (&[weight, bad, bias], "parameter \"table\": indices[0] is 9, but it has 4 rows"),
            (
                &[weight, table, table],
                "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
            ),
        ] {
            refused(device, |optimizer, _| optimizer.step_in_order(grads), message);
        }
    });
}

#[test]
fn without_parameters_there_is_no_step() {
    on_every_device(|device| {
        let start = || {
            let config = Config { learning_rate: vec![0.1, 0.2].into(), ..Config::default() };
            device.optimizer(config).unwrap()
        };
        let mut optimizer = start();
        for _ in 0..3 {
            let error = optimizer.step(&[]).unwrap_err();
            assert_eq!(error.to_string(), "the optimizer has no parameters; add some before the first step");
            assert_eq!(optimizer.step_in_order(&[]), Err(error));
        }
        // Then the first step is the first.
        let first_step = |mut optimizer: Box<dyn Optimizer>| {
            let weight = optimizer.add_param(param("weight", &[2], &[1.0, 2.0])).unwrap();
            optimizer.step(&[(weight, Grad::Dense(&[0.5, 0.5]))]).unwrap();
            State::of(&*optimizer, &[weight])
        };
        assert_eq!(first_step(optimizer), first_step(start()));
    });
}

#[test]
fn a_group_without_parameters_stops_every_step_until_one_joins() {
    on_every_device(|device| {
        let (mut optimizer, ids) = start(device);
        let before = State::of(&*optimizer, &ids);
        let late = optimizer.add_group(Group { l1: Some(0.5), ..Group::default() }).unwrap();
        for grads in [&good(&ids)[..], &[]] {
            let error = optimizer.step(grads).unwrap_err();
            assert_eq!(error.to_string(), "group 1 has no parameters; put some into it, or do not add it");
            assert_eq!(State::of(&*optimizer, &ids), before);
        }
        optimizer.add_param(param("late", &[1], &[1.0]).group(late)).unwrap();
        optimizer.step(&good(&ids)).unwrap();

        let (mut untroubled, its_ids) = start(device);
        let late = untroubled.add_group(Group { l1: Some(0.5), ..Group::default() }).unwrap();
        untroubled.add_param(param("late", &[1], &[1.0]).group(late)).unwrap();
        untroubled.step(&good(&its_ids)).unwrap();
        assert_eq!(State::of(&*optimizer, &ids), State::of(&*untroubled, &its_ids));
    });
}

#[test]
fn ids_of_another_optimizer_have_no_name() {
    let message = "this parameter id belongs to another optimizer; use the ids that this one returned";
    let new = || cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let (mut one, mut other) = (new(), new());
    let weight = one.add_param(cpu::Param::new("weight", &[1])).unwrap();
    other.add_param(cpu::Param::new("weight", &[1])).unwrap();
    assert_eq!(one.name(weight), Ok("weight"));
    assert_eq!(other.name(weight).unwrap_err().to_string(), message);

    let Some(gpu) = gpu() else { return };
    let buffers = Buffers::new(gpu);
    assert_eq!(buffers.optimizer.name(buffers.weight), Ok("weight"));
    assert_eq!(buffers.optimizer.name(weight).unwrap_err().to_string(), message);
}

#[test]
fn values_of_the_wrong_length_are_refused() {
    let message = "parameter \"weight\": values hold 3 elements; 4 are needed";
    // On the CPU they are handed in at every step.
    let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let weight = optimizer.add_param(cpu::Param::new("weight", &[4])).unwrap();
    let before = optimizer.snapshot();
    let mut values = [1.0; 3];
    let mut step = optimizer.begin_step();
    assert_eq!(step.dense(weight, &mut values, &[1.0; 4]).unwrap_err().to_string(), message);
    drop(step);
    let mut step = optimizer.begin_step();
    let grad = cpu::RowGrad::new(&[0], &[1.0]);
    assert_eq!(step.rows(weight, &mut values, grad).unwrap_err().to_string(), message);
    drop(step);
    assert_eq!((values, optimizer.snapshot()), ([1.0; 3], before));

    // On the GPU the optimizer has them from the start.
    let Some(gpu) = gpu() else { return };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let buffer = gpu.upload(&[1.0; 8]);
    for (bytes, message) in [
        (12, message),
        (20, "parameter \"weight\": values hold 5 elements; 4 are needed"),
        // One odd byte is one too many, and one too few.
        (17, "parameter \"weight\": values hold 5 elements; 4 are needed"),
        (15, "parameter \"weight\": values hold 3 elements; 4 are needed"),
    ] {
        let error = optimizer.add_param(Param::new("weight", &[4], buffer.slice(..bytes))).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    optimizer.add_param(Param::new("weight", &[4], buffer.slice(..16))).unwrap();
}

/// Two parameters in one buffer, on the GPU.
struct Buffers<'a> {
    gpu: &'a Gpu,
    optimizer: ProximalAdagrad,
    /// [`weight`, nothing, `table`, nothing], each of 64 elements.
    values: wgpu::Buffer,
    weight: ParamId,
    table: ParamId,
}

/// Bytes from one tensor to the next: 64 elements, and a multiple of every alignment.
const APART: u64 = 256;

impl<'a> Buffers<'a> {
    fn new(gpu: &'a Gpu) -> Self {
        let config = Config { learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&[0.5; 256]);
        let slice = |at: u64| values.slice(at * APART..(at + 1) * APART);
        let weight = optimizer.add_param(Param::new("weight", &[64], slice(0))).unwrap();
        let table = optimizer.add_param(Param::new("table", &[8, 8], slice(2))).unwrap();
        let mut buffers = Self { gpu, optimizer, values, weight, table };
        let grads = gpu.upload(&[0.25; 64]);
        let weight = buffers.weight;
        buffers.step(|step| step.dense(weight, grads.slice(..))).unwrap();
        buffers
    }

    /// Records what it is told and submits.
    fn step(
        &mut self,
        record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut encoder = self.gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
        let mut step = self.optimizer.begin_step(&mut encoder);
        let outcome = record(&mut step).and_then(|()| step.finish());
        self.gpu.queue().submit([encoder.finish()]);
        outcome
    }

    fn state(&self) -> (Vec<f32>, proxgrad::Snapshot, u64, gpu::Report) {
        let values = self.gpu.download(self.values.slice(..)).unwrap();
        let snapshot = gpu::block_on(self.gpu.device(), self.optimizer.snapshot(self.gpu.queue())).unwrap();
        let report = gpu::block_on(self.gpu.device(), self.optimizer.report(self.gpu.queue())).unwrap();
        (values, snapshot, self.optimizer.global_step(), report)
    }

    /// A step that has to be refused with this message and to change nothing.
    #[track_caller]
    fn refuses(&mut self, record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>, message: &str) {
        let before = self.state();
        let error = self.step(record).expect_err(message);
        assert_eq!(error.to_string(), message);
        assert_eq!(self.state(), before, "changed by: {message}");
    }

    /// A step that needs more than a limit of the device, in what `of` describes.
    #[track_caller]
    fn exceeds(
        &mut self,
        record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>,
        of: &str,
        name: &str,
    ) {
        let before = self.state();
        let error = self.step(record).expect_err(of);
        let Error::Limit { what, limit, needed, allowed } = &error else { panic!("{of}: {error}") };
        assert_eq!((&**what, *limit), (of, name));
        assert!(needed > allowed, "{error}");
        assert_eq!(self.state(), before, "changed by: {error}");
    }
}

#[test]
fn a_refusal_by_position_leaves_the_step_without_any_of_them_and_usable() {
    // On the CPU.
    let start = || {
        let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
        let ids = ["a", "b", "c"].map(|name| optimizer.add_param(cpu::Param::new(name, &[2])).unwrap());
        (optimizer, ids, [[1.0, 2.0]; 3])
    };
    let (mut optimizer, ids, mut values) = start();
    let mut copies = values;
    let mut step = optimizer.begin_step();
    let [a, b, c] = &mut copies;
    let error = step
        .in_order([
            (&mut a[..], cpu::Grad::dense(&[0.5, 0.5])),
            (b, cpu::Grad::dense(&[0.5; 3])),
            (c, cpu::Grad::dense(&[0.5, 0.5])),
        ])
        .unwrap_err();
    assert_eq!(error.to_string(), "parameter \"b\": grads hold 3 elements; 2 are needed");
    step.dense(ids[0], &mut values[0], &[0.25, 0.0]).unwrap();
    step.finish().unwrap();
    assert_eq!(copies, [[1.0, 2.0]; 3]);

    let (mut clean, its_ids, mut its_values) = start();
    let mut step = clean.begin_step();
    step.dense(its_ids[0], &mut its_values[0], &[0.25, 0.0]).unwrap();
    step.finish().unwrap();
    assert_eq!((values, optimizer.snapshot()), (its_values, clean.snapshot()));

    // On the GPU.
    let Some(gpu) = gpu() else { return };
    let (mut buffers, mut clean) = (Buffers::new(gpu), Buffers::new(gpu));
    let table = buffers.table;
    let grads = gpu.upload(&[0.5; 64]);
    let slice = |bytes: u64| gpu::Grad::Dense(grads.slice(..bytes));
    buffers
        .step(|step| {
            step.dense(table, grads.slice(..))?;
            // The table is refused, because it has one already: that one stays.
            let error = step.in_order([slice(APART), slice(APART)]).unwrap_err();
            assert!(matches!(error, Error::DuplicateGrad { .. }), "{error}");
            let error = step.in_order([slice(APART)]).unwrap_err();
            assert_eq!(error, Error::GradCount { got: 1, want: 2 });
            step.in_order([slice(APART), gpu::Grad::None])
        })
        .unwrap();
    let (its_weight, its_table) = (clean.weight, clean.table);
    clean
        .step(|step| {
            step.dense(its_weight, grads.slice(..))?;
            step.dense(its_table, grads.slice(..))
        })
        .unwrap();
    assert_eq!(buffers.state(), clean.state());
    // The first in order is good, the second is not: none is taken.
    buffers
        .step(|step| {
            let error = step.in_order([slice(APART), slice(APART - 4)]).unwrap_err();
            assert!(matches!(error, Error::Length { got: 63, .. }), "{error}");
            step.dense(table, grads.slice(..))
        })
        .unwrap();
    clean.step(|step| step.dense(its_table, grads.slice(..))).unwrap();
    assert_eq!(buffers.state(), clean.state());
}

#[test]
fn buffers_that_cannot_be_bound_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut buffers = Buffers::new(gpu);
    let (weight, table) = (buffers.weight, buffers.table);
    let alignment = u64::from(gpu.device().limits().min_storage_buffer_offset_alignment);
    let grads = gpu.upload(&[1.0; 128]);
    let copy_only = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: APART,
        usage: BufferUsages::COPY_DST | BufferUsages::UNIFORM,
        mapped_at_creation: false,
    });

    buffers.refuses(
        |step| step.dense(weight, copy_only.slice(..)),
        "parameter \"weight\": the buffer of its grads lacks STORAGE; add that to its usages",
    );
    buffers.refuses(
        |step| step.dense(weight, grads.slice(4..4 + APART)),
        &format!("parameter \"weight\": grads begin at byte 4; this device needs multiples of {alignment}"),
    );
    buffers.refuses(
        |step| {
            let values = grads.slice(8..8 + 32);
            step.rows(table, RowGrad::new(&[1], values))
        },
        &format!("parameter \"table\": grads begin at byte 8; this device needs multiples of {alignment}"),
    );

    // Indices on the device are held to the same.
    let values = grads.slice(..64);
    for (indices, message) in [
        (copy_only.slice(..8), "the buffer of its indices lacks STORAGE; add that to its usages".to_owned()),
        (grads.slice(4..12), format!("indices begin at byte 4; this device needs multiples of {alignment}")),
        // One odd byte is one too many.
        (grads.slice(..9), "indices hold 3 elements; 2 are needed".to_owned()),
        (grads.slice(..12), "grads hold 16 elements; 24 are needed".to_owned()),
        (grads.slice(..4), "grads hold 16 elements; 8 are needed".to_owned()),
        (grads.slice(..0), "grads hold 16 elements; 0 are needed".to_owned()),
    ] {
        let message = format!("parameter \"table\": {message}");
        for indices in [gpu::Indices::Device(indices), gpu::Indices::DeviceUnique(indices)] {
            buffers.refuses(|step| step.rows(table, RowGrad { indices, values }), &message);
        }
    }

    let before = buffers.state();
    for (slice, message) in [
        (
            copy_only.slice(..),
            "parameter \"new\": the buffer of its values lacks STORAGE; add that to its usages".to_owned(),
        ),
        (
            grads.slice(4..4 + APART),
            format!("parameter \"new\": values begin at byte 4; this device needs multiples of {alignment}"),
        ),
    ] {
        let error = buffers.optimizer.add_param(Param::new("new", &[64], slice)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(buffers.state(), before);
}

#[test]
fn ranges_that_overlap_values_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut buffers = Buffers::new(gpu);
    let (weight, table, values) = (buffers.weight, buffers.table, buffers.values.clone());
    for (range, other) in [(0..APART, "weight"), (2 * APART..3 * APART, "table")] {
        buffers.refuses(
            |step| step.dense(weight, values.slice(range)),
            &format!("parameter \"weight\": its grads overlap the values of \"{other}\"; give each a range of its own"),
        );
    }
    let row_grads = gpu.upload(&[0.25; 64]);
    for (range, other) in [(0..8, "weight"), (2 * APART..2 * APART + 4, "table"), (APART..3 * APART, "table")]
    {
        let rows = (range.end - range.start) / 4;
        let grads = gpu.upload(&vec![0.25; usize::try_from(rows).unwrap() * 8]);
        buffers.refuses(
            |step| {
                let indices = gpu::Indices::Device(values.slice(range));
                step.rows(table, RowGrad { indices, values: grads.slice(..) })
            },
            &format!("parameter \"table\": its indices overlap the values of \"{other}\"; give each a range of its own"),
        );
    }
    // Four rows, that reach into the table from before it.
    buffers.refuses(
        |step| {
            let values = values.slice(APART..2 * APART + 128);
            step.rows(table, RowGrad::new(&[0; 12], values))
        },
        "parameter \"table\": its grads overlap the values of \"table\"; give each a range of its own",
    );

    let before = buffers.state();
    for (range, other) in [(0..APART, "weight"), (APART..3 * APART, "table"), (0..4 * APART, "table")] {
        let len = usize::try_from(range.end - range.start).unwrap() / size_of::<f32>();
        let error = buffers.optimizer.add_param(Param::new("new", &[len], values.slice(range))).unwrap_err();
        let message = format!(
            "parameter \"new\": its values overlap the values of \"{other}\"; give each a range of its own"
        );
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(buffers.state(), before);
    // The gaps are free, for values, for gradients and for indices.
    buffers.step(|step| step.dense(weight, values.slice(APART..2 * APART))).unwrap();
    buffers
        .step(|step| {
            let indices = gpu::Indices::Device(values.slice(APART..APART + 32));
            step.rows(table, RowGrad { indices, values: row_grads.slice(..) })
        })
        .unwrap();
    buffers.optimizer.add_param(Param::new("new", &[64], values.slice(3 * APART..))).unwrap();
}

#[test]
fn more_than_one_binding_covers_is_refused() {
    let Some(gpu) = cutting() else { return };
    let mut buffers = Buffers::new(gpu);
    let table = buffers.table;
    let grads = gpu.upload(&[1.0; 1 << 16]);

    // Rows of eight elements: 2049 of them are more than one binding covers.
    let indices = [1; 2049];
    buffers.refuses(
        |step| {
            let values = grads.slice(..2049 * 32);
            step.rows(table, RowGrad::new(&indices, values))
        },
        "the row gradient of parameter \"table\" in bytes needs 65568, but the device allows 65536; \
         request a higher `max_storage_buffer_binding_size`",
    );

    // A table of one column needs more room for its indices than for its gradients.
    let column = gpu.upload(&vec![1.0; 9000]);
    let column = buffers.optimizer.add_param(Param::new("column", &[9000], column.slice(..))).unwrap();
    let indices: Vec<u32> = (0..9000).collect();
    // One slot of 256 bytes, rows, starts and order.
    let needed = 256 + 4 * (9000 + 9001 + 9000);
    buffers.refuses(
        |step| {
            let values = grads.slice(..4 * 9000);
            step.rows(column, RowGrad::new(&indices, values))
        },
        &format!(
            "the upload of one step in bytes needs {needed}, but the device allows 65536; \
             request a higher `max_storage_buffer_binding_size`"
        ),
    );

    // Where the device groups them, they need memory to be sorted in.
    let by_device = |entries: u64, unique: bool| {
        let values = grads.slice(..4 * entries);
        let indices = if unique { gpu::Indices::DeviceUnique(values) } else { gpu::Indices::Device(values) };
        move |step: &mut proxgrad::Step<'_>| step.rows(column, RowGrad { indices, values })
    };
    const BINDING: &str = "max_storage_buffer_binding_size";
    let memory = "the memory between the dispatches of one step in bytes";
    buffers.exceeds(by_device(5_000, false), memory, BINDING);
    let indices = "the indices of parameter \"column\" in bytes";
    buffers.exceeds(by_device(16_385, false), indices, BINDING);
    buffers.exceeds(by_device(16_385, true), indices, BINDING);
    // Half as many pass, and more that need no sorting; those of them that are no rows are counted.
    buffers.step(by_device(2_500, false)).unwrap();
    buffers.step(by_device(16_000, true)).unwrap();
    assert_eq!(buffers.state().3.bad_rows, 18_500);
}

#[test]
fn centralized_channels_that_no_binding_covers_are_refused() {
    let Some(gpu) = cutting() else { return };
    let config = Config { grad_centralization: true, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let plain = optimizer.add_group(Group { grad_centralization: Some(false), ..Group::default() }).unwrap();
    let values = gpu.upload(&[1.0; 40_000]);
    // Channels of 80,000 bytes, and only behind every second may a window begin.
    let new = Param::new("new", &[2, 20_000, 1], values.slice(..160_000));
    let error = optimizer.add_param(new).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the centralized gradient of parameter \"new\" in bytes needs 160000, but the device allows 65536; \
         request a higher `max_storage_buffer_binding_size`"
    );
    assert_eq!(optimizer.params().len(), 0);
    // The name and the values are free again, and nothing has to be whole where nothing is centralized.
    optimizer.add_param(new.group(plain)).unwrap();
}

#[test]
fn grids_that_do_not_fit_even_folded_are_refused() {
    let Some(gpu) = folding() else { return };
    let mut buffers = Buffers::new(gpu);
    // 32 workgroups along each of two dimensions, of 64 threads that take four elements each.
    let large = gpu.upload(&vec![0.5; 32 * 32 * 64 * 4 + 4]);
    let grads = gpu.upload(&vec![0.5; 32 * 32 * 64 * 4 + 4]);
    let len = [32 * 32 * 64 * 4 + 4];
    let param = buffers.optimizer.add_param(Param::new("large", &len, large.slice(..))).unwrap();
    buffers.exceeds(
        |step| step.dense(param, grads.slice(..)),
        "a parameter folded into two dimensions of workgroups",
        "max_compute_workgroups_per_dimension",
    );
}

#[test]
fn rows_are_refused_where_no_window_can_begin_and_end_between_them() {
    let Some(gpu) = cutting() else { return };
    // A window holds 16,384 elements and begins at a multiple of 64, which between rows of 257 comes every 16,448.
    const WIDTH: usize = 257;
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let values = gpu.upload(&[1.0; 100 * WIDTH]);
    let grads = gpu.upload(&[1.0; 100 * WIDTH]);
    let table = optimizer.add_param(Param::new("table", &[100, WIDTH], values.slice(..))).unwrap();

    let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
    let mut step = optimizer.begin_step(&mut encoder);
    let row = RowGrad::new(&[63], grads.slice(..4 * WIDTH as u64));
    let error = step.rows(table, row).expect_err("row 63 is cut");
    assert!(matches!(error, Error::Limit { limit: "max_storage_buffer_binding_size", .. }), "{error}");
    let Error::Limit { needed, allowed, .. } = error else { unreachable!("as asserted") };
    assert!(needed > allowed, "{error}");

    // The step goes on, and a dense gradient needs no whole rows.
    step.dense(table, grads.slice(..)).unwrap();
    step.finish().unwrap();
    gpu.queue().submit([encoder.finish()]);
    let values = gpu.download(values.slice(..)).unwrap();
    assert!(values.iter().all(|value| *value == values[0] && *value < 1.0));
}

#[test]
fn a_device_too_small_for_compute_kernels_is_refused() {
    if gpu().is_none() {
        return;
    }
    let limits = |_: &Limits| Limits { max_storage_buffers_per_shader_stage: 3, ..Limits::default() };
    assert_eq!(
        Gpu::with_limits(limits).unwrap_err().to_string(),
        "a compute kernel needs 8, but the device allows 3; \
         request a higher `max_storage_buffers_per_shader_stage`"
    );
}

#[test]
fn an_adapter_that_there_is_not_is_refused_with_those_that_there_are() {
    let Some(gpu) = gpu() else { return };
    let found = gpu.device().adapter_info().name;
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
    for prefer in [Prefer::Auto, Prefer::Gpu] {
        let error = pollster::block_on(gpu::choose(&instance, prefer, Some("Voodoo 5"))).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("no adapter's name contains \"Voodoo 5\"; there are \""), "{message}");
        assert!(message.contains(&found), "{message}");
    }
    assert_eq!(Gpu::open(Some("Voodoo 5")).unwrap_err().to_string().split(';').count(), 2);
}

#[test]
fn downloads_that_cannot_be_are_refused() {
    let Some(gpu) = gpu() else { return };
    let no_source = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: 16,
        usage: BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    let good = gpu.upload(&[1.0; 4]);
    for (slice, reason) in [
        (no_source.slice(..), "the buffer lacks COPY_SRC; add that to its usages"),
        (good.slice(..6), "6 bytes from byte 0 are not whole elements of 4 bytes"),
        (good.slice(2..), "14 bytes from byte 2 are not whole elements of 4 bytes"),
    ] {
        let message = format!("reading back from the device: {reason}");
        assert_eq!(gpu.download(slice).unwrap_err().to_string(), message);
    }
    assert_eq!(gpu.download(good.slice(4..12)).unwrap(), [1.0; 2]);
    assert_eq!(gpu.download(good.slice(16..)).unwrap(), Vec::<f32>::new());
}

#[test]
fn a_lost_device_is_an_error_of_whoever_registers_or_reads_back() {
    if gpu().is_none() {
        return;
    }
    // One of its own, since nothing works on it afterwards.
    let gpu = Gpu::open(None).unwrap();
    let values = gpu.upload(&[1.0; 4]);
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
    let more = gpu.upload(&[1.0; 4]);
    gpu.device().destroy();
    let error = optimizer.add_param(Param::new("more", &[4], more.slice(..))).unwrap_err();
    assert!(matches!(error, Error::Device { doing: "making a buffer", .. }), "{error}");
    let errors = [
        gpu.download(values.slice(..)).unwrap_err(),
        gpu::block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::Device { doing: "reading back from the device", .. }), "{error}");
    }
}
