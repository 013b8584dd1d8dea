//! The dynamic loss scale.

use proxgrad::{Config, DynamicLossScale, ProximalAdagrad, gpu::Param as GpuParam, wgpu};
use proxgrad_testing::{Grad, Param};

use crate::common::{
    devices::{gpu, is_ieee, on_every_device},
    gpu_step::{new_encoder, pipeline_of},
    state::State,
};

#[test]
fn a_loss_scale_is_found_on_the_device_and_goes_on_from_a_snapshot() {
    let dynamic = DynamicLossScale::new(1024.0, 2.0, 3).unwrap();
    let config =
        Config { learning_rate: 0.1.into(), dynamic_loss_scale: Some(dynamic.clone()), ..Config::default() };
    on_every_device(|device| {
        // A step without a gradient is one without an overflow.
        let mut optimizer = device.optimizer(config.clone()).unwrap();
        optimizer.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
        (0..3).for_each(|_| optimizer.step(&[]).unwrap());
        assert_eq!(optimizer.report().unwrap().loss_scale, 2048.0, "{}", device.describe());

        let mut want = dynamic.clone();
        let mut optimizer = device.optimizer(config.clone()).unwrap();
        optimizer.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
        let mut plain = device.optimizer(Config { learning_rate: 0.1.into(), ..Config::default() }).unwrap();
        let plain_id = plain.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
        for step in 0..30u8 {
            let overflow = step % 7 == 2 || step % 11 == 5;
            let scale = optimizer.report().unwrap().loss_scale;
            assert_eq!(f64::from(scale), want.scale(), "step {step} on {}", device.describe());
            let grads = [0.5, -0.25, 1.0];
            let mut scaled = grads.map(|g| g * scale);
            if overflow {
                scaled[usize::from(step) % 3] = f32::NEG_INFINITY;
            } else {
                plain.step(&[(plain_id, Grad::Dense(&grads))]).unwrap();
            }
            let id = optimizer.params()[0];
            optimizer.step(&[(id, Grad::Dense(&scaled))]).unwrap();
            want.update(overflow);
            if step == 13 {
                let snapshot = optimizer.snapshot().unwrap();
                let values = optimizer.values(id).unwrap();
                optimizer = device.optimizer(config.clone()).unwrap();
                optimizer.add_param(Param::new("weight", &[3], &values)).unwrap();
                optimizer.restore(&snapshot).unwrap();
            }
            let id = optimizer.params()[0];
            // Division by the scale, a power of two, is exact.
            let near = optimizer.values(id).unwrap().into_iter().zip(plain.values(plain_id).unwrap());
            let is_same = |(got, want): (f32, f32)| {
                if is_ieee(device) { got == want } else { (got - want).abs() < 1e-5 }
            };
            assert!(near.into_iter().all(is_same), "step {step} on {}", device.describe());
        }
    });
}

#[test]
fn a_state_with_a_dynamic_scale_fits_no_optimizer_with_a_fixed_one_and_the_other_way_round() {
    let dynamic = Some(DynamicLossScale::new(64.0, 2.0, 3).unwrap());
    on_every_device(|device| {
        let start = |dynamic_loss_scale: &Option<DynamicLossScale>| {
            let dynamic_loss_scale = dynamic_loss_scale.clone();
            let config = Config { learning_rate: 0.1.into(), dynamic_loss_scale, ..Config::default() };
            let mut optimizer = device.optimizer(config).unwrap();
            let id = optimizer.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
            optimizer.step(&[(id, Grad::Dense(&[1.0; 3]))]).unwrap();
            (optimizer, id)
        };
        let ((mut dynamic, in_dynamic), (mut fixed, in_fixed)) = (start(&dynamic), start(&None));
        let states = [State::of(&*dynamic, &[in_dynamic]), State::of(&*fixed, &[in_fixed])];
        let error = fixed.restore(&dynamic.snapshot().unwrap()).unwrap_err().to_string();
        assert!(error.contains("a tensor \"good_steps\" that this optimizer does not know"), "{error}");
        let error = dynamic.restore(&fixed.snapshot().unwrap()).unwrap_err().to_string();
        assert!(error.contains("has no tensor \"good_steps\""), "{error}");
        assert_eq!([State::of(&*dynamic, &[in_dynamic]), State::of(&*fixed, &[in_fixed])], states);
    });
}

/// A kernel of the caller reads the scale before the step that divides by it.
#[test]
fn a_kernel_of_the_callers_can_bind_the_loss_scale() {
    let Some(gpu) = gpu() else { return };
    let dynamic = DynamicLossScale::new(64.0, 4.0, 2).unwrap();
    let config = Config { dynamic_loss_scale: Some(dynamic.clone()), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let (values, grads) = (gpu.upload(&[1.0; 4]), gpu.upload(&[0.0; 4]));
    let id = optimizer.add_param(GpuParam::new("weight", &[4], values.slice(..))).unwrap();
    let source = "@group(0) @binding(0) var<uniform> scale: f32;
        @group(0) @binding(1) var<storage, read_write> grads: array<f32>;
        @compute @workgroup_size(4)
        fn main(@builtin(local_invocation_index) i: u32) { grads[i] = 0.5 * scale; }";
    let pipeline = pipeline_of(gpu, source);
    let scale = optimizer.loss_scale_buffer();
    let bound = gpu.device().create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                    buffer: scale.buffer(),
                    offset: scale.offset(),
                    size: std::num::NonZero::new(scale.size()),
                }),
            },
            wgpu::BindGroupEntry { binding: 1, resource: grads.as_entire_binding() },
        ],
    });
    // All steps are in one encoder, so the scale never passes through the host.
    let (mut encoder, mut want) = (new_encoder(gpu), dynamic);
    let mut seen = Vec::new();
    for _ in 0..7 {
        {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &bound, &[]);
            pass.dispatch_workgroups(1, 1, 1);
        }
        let copy = gpu.upload(&[0.0; 4]);
        encoder.copy_buffer_to_buffer(&grads, 0, &copy, 0, 16);
        seen.push((copy, want.scale()));
        let mut step = optimizer.begin_step(&mut encoder);
        step.dense(id, grads.slice(..)).unwrap();
        step.finish().unwrap();
        want.update(false);
    }
    gpu.queue().submit([encoder.finish()]);
    for (step, (copy, scale)) in seen.iter().enumerate() {
        let got = f64::from(gpu.download(copy.slice(..)).unwrap()[0]);
        assert_eq!(got, 0.5 * scale, "step {step}");
    }
}
