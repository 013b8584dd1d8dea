//! Several tables in one step, and several steps.

use proxgrad::{
    Config, Indices, Param, ProximalAdagrad, RowGrad, gpu::block_on, wgpu::CommandEncoderDescriptor,
};

use super::case::problem;
use crate::common::{
    devices::{folding, gpu, is_ieee},
    one_buffer::OneBuffer,
    problem::{Given, GivenGrad, GivenIndices, Problem},
    random::Random,
    state::bits,
};

/// Several tables and a tensor, three steps, all of them with indices of the device's, some bad.
fn several(random: &mut Random) -> Problem {
    let table = |random: &mut Random, shape: &[usize], entries: usize| {
        let width: usize = shape[1..].iter().product();
        let rows = u32::try_from(shape[0]).unwrap();
        let grad = |step: usize, random: &mut Random| {
            // More from step to step, so that the room for them grows.
            let entries = entries * (step + 1);
            let indices = GivenIndices::Device(random.indices(entries, rows + rows.div_ceil(20)));
            GivenGrad::Rows { indices, values: random.grads(entries * width) }
        };
        Given {
            name: format!("table {shape:?}"),
            shape: shape.to_vec(),
            values: random.values(shape[0] * width),
            group: None,
            grads: (0..3).map(|step| grad(step, random)).collect(),
        }
    };
    let mut unique = table(random, &[70, 5], 0);
    for grad in &mut unique.grads {
        let indices = GivenIndices::DeviceUnique(random.permutation(73));
        *grad = GivenGrad::Rows { values: random.grads(73 * 5), indices };
    }
    let mut dense = table(random, &[33, 16], 0);
    dense.grads = (0..3).map(|_| GivenGrad::Dense(random.grads(33 * 16))).collect();
    dense.name = "dense".to_owned();
    let tables = [(&[90, 3][..], 700), (&[90, 16], 200), (&[4_000], 1_500), (&[1, 8], 150)];
    let tables = tables.map(|(shape, entries)| table(random, shape, entries));
    problem(tables.into_iter().chain([unique, dense]).collect())
}

#[test]
fn several_parameters_with_device_indices_agree_on_every_device() {
    let problem = several(&mut Random::new(58));
    let (zeros, others) = problem.agrees("several", &crate::common::devices::backends());
    assert!(zeros > 200 && others > 5_000, "{zeros} zeros and {others} others prove little");
}

#[test]
fn indices_in_the_buffer_of_values_and_gradients_agree_in_one_encoder_or_several() {
    let problem = several(&mut Random::new(59));
    for gpu in [gpu(), folding()].into_iter().flatten() {
        let mut apart = OneBuffer::new(&problem, gpu);
        (0..3).for_each(|step| apart.step(step));
        let mut together = OneBuffer::new(&problem, gpu);
        let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
        (0..3).for_each(|step| together.record(step, &mut encoder));
        gpu.queue().submit([encoder.finish()]);

        assert_eq!(bits(&together.contents()), bits(&apart.contents()));
        let history = problem.run(gpu);
        let (contents, accums) = (apart.contents(), apart.accums());
        for (i, want) in history[3].iter().enumerate() {
            let got = [&contents[apart.values(i)], &accums[i]];
            assert_eq!(got.map(bits), [bits(&want[0]), bits(&want[1])], "{}", problem.params[i].name);
            assert_eq!(bits(&together.accums()[i]), bits(&want[1]));
        }
        let bad: usize = (0..3).flat_map(|s| problem.params.iter().map(move |p| p.bad_rows(s))).sum();
        assert!(bad > 100, "{bad} bad indices prove little");
        assert_eq!([apart.bad_rows() as usize, together.bad_rows() as usize], [bad; 2]);
    }
}

#[test]
fn ten_runs_give_the_same_bits() {
    let Some(gpu) = gpu() else { return };
    let problem = several(&mut Random::new(60));
    let first = problem.run(gpu);
    for run in 1..10 {
        problem.assert_same_bits(&format!("run {run}"), &first, &problem.run(gpu));
    }
}

#[test]
fn whoever_knows_the_indices_may_change_from_step_to_step() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(63);
    let ways = [GivenIndices::U32, GivenIndices::Device, GivenIndices::DeviceUnique];
    let steps: Vec<_> = (0..9).map(|_| (random.permutation(50), random.grads(50 * 12))).collect();
    let problem = |ways: &[fn(Vec<u32>) -> GivenIndices]| {
        let grads = steps.iter().zip(ways.iter().cycle()).map(|((indices, grads), way)| GivenGrad::Rows {
            indices: way(indices.clone()),
            values: grads.clone(),
        });
        let values = vec![0.5; 50 * 12];
        let name = "table".to_owned();
        problem(vec![Given { name, shape: vec![50, 12], values, group: None, grads: grads.collect() }])
    };
    let (mixed, same) = (problem(&ways), problem(&ways[..1]));
    let (mixed, same) = (mixed.run(gpu), (same.run(gpu), same));
    if is_ieee(gpu) {
        same.1.assert_same_bits("in turns", &same.0, &mixed);
    }
}

#[test]
fn one_buffer_of_indices_serves_several_tables() {
    let Some(gpu) = gpu() else { return };
    let config = || Config { learning_rate: 0.1.into(), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config()).unwrap();
    let (first, second) = (gpu.upload(&[1.0; 12]), gpu.upload(&[2.0; 12]));
    let ids = [("first", &first), ("second", &second)]
        .map(|(name, values)| optimizer.add_param(Param::new(name, &[4, 3], values.slice(..))).unwrap());
    let indices = gpu.upload(bytemuck::cast_slice(&[3u32, 0, 3]));
    let grads = gpu.upload(&[0.25; 9]);
    let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
    let mut step = optimizer.begin_step(&mut encoder);
    for id in ids {
        let indices = Indices::Device(indices.slice(..));
        step.rows(id, RowGrad { indices, values: grads.slice(..) }).unwrap();
    }
    step.finish().unwrap();
    gpu.queue().submit([encoder.finish()]);
    for (values, start) in [(&first, 1.0), (&second, 2.0)] {
        let values = gpu.download(values.slice(..)).unwrap();
        let moved: Vec<_> = values.iter().map(|value| *value != start).collect();
        assert_eq!(moved, [[true; 3], [false; 3], [false; 3], [true; 3]].concat());
    }
    assert_eq!(block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap().bad_rows, 0);
}
