//! Mixed precision without the host in the loop: f32 master weights, a forward pass on a copy in f16,
//! gradients in f16, and a dynamic loss scale on the device, which a kernel of the program reads.
//!
//! ```text
//! cargo run --example mixed_precision
//! ```

use proxgrad::{
    Config, DynamicLossScale, Error, Format, Kernels, Param, ProximalAdagrad, gpu,
    wgpu::{self, util::DeviceExt},
};

const EXAMPLES: usize = 256;
const FEATURES: usize = 32;
const STEPS: usize = 400;

/// g = scale · Xᵀ(X·w − y) / EXAMPLES in f16, two weights a thread. `scale` is the optimizer's loss scale.
const GRADIENT: &str = "
    @group(0) @binding(0) var<storage, read> x: array<f32>;
    @group(0) @binding(1) var<storage, read> y: array<f32>;
    @group(0) @binding(2) var<storage, read> w: array<u32>;
    @group(0) @binding(3) var<storage, read_write> g: array<u32>;
    @group(0) @binding(4) var<uniform> scale: f32;

    @compute @workgroup_size(16)
    fn gradient(@builtin(global_invocation_id) id: vec3<u32>) {
        let pairs = arrayLength(&w);
        if id.x >= pairs {
            return;
        }
        var sum = vec2<f32>();
        for (var i = 0u; i < arrayLength(&y); i += 1u) {
            var residual = -y[i];
            for (var j = 0u; j < pairs; j += 1u) {
                let at = (i * pairs + j) * 2u;
                residual += dot(vec2(x[at], x[at + 1u]), unpack2x16float(w[j]));
            }
            let at = (i * pairs + id.x) * 2u;
            sum += vec2(x[at], x[at + 1u]) * residual;
        }
        g[id.x] = packed(sum * scale / f32(arrayLength(&y)));
    }

    // Numbers beyond the range of f16 become infinite, so that the optimizer notices the overflow.
    fn packed(v: vec2<f32>) -> u32 {
        let halves = pack2x16float(clamp(v, vec2(-65504.0), vec2(65504.0)));
        let beyond = select(vec2<u32>(), vec2(0x7c00u, 0x7c000000u), abs(v) > vec2(65504.0));
        let kept = select(vec2(0xffffu, 0xffff0000u), vec2<u32>(), abs(v) > vec2(65504.0));
        return (halves & (kept.x | kept.y)) | beyond.x | beyond.y;
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
    let (x, y, master) = (buffer(&x), buffer(&y), buffer(&[0.0; FEATURES]));
    // Half as many words, because f16 has two elements in a word.
    let (weights, grads) = (buffer(&[0.0; FEATURES / 2]), buffer(&[0.0; FEATURES / 2]));

    // The initial loss scale is much too large, so the first steps overflow.
    let config = Config {
        learning_rate: 0.3.into(),
        l1: 0.005,
        dynamic_loss_scale: Some(DynamicLossScale::new(16_777_216.0, 2.0, 100)?),
        ..Config::default()
    };
    let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
    let param = Param::new("weight", &[FEATURES], master.slice(..)).grads(Format::F16);
    let weight = optimizer.add_param(param.copy(weights.slice(..), Format::F16))?;
    let (pipeline, bind_group) =
        gradient_pipeline(&device, [&x, &y, &weights, &grads], optimizer.loss_scale_buffer());

    for n in 1..=STEPS {
        let mut encoder = device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &bind_group, &[]);
            pass.dispatch_workgroups(1, 1, 1);
        }
        let mut step = optimizer.begin_step(&mut encoder);
        if n % 100 == 0 {
            step.measure(); // the norm of the gradients of this step
        }
        step.dense(weight, grads.slice(..))?;
        step.finish()?;
        if n % 100 == 0 {
            optimizer.send_report(&mut encoder)?;
        }
        queue.submit([encoder.finish()]);
        // Reports arrive later; the program does not wait for them.
        let _ = device.poll(wgpu::PollType::Poll);
        while let Some(report) = optimizer.receive_report()? {
            println!("{report:?}");
        }
    }

    let report = gpu::block_on(&device, optimizer.report(&queue))?;
    println!("{} steps overflowed; the loss scale is {}", report.skipped_steps, report.loss_scale);
    assert!(report.skipped_steps > 0, "the initial loss scale should be too large");
    let learned: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, master.slice(..)))?;
    let zeros = learned.iter().filter(|weight| **weight == 0.0).count();
    println!("{zeros} of {FEATURES} weights are exactly zero");
    assert_eq!(zeros, FEATURES - 3, "only the three features that matter should be left");
    Ok(())
}

fn gradient_pipeline(
    device: &wgpu::Device,
    buffers: [&wgpu::Buffer; 4],
    scale: wgpu::BufferSlice<'_>,
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
    let scale = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
        buffer: scale.buffer(),
        offset: scale.offset(),
        size: std::num::NonZero::new(scale.size()),
    });
    let buffers = buffers.map(wgpu::Buffer::as_entire_binding).into_iter().chain([scale]);
    let entries: Vec<_> =
        (0..).zip(buffers).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
    let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("gradient"),
        layout: &pipeline.get_bind_group_layout(0),
        entries: &entries,
    });
    (pipeline, bind_group)
}
