//! Parameters that take every storage path of the kernels, and a problem with them.

use proxgrad::Shrinkage;

use crate::common::{
    param::{IndexSource, TestGrad, TestParam},
    problem::{Problem, Settings},
    random::Random,
};

pub(super) const STEPS: usize = 4;

pub(super) fn problem(shrinkage: Shrinkage, l1: f64, l2: f64, params: Vec<TestParam>) -> Problem {
    let defaults = Settings {
        learning_rate: Some(vec![0.1, 0.3, 0.02, 0.1].into()),
        weight_decay: Some(vec![0.0, 0.01, 0.0, 0.1].into()),
        grad_centralization: None,
        l1: Some(l1),
        l2: Some(l2),
        accum: Some(0.1),
    };
    Problem { params, ..Problem::new(shrinkage, defaults) }
}

/// Parameters whose lengths and widths are and are not multiples of four, with dense gradients and with row
/// gradients whose indices the host or the device has.
pub(super) fn every_storage_path(random: &mut Random) -> Vec<TestParam> {
    let mut params = Vec::new();
    for shape in [&[64, 8][..], &[111], &[5_003]] {
        let len = shape.iter().product();
        let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(len))).collect();
        params.push(TestParam::new(format!("dense {shape:?}"), shape, random.values(len), grads));
    }
    for source in [IndexSource::Host, IndexSource::Device] {
        for shape in [[60, 8], [60, 3]] {
            let mut grad = || {
                let indices = source.indices(random.indices(70, 60));
                TestGrad::Rows { indices, values: random.grads(70 * shape[1]) }
            };
            let grads = (0..STEPS).map(|_| grad()).collect();
            let values = random.values(shape[0] * shape[1]);
            params.push(TestParam::new(format!("{source:?} rows {shape:?}"), &shape, values, grads));
        }
    }
    params
}
