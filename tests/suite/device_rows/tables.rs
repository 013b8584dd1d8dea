//! Several tables in one step, and several steps.

use proxgrad::{Config, Indices, Param, ProximalAdagrad, RowGrad, gpu::block_on};

use super::case::problem;
use crate::common::{
    devices::{Device, backends, gpu, in_all_forms, is_ieee, small_grid_gpu},
    gpu_step::{new_encoder, submit_step},
    numbers::bits,
    one_buffer::OneBuffer,
    param::{IndexSource, TestGrad, TestIndices, TestParam},
    problem::Problem,
    random::Random,
};

/// Three steps of several tables with indices of the device, some of which are no rows, and of a dense
/// parameter.
fn several(random: &mut Random) -> Problem {
    let table = |random: &mut Random, shape: &[usize], entries: usize| {
        let width: usize = shape[1..].iter().product();
        let rows = u32::try_from(shape[0]).unwrap();
        let grad = |step: usize, random: &mut Random| {
            // More entries from step to step, so that the optimizer's buffers grow.
            let entries = entries * (step + 1);
            let indices = TestIndices::Device(random.indices(entries, rows + rows.div_ceil(20)));
            TestGrad::Rows { indices, values: random.grads(entries * width) }
        };
        let values = random.values(shape[0] * width);
        let grads = (0..3).map(|step| grad(step, random)).collect();
        TestParam::new(format!("table {shape:?}"), shape, values, grads)
    };
    let mut unique = table(random, &[70, 5], 0);
    for grad in &mut unique.grads {
        let indices = TestIndices::DeviceUnique(random.permutation(73));
        *grad = TestGrad::Rows { values: random.grads(73 * 5), indices };
    }
    let mut dense = table(random, &[33, 16], 0);
    dense.grads = (0..3).map(|_| TestGrad::Dense(random.grads(33 * 16))).collect();
    dense.name = "dense".to_owned();
    let tables = [(&[90, 3][..], 700), (&[90, 16], 200), (&[4_000], 1_500), (&[1, 8], 150)];
    let tables = tables.map(|(shape, entries)| table(random, shape, entries));
    problem(tables.into_iter().chain([unique, dense]).collect())
}

/// Two steps of so many tables that several of them share a scratch buffer: of few and of many entries, with indices on the
/// device and in the host's memory.
fn many(random: &mut Random) -> Problem {
    let table = |at: usize| {
        let (rows, entries) = ([40u32, 3_000, 70_000][at % 3], [150, 17_000, 4_500, 2_000][at / 4 % 4]);
        let grad = |_| {
            let drawn = if at % 5 == 4 { rows } else { rows + rows / 20 };
            let indices = random.indices(entries, drawn);
            let indices = if at % 5 == 4 { TestIndices::U32(indices) } else { TestIndices::Device(indices) };
            TestGrad::Rows { indices, values: random.grads(entries) }
        };
        let grads = (0..2).map(grad).collect();
        TestParam::new(format!("table {at}"), &[rows as usize, 1], random.values(rows as usize), grads)
    };
    problem((0..22).map(table).collect())
}

#[test]
fn so_many_tables_that_they_are_sorted_together_agree_on_every_device() {
    let problem = many(&mut Random::new(61));
    let in_forms = gpu().into_iter().flat_map(in_all_forms).map(|gpu| -> &Device { gpu });
    let devices: Vec<_> = backends().into_iter().chain(in_forms).collect();
    let (zeros, others) = problem.agrees("many", &devices);
    assert!(zeros > 200 && others > 5_000, "{zeros} zeros and {others} others prove little");
}

#[test]
fn several_parameters_with_device_indices_agree_on_every_device() {
    let problem = several(&mut Random::new(58));
    let in_forms = gpu().into_iter().flat_map(in_all_forms).map(|gpu| -> &Device { gpu });
    let devices: Vec<_> = backends().into_iter().chain(in_forms).collect();
    let (zeros, others) = problem.agrees("several", &devices);
    assert!(zeros > 200 && others > 5_000, "{zeros} zeros and {others} others prove little");
}

#[test]
fn indices_in_the_buffer_of_values_and_gradients_agree_in_one_encoder_or_several() {
    let problem = several(&mut Random::new(59));
    for gpu in [gpu(), small_grid_gpu()].into_iter().flatten().flat_map(in_all_forms) {
        let mut apart = OneBuffer::new(&problem, gpu);
        (0..3).for_each(|step| apart.step(step));
        let mut together = OneBuffer::new(&problem, gpu);
        let mut encoder = new_encoder(gpu);
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
        assert_eq!([apart.bad_rows(), together.bad_rows()], [bad as u64; 2]);
    }
}

#[test]
fn ten_runs_give_the_same_bits() {
    let Some(gpu) = gpu() else { return };
    let problem = several(&mut Random::new(60));
    for gpu in in_all_forms(gpu) {
        let first = problem.run(gpu);
        for run in 1..10 {
            problem.assert_same_bits(&format!("run {run}"), &first, &problem.run(gpu));
        }
    }
}

#[test]
fn whoever_knows_the_indices_may_change_from_step_to_step() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(63);
    let sources = [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique, IndexSource::Grouped];
    let steps: Vec<_> = (0..9).map(|_| (random.permutation(50), random.grads(50 * 12))).collect();
    let problem = |sources: &[IndexSource]| {
        let grads = steps.iter().zip(sources.iter().cycle()).map(|((indices, grads), source)| {
            TestGrad::Rows { indices: source.indices(indices.clone()), values: grads.clone() }
        });
        problem(vec![TestParam::new("table", &[50, 12], vec![0.5; 50 * 12], grads.collect())])
    };
    let (alternating, host) = (problem(&sources), problem(&sources[..1]));
    let (got, want) = (alternating.run(gpu), host.run(gpu));
    if is_ieee(gpu) {
        host.assert_same_bits("alternating", &want, &got);
    }
}

#[test]
fn one_buffer_of_indices_serves_several_tables() {
    let Some(gpu) = gpu() else { return };
    let config = Config { learning_rate: 0.1.into(), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let (first, second) = (gpu.upload(&[1.0; 12]), gpu.upload(&[2.0; 12]));
    let ids = [("first", &first), ("second", &second)]
        .map(|(name, values)| optimizer.add_param(Param::new(name, &[4, 3], values.slice(..))).unwrap());
    let indices = gpu.upload(bytemuck::cast_slice(&[3u32, 0, 3]));
    let grads = gpu.upload(&[0.25; 9]);
    submit_step(gpu, &mut optimizer, |step| {
        let indices = Indices::Device(indices.slice(..));
        ids.into_iter().try_for_each(|id| step.rows(id, RowGrad { indices, values: grads.slice(..) }))
    })
    .unwrap();
    for (values, start) in [(&first, 1.0), (&second, 2.0)] {
        let values = gpu.download(values.slice(..)).unwrap();
        let moved: Vec<_> = values.iter().map(|value| *value != start).collect();
        assert_eq!(moved, [[true; 3], [false; 3], [false; 3], [true; 3]].concat());
    }
    assert_eq!(block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap().bad_rows, 0);
}
