//! The order in which norms are summed.

use proxgrad::{
    Config,
    cpu::{Param, ProximalAdagrad, RowGrad},
};

use super::case::{FORMATS, Owned, numbers};

/// A sum of squares in the order that is promised: 64 lanes of a chunk, halved, and chunks likewise.
fn tree(numbers: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 64];
    numbers.iter().enumerate().for_each(|(i, number)| lanes[i % 64] += number);
    for half in [32, 16, 8, 4, 2, 1] {
        (0..half).for_each(|lane| lanes[lane] += lanes[lane + half]);
    }
    lanes[0]
}

fn sum_of_squares(numbers: &[f32], scale: f32) -> f32 {
    let mut sums: Vec<f32> = numbers.iter().map(|number| (number * scale) * (number * scale)).collect();
    if sums.len() <= 64 {
        return sums.into_iter().reduce(|sum, q| sum + q).unwrap_or_default();
    }
    while sums.len() > 1 {
        sums = sums.chunks(4096).map(tree).collect();
    }
    sums[0]
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
                let grads = Owned::narrowed(format, &numbers(&mut random, len));
                // No row twice.
                let indices: Vec<u32> = (0..rows as u32).rev().collect();
                let of_rows = Owned::narrowed(format, &numbers(&mut random, rows * width));
                let (mut a, mut b) = (vec![1.0; len], vec![1.0; rows * width]);
                let mut step = optimizer.begin_step();
                step.measure();
                step.rows(table, &mut b, RowGrad::new(&indices, of_rows.read())).unwrap();
                step.dense(weight, &mut a, grads.read()).unwrap();
                step.finish().unwrap();

                let unscale = (1.0f64 / 3.0) as f32;
                let row_sums: Vec<f32> =
                    of_rows.wide().chunks(width).rev().map(|row| sum_of_squares(row, unscale)).collect();
                let want = (0.0 + sum_of_squares(&grads.wide(), unscale) + tree(&row_sums)).sqrt();
                assert_eq!(optimizer.report().grad_norm.to_bits(), want.to_bits(), "{len}, {rows} × {width}");
            }
        }
    }
}
