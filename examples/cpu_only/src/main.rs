//! Logistic regression with L1 on slices, without a GPU. A package of its own, because all examples of a package share
//! their dependencies: this one compiles no wgpu.
//!
//! ```text
//! cargo run -p cpu_only
//! ```

use proxgrad::{
    Config, Error, Group,
    cpu::{Param, ProximalAdagrad},
};

const EXAMPLES: usize = 500;
const FEATURES: usize = 20;

fn main() -> Result<(), Error> {
    // Two of 20 features decide the class.
    let mut random = fastrand::Rng::with_seed(7);
    let examples: Vec<([f32; FEATURES], f32)> = (0..EXAMPLES)
        .map(|_| {
            let x: [f32; FEATURES] = std::array::from_fn(|_| random.f32() - 0.5);
            let y = if 3.0 * x[4] - 2.0 * x[9] + 0.2 > 0.0 { 1.0 } else { 0.0 };
            (x, y)
        })
        .collect();

    let config = Config { learning_rate: 0.5.into(), l1: 2e-2, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(config)?;
    let weight = optimizer.add_param(Param::new("weight", &[FEATURES]))?;
    // The bias is not regularised, so it has a parameter group without L1.
    let free = optimizer.add_group(Group { l1: Some(0.0), ..Group::default() })?;
    let bias = optimizer.add_param(Param::new("bias", &[]).group(free))?;

    let (mut weights, mut biases) = ([0.0; FEATURES], [0.0]);
    for _ in 0..100 {
        for batch in examples.chunks(100) {
            let (weight_grads, bias_grads) = gradient(batch, &weights, biases[0]);
            let mut step = optimizer.begin_step();
            step.dense(weight, &mut weights, &weight_grads)?;
            step.dense(bias, &mut biases, &bias_grads)?;
            step.finish()?;
        }
    }

    let wrong = examples.iter().filter(|(x, y)| (logit(x, &weights, biases[0]) > 0.0) != (*y == 1.0)).count();
    let zeros = weights.iter().filter(|weight| **weight == 0.0).count();
    println!("{wrong} of {EXAMPLES} wrong, {zeros} of {FEATURES} weights exactly zero");
    println!("w[4] = {:+.3}, w[9] = {:+.3}, b = {:+.3}", weights[4], weights[9], biases[0]);
    assert!(wrong < EXAMPLES / 20 && zeros > FEATURES / 2, "a sparse model that fits");
    Ok(())
}

fn logit(x: &[f32; FEATURES], weights: &[f32; FEATURES], bias: f32) -> f32 {
    x.iter().zip(weights).map(|(x, w)| x * w).sum::<f32>() + bias
}

/// The means over the batch of (σ(z) − y)·x and of σ(z) − y.
fn gradient(
    batch: &[([f32; FEATURES], f32)],
    weights: &[f32; FEATURES],
    bias: f32,
) -> ([f32; FEATURES], [f32; 1]) {
    let (mut grads, mut bias_grad) = ([0.0; FEATURES], 0.0);
    for (x, y) in batch {
        let delta = (1.0 / (1.0 + (-logit(x, weights, bias)).exp()) - y) / batch.len() as f32;
        grads.iter_mut().zip(x).for_each(|(grad, x)| *grad += delta * x);
        bias_grad += delta;
    }
    (grads, [bias_grad])
}
