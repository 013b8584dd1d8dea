//! Parameters in 16 bits on a GPU, and copies in 16 bits beside parameters in 32.

use proxgrad::{
    Config, DynamicLossScale, Error, Format, ProximalAdagrad, RowGrad, Rows,
    gpu::{self as gpu_api, Param as GpuParam},
    half::{bf16, f16},
    wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::gpu,
    gpu_step::{new_encoder, submit_step},
    random::Random,
};

fn words(gpu: &Gpu, slice: wgpu::BufferSlice<'_>) -> Vec<u32> {
    let words = gpu_api::download(gpu.device(), gpu.queue(), slice);
    gpu_api::block_on(gpu.device(), words).unwrap()
}

fn halves(words: &[u32]) -> Vec<u16> {
    bytemuck::pod_collect_to_vec(bytemuck::cast_slice::<u32, u8>(words))
}

#[test]
fn a_copy_in_16_bits_follows_every_change_and_keeps_the_half_behind_it() {
    let Some(gpu) = gpu() else { return };
    for (format, shape, rows) in [
        (Format::F16, &[4099][..], Rows::Touched),
        (Format::Bf16, &[41, 3], Rows::Touched),
        (Format::Bf16, &[41, 3], Rows::Exact),
        (Format::F16, &[10, 8], Rows::Exact),
    ] {
        let len: usize = shape.iter().product();
        let mut random = Random::new(10);
        let values = random.values(len);
        let narrow = |value: f32| match format {
            Format::F16 => f16::from_f32(value).to_bits(),
            _ => bf16::from_f32(value).to_bits(),
        };
        let mut start: Vec<u16> = values.iter().map(|value| narrow(*value)).collect();
        if len % 2 == 1 {
            start.push(0x1234);
        }
        let start: Vec<f32> = bytemuck::pod_collect_to_vec(&start);
        let (buffer, copy) = (gpu.upload(&values), gpu.upload(&start));
        let config = Config { learning_rate: 0.1.into(), l1: 0.1, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let param = GpuParam::new("weight", shape, buffer.slice(..)).rows(rows).copy(copy.slice(..), format);
        let id = optimizer.add_param(param).unwrap();
        let check = |what: &str| {
            let values = gpu.download(buffer.slice(..)).unwrap();
            let got = halves(&words(gpu, copy.slice(..)));
            let want: Vec<u16> = values.iter().map(|value| narrow(*value)).collect();
            assert_eq!(got[..len], want, "{what} of {shape:?}, {rows:?}");
            assert_eq!(got[len..], if len % 2 == 1 { vec![0x1234] } else { vec![] });
        };
        for kind in 0..5 {
            let width = len / shape[0];
            let indices = [3u32, 7, 3, 8];
            let unique = [9u32, 2];
            let on_device = |indices: &[u32]| gpu.upload(bytemuck::cast_slice(indices));
            let (device_indices, device_unique) = (on_device(&indices), on_device(&unique));
            let grads = gpu.upload(&random.grads(len.max(4 * width)));
            let elements = |count: usize| grads.slice(..(count * 4) as u64);
            submit_step(gpu, &mut optimizer, |step| match kind {
                0 => step.dense(id, elements(len)),
                1 => step.rows(id, RowGrad::new(&indices, elements(4 * width))),
                2 => {
                    let indices = gpu_api::Indices::Device(device_indices.slice(..));
                    step.rows(id, RowGrad { indices, values: elements(4 * width) })
                }
                3 => {
                    let indices = gpu_api::Indices::DeviceUnique(device_unique.slice(..));
                    step.rows(id, RowGrad { indices, values: elements(2 * width) })
                }
                _ => Ok(()),
            })
            .unwrap();
            if kind == 4 {
                let mut encoder = new_encoder(gpu);
                optimizer.flush(&mut encoder).unwrap();
                gpu.queue().submit([encoder.finish()]);
            }
            check(&format!("gradient {kind}"));
        }
    }
}

#[test]
fn what_cannot_be_stored_is_refused_and_named() {
    let Some(gpu) = gpu() else { return };
    let refuse = |config: Config| ProximalAdagrad::new(gpu.kernels(), config).unwrap_err().to_string();
    let dynamic = Some(DynamicLossScale::default());
    assert_eq!(
        refuse(Config { dynamic_loss_scale: dynamic, loss_scale: 2.0, ..Config::default() }),
        "loss_scale is 2; it must be 1 beside a dynamic_loss_scale, which takes its place"
    );
    assert_eq!(
        refuse(Config { clip_norm: Some(0.0), ..Config::default() }),
        "clip_norm is 0; it must be above 0"
    );
    assert_eq!(
        refuse(Config { clip_value: Some(f64::NAN), ..Config::default() }),
        "clip_value is NaN; it must be above 0"
    );

    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let buffer = gpu.upload(&[0.0; 1024]);
    let five = |slice| GpuParam::new("weight", &[5], slice).format(Format::Bf16);
    let error = optimizer.add_param(five(buffer.slice(..10))).unwrap_err();
    assert!(
        matches!(&error, Error::HalfWord { name, role: "values", got: 10, needed: 12, .. } if name == "weight"),
        "{error}"
    );
    assert!(error.to_string().contains("12 bytes"), "{error}");
    let error = optimizer.add_param(five(buffer.slice(..20))).unwrap_err();
    assert!(matches!(error, Error::Length { got: 10, want: 5, .. }), "{error}");
    let error =
        optimizer.add_param(five(buffer.slice(..12)).copy(buffer.slice(256..268), Format::F16)).unwrap_err();
    assert!(matches!(error, Error::CopyFormat { .. }), "{error}");
    let master = GpuParam::new("weight", &[5], buffer.slice(..20));
    let error = optimizer.add_param(master.copy(buffer.slice(256..268), Format::F32)).unwrap_err();
    assert!(matches!(error, Error::CopyFormat { .. }), "{error}");
    let error = optimizer.add_param(master.copy(buffer.slice(..12), Format::F16)).unwrap_err();
    assert!(matches!(error, Error::Overlap { role: "copy", .. }), "{error}");
    let error = optimizer.add_param(master.copy(buffer.slice(256..276), Format::F16)).unwrap_err();
    assert!(matches!(error, Error::Length { role: "copy", .. }), "{error}");

    let id = optimizer.add_param(five(buffer.slice(..12))).unwrap();
    let mut encoder = new_encoder(gpu);
    let mut step = optimizer.begin_step(&mut encoder);
    let error = step.dense(id, buffer.slice(256..276)).unwrap_err();
    assert!(matches!(error, Error::Length { role: "grads", got: 10, want: 5, .. }), "{error}");
    step.dense(id, buffer.slice(256..268)).unwrap();
    step.finish().unwrap();
    assert!(optimizer.set_loss_scale(4.0).is_ok());

    let config = Config { dynamic_loss_scale: Some(DynamicLossScale::default()), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    assert!(optimizer.set_loss_scale(4.0).is_err());
}
