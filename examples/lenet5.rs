//! Parameter groups, the order of parameters, and gradients by position: the example of MindSpore's page for
//! `nn.ProximalAdagrad`, with the shapes of LeNet5, on slices. `docs/from-mindspore.md` has the same on GPU
//! buffers.
//!
//! ```text
//! cargo run --example lenet5
//! ```

use proxgrad::{
    Config, Error, Group,
    cpu::{Grad, Param, ProximalAdagrad},
};

/// Names and shapes of the parameters, in the order of the network.
const NETWORK: [(&str, &[usize]); 8] = [
    ("conv1.weight", &[6, 1, 5, 5]),
    ("conv2.weight", &[16, 6, 5, 5]),
    ("fc1.weight", &[120, 400]),
    ("fc1.bias", &[120]),
    ("fc2.weight", &[84, 120]),
    ("fc2.bias", &[84]),
    ("fc3.weight", &[10, 84]),
    ("fc3.bias", &[10]),
];
const STEPS: usize = 300;

fn main() -> Result<(), Error> {
    // The settings of the page, and some L1, because zeros are the purpose of this optimizer.
    let config = Config { learning_rate: 0.1.into(), l1: 0.06, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(config)?;
    let conv = optimizer.add_group(Group {
        weight_decay: Some(0.01.into()),
        grad_centralization: Some(true),
        ..Group::default()
    })?;
    let no_conv = optimizer.add_group(Group { learning_rate: Some(0.01.into()), ..Group::default() })?;

    // Parameters are added in any order; then the order of the network is set.
    let is_conv = |name: &str| name.contains("conv");
    for (name, shape) in NETWORK.iter().rev() {
        let group = if is_conv(name) { conv } else { no_conv };
        optimizer.add_param(Param::new(name, shape).group(group))?;
    }
    optimizer.order_params(&NETWORK.map(|(name, _)| name))?;

    // The loss ½·Σ(w − t)² stands for a network and its images. Its best weights t are mostly 0.
    let mut random = fastrand::Rng::with_seed(7);
    let mut tensors = |of: fn(&mut fastrand::Rng) -> f32| -> Vec<Vec<f32>> {
        let lens = NETWORK.iter().map(|(_, shape)| shape.iter().product());
        lens.map(|len| (0..len).map(|_| of(&mut random)).collect()).collect()
    };
    let mut values = tensors(|random| random.f32() - 0.5);
    let targets = tensors(|random| if random.u8(..10) == 0 { random.f32() + 0.5 } else { 0.0 });

    for _ in 0..STEPS {
        let grads: Vec<Vec<f32>> = values.iter().zip(&targets).map(|(w, t)| difference(w, t)).collect();
        let mut step = optimizer.begin_step();
        // One gradient for each parameter, in the optimizer's order.
        step.in_order(values.iter_mut().map(Vec::as_mut_slice).zip(grads.iter().map(Grad::dense)))?;
        step.finish()?;
    }

    println!("{:<14}{:<16}{:<9}{:>5}{:>7}  centralized  zeros", "parameter", "shape", "group", "lr", "decay");
    let (mut zeros, mut elements) = (0, 0);
    for ((id, (name, shape)), values) in optimizer.params().zip(NETWORK).zip(&values) {
        assert_eq!(optimizer.name(id)?, name);
        let group = if is_conv(name) { "conv" } else { "no_conv" };
        let (lr, decay) = (optimizer.lr_of(id)?, optimizer.weight_decay_of(id)?);
        let centralized = if optimizer.is_centralized(id)? { "yes" } else { "no" };
        let zero = values.iter().filter(|w| **w == 0.0).count();
        let shape = format!("{shape:?}");
        println!(
            "{name:<14}{shape:<16}{group:<9}{lr:>5}{decay:>7}  {centralized:<11}  {zero} of {}",
            values.len()
        );
        (zeros, elements) = (zeros + zero, elements + values.len());
    }
    println!("{zeros} of {elements} weights are exactly zero after {} steps", optimizer.global_step());
    assert!(zeros > elements / 2, "nine in ten of the best weights are zero");
    Ok(())
}

/// The gradient w − t.
fn difference(w: &[f32], t: &[f32]) -> Vec<f32> {
    w.iter().zip(t).map(|(w, t)| w - t).collect()
}
