//! Parameters that cannot be registered, invalid orders, and ids of another optimizer.

use proxgrad::{Config, Group, Param, ProximalAdagrad, cpu};
use proxgrad_testing::{Grad, Optimizer};

use super::fixture::{assert_refused, param, start, valid_grads};
use super::gpu_fixture::SharedBuffer;
use crate::common::{
    devices::{gpu, on_every_device},
    state::State,
};

#[test]
fn parameters_that_cannot_be_are_refused() {
    on_every_device(|device| {
        let (mut other, other_ids) = start(device);
        let foreign = other.add_group(Group::default()).unwrap();
        assert_refused(
            device,
            |optimizer, _| optimizer.add_param(param("weight", &[1], &[1.0])).map(drop),
            "a parameter named \"weight\" exists already; names identify parameters and must differ",
        );
        assert_refused(
            device,
            |optimizer, _| optimizer.add_param(param("new", &[1], &[1.0]).group(foreign)).map(drop),
            "this group id belongs to another optimizer; use the ids that this one returned",
        );
        assert_refused(
            device,
            |optimizer, _| optimizer.lr(Some(foreign)).map(drop),
            "this group id belongs to another optimizer; use the ids that this one returned",
        );
        assert_refused(
            device,
            |optimizer, _| optimizer.add_param(param("new", &[1 << 40, 1 << 40], &[1.0])).map(drop),
            "parameter \"new\": shape [1099511627776, 1099511627776] has more elements than can be addressed",
        );
        drop((other, other_ids));
    });
}

#[test]
fn a_shape_without_elements_is_taken_where_its_other_axes_can_be_addressed() {
    on_every_device(|device| {
        for shape in [[0, 1 << 30, 1 << 20], [1 << 30, 0, 1 << 20], [1 << 30, 1 << 20, 0]] {
            let (mut optimizer, _) = start(device);
            let new = optimizer.add_param(param("new", &shape, &[])).unwrap();
            optimizer.step(&[(new, Grad::rows(&[0u32; 0], &[]))]).unwrap();
            assert_eq!((optimizer.values(new).unwrap(), optimizer.global_step()), (vec![], 2), "{shape:?}");
        }
        for shape in [[0, 1 << 40, 1 << 40], [1 << 40, 0, 1 << 40], [1 << 40, 1 << 40, 0]] {
            let message =
                format!("parameter \"new\": shape {shape:?} has more elements than can be addressed");
            assert_refused(
                device,
                |optimizer, _| optimizer.add_param(param("new", &shape, &[])).map(drop),
                &message,
            );
        }
    });
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
            assert_refused(
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
        // The step that follows is the first one.
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
        for grads in [&valid_grads(&ids)[..], &[]] {
            let error = optimizer.step(grads).unwrap_err();
            assert_eq!(error.to_string(), "group 1 has no parameters; put some into it, or do not add it");
            assert_eq!(State::of(&*optimizer, &ids), before);
        }
        optimizer.add_param(param("late", &[1], &[1.0]).group(late)).unwrap();
        optimizer.step(&valid_grads(&ids)).unwrap();

        let (mut undisturbed, undisturbed_ids) = start(device);
        let late = undisturbed.add_group(Group { l1: Some(0.5), ..Group::default() }).unwrap();
        undisturbed.add_param(param("late", &[1], &[1.0]).group(late)).unwrap();
        undisturbed.step(&valid_grads(&undisturbed_ids)).unwrap();
        assert_eq!(State::of(&*optimizer, &ids), State::of(&*undisturbed, &undisturbed_ids));
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
    let fixture = SharedBuffer::new(gpu);
    assert_eq!(fixture.optimizer.name(fixture.weight), Ok("weight"));
    assert_eq!(fixture.optimizer.name(weight).unwrap_err().to_string(), message);
}

#[test]
fn values_of_the_wrong_length_are_refused() {
    let message = "parameter \"weight\": values hold 3 elements; 4 are needed";
    // On the CPU values are passed at every step.
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

    // On the GPU values are passed with the registration.
    let Some(gpu) = gpu() else { return };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let buffer = gpu.upload(&[1.0; 8]);
    for (bytes, message) in [
        (12, message),
        (20, "parameter \"weight\": values hold 5 elements; 4 are needed"),
        // A part of an element counts as one.
        (17, "parameter \"weight\": values hold 5 elements; 4 are needed"),
        (15, "parameter \"weight\": values hold 3 elements; 4 are needed"),
    ] {
        let error = optimizer.add_param(Param::new("weight", &[4], buffer.slice(..bytes))).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    optimizer.add_param(Param::new("weight", &[4], buffer.slice(..16))).unwrap();
}
