//! Steps with values and gradients of every format are steps in f32 whose results are rounded.

use proxgrad::{
    Config, Rows, Shrinkage, ValuesMut,
    cpu::{Grad, Param, ProximalAdagrad},
    half::{bf16, f16},
};

use super::case::{Case, config};
use crate::common::variants::SHRINKAGES;

#[test]
fn dense_steps_are_f32_steps_narrowed() {
    for shrinkage in SHRINKAGES {
        for len in [0, 1, 3, 5, 64, 1000, 4099, 200_001] {
            let config = Config { weight_decay: 0.01.into(), ..config(shrinkage) };
            Case { shape: vec![len], rows: Rows::Touched, config, indices: None }.check_formats(3);
        }
    }
}

#[test]
fn centralized_steps_are_f32_steps_narrowed() {
    for shape in [[0, 1, 3], [5, 1, 1], [3, 1, 3], [100, 2, 2], [70, 1, 70], [2, 5, 1000], [2, 1, 100_003]] {
        let config =
            Config { weight_decay: 0.01.into(), grad_centralization: true, ..config(Shrinkage::Documented) };
        Case { shape: shape.to_vec(), rows: Rows::Touched, config, indices: None }.check_formats(3);
    }
}

/// Indices of five steps: a few, many with duplicates, and none.
fn indices(rows: usize, seed: u64) -> Vec<Vec<u32>> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut some = |count: usize| (0..count).map(|_| random.u32(0..rows as u32)).collect::<Vec<_>>();
    vec![some(3), some(rows), some(0), some(2 * rows + 1), some(5)]
}

#[test]
fn steps_by_rows_are_f32_steps_narrowed() {
    for shrinkage in SHRINKAGES {
        for (rows, width) in [(1, 1), (5, 3), (300, 1), (600, 3), (50, 4), (20, 70), (3, 0)] {
            for (axes, centralized) in [(vec![rows, width], false), (vec![rows, 1, width], true)] {
                let config = Config {
                    weight_decay: 0.01.into(),
                    grad_centralization: centralized,
                    ..config(shrinkage)
                };
                let indices = Some(indices(rows, width as u64));
                Case { shape: axes, rows: Rows::Touched, config, indices }.check_formats(5);
            }
        }
    }
}

#[test]
fn steps_of_exact_rows_are_f32_steps_narrowed_once() {
    for shrinkage in SHRINKAGES {
        for l2 in [0.0, 0.1] {
            for (rows, width) in [(1, 1), (300, 1), (600, 3), (50, 4), (20, 70), (2, 5000)] {
                let config = Config { l2, ..config(shrinkage) };
                let indices = Some(indices(rows, width as u64));
                Case { shape: vec![rows, width], rows: Rows::Exact, config, indices }.check_formats(5);
            }
        }
    }
}

#[test]
fn rows_that_threads_share_are_f32_rows_narrowed() {
    for rows in [Rows::Touched, Rows::Exact] {
        let indices = Some(vec![vec![1; 4000], (0..3000).map(|i| i % 3).collect()]);
        let case = Case { shape: vec![3, 70], rows, config: config(Shrinkage::Documented), indices };
        case.check_formats(2);
    }
}

#[test]
fn positions_take_every_format() {
    let mut optimizer = ProximalAdagrad::new(Config::default()).unwrap();
    for name in ["a", "b"] {
        optimizer.add_param(Param::new(name, &[2])).unwrap();
    }
    let (mut a, mut b) = ([bf16::ONE; 2], [1.0f32; 2]);
    let mut step = optimizer.begin_step();
    let grads = [f16::ONE; 2];
    let given: [(ValuesMut<'_>, _); 2] =
        [((&mut a).into(), Grad::dense(&grads)), ((&mut b).into(), Grad::dense(&[0.5, 0.5]))];
    step.in_order(given).unwrap();
    step.finish().unwrap();
    assert!(a[0] <= bf16::ONE && b[0] < 1.0);
}
