//! A small table with rows that have pending steps.

use proxgrad::{Config, ParamId, Rows, Shrinkage};
use proxgrad_testing::{Backend, Grad, Optimizer, Param};

/// A small table whose rows all owe something, on some device.
pub(super) fn behind(device: &dyn Backend, shrinkage: Shrinkage) -> (Box<dyn Optimizer>, ParamId) {
    let config = Config { learning_rate: 0.1.into(), shrinkage, l1: 0.1, l2: 0.2, ..Config::default() };
    let mut optimizer = device.optimizer(config).unwrap();
    let values: Vec<f32> = (0..10u8).map(|i| 1.0 + f32::from(i)).collect();
    let id = optimizer.add_param(Param::new("table", &[5, 2], &values).rows(Rows::Exact)).unwrap();
    for row in [0u32, 1, 0] {
        optimizer.step(&[(id, Grad::rows(&[row], &[0.5, -0.5]))]).unwrap();
    }
    (optimizer, id)
}

pub(super) fn id_of(optimizer: &dyn Optimizer) -> ParamId {
    optimizer.params()[0]
}
