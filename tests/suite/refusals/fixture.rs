//! An optimizer on any device, and the assertion that it refuses an action and is unchanged by it.

use proxgrad::{Config, Error, Group, ParamId};
use proxgrad_testing::{Grad, Indices, Optimizer};

use crate::common::{devices::Device, state::State};

/// An optimizer with a group and three parameters, after one step in which one index was no row.
pub(crate) fn start(device: &Device) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let config = Config { learning_rate: vec![0.1, 0.2].into(), l1: 0.01, ..Config::default() };
    let mut optimizer = device.optimizer(config).unwrap();
    let group = optimizer.add_group(Group { l2: Some(0.1), ..Group::default() }).unwrap();
    let table: Vec<f32> = (0..12u8).map(|i| f32::from(i) / 4.0 - 1.0).collect();
    let ids = vec![
        optimizer.add_param(param("weight", &[2, 2], &[1.0, -2.0, 0.05, 0.3])).unwrap(),
        optimizer.add_param(param("table", &[4, 3], &table).group(group)).unwrap(),
        optimizer.add_param(param("bias", &[], &[0.5])).unwrap(),
    ];
    optimizer.step(&valid_grads(&ids)).unwrap();
    (optimizer, ids)
}

pub(super) fn param<'a>(name: &'a str, shape: &'a [usize], values: &'a [f32]) -> proxgrad_testing::Param<'a> {
    proxgrad_testing::Param::new(name, shape, values)
}

/// A valid gradient for each parameter of [`start`]; one index of the device is no row.
pub(super) fn valid_grads(ids: &[ParamId]) -> [(ParamId, Grad<'static>); 3] {
    [
        (ids[0], Grad::Dense(&[0.5, 0.2, -0.1, 0.0])),
        (ids[1], Grad::rows(Indices::Device(&[3, 0, 4, 3]), &[0.5; 12])),
        (ids[2], Grad::Dense(&[0.25])),
    ]
}

/// Asserts that an action is refused with this message and changes nothing, and that the next step is as if
/// there had been no action.
#[track_caller]
pub(crate) fn assert_refused(
    device: &Device,
    action: impl FnOnce(&mut dyn Optimizer, &[ParamId]) -> Result<(), Error>,
    message: &str,
) {
    let (mut optimizer, ids) = start(device);
    let before = State::of(&*optimizer, &ids);
    let error = action(&mut *optimizer, &ids).expect_err(message);
    assert_eq!(error.to_string(), message);
    assert_eq!(State::of(&*optimizer, &ids), before, "changed by: {message}");

    let (mut undisturbed, undisturbed_ids) = start(device);
    undisturbed.step(&valid_grads(&undisturbed_ids)).unwrap();
    optimizer.step(&valid_grads(&ids)).unwrap();
    assert_eq!(State::of(&*optimizer, &ids), State::of(&*undisturbed, &undisturbed_ids), "after: {message}");
}
