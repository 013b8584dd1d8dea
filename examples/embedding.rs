//! An embedding table on the GPU, updated by row gradients: the cost of a step depends on its rows, not on
//! the size of the table.
//!
//! ```text
//! cargo run --example embedding
//! ```

use proxgrad::{
    Config, Error, Group, Kernels, Param, ProximalAdagrad, RowGrad, gpu,
    wgpu::{self, BufferUsages, util::DeviceExt},
};

const ROWS: usize = 200_000;
const WIDTH: usize = 16;
const BATCH: usize = 512;
const STEPS: usize = 50;

fn main() -> Result<(), Error> {
    let instance = gpu::instance()?;
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None))?;
    println!("{}", choice.reason);
    let (device, queue) = pollster::block_on(gpu::open(&choice.adapter.expect("an adapter was asked for")))?;

    let mut random = fastrand::Rng::with_seed(7);
    let initial: Vec<f32> = (0..ROWS * WIDTH).map(|_| 0.1 * (random.f32() - 0.5)).collect();
    let table = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
        label: Some("table"),
        contents: bytemuck::cast_slice(&initial),
        usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC,
    });
    let grads = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("row gradients"),
        size: (BATCH * WIDTH * size_of::<f32>()) as u64,
        usage: BufferUsages::STORAGE | BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });

    let kernels = Kernels::new(&device)?;
    let mut optimizer =
        ProximalAdagrad::new(&kernels, Config { learning_rate: 0.05.into(), ..Config::default() })?;
    let sparse = optimizer.add_group(Group { l1: Some(0.2), ..Group::default() })?;
    let param = Param::new("embedding", &[ROWS, WIDTH], table.slice(..)).group(sparse);
    let embedding = optimizer.add_param(param)?;

    let mut touched = std::collections::HashSet::new();
    for _ in 0..STEPS {
        // The ids of a batch: few ids often, many ids rarely, some of them twice.
        let ids: Vec<u32> = (0..BATCH).map(|_| id(&mut random)).collect();
        touched.extend(ids.iter().copied());
        // The backward pass of a model would leave these gradients on the device.
        let rows: Vec<f32> = (0..BATCH * WIDTH).map(|_| random.f32() - 0.5).collect();
        queue.write_buffer(&grads, 0, bytemuck::cast_slice(&rows));

        let mut encoder = device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        step.rows(embedding, RowGrad::new(&ids, grads.slice(..)))?;
        step.finish()?;
        queue.submit([encoder.finish()]);
    }

    let rows: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, table.slice(..)))?;
    let changed = rows.chunks_exact(WIDTH).zip(initial.chunks_exact(WIDTH)).filter(|(now, then)| now != then);
    let zeros = rows.iter().filter(|value| **value == 0.0).count();
    println!("{ROWS} rows, {} touched, {} changed", touched.len(), changed.clone().count());
    println!("{zeros} exact zeros, all in touched rows");
    assert_eq!(changed.count(), touched.len(), "the others keep every bit");
    Ok(())
}

/// A random id as in a log of clicks: each power of two is as likely as the next, so low ids are frequent and
/// high ids are rare.
fn id(random: &mut fastrand::Rng) -> u32 {
    let scale = random.u32(1..18);
    random.u32(0..1 << scale)
}
