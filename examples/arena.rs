//! A small model for each of 500 users: a thousand tensors in one arena, which one dispatch updates.
//!
//! ```text
//! cargo run --example arena
//! ```

use proxgrad::{
    Arena, Config, Error, Group, Kernels, Member, ProximalAdagrad, gpu,
    wgpu::{self, util::DeviceExt},
};

const USERS: usize = 500;
/// A thread for each user.
const WORKGROUPS: u32 = 8;
const EXAMPLES: usize = 48;
const FEATURES: usize = 12;
const STEPS: usize = 300;

/// The gradients of ½·mean((x·w + b − y)²) for every user, at the places of w and b, with a thread for
/// each user.
const GRADIENT: &str = "
    const EXAMPLES = 48u;
    const FEATURES = 12u;
    @group(0) @binding(0) var<storage, read> x: array<f32>;
    @group(0) @binding(1) var<storage, read> y: array<f32>;
    @group(0) @binding(2) var<storage, read> places: array<vec2<u32>>;
    @group(0) @binding(3) var<storage, read> values: array<f32>;
    @group(0) @binding(4) var<storage, read_write> grads: array<f32>;

    @compute @workgroup_size(64)
    fn gradient(@builtin(global_invocation_id) id: vec3<u32>) {
        if id.x >= arrayLength(&places) {
            return;
        }
        let weight = places[id.x].x;
        let bias = places[id.x].y;
        var sums = array<f32, FEATURES>();
        var sum = 0.0;
        for (var i = id.x * EXAMPLES; i < (id.x + 1u) * EXAMPLES; i += 1u) {
            var residual = values[bias] - y[i];
            for (var j = 0u; j < FEATURES; j += 1u) {
                residual += x[i * FEATURES + j] * values[weight + j];
            }
            for (var j = 0u; j < FEATURES; j += 1u) {
                sums[j] += x[i * FEATURES + j] * residual;
            }
            sum += residual;
        }
        for (var j = 0u; j < FEATURES; j += 1u) {
            grads[weight + j] = sums[j] / f32(EXAMPLES);
        }
        grads[bias] = sum / f32(EXAMPLES);
    }";

fn main() -> Result<(), Error> {
    let instance = gpu::instance()?;
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None))?;
    println!("{}", choice.reason);
    let (device, queue) = pollster::block_on(gpu::open(&choice.adapter.expect("an adapter was asked for")))?;

    // Two tensors for each user. Weights become sparse. Biases have a parameter group without L1.
    let config = Config { learning_rate: 0.3.into(), l1: 0.02, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
    let biases = optimizer.add_group(Group { l1: Some(0.0), ..Group::default() })?;
    let names: Vec<_> = (0..USERS).map(|user| [format!("{user}.weight"), format!("{user}.bias")]).collect();
    let members = names
        .iter()
        .flat_map(|[weight, bias]| [Member::new(weight, &[FEATURES]), Member::new(bias, &[]).group(biases)]);
    let arena = Arena::new(&optimizer, &members.collect::<Vec<_>>())?;

    // The buffers belong to the program. The arena defines their size, and the place of each tensor in them.
    let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC;
    let empty = |size| wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false };
    let values = device.create_buffer(&empty(arena.size()));
    let grads = device.create_buffer(&empty(arena.size()));
    let element = |member: usize| u32::try_from(arena.elements(member).start).expect("a small arena");
    let places: Vec<_> = (0..USERS).flat_map(|user| [element(2 * user), element(2 * user + 1)]).collect();
    let all = optimizer.add_arena(&arena, values.slice(..))?;

    // Two features matter for each user, not the same ones for all users.
    let mut random = fastrand::Rng::with_seed(7);
    let x: Vec<f32> = (0..USERS * EXAMPLES * FEATURES).map(|_| random.f32() * 2.0 - 1.0).collect();
    let user_of = |example: usize| example / EXAMPLES;
    let y: Vec<f32> = (x.chunks(FEATURES).enumerate())
        .map(|(i, x)| 1.5 * x[user_of(i) % FEATURES] - x[(user_of(i) + 5) % FEATURES] + 0.25)
        .collect();

    let buffer = |contents: &[u8]| {
        device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: None, contents, usage })
    };
    let inputs = [
        buffer(bytemuck::cast_slice(&x)),
        buffer(bytemuck::cast_slice(&y)),
        buffer(bytemuck::cast_slice(&places)),
        values.clone(),
        grads.clone(),
    ];
    let (pipeline, bind_group) = gradient_kernel(&device, &inputs);
    for _ in 0..STEPS {
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        pass.set_pipeline(&pipeline);
        pass.set_bind_group(0, &bind_group, &[]);
        pass.dispatch_workgroups(WORKGROUPS, 1, 1);
        drop(pass);
        let mut step = optimizer.begin_step(&mut encoder);
        step.arena(all, grads.slice(..))?;
        step.finish()?;
        queue.submit([encoder.finish()]);
    }

    let values: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, values.slice(..)))?;
    let weight = |user: usize, feature: usize| values[element(2 * user) as usize + feature % FEATURES];
    let matter = (0..USERS).flat_map(|user| [weight(user, user), weight(user, user + 5)]);
    let all_weights = (0..USERS).flat_map(|user| (0..FEATURES).map(move |feature| (user, feature)));
    let zeros = all_weights.filter(|&(user, feature)| weight(user, feature) == 0.0).count();
    let others = USERS * (FEATURES - 2);
    println!("{zeros} of {others} weights that do not matter are exactly zero after {STEPS} steps");
    println!("{} tensors, {} bytes, one dispatch for each step", arena.len(), arena.size());
    assert!(matter.into_iter().all(|weight| weight.abs() > 0.5), "L1 leaves what matters");
    assert!(zeros > others * 9 / 10, "and little else");
    Ok(())
}

fn gradient_kernel(
    device: &wgpu::Device,
    buffers: &[wgpu::Buffer],
) -> (wgpu::ComputePipeline, wgpu::BindGroup) {
    let source = wgpu::ShaderSource::Wgsl(GRADIENT.into());
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor { label: None, source });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some("gradient"),
        layout: None,
        module: &module,
        entry_point: None,
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    });
    let entries: Vec<_> = (0..)
        .zip(buffers)
        .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
        .collect();
    let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &entries,
    });
    (pipeline, bind_group)
}
