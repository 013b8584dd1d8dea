//! The 16-bit copy of a parameter has the bits of its values, rounded to nearest even, after every step and flush.

use proxgrad::{
    Config, Format, Indices, Param, ProximalAdagrad, RowGrad, Rows, Shrinkage, schedule::InverseDecay,
};
use proxgrad_testing::{Gpu, Stored};

use crate::common::{
    devices::{all_gpus, gpu, keeps_params_whole},
    gpu_step::{new_encoder, submit_step},
    random::Random,
};

const ROWS: usize = 300;
/// The same number.
const ROWS_U32: u32 = 300;

/// The words of a copy, and those that it has to have.
fn words(
    gpu: &Gpu,
    copy: &proxgrad::wgpu::Buffer,
    values: &proxgrad::wgpu::Buffer,
    format: Format,
) -> [Vec<u32>; 2] {
    let copy = gpu.download(copy.slice(..)).unwrap();
    let values = gpu.download(values.slice(..)).unwrap();
    [copy.iter().map(|word| word.to_bits()).collect(), Stored::nearest(&values, format).words()]
}

#[test]
fn a_copy_follows_steps_sweeps_and_flushes_of_some_or_all_exact_rows_bit_for_bit() {
    if gpu().is_none() {
        return;
    }
    let learning_rate =
        InverseDecay { learning_rate: 0.3, decay_rate: 0.5, decay_steps: 100, staircase: false };
    for gpu in all_gpus().into_iter().filter(|gpu| keeps_params_whole(*gpu)) {
        for (format, width, shrinkage, skip_on_overflow) in [
            (Format::Bf16, 4, Shrinkage::Documented, false),
            (Format::F16, 3, Shrinkage::Adaptive, false),
            (Format::Bf16, 1, Shrinkage::Adaptive, true),
        ] {
            let what = format!("{format:?}, width {width}, {shrinkage:?} on {gpu:?}");
            let config = Config {
                learning_rate: learning_rate.into(),
                l1: 1e-3,
                l2: 1e-2,
                shrinkage,
                skip_on_overflow,
                ..Config::default()
            };
            let mut random = Random::new(width as u64);
            let start = random.values(ROWS * width);
            let values = gpu.upload(&start);
            let words_of_start: Vec<f32> =
                Stored::nearest(&start, format).words().into_iter().map(f32::from_bits).collect();
            let copy = gpu.upload(&words_of_start);
            let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
            let shape = [ROWS, width];
            let param = Param::new("table", &shape, values.slice(..)).rows(Rows::Exact);
            let table = optimizer.add_param(param.copy(copy.slice(..), format)).unwrap();
            let assert_same = |when: &str| {
                let [got, want] = words(gpu, &copy, &values, format);
                assert!(got == want, "{when}: {what}");
            };
            assert_same("at the start");
            let grads = gpu.upload(&random.grads(6 * width));
            let (flushed, unique) = ([5, 5, 299, 17], gpu.upload(&[3u32, 298, 40].map(f32::from_bits)));
            let mut swept = 0;
            for step in 0..530 {
                let indices = random.indices(6, ROWS_U32);
                let before = gpu.download(values.slice(..)).unwrap();
                let bad = skip_on_overflow && step % 50 == 9;
                let overflowing = gpu.upload(&vec![f32::INFINITY; 6 * width]);
                submit_step(gpu, &mut optimizer, |step| {
                    let grads = if bad { &overflowing } else { &grads };
                    step.rows(table, RowGrad::new(&indices, grads.slice(..)))
                })
                .unwrap();
                if step % 64 == 0 || step >= 254 && step % 128 < 3 {
                    let after = gpu.download(values.slice(..)).unwrap();
                    let rows = (0..ROWS_U32).zip(0..).filter(|(_, row): &(u32, usize)| {
                        let elements = row * width..(row + 1) * width;
                        before[elements.clone()] != after[elements]
                    });
                    swept += rows.filter(|(row, _)| !indices.contains(row)).count();
                    assert_same(&format!("after step {step}"));
                }
                if step % 100 == 30 {
                    let mut encoder = new_encoder(gpu);
                    optimizer.flush_rows(&mut encoder, table, &flushed).unwrap();
                    gpu.queue().submit([encoder.finish()]);
                    assert_same("after a flush of rows that the host knows");
                    for indices in
                        [Indices::Device(unique.slice(..)), Indices::DeviceUnique(unique.slice(..))]
                    {
                        let mut encoder = new_encoder(gpu);
                        optimizer.flush_rows(&mut encoder, table, indices).unwrap();
                        gpu.queue().submit([encoder.finish()]);
                        assert_same("after a flush of rows that the device knows");
                    }
                }
            }
            assert!(swept > 0, "no row was swept: {what}");
            let mut encoder = new_encoder(gpu);
            optimizer.flush(&mut encoder).unwrap();
            gpu.queue().submit([encoder.finish()]);
            assert_same("after a flush of all rows");
            // A dense gradient brings rows up to date first.
            let dense = gpu.upload(&random.grads(ROWS * width));
            submit_step(gpu, &mut optimizer, |step| step.dense(table, dense.slice(..))).unwrap();
            assert_same("after a dense step");
        }
    }
}
