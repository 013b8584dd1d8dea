//! One step of an optimizer on a GPU, recorded and submitted.

use proxgrad::{
    Error, ProximalAdagrad, Step,
    wgpu::{self, CommandEncoder, CommandEncoderDescriptor},
};
use proxgrad_testing::Gpu;

/// An encoder without commands.
pub(crate) fn new_encoder(gpu: &Gpu) -> CommandEncoder {
    gpu.device().create_command_encoder(&CommandEncoderDescriptor::default())
}

/// A pipeline of a test's own shader, which has one entry point.
pub(crate) fn pipeline_of(gpu: &Gpu, source: &str) -> wgpu::ComputePipeline {
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

/// Records a step with the gradients that `add_grads` adds to it, and submits whatever was recorded.
pub(crate) fn submit_step(
    gpu: &Gpu,
    optimizer: &mut ProximalAdagrad,
    add_grads: impl FnOnce(&mut Step<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut encoder = new_encoder(gpu);
    let mut step = optimizer.begin_step(&mut encoder);
    let outcome = add_grads(&mut step).and_then(|()| step.finish());
    gpu.queue().submit([encoder.finish()]);
    outcome
}
