//! A small table with rows that have pending steps.

use proxgrad::{Config, ParamId, Rows, Shrinkage};
use proxgrad_testing::{Backend, Grad, Optimizer, Param};

/// A table of five rows after three steps that updated rows 0, 1 and 0, so that all rows but row 0 have
/// pending steps.
pub(super) fn table_with_pending_steps(
    device: &dyn Backend,
    shrinkage: Shrinkage,
) -> (Box<dyn Optimizer>, ParamId) {
    let config = Config { learning_rate: 0.1.into(), shrinkage, l1: 0.1, l2: 0.2, ..Config::default() };
    let mut optimizer = device.optimizer(config).unwrap();
    let values: Vec<f32> = (0..10u8).map(|i| 1.0 + f32::from(i)).collect();
    let id = optimizer.add_param(Param::new("table", &[5, 2], &values).rows(Rows::Exact)).unwrap();
    for row in [0u32, 1, 0] {
        optimizer.step(&[(id, Grad::rows(&[row], &[0.5, -0.5]))]).unwrap();
    }
    (optimizer, id)
}
