//! An optimizer on any device, and the assertion that it refuses an action and is unchanged by it.

use proxgrad::{Config, Error, Group, ParamId};
use proxgrad_golden::{Grad, Indices, Optimizer};

use crate::common::{devices::Device, state::State};

/// An optimizer with a group, three parameters and one step behind it, in which a bad row was counted.
pub(super) fn start(device: &Device) -> (Box<dyn Optimizer>, Vec<ParamId>) {
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

pub(super) fn param<'a>(name: &'a str, shape: &'a [usize], values: &'a [f32]) -> proxgrad_golden::Param<'a> {
    proxgrad_golden::Param::new(name, shape, values)
}

pub(super) fn good(ids: &[ParamId]) -> [(ParamId, Grad<'static>); 3] {
    [
        (ids[0], Grad::Dense(&[0.5, 0.2, -0.1, 0.0])),
        (ids[1], Grad::rows(Indices::Device(&[3, 0, 4, 3]), &[0.5; 12])),
        (ids[2], Grad::Dense(&[0.25])),
    ]
}

/// Does something that has to be refused with this message, finds everything as it was, and takes a step as if
/// nothing had been.
#[track_caller]
pub(super) fn refused(
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
