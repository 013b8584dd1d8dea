//! Steps: recorded in one encoder or several, dropped, counted, empty, and with gradients in any buffer.

use proxgrad::{Config, Param, ParamId, ProximalAdagrad, RowDecay, RowGrad, Schedule, Shrinkage, cpu, wgpu};
use proxgrad_testing::{Gpu, Grad, Indices, Optimizer, Refused};

use crate::common::{
    devices::{gpu, is_ieee, on_every_device},
    gpu_step::{new_encoder, submit_step},
    numbers::bits,
    one_buffer::OneBuffer,
    oracle::Rule,
    param::{IndexSource, TestGrad, TestParam},
    problem::{Problem, Settings},
    random::Random,
    state::State,
};

const STEPS: usize = 4;

/// Dense and row gradients of every kind, with a learning rate that changes from step to step.
fn problem(random: &mut Random) -> Problem {
    let defaults = Settings {
        learning_rate: Some(vec![0.1, 0.5, 0.02, 0.3].into()),
        weight_decay: Some(vec![0.0, 0.1, 0.0, 0.01].into()),
        grad_centralization: Some(true),
        l1: Some(0.1),
        l2: Some(0.3),
        accum: Some(0.1),
    };
    let dense = |random: &mut Random, shape: &[usize]| {
        let len = shape.iter().product();
        let values = random.values(len);
        let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(len))).collect();
        TestParam::new(format!("dense {shape:?}"), shape, values, grads)
    };
    let rows = |random: &mut Random, width: usize, source: IndexSource| {
        let values = random.values(40 * width);
        let grads = (0..STEPS).map(|step| {
            // More entries from step to step, so that the optimizer's buffers grow.
            let entries = 20 + 300 * step;
            let indices = source.indices(random.indices(entries, 40));
            TestGrad::Rows { indices, values: random.grads(entries * width) }
        });
        TestParam::new(format!("rows.{width}"), &[40, width], values, grads.collect())
    };
    let params = vec![
        dense(random, &[77]),
        rows(random, 3, IndexSource::Host),
        dense(random, &[5_002]),
        rows(random, 8, IndexSource::Host),
        rows(random, 4, IndexSource::Device),
        dense(random, &[6, 5, 3, 5]),
    ];
    Problem { loss_scales: vec![2.0], params, ..Problem::new(Shrinkage::Documented, defaults) }
}

#[test]
fn two_steps_in_one_encoder_equal_two_submissions() {
    let Some(gpu) = gpu() else { return };
    let problem = problem(&mut Random::new(21));
    let mut apart = OneBuffer::new(&problem, gpu);
    (0..STEPS).for_each(|step| apart.step(step));

    let mut together = OneBuffer::new(&problem, gpu);
    for steps in [[0, 1], [2, 3]] {
        let mut encoder = new_encoder(gpu);
        steps.iter().for_each(|&step| together.record(step, &mut encoder));
        gpu.queue().submit([encoder.finish()]);
    }

    assert_eq!(bits(&together.contents()), bits(&apart.contents()));
    for (together, apart) in together.accums().iter().zip(apart.accums()) {
        assert_eq!(bits(together), bits(&apart));
    }
}

#[test]
fn steps_in_encoders_submitted_together_run_in_order() {
    let Some(gpu) = gpu() else { return };
    let problem = problem(&mut Random::new(22));
    let mut apart = OneBuffer::new(&problem, gpu);
    (0..STEPS).for_each(|step| apart.step(step));

    let mut together = OneBuffer::new(&problem, gpu);
    let encoders: Vec<_> = (0..STEPS)
        .map(|step| {
            let mut encoder = new_encoder(gpu);
            together.record(step, &mut encoder);
            encoder.finish()
        })
        .collect();
    gpu.queue().submit(encoders);

    assert_eq!(bits(&together.contents()), bits(&apart.contents()));
}

/// An optimizer with one parameter of four elements, after one step.
struct Small {
    gpu: &'static Gpu,
    optimizer: ProximalAdagrad,
    weight: ParamId,
    values: wgpu::Buffer,
}

impl Small {
    fn new(gpu: &'static Gpu) -> Self {
        Self::with_rates(gpu, &[0.1, 0.5, 0.2, 0.4, 0.3])
    }

    fn with_rates(gpu: &'static Gpu, rates: &[f64]) -> Self {
        let config = Config { learning_rate: rates.into(), l1: 0.1, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&[1.0, -2.0, 0.05, 0.3]);
        let weight = optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
        let mut small = Self { gpu, optimizer, weight, values };
        small.step(&gpu.upload(&[0.5, 0.2, -0.1, 0.0]));
        small
    }

    fn step(&mut self, grads: &wgpu::Buffer) {
        let weight = self.weight;
        submit_step(self.gpu, &mut self.optimizer, |step| step.dense(weight, grads.slice(..))).unwrap();
    }

    /// The bits of values and accumulators, and the number of steps.
    fn state(&self) -> (Vec<u32>, Vec<u32>, u64) {
        let values = self.gpu.download(self.values.slice(..)).unwrap();
        let accum = self.gpu.download(self.optimizer.accum(self.weight).unwrap()).unwrap();
        (bits(&values), bits(&accum), self.optimizer.global_step())
    }
}

#[test]
fn dropping_a_step_changes_nothing_on_the_gpu() {
    let Some(gpu) = gpu() else { return };
    let (mut small, mut other) = (Small::new(gpu), Small::new(gpu));
    let before = small.state();
    let grads = gpu.upload(&[1.0; 4]);

    let mut encoder = new_encoder(gpu);
    let mut step = small.optimizer.begin_step(&mut encoder);
    step.dense(small.weight, grads.slice(..)).unwrap();
    drop(step);
    gpu.queue().submit([encoder.finish()]);

    assert_eq!(small.state(), before);
    small.step(&grads);
    other.step(&grads);
    assert_eq!(small.state(), other.state(), "the next step is the one that was dropped");
}

#[test]
fn dropping_a_step_changes_nothing_on_the_cpu() {
    let config = Config { learning_rate: vec![0.1, 0.5].into(), l1: 0.1, ..Config::default() };
    let mut optimizer = cpu::ProximalAdagrad::new(config).unwrap();
    let weight = optimizer.add_param(cpu::Param::new("weight", &[2])).unwrap();
    let mut values = [1.0, -2.0];
    let before = optimizer.snapshot();

    let mut step = optimizer.begin_step();
    step.dense(weight, &mut values, &[0.5, 0.5]).unwrap();
    drop(step);

    assert_eq!(values, [1.0, -2.0]);
    assert_eq!(optimizer.snapshot(), before);
}

#[test]
fn an_encoder_that_is_never_submitted_changes_nothing_but_the_step_number() {
    let Some(gpu) = gpu() else { return };
    let mut small = Small::new(gpu);
    let (values, accum, step) = small.state();
    let grads = gpu.upload(&[1.0; 4]);
    let mut encoder = new_encoder(gpu);
    let mut recorded = small.optimizer.begin_step(&mut encoder);
    recorded.dense(small.weight, grads.slice(..)).unwrap();
    recorded.finish().unwrap();
    drop(encoder);
    assert_eq!(small.state(), (values, accum, step + 1));
    // The optimizer can take further steps, with the rates behind the one that was dropped.
    small.step(&grads);
    let mut other = Small::with_rates(gpu, &[0.1, 0.2]);
    other.step(&grads);
    let (values, accum, steps) = other.state();
    assert_eq!(small.state(), (values, accum, steps + 1));
}

#[test]
fn a_refused_gradient_leaves_the_step_usable() {
    let mut random = Random::new(23);
    let problem = problem(&mut random);
    on_every_device(|device| {
        let (mut clean, clean_ids) = problem.start(device);
        clean.step(&problem.grads(0, &clean_ids)).unwrap();

        let (mut optimizer, ids) = problem.start(device);
        let (good, foreign) = (problem.grads(0, &ids), clean_ids[0]);
        let bad_rows = Grad::rows(&[0, 40], &[0.0; 6]);
        let grads = [
            (ids[1], bad_rows),
            good[0],
            (ids[0], Grad::Dense(&[1.0; 77])),
            (ids[2], Grad::Dense(&[1.0; 3])),
            good[1],
            (foreign, Grad::Dense(&[1.0; 77])),
            good[2],
            (ids[3], Grad::rows(&[1], &[0.0; 7])),
            good[3],
            (ids[4], Grad::rows(Indices::Device(&[1, 2]), &[0.0; 7])),
            good[4],
            good[5],
        ];
        let refusals = optimizer.step_with(&grads, Refused::IsLeftOut).unwrap();
        let refusals: Vec<_> = refusals.iter().map(ToString::to_string).collect();
        assert_eq!(
            refusals,
            [
                "parameter \"rows.3\": indices[1] is 40, but it has 40 rows",
                "parameter \"dense [77]\" already has a gradient in this step; sum the two, or take two steps",
                "parameter \"dense [5002]\": grads hold 3 elements; 5002 are needed",
                "this parameter id belongs to another optimizer; use the ids that this one returned",
                "parameter \"rows.8\": grads hold 7 elements; 8 are needed",
                "parameter \"rows.4\": grads hold 7 elements; 8 are needed",
            ]
        );
        assert_eq!(State::of(&*optimizer, &ids), State::of(&*clean, &clean_ids));
    });
}

#[test]
fn steps_are_counted_whatever_is_in_them() {
    on_every_device(|device| {
        // The learning rate is above 0 at step 3 alone.
        let rate = Schedule::function(|step| if step == 3 { 0.5 } else { 0.0 });
        let config = Config { learning_rate: rate, accum: 1.0, ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        assert_eq!(optimizer.global_step(), 0);
        let weight = optimizer.add_param(proxgrad_testing::Param::new("weight", &[2], &[1.0, 2.0])).unwrap();
        let nothing = optimizer.add_param(proxgrad_testing::Param::new("nothing", &[0, 3], &[])).unwrap();
        let before = State::of(&*optimizer, &[weight]);
        optimizer.step(&[]).unwrap();
        optimizer.step(&[(weight, Grad::None)]).unwrap();
        optimizer.step(&[(nothing, Grad::Dense(&[]))]).unwrap();
        assert_eq!(optimizer.global_step(), 3);
        assert_eq!(optimizer.values(weight).unwrap(), [1.0, 2.0]);
        assert_ne!(State::of(&*optimizer, &[weight]), before, "the step number is part of the state");

        optimizer.step(&[(weight, Grad::Dense(&[1.0, 0.0]))]).unwrap();
        assert_eq!(optimizer.global_step(), 4);
        assert_eq!(optimizer.accum(weight).unwrap(), [2.0, 1.0]);
        let moved = optimizer.values(weight).unwrap();
        let rule = Rule {
            learning_rate: 0.5,
            l1: 0.0,
            l2: 0.0,
            weight_decay: 0.0,
            loss_scale: 1.0,
            shrinkage: Shrinkage::Documented,
            centralized: false,
            row_decay: RowDecay::Once,
        };
        let expected = rule.step(1.0, 1.0, 1.0).value;
        assert!(expected.allows(moved[0]) && moved[1] == 2.0, "{moved:?}, expected {expected:?}");
    });
}

#[test]
fn an_empty_row_gradient_is_a_no_op() {
    let empty = Grad::rows(&[0u32; 0], &[]);
    on_every_device(|device| {
        // Each of these settings would move a row with an entry.
        let config = Config {
            learning_rate: 0.1.into(),
            l1: 0.1,
            l2: 0.1,
            weight_decay: 0.1.into(),
            ..Config::default()
        };
        let mut optimizer = device.optimizer(config).unwrap();
        let shapes = [&[4, 3][..], &[4], &[0, 3], &[3, 0], &[0], &[2, 8]];
        let ids: Vec<_> = shapes
            .iter()
            .map(|shape| {
                let values = vec![0.75; shape.iter().product()];
                let name = format!("{shape:?}");
                optimizer.add_param(proxgrad_testing::Param::new(&name, shape, &values)).unwrap()
            })
            .collect();
        for &id in &ids {
            let before = (optimizer.values(id).unwrap(), optimizer.accum(id).unwrap());
            optimizer.step(&[(id, empty)]).unwrap();
            assert_eq!((optimizer.values(id).unwrap(), optimizer.accum(id).unwrap()), before);
        }
        // Entries of rows without elements have no effect.
        optimizer.step(&[(ids[3], Grad::rows(&[0, 2, 2], &[]))]).unwrap();
        assert_eq!(optimizer.global_step(), ids.len() as u64 + 1);
    });
}

#[test]
fn an_empty_row_gradient_may_lie_anywhere() {
    let Some(gpu) = gpu() else { return };
    let mut small = Small::new(gpu);
    let before = small.state();
    // An empty slice at the end of a buffer cannot be bound.
    let elsewhere = gpu.upload(&[1.0; 64]);
    for values in [elsewhere.slice(256..), elsewhere.slice(..0)] {
        let weight = small.weight;
        let empty = RowGrad::new(&[0u32; 0], values);
        submit_step(gpu, &mut small.optimizer, |step| step.rows(weight, empty)).unwrap();
    }
    let after = small.state();
    assert_eq!((after.0, after.1, after.2), (before.0, before.1, before.2 + 2));
}

#[test]
fn a_parameter_without_a_gradient_is_left_alone() {
    on_every_device(|device| {
        let config = Config { l1: 1.0, l2: 1.0, weight_decay: 0.5.into(), ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let mut add = |name| {
            optimizer.add_param(proxgrad_testing::Param::new(name, &[3], &[1.0, -0.0, 1e-40])).unwrap()
        };
        let (moved, left) = (add("moved"), add("left"));
        optimizer.step(&[(moved, Grad::Dense(&[1.0; 3]))]).unwrap();
        assert_eq!(bits(&optimizer.values(left).unwrap()), bits(&[1.0, -0.0, 1e-40]));
        assert_eq!(optimizer.accum(left).unwrap(), [0.1; 3]);
        assert_ne!(optimizer.values(moved).unwrap()[0], 1.0);
    });
}

#[test]
fn gradients_may_lie_in_other_buffers_at_every_step_or_in_the_same() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(24);
    let contents: Vec<_> = (0..12).map(|_| random.grads(4)).collect();
    let run = |buffer_of: &dyn Fn(usize) -> usize| {
        let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&[1.0, -2.0, 0.5, 0.3]);
        let weight = optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
        let buffers: Vec<_> = (0..12).map(|_| gpu.upload(&[0.0; 4])).collect();
        for (number, contents) in contents.iter().enumerate() {
            let grads = &buffers[buffer_of(number)];
            gpu.queue().write_buffer(grads, 0, bytemuck::cast_slice(contents));
            submit_step(gpu, &mut optimizer, |step| {
                // Every third gradient is a row gradient.
                if number % 3 == 2 {
                    step.rows(weight, RowGrad::new(&[3, 2, 1, 0], grads.slice(..)))
                } else {
                    step.dense(weight, grads.slice(..))
                }
            })
            .unwrap();
        }
        let accum = gpu.download(optimizer.accum(weight).unwrap()).unwrap();
        (bits(&gpu.download(values.slice(..)).unwrap()), bits(&accum))
    };
    let new_every_step = run(&|step| step);
    assert_eq!(run(&|_| 0), new_every_step, "one buffer again and again");
    assert_eq!(run(&|step| step % 2), new_every_step, "two in turns");
    assert_eq!(run(&|step| step % 3), new_every_step, "three in turns");
    assert_eq!(run(&|step| step / 4), new_every_step, "a new one now and then");

    // The CPU implementation gives the same.
    if is_ieee(gpu) {
        let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
        let mut optimizer = cpu::ProximalAdagrad::new(config).unwrap();
        let weight = optimizer.add_param(cpu::Param::new("weight", &[4])).unwrap();
        let mut values = vec![1.0, -2.0, 0.5, 0.3];
        for (number, grads) in contents.iter().enumerate() {
            let mut step = optimizer.begin_step();
            if number % 3 == 2 {
                step.rows(weight, &mut values, cpu::RowGrad::new(&[3, 2, 1, 0], grads)).unwrap();
            } else {
                step.dense(weight, &mut values, grads).unwrap();
            }
            step.finish().unwrap();
        }
        assert_eq!((bits(&values), bits(optimizer.accum(weight).unwrap())), new_every_step);
    }
}

#[test]
fn optimizers_share_kernels_and_nothing_else() {
    on_every_device(|device| {
        let start = |rate: f64| -> (Box<dyn Optimizer>, ParamId) {
            let mut optimizer =
                device.optimizer(Config { learning_rate: rate.into(), ..Config::default() }).unwrap();
            let weight = proxgrad_testing::Param::new("weight", &[2], &[1.0, 2.0]);
            let weight = optimizer.add_param(weight).unwrap();
            (optimizer, weight)
        };
        let alone = |rate| {
            let (mut optimizer, weight) = start(rate);
            (0..3).for_each(|_| optimizer.step(&[(weight, Grad::Dense(&[0.5, -0.5]))]).unwrap());
            State::of(&*optimizer, &[weight])
        };
        let ((mut a, in_a), (mut b, in_b)) = (start(0.1), start(0.7));
        for _ in 0..3 {
            a.step(&[(in_a, Grad::Dense(&[0.5, -0.5]))]).unwrap();
            b.step(&[(in_b, Grad::Dense(&[0.5, -0.5]))]).unwrap();
        }
        assert_eq!(State::of(&*a, &[in_a]), alone(0.1));
        assert_eq!(State::of(&*b, &[in_b]), alone(0.7));
    });
}
