//! The loss scale: the buffer on the device, and the divisor that a program sets.

use proxgrad::{Config, DynamicLossScale, Error, Param as GpuParam, ProximalAdagrad, wgpu};
use proxgrad_testing::{Gpu, Grad, Param};

use crate::common::{
    devices::{gpu, on_every_device},
    gpu_step::submit_step,
    numbers::bits,
    state::State,
};

/// A pipeline that copies the scale, bound as a uniform and as storage, to `output`.
fn reader(gpu: &Gpu) -> wgpu::ComputePipeline {
    let source = "@group(0) @binding(0) var<uniform> uniform_scale: f32;
        @group(0) @binding(1) var<storage, read> storage_scale: f32;
        @group(0) @binding(2) var<storage, read_write> output: array<f32>;
        @compute @workgroup_size(1)
        fn main() { output[0] = uniform_scale; output[1] = storage_scale; }";
    let module = gpu.device().create_shader_module(wgpu::ShaderModuleDescriptor {
        label: None,
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    gpu.device().create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: None,
        layout: None,
        module: &module,
        entry_point: None,
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    })
}

/// What a kernel reads from the buffer of the loss scale, as a uniform and as storage.
fn read(gpu: &Gpu, pipeline: &wgpu::ComputePipeline, optimizer: &ProximalAdagrad) -> [f32; 2] {
    let (scale, output) = (optimizer.loss_scale_buffer(), gpu.upload(&[0.0; 2]));
    let binding = |binding| wgpu::BindGroupEntry {
        binding,
        resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: scale.buffer(),
            offset: scale.offset(),
            size: std::num::NonZero::new(scale.size()),
        }),
    };
    let bound = gpu.device().create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[
            binding(0),
            binding(1),
            wgpu::BindGroupEntry { binding: 2, resource: output.as_entire_binding() },
        ],
    });
    let mut encoder = gpu.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, &bound, &[]);
        pass.dispatch_workgroups(1, 1, 1);
    }
    gpu.queue().submit([encoder.finish()]);
    gpu.download(output.slice(..)).unwrap().try_into().unwrap()
}

fn optimizer(gpu: &Gpu, config: Config) -> (ProximalAdagrad, proxgrad::ParamId) {
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let values = gpu.upload(&[1.0; 4]);
    let id = optimizer.add_param(GpuParam::new("weight", &[4], values.slice(..))).unwrap();
    (optimizer, id)
}

#[test]
fn the_buffer_of_the_loss_scale_is_a_uniform_and_storage_and_follows_a_dynamic_scale() {
    let Some(gpu) = gpu() else { return };
    let pipeline = reader(gpu);
    let mut want = DynamicLossScale::new(64.0, 4.0, 2).unwrap();
    let config = Config { dynamic_loss_scale: Some(want.clone()), ..Config::default() };
    let (mut optimizer, id) = optimizer(gpu, config);
    let usage = optimizer.loss_scale_buffer().buffer().usage();
    assert!(usage.contains(wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::STORAGE), "{usage:?}");
    let (good, bad) = (gpu.upload(&[0.5; 4]), gpu.upload(&[f32::NAN; 4]));
    let mut scales = Vec::new();
    for step in 0..24 {
        #[expect(clippy::cast_possible_truncation, reason = "the scales are powers of two")]
        let scale = want.scale() as f32;
        assert_eq!(read(gpu, &pipeline, &optimizer), [scale; 2], "before step {step}");
        let overflows = [3, 4, 9, 15, 16, 17, 18].contains(&step);
        let grads = if overflows { &bad } else { &good };
        submit_step(gpu, &mut optimizer, |step| step.dense(id, grads.slice(..))).unwrap();
        want.update(overflows);
        scales.push(scale);
    }
    scales.sort_unstable_by(f32::total_cmp);
    scales.dedup();
    assert!(scales.len() >= 4, "{scales:?}");
}

#[test]
fn the_buffer_of_a_fixed_loss_scale_keeps_that_of_the_settings() {
    let Some(gpu) = gpu() else { return };
    let pipeline = reader(gpu);
    let (mut optimizer, id) = optimizer(gpu, Config { loss_scale: 3.5, ..Config::default() });
    assert_eq!(read(gpu, &pipeline, &optimizer), [3.5; 2]);
    optimizer.set_loss_scale(7.0).unwrap();
    let grads = gpu.upload(&[0.5; 4]);
    submit_step(gpu, &mut optimizer, |step| step.dense(id, grads.slice(..))).unwrap();
    assert_eq!(read(gpu, &pipeline, &optimizer), [3.5; 2]);
    assert_eq!(optimizer.loss_scale(), 7.0);
}

#[test]
fn a_loss_scale_that_was_set_divides_the_gradients_of_later_steps_alone() {
    on_every_device(|device| {
        let start = || {
            let mut optimizer =
                device.optimizer(Config { learning_rate: 0.1.into(), ..Config::default() }).unwrap();
            let id = optimizer.add_param(Param::new("weight", &[3], &[1.0, -2.0, 0.5])).unwrap();
            (optimizer, id)
        };
        let ((mut scaled, id), (mut plain, plain_id)) = (start(), start());
        let grads = [0.5f32, -0.25, 2.0];
        for scale in [1.0f32, 4.0, 1024.0, 0.5] {
            // Powers of two: the division is exact.
            scaled.set_loss_scale(scale.into()).unwrap();
            scaled.step(&[(id, Grad::Dense(&grads.map(|g| g * scale)))]).unwrap();
            plain.step(&[(plain_id, Grad::Dense(&grads))]).unwrap();
            let [got, want] = [(&scaled, id), (&plain, plain_id)].map(|(o, id)| bits(&o.values(id).unwrap()));
            assert_eq!(got, want, "{scale} on {}", device.describe());
        }
        // Snapshots leave it out: a restored optimizer has the scale of its own settings.
        let snapshot = scaled.snapshot().unwrap();
        assert_eq!(snapshot, plain.snapshot().unwrap());
        let (mut other, other_id) = start();
        other.set_loss_scale(16.0).unwrap();
        other.restore(&snapshot).unwrap();
        other.step(&[(other_id, Grad::Dense(&grads.map(|g| g * 16.0)))]).unwrap();
        plain.step(&[(plain_id, Grad::Dense(&grads))]).unwrap();
        assert_eq!(bits(&other.accum(other_id).unwrap()), bits(&plain.accum(plain_id).unwrap()));
    });
}

#[test]
fn no_loss_scale_can_be_set_beside_a_dynamic_one() {
    on_every_device(|device| {
        let dynamic = DynamicLossScale::new(8.0, 2.0, 3).unwrap();
        let mut optimizer =
            device.optimizer(Config { dynamic_loss_scale: Some(dynamic), ..Config::default() }).unwrap();
        let id = optimizer.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
        let before = State::of(&*optimizer, &[id]);
        let error = optimizer.set_loss_scale(4.0).unwrap_err();
        assert!(error.to_string().contains("loss_scale is 4"), "{error}");
        assert!(!matches!(error, Error::Device { .. }));
        optimizer.set_loss_scale(1.0).unwrap();
        assert_eq!(State::of(&*optimizer, &[id]), before);
    });
}
