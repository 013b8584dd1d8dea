//! Laws of names, groups and orders of parameters.

use proxgrad::{Config, Group, Shrinkage};
use proxgrad_testing::{Grad, Param};

use super::problem::{every_storage_path, problem};
use crate::common::{devices::on_every_device, problem::Problem, random::Random, state::State};

#[test]
fn names_with_beta_or_gamma_do_not_decay_and_groups_decide_for_themselves() {
    // Names, and whether a parameter of this name in no group has weight decay.
    let names = [
        ("weight", true),
        ("Gamma.w", true),
        ("BETA", true),
        ("bet.a", true),
        ("beta", false),
        ("layer1.gamma", false),
        ("alphabeta.w", false),
    ];
    on_every_device(|device| {
        let config =
            Config { accum: 1.0, learning_rate: 0.5.into(), weight_decay: 0.25.into(), ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let inheriting = optimizer.add_group(Group::default()).unwrap();
        let group = Group { weight_decay: Some(0.0.into()), ..Group::default() };
        let exempt = optimizer.add_group(group).unwrap();
        let mut expected = Vec::new();
        for (name, alone) in names {
            for (place, group, decays) in [
                ("ungrouped", None, alone),
                ("in a decaying group", Some(inheriting), true),
                ("in an exempt group", Some(exempt), false),
            ] {
                let full = if group.is_none() { name.to_owned() } else { format!("{name} {place}") };
                let param = Param::new(&full, &[1], &[2.0]);
                let id = optimizer.add_param(Param { group, ..param }).unwrap();
                expected.push((id, format!("\"{name}\" {place}"), decays));
            }
        }
        let grads: Vec<_> = expected.iter().map(|(id, _, _)| (*id, Grad::Dense(&[0.0]))).collect();
        optimizer.step(&grads).unwrap();
        for (id, what, decays) in expected {
            // g = 0 + 0.25·2, so A = 1 + 0.25.
            let accum = if decays { 1.25 } else { 1.0 };
            assert_eq!(optimizer.accum(id).unwrap(), [accum], "{what}");
            assert_eq!(optimizer.values(id).unwrap()[0] < 2.0, decays, "{what}");
        }
    });
}

#[test]
fn another_order_of_parameters_changes_nothing_else() {
    let mut random = Random::new(75);
    let by_id = problem(Shrinkage::Adaptive, 0.1, 0.3, every_storage_path(&mut random));
    for by_position in [false, true] {
        let order = random.shuffled((0..by_id.params.len()).collect());
        let ordered = Problem { order, by_position, ..by_id.clone() };
        on_every_device(|device| {
            by_id.assert_same_bits("in another order", &by_id.run(device), &ordered.run(device));
            let end = |problem: &Problem| {
                let (mut optimizer, ids) = problem.start(device);
                problem.step(&mut *optimizer, &ids, 0);
                State::of(&*optimizer, &ids)
            };
            assert_eq!(end(&by_id), end(&ordered));
        });
    }
}

#[test]
fn parameters_added_after_an_order_come_last_and_no_names_are_no_order() {
    on_every_device(|device| {
        let mut optimizer = device.optimizer(Config::default()).unwrap();
        let [a, b, c] =
            ["a", "b", "c"].map(|name| optimizer.add_param(Param::new(name, &[1], &[1.0])).unwrap());
        optimizer.order_params(&["c", "a", "b"]).unwrap();
        let d = optimizer.add_param(Param::new("d", &[1], &[1.0])).unwrap();
        optimizer.order_params(&[]).unwrap();
        assert_eq!(optimizer.params(), [c, a, b, d]);
        // Gradients are matched by position, and a position without a gradient leaves its parameter
        // unchanged.
        let grads = [4.0f32, 1.0, 2.0].map(|grad| [grad]);
        let grads = [Grad::Dense(&grads[0]), Grad::Dense(&grads[1]), Grad::None, Grad::Dense(&grads[2])];
        optimizer.step_in_order(&grads).unwrap();
        for (id, grad) in [(a, 1.0), (b, 0.0), (c, 4.0), (d, 2.0)] {
            assert_eq!(optimizer.accum(id).unwrap(), [0.1 + grad * grad]);
        }
    });
}

#[test]
fn rates_can_be_asked_for_and_asking_advances_nothing() {
    on_every_device(|device| {
        let config = Config {
            learning_rate: vec![0.5, 0.25].into(),
            weight_decay: vec![0.0, 0.125].into(),
            ..Config::default()
        };
        let mut optimizer = device.optimizer(config).unwrap();
        let own = Group { learning_rate: Some(0.75.into()), ..Group::default() };
        let own = optimizer.add_group(own).unwrap();
        let inheriting = optimizer.add_group(Group::default()).unwrap();
        let ids = [("w", None), ("beta", None), ("own", Some(own)), ("gamma", Some(inheriting))].map(
            |(name, group)| optimizer.add_param(Param { group, ..Param::new(name, &[1], &[1.0]) }).unwrap(),
        );
        for (rate, decay) in [(0.5, 0.0), (0.25, 0.125)] {
            for _ in 0..2 {
                let of_groups = [None, Some(own), Some(inheriting)].map(|group| optimizer.lr(group).unwrap());
                assert_eq!(of_groups, [rate, 0.75, rate]);
                assert_eq!(ids.map(|id| optimizer.lr_of(id).unwrap()), [rate, rate, 0.75, rate]);
                let decays = ids.map(|id| optimizer.weight_decay_of(id).unwrap());
                assert_eq!(decays, [decay, 0.0, decay, decay]);
            }
            optimizer.step(&[]).unwrap();
        }
        assert_eq!(optimizer.global_step(), 2);
        assert!(optimizer.lr(None).is_err() && optimizer.lr(Some(own)) == Ok(0.75));
    });
}
