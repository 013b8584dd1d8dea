//! Clipping of gradients by norm and by value.

use proxgrad::{
    Config, Group, ParamId, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
    half::{bf16, f16},
};

use super::case::{config, numbers};

#[test]
fn norms_beyond_a_limit_are_brought_to_it() {
    let mut random = fastrand::Rng::with_seed(2);
    for (shared, own) in [(1.0, 0.5), (1e9, 0.5), (0.3, 1e9), (1e9, 1e9), (0.7, f64::INFINITY)] {
        let limited = Config { clip_norm: Some(shared), loss_scale: 8.0, ..config(Shrinkage::Documented) };
        let build = |config: &Config, own| {
            let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
            let group = Group { clip_norm: own, ..Group::default() };
            let group = optimizer.add_group(group).unwrap();
            let a = optimizer.add_param(Param::new("a", &[100])).unwrap();
            let b = optimizer.add_param(Param::new("b", &[7, 3])).unwrap();
            let c = optimizer.add_param(Param::new("c", &[50]).group(group)).unwrap();
            (optimizer, [a, b, c])
        };
        let (mut optimizer, ids) = build(&limited, Some(own));
        let (mut plain, plain_ids) = build(&config(Shrinkage::Documented), None);
        let grads = [100, 21, 50].map(|len| numbers(&mut random, len));
        let indices = [3, 1, 3, 3, 0, 6, 1];
        let run =
            |optimizer: &mut ProximalAdagrad, ids: [ParamId; 3], grads: &[Vec<f32>; 3], indices: &[u32]| {
                let mut values = [vec![0.5f32; 100], vec![0.5; 21], vec![0.5; 50]];
                let [a, b, c] = &mut values;
                let mut step = optimizer.begin_step();
                step.dense(ids[0], a, &grads[0]).unwrap();
                step.rows(ids[1], b, RowGrad::new(indices, &grads[1])).unwrap();
                step.dense(ids[2], c, &grads[2]).unwrap();
                step.finish().unwrap();
                values.concat()
            };
        let got = run(&mut optimizer, ids, &grads, &indices);

        // The clipped gradients in f64: unscaled, and summed over equal rows.
        let unscaled = |grads: &[f32]| grads.iter().map(|&g| f64::from(g) / 8.0).collect::<Vec<_>>();
        let mut table = vec![0.0; 21];
        for (entry, &row) in unscaled(&grads[1]).chunks(3).zip(&indices) {
            entry.iter().zip(&mut table[3 * row as usize..]).for_each(|(g, sum)| *sum += g);
        }
        let mut all = [unscaled(&grads[0]), table, unscaled(&grads[2])];
        let square = |g: &[f64]| g.iter().map(|g| g * g).sum::<f64>();
        let (first, second) = (square(&all[0]) + square(&all[1]), square(&all[2]));
        let factor = |limit: f64, total: f64| if total.sqrt() > limit { limit / total.sqrt() } else { 1.0 };
        let factors = [factor(shared, first), factor(shared, first), factor(own, second)];
        all.iter_mut().zip(factors).for_each(|(g, factor)| g.iter_mut().for_each(|g| *g *= factor));
        let touched = [0, 1, 3, 6];
        let rows: Vec<f64> = touched.iter().flat_map(|&row| all[1][3 * row..3 * row + 3].to_vec()).collect();
        let narrow = |g: &[f64]| g.iter().map(|&g| g as f32).collect::<Vec<_>>();
        let clipped = [narrow(&all[0]), narrow(&rows), narrow(&all[2])];
        let want = run(&mut plain, plain_ids, &clipped, &touched.map(|row| row as u32));
        for (i, (got, want)) in got.iter().zip(&want).enumerate() {
            assert!((got - want).abs() < 1e-6, "limits {shared} and {own}, element {i}: {got}, not {want}");
        }
        let norm = f64::from(optimizer.report().grad_norm);
        assert!((norm / (first + second).sqrt() - 1.0).abs() < 1e-6, "{norm}");
    }
}

#[test]
fn an_infinite_element_counts_as_the_largest_number_in_a_norm() {
    let mut optimizer =
        ProximalAdagrad::new(Config { clip_norm: Some(1.0), learning_rate: 0.1.into(), ..Config::default() })
            .unwrap();
    let weight = optimizer.add_param(Param::new("weight", &[2])).unwrap();
    let mut values = [1.0, 1.0];
    let mut step = optimizer.begin_step();
    step.dense(weight, &mut values, &[f32::INFINITY, 0.5]).unwrap();
    step.finish().unwrap();
    // Scaled down to a norm of 1 it is 1.
    assert_eq!(values, [1.0 - 0.1 / 1.1f32.sqrt(), 1.0]);
}

#[test]
fn elements_beyond_a_limit_are_brought_to_it_before_weight_decay() {
    let mut random = fastrand::Rng::with_seed(4);
    let plain = Config { weight_decay: 0.1.into(), ..config(Shrinkage::Documented) };
    let limited = Config { clip_value: Some(0.25), ..plain.clone() };
    let run = |config: &Config, grads: &[f32], indices: &[u32], rows: &[f32]| {
        let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
        let weight = optimizer.add_param(Param::new("weight", &[300])).unwrap();
        let narrow = optimizer.add_param(Param::new("narrow", &[3, 3])).unwrap();
        let wide = optimizer.add_param(Param::new("wide", &[3, 70])).unwrap();
        let repeated = rows.repeat(24);
        let (mut a, mut b, mut c) = (vec![bf16::ONE; 300], vec![f16::ONE; 9], vec![1.0f32; 210]);
        let mut step = optimizer.begin_step();
        step.dense(weight, &mut a, grads).unwrap();
        step.rows(narrow, &mut b, RowGrad::new(indices, &rows[..3 * indices.len()])).unwrap();
        step.rows(wide, &mut c, RowGrad::new(indices, &repeated[..70 * indices.len()])).unwrap();
        step.finish().unwrap();
        (a, b, c)
    };
    let grads = numbers(&mut random, 300);
    let clipped: Vec<f32> = grads.iter().map(|g| g.clamp(-0.25, 0.25)).collect();
    // The gradient of row 1 is 0.2 + 0.2, and clipped after summation.
    let got = run(&limited, &grads, &[1, 2, 1], &[0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2]);
    let (a, b, _) = run(&plain, &clipped, &[1, 2], &[0.25, 0.25, 0.25, 0.1, 0.1, 0.1]);
    assert_eq!((got.0, got.1), (a, b));
    let (_, _, alone) = run(&plain, &clipped, &[1], &[0.25; 3]);
    let (_, _, wide) = run(&limited, &clipped, &[1, 1], &[0.2; 6]);
    assert_eq!(wide, alone);
}
