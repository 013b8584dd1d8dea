//! The lasso: a wgpu program with its own device, buffers and gradient kernel, where proxgrad does the update.
//!
//! ```text
//! cargo run --example own_buffers
//! ```

use proxgrad::{
    Config, Error, Kernels, Param, ProximalAdagrad, gpu,
    wgpu::{self, util::DeviceExt},
};

const EXAMPLES: usize = 256;
const FEATURES: usize = 32;
const STEPS: usize = 400;

/// g = Xᵀ(X·w − y) / EXAMPLES, a thread for each weight.
const GRADIENT: &str = "
    @group(0) @binding(0) var<storage, read> x: array<f32>;
    @group(0) @binding(1) var<storage, read> y: array<f32>;
    @group(0) @binding(2) var<storage, read> w: array<f32>;
    @group(0) @binding(3) var<storage, read_write> g: array<f32>;

    @compute @workgroup_size(32)
    fn gradient(@builtin(global_invocation_id) id: vec3<u32>) {
        let features = arrayLength(&w);
        if id.x >= features {
            return;
        }
        var sum = 0.0;
        for (var i = 0u; i < arrayLength(&y); i += 1u) {
            var residual = -y[i];
            for (var j = 0u; j < features; j += 1u) {
                residual += x[i * features + j] * w[j];
            }
            sum += x[i * features + id.x] * residual;
        }
        g[id.x] = sum / f32(arrayLength(&y));
    }";

fn main() -> Result<(), Error> {
    // The set-up of the program. No device feature is needed.
    let instance = gpu::instance()?;
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None))?;
    println!("{}", choice.reason);
    let adapter = choice.adapter.expect("an adapter was asked for");
    let (device, queue) = pollster::block_on(gpu::open(&adapter))?;

    // Three of 32 features matter.
    let mut random = fastrand::Rng::with_seed(7);
    let x: Vec<f32> = (0..EXAMPLES * FEATURES).map(|_| random.f32() - 0.5).collect();
    let y: Vec<f32> = x.chunks_exact(FEATURES).map(|row| 2.0 * row[3] - 1.5 * row[11] + row[20]).collect();
    let buffer = |contents: &[f32]| {
        device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: None,
            contents: bytemuck::cast_slice(contents),
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
        })
    };
    let (x, y) = (buffer(&x), buffer(&y));
    let (weights, grads) = (buffer(&[0.0; FEATURES]), buffer(&[0.0; FEATURES]));
    let (pipeline, bind_group) = gradient_pipeline(&device, [&x, &y, &weights, &grads]);

    // What proxgrad adds: kernels for the device, an optimizer, and a parameter in a buffer of the program.
    let kernels = Kernels::new(&device)?;
    let config = Config { learning_rate: 0.3.into(), l1: 0.005, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(&kernels, config)?;
    let weight = optimizer.add_param(Param::new("weight", &[FEATURES], weights.slice(..)))?;

    for _ in 0..STEPS {
        let mut encoder = device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &bind_group, &[]);
            pass.dispatch_workgroups(1, 1, 1);
        }
        // The gradient never leaves the device.
        let mut step = optimizer.begin_step(&mut encoder);
        step.dense(weight, grads.slice(..))?;
        step.finish()?;
        queue.submit([encoder.finish()]);
    }

    let learned: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, weights.slice(..)))?;
    for (feature, weight) in learned.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
        println!("w[{feature:2}] = {weight:+.3}");
    }
    let zeros = learned.iter().filter(|weight| **weight == 0.0).count();
    println!("{zeros} of {FEATURES} weights are exactly zero");
    assert_eq!(zeros, FEATURES - 3, "only the three features that matter should be left");
    Ok(())
}

fn gradient_pipeline(
    device: &wgpu::Device,
    buffers: [&wgpu::Buffer; 4],
) -> (wgpu::ComputePipeline, wgpu::BindGroup) {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("gradient"),
        source: wgpu::ShaderSource::Wgsl(GRADIENT.into()),
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some("gradient"),
        layout: None,
        module: &module,
        entry_point: None,
        compilation_options: Default::default(),
        cache: None,
    });
    let entries: Vec<_> = (0..)
        .zip(buffers)
        .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
        .collect();
    let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("gradient"),
        layout: &pipeline.get_bind_group_layout(0),
        entries: &entries,
    });
    (pipeline, bind_group)
}
