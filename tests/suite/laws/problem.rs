//! Parameters of every storage path, and runs on them.

use proxgrad::Shrinkage;

use crate::common::{
    problem::{Given, GivenGrad, GivenIndices, Problem, Settings},
    random::Random,
};

pub(super) const STEPS: usize = 4;

pub(super) const SHRINKAGES: [Shrinkage; 2] = [Shrinkage::Documented, Shrinkage::Adaptive];

pub(super) fn problem(shrinkage: Shrinkage, l1: f64, l2: f64, params: Vec<Given>) -> Problem {
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

pub(super) fn param(name: &str, shape: &[usize], values: Vec<f32>, grads: Vec<GivenGrad>) -> Given {
    Given { name: name.to_owned(), shape: shape.to_vec(), values, group: None, grads }
}

/// A parameter of every storage path: four elements at a time, one at a time, both; dense, by rows, and by rows that the
/// device knows.
pub(super) fn of_every_path(random: &mut Random) -> Vec<Given> {
    let mut params = Vec::new();
    for shape in [&[64, 8][..], &[111], &[5_003]] {
        let len = shape.iter().product();
        let grads = (0..STEPS).map(|_| GivenGrad::Dense(random.grads(len))).collect();
        params.push(param(&format!("dense {shape:?}"), shape, random.values(len), grads));
    }
    type Kind = fn(Vec<u32>) -> GivenIndices;
    let kinds: [(&str, Kind); 2] = [("host", GivenIndices::U32), ("device", GivenIndices::Device)];
    for (kind, indices) in kinds {
        for shape in [[60, 8], [60, 3]] {
            let mut grad = || {
                let indices = indices(random.indices(70, 60));
                GivenGrad::Rows { indices, values: random.grads(70 * shape[1]) }
            };
            let grads = (0..STEPS).map(|_| grad()).collect();
            let values = random.values(shape[0] * shape[1]);
            params.push(param(&format!("{kind} rows {shape:?}"), &shape, values, grads));
        }
    }
    params
}
