//! Stochastic rounding.

use proxgrad::{
    Config, Format, Rounding, Rows, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use proxgrad_testing::Stored;
use rayon::ThreadPoolBuilder;

use super::case::{bits_of, config, numbers};

/// The two numbers of a format between which an f32 lies.
fn neighbours(format: Format, value: f32) -> [f32; 2] {
    let cut = if format == Format::F16 { 13 } else { 16 };
    let down = f32::from_bits(value.to_bits() >> cut << cut);
    [down, f32::from_bits(down.to_bits() + (1 << cut))]
}

#[test]
fn rounding_by_chance_is_right_on_average_and_to_a_neighbour() {
    const SEEDS: u32 = 2000;
    // Rows 0 and 2 are updated; row 1 has a pending step and is flushed.
    let start = [0.7, -0.3, 0.25, 0.9, 0.6, -0.5];
    let grads = [0.31, -0.47, 0.11, 0.53];
    let run = |format, rounding| {
        let config = Config { rounding, learning_rate: 0.013.into(), l1: 0.1, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(config).unwrap();
        let table = optimizer.add_param(Param::new("table", &[3, 2]).rows(Rows::Exact)).unwrap();
        let mut values = Stored::nearest(&Stored::nearest(&start, Format::Bf16).to_f32(), format);
        let mut step = optimizer.begin_step();
        step.rows(table, values.values_mut(), RowGrad::new(&[2, 0], &grads)).unwrap();
        step.finish().unwrap();
        optimizer.flush(table, values.values_mut()).unwrap();
        values.to_f32()
    };
    let want = run(Format::F32, Rounding::Nearest);
    for format in [Format::F16, Format::Bf16] {
        let all: Vec<_> = (0..SEEDS).map(|seed| run(format, Rounding::Stochastic { seed })).collect();
        for (i, &want) in want.iter().enumerate() {
            let [low, high] = neighbours(format, want).map(f64::from);
            let got = || all.iter().map(|values| f64::from(values[i]));
            assert!(got().all(|value| value == low || value == high), "{format:?} element {i}");
            let mean = got().sum::<f64>() / f64::from(SEEDS);
            let share = (f64::from(want) - low) / (high - low);
            let deviation = (high - low).abs() * (share * (1.0 - share) / f64::from(SEEDS)).sqrt();
            let off = (mean - f64::from(want)).abs();
            assert!(off <= 5.0 * deviation, "{format:?} element {i}: off by {off}, {deviation}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_on_any_number_of_threads() {
    let run = |threads, seed| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let config = Config {
                rounding: Rounding::Stochastic { seed },
                clip_norm: Some(3.0),
                grad_centralization: true,
                ..config(Shrinkage::Adaptive)
            };
            let mut optimizer = ProximalAdagrad::new(config).unwrap();
            let mut random = fastrand::Rng::with_seed(1);
            let mut outcome = Vec::new();
            let shapes: [(&[usize], bool, Rows); 5] = [
                (&[300_000], false, Rows::Touched),
                (&[3, 1, 90_000], false, Rows::Touched),
                (&[100_000, 3], true, Rows::Exact),
                (&[3000, 70], true, Rows::Touched),
                (&[4, 70], true, Rows::Exact),
            ];
            let params: Vec<_> = shapes
                .iter()
                .enumerate()
                .map(|(i, (shape, _, rows))| {
                    optimizer.add_param(Param::new(&i.to_string(), shape).rows(*rows)).unwrap()
                })
                .collect();
            let mut values: Vec<_> = shapes
                .iter()
                .map(|(shape, ..)| {
                    Stored::nearest(&numbers(&mut random, shape.iter().product()), Format::Bf16)
                })
                .collect();
            for _ in 0..2 {
                let grads: Vec<_> = shapes
                    .iter()
                    .map(|(shape, by_rows, _)| {
                        let width: usize = shape[1..].iter().product();
                        let rows = if *by_rows { 5000 } else { shape[0] };
                        let indices: Vec<_> = (0..rows).map(|_| random.u32(0..shape[0] as u32)).collect();
                        (indices, Stored::nearest(&numbers(&mut random, rows * width), Format::F16))
                    })
                    .collect();
                let mut step = optimizer.begin_step();
                for (i, (values, (indices, grads))) in values.iter_mut().zip(&grads).enumerate() {
                    if shapes[i].1 {
                        step.rows(params[i], values.values_mut(), RowGrad::new(indices, grads.values()))
                            .unwrap();
                    } else {
                        step.dense(params[i], values.values_mut(), grads.values()).unwrap();
                    }
                }
                step.finish().unwrap();
                outcome.push(optimizer.report().grad_norm.to_bits());
            }
            optimizer.measure(params.iter().copied().zip(values.iter().map(Stored::values))).unwrap();
            outcome.push(optimizer.report().weight_norm.to_bits());
            for (param, values) in params.into_iter().zip(&mut values) {
                optimizer.flush(param, values.values_mut()).unwrap();
                outcome.extend(bits_of(values));
            }
            outcome
        })
    };
    let one = run(1, 7);
    assert!(one == run(4, 7) && one == run(7, 7));
    assert!(one != run(1, 8));
}
