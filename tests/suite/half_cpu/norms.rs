//! The order in which the squares of a norm are summed.

use proxgrad::{
    Config,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use proxgrad_testing::Stored;

use super::case::numbers;
use crate::common::{sums, variants::FORMATS};

fn sum_of_squares(numbers: &[f32], scale: f32) -> f32 {
    sums::sum(numbers.iter().map(|number| (number * scale) * (number * scale)).collect())
}

#[test]
fn norms_are_summed_in_the_order_that_is_promised() {
    let mut random = fastrand::Rng::with_seed(11);
    for format in FORMATS {
        for len in [0, 1, 64, 65, 4096, 4097, 300_001] {
            for (rows, width) in [(3, 1), (200, 3), (70, 70), (2, 5000)] {
                let config = Config { loss_scale: 3.0, ..Config::default() };
                let mut optimizer = ProximalAdagrad::new(config).unwrap();
                let weight = optimizer.add_param(Param::new("weight", &[len])).unwrap();
                let table = optimizer.add_param(Param::new("table", &[rows, width])).unwrap();
                let grads = Stored::nearest(&numbers(&mut random, len), format);
                // Each row has one entry.
                let indices: Vec<u32> = (0..rows as u32).rev().collect();
                let of_rows = Stored::nearest(&numbers(&mut random, rows * width), format);
                let (mut a, mut b) = (vec![1.0; len], vec![1.0; rows * width]);
                let mut step = optimizer.begin_step();
                step.measure();
                step.rows(table, &mut b, RowGrad::new(&indices, of_rows.values())).unwrap();
                step.dense(weight, &mut a, grads.values()).unwrap();
                step.finish().unwrap();

                let unscale = (1.0f64 / 3.0) as f32;
                let row_sums: Vec<f32> =
                    of_rows.to_f32().chunks(width).rev().map(|row| sum_of_squares(row, unscale)).collect();
                let want =
                    (0.0 + sum_of_squares(&grads.to_f32(), unscale) + sums::tree_sum(&row_sums)).sqrt();
                assert_eq!(optimizer.report().grad_norm.to_bits(), want.to_bits(), "{len}, {rows} × {width}");
            }
        }
    }
}
