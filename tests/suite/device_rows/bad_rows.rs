//! Counts of the indices that are no rows.

use proxgrad::{Config, Indices, Param, ProximalAdagrad, RowGrad, cpu, gpu::block_on};
use proxgrad_testing::{self as testing, Gpu, Grad};

use super::case::table_of;
use crate::common::{
    devices::{gpu, in_all_forms},
    gpu_step::submit_step,
    random::Random,
};

#[test]
fn bad_rows_are_counted_over_all_steps_and_by_each_optimizer_for_itself() {
    let Some(gpu) = gpu() else { return };
    in_all_forms(gpu).into_iter().for_each(bad_rows_are_counted);
}

fn bad_rows_are_counted(gpu: &Gpu) {
    let ((mut one, in_one), (mut other, in_other)) = (table_of(gpu, &[4, 2]), table_of(gpu, &[4, 2]));
    let bad = testing::Indices::Device(&[4, 1, u32::MAX]);
    let good = testing::Indices::Device(&[0, 1, 3]);
    let unique = testing::Indices::DeviceUnique(&[7, 1, 2]);
    let grad = |indices| Grad::Rows { indices, values: &[0.5; 6] };
    assert_eq!(one.bad_rows().unwrap(), 0);
    for (indices, count) in [(bad, 2), (good, 2), (unique, 3), (bad, 5)] {
        one.step(&[(in_one, grad(indices))]).unwrap();
        other.step(&[(in_other, grad(good))]).unwrap();
        assert_eq!((one.bad_rows().unwrap(), other.bad_rows().unwrap()), (count, 0));
    }
    // A step for which the optimizer's buffers grow keeps the count.
    let many = vec![4; 50_000];
    let grads = vec![0.5; 100_000];
    let indices = testing::Indices::Device(&many);
    one.step(&[(in_one, Grad::Rows { indices, values: &grads })]).unwrap();
    assert_eq!((one.bad_rows().unwrap(), other.bad_rows().unwrap()), (50_005, 0));
}

#[test]
fn tables_without_elements_count_bad_rows_too() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(64);
    let many: Vec<_> = random.shuffled([vec![1; 5_000], vec![3; 40_000]].concat());
    for gpu in in_all_forms(gpu) {
        let (mut optimizer, table) = table_of(gpu, &[3, 0]);
        let indices = testing::Indices::Device(&many);
        optimizer.step(&[(table, Grad::Rows { indices, values: &[] })]).unwrap();
        assert_eq!(optimizer.bad_rows().unwrap(), 40_000);
    }
    for (shape, bad) in [([0, 3], 3), ([3, 0], 1), ([0, 0], 3)] {
        for indices in [testing::Indices::Device(&[0, 2, 3]), testing::Indices::DeviceUnique(&[0, 2, 3])] {
            let (mut optimizer, table) = table_of(gpu, &shape);
            let grads = vec![0.5; 3 * shape[1]];
            optimizer.step(&[(table, Grad::Rows { indices, values: &grads })]).unwrap();
            assert_eq!(optimizer.bad_rows().unwrap(), bad, "{shape:?}");
        }
    }
}

#[test]
fn counts_go_on_beyond_32_bits() {
    let Some(gpu) = gpu() else { return };
    let config = Config { skip_on_overflow: true, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let values = gpu.upload(&[1.0; 8]);
    let table = optimizer.add_param(Param::new("table", &[4, 2], values.slice(..))).unwrap();
    // The first four words of the report: bad rows and skipped steps, two words each.
    let report = optimizer.loss_scale_buffer().buffer().clone();
    gpu.queue().write_buffer(&report, 0, bytemuck::cast_slice(&[u32::MAX, 0, u32::MAX, 6]));
    let indices = gpu.upload(&[9, 1, 9].map(f32::from_bits));
    for gradient in [0.5, f32::INFINITY] {
        let grads = gpu.upload(&[gradient; 6]);
        submit_step(gpu, &mut optimizer, |step| {
            step.rows(table, RowGrad::new(Indices::Device(indices.slice(..)), grads.slice(..)))
        })
        .unwrap();
    }
    let report = block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap();
    assert_eq!((report.bad_rows, report.skipped_steps), ((1 << 32) + 1, 7 << 32));
}

#[test]
fn the_cpu_treats_indices_that_a_device_would_have_as_the_device_does() {
    let mut optimizer =
        cpu::ProximalAdagrad::new(Config { skip_on_overflow: true, ..Config::default() }).unwrap();
    let table = optimizer.add_param(cpu::Param::new("table", &[4, 2])).unwrap();
    let mut values = [1.0; 8];
    for (indices, gradient, bad) in [
        (cpu::Indices::Device(&[9, 1, 4]), 0.5, 2),
        (cpu::Indices::DeviceUnique(&[u32::MAX, 1, 0]), 0.5, 3),
        // Skipped: also the gradients of entries without a row are checked.
        (cpu::Indices::Device(&[1, 9, 9]), f32::NAN, 3),
    ] {
        let grads = [0.5, 0.5, 0.5, 0.5, gradient, gradient];
        let mut step = optimizer.begin_step();
        step.rows(table, &mut values, cpu::RowGrad::new(indices, &grads)).unwrap();
        step.finish().unwrap();
        assert_eq!(optimizer.report().bad_rows, bad);
    }
    assert_eq!(optimizer.report().skipped_steps, 1);
    assert_eq!(values[4..], [1.0; 4]);
    // A step that is dropped counts nothing.
    let mut step = optimizer.begin_step();
    step.rows(table, &mut values, cpu::RowGrad::new(cpu::Indices::Device(&[9]), &[0.5; 2])).unwrap();
    drop(step);
    assert_eq!(optimizer.report().bad_rows, 3);
}
