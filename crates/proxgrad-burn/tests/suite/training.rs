//! Real backward passes, through burn modules.

use burn::{
    module::Module,
    nn::{Linear, LinearConfig},
    optim::GradientsParams,
    tensor::{Device, Tensor},
};
use proxgrad::Config;
use proxgrad_burn::{ProximalAdagradConfig, ProximalAdagradModule};

use crate::common::{devices, gpu, numbers};

#[derive(Module, Debug)]
struct Model {
    hidden: Linear,
    output: Linear,
}

impl Model {
    fn new(device: &Device) -> Self {
        device.seed(5);
        Self { hidden: LinearConfig::new(8, 16).init(device), output: LinearConfig::new(16, 1).init(device) }
    }

    fn loss(&self, input: Tensor<2>, target: Tensor<2>) -> Tensor<1> {
        let output = self.output.forward(self.hidden.forward(input).tanh());
        (output - target).square().mean()
    }
}

fn data(device: &Device) -> (Tensor<2>, Tensor<2>) {
    let mut random = fastrand::Rng::with_seed(2);
    let input: Vec<f32> = (0..64 * 8).map(|_| 2.0 * random.f32() - 1.0).collect();
    let target: Vec<f32> = input.chunks(8).map(|row| row[0] - 0.5 * row[3]).collect();
    let input = Tensor::<1>::from_floats(&*input, device).reshape([64, 8]);
    (input, Tensor::<1>::from_floats(&*target, device).reshape([64, 1]))
}

fn optimizer(model: &Model) -> ProximalAdagradModule {
    let config = Config { learning_rate: 0.1.into(), l1: 1e-2, ..Config::default() };
    ProximalAdagradConfig::new(config).init_module(model).unwrap()
}

fn step(optimizer: &mut ProximalAdagradModule, model: Model, data: &(Tensor<2>, Tensor<2>)) -> (Model, f32) {
    let loss = model.loss(data.0.clone(), data.1.clone());
    let value = loss.clone().into_scalar::<f32>();
    let grads = GradientsParams::from_grads(loss.backward(), &model);
    (optimizer.step(model, grads).unwrap(), value)
}

#[test]
fn training_lowers_the_loss_without_copies_of_parameters() {
    for device in devices() {
        let device = device.autodiff();
        let mut model = Model::new(&device);
        let data = data(&device);
        let mut optimizer = optimizer(&model);
        let mut losses = Vec::new();
        for _ in 0..60 {
            let loss;
            (model, loss) = step(&mut optimizer, model, &data);
            losses.push(loss);
        }
        assert!(losses[59] < 0.1 * losses[0], "{losses:?} on {device:?}");
        assert_eq!(optimizer.copies(), 0, "{device:?}");
        assert_eq!(optimizer.global_step(), 60);
        optimizer.measure(&model).unwrap();
        let report = optimizer.report().unwrap();
        let weights = [numbers(model.hidden.weight.val()), numbers(model.output.weight.val())].concat();
        let biases =
            [&model.hidden.bias, &model.output.bias].map(|bias| numbers(bias.as_ref().unwrap().val()));
        let nonzero = weights.iter().chain(biases.iter().flatten()).filter(|weight| **weight != 0.0).count();
        assert_eq!(report.nonzero, nonzero as u64);
        assert!(nonzero < weights.len(), "nothing is exactly zero");
    }
}

#[test]
fn clones_of_a_module_keep_their_values() {
    for device in devices() {
        let device = device.autodiff();
        let model = Model::new(&device);
        let data = data(&device);
        let mut optimizer = optimizer(&model);
        let (model, _) = step(&mut optimizer, model, &data);
        let clone = model.clone();
        let validated = model.valid();
        let before = numbers(model.output.weight.val());
        let (model, _) = step(&mut optimizer, model, &data);
        assert_ne!(numbers(model.output.weight.val()), before);
        assert_eq!(numbers(clone.output.weight.val()), before);
        assert_eq!(numbers(validated.output.weight.val()), before);
        if Some(device.clone().without_autodiff()) == gpu() {
            assert_eq!(optimizer.copies(), 4, "all four parameters were held");
        }
        drop((clone, validated));
        let copies = optimizer.copies();
        let (model, _) = step(&mut optimizer, model, &data);
        let (_, _) = step(&mut optimizer, model, &data);
        assert_eq!(optimizer.copies(), copies, "{device:?}");
    }
}

#[test]
fn data_that_were_asked_for_before_a_step_are_those_before_it() {
    for device in devices() {
        let device = device.autodiff();
        let model = Model::new(&device);
        let data = data(&device);
        let mut optimizer = optimizer(&model);
        let (model, _) = step(&mut optimizer, model, &data);
        let before = numbers(model.output.weight.val());
        // burn copies them from the device when they are first used.
        let asked = model.output.weight.val().into_data();
        let (model, _) = step(&mut optimizer, model, &data);
        assert_ne!(numbers(model.output.weight.val()), before);
        assert_eq!(asked.try_into_vec::<f32>().unwrap(), before, "{device:?}");
        let copies = optimizer.copies();
        let (_, _) = step(&mut optimizer, model, &data);
        assert_eq!(optimizer.copies(), copies, "{device:?}");
    }
}

#[test]
fn a_forward_pass_before_the_step_sees_the_old_values_and_one_after_it_the_new_ones() {
    for device in devices() {
        let device = device.autodiff();
        let model = Model::new(&device);
        let (input, target) = data(&device);
        let mut optimizer = optimizer(&model);
        let before = model.loss(input.clone(), target.clone());
        // Its graph holds the parameters until the end.
        let pending = model.loss(input.clone(), target.clone());
        let grads = GradientsParams::from_grads(before.clone().backward(), &model);
        let model = optimizer.step(model, grads).unwrap();
        let after = model.loss(input, target);
        let [before, pending, after] = [before, pending, after].map(|loss| loss.into_scalar::<f32>());
        assert_eq!(before, pending);
        assert!(after < before, "{after} {before} on {device:?}");
    }
}

#[test]
fn tensors_of_other_threads_are_up_to_date() {
    for device in devices() {
        let device = device.autodiff();
        let model = Model::new(&device);
        let mut optimizer = optimizer(&model);
        let mut straight = self::optimizer(&model);
        let (mut one, mut other) = (model.clone(), model);
        for _ in 0..5 {
            let data = data(&device);
            // Nothing waits for the device between the backward pass and the step.
            let grads_of = |model: &Model| {
                let loss = model.loss(data.0.clone(), data.1.clone());
                GradientsParams::from_grads(loss.backward(), model)
            };
            let grads = grads_of(&one);
            one = straight.step(one, grads).unwrap();
            let grads = std::thread::scope(|scope| scope.spawn(|| grads_of(&other)).join().unwrap());
            other = std::thread::scope(|scope| {
                scope.spawn(|| optimizer.step(other, grads).unwrap()).join().unwrap()
            });
        }
        let values = |model: &Model| numbers(model.hidden.weight.val());
        assert_eq!(values(&one), values(&other), "{device:?}");
    }
}
