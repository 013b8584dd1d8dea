//! From a device to weights that are read back: a least-squares problem whose small weights become exactly zero.
//!
//! ```text
//! cargo run --example quickstart
//! ```

use proxgrad::{
    Config, Error, Kernels, Param, ProximalAdagrad, Shrinkage, gpu,
    wgpu::{self, BufferUsages},
};

/// The minimum of the loss without L1.
const TARGET: [f32; 4] = [1.0, -0.5, 0.02, -0.01];

fn main() -> Result<(), Error> {
    // Any wgpu device and queue will do: those of your program, or new ones.
    let choice = pollster::block_on(gpu::choose(&gpu::instance()?, gpu::DevicePreference::Gpu, None))?;
    let adapter = choice.adapter.expect("DevicePreference::Gpu gives an adapter or an error");
    let (device, queue) = pollster::block_on(gpu::open(&adapter))?;

    // Buffers of your program: the weights, which begin at 0, and their gradients.
    let buffer = |label| {
        device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(label),
            size: size_of_val(&TARGET) as u64,
            usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    };
    let (weights, grads) = (buffer("weights"), buffer("gradients"));

    let shrinkage = Shrinkage::Adaptive; // L1 and L2 are then those of the loss
    let config = Config { learning_rate: 0.5.into(), l1: 0.05, shrinkage, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
    let weight = optimizer.add_param(Param::new("weight", &[TARGET.len()], weights.slice(..)))?;

    for _ in 0..200 {
        // The gradient of ½‖w − target‖². Kernels of your program would compute it, and nothing would be read back.
        let w: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, weights.slice(..)))?;
        let gradient: Vec<f32> = w.iter().zip(TARGET).map(|(w, target)| w - target).collect();
        queue.write_buffer(&grads, 0, bytemuck::cast_slice(&gradient));

        let mut encoder = device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        step.dense(weight, grads.slice(..))?; // an error stands next to the mistake, and changes nothing
        step.finish()?;
        queue.submit([encoder.finish()]);
    }

    let w = gpu::block_on(&device, optimizer.values(&queue, weight))?;
    println!("{w:?}");
    // The minimum of the loss with L1: every weight 0.05 nearer to 0, and the small ones exactly 0.
    assert!((w[0] - 0.95).abs() < 1e-3 && (w[1] + 0.45).abs() < 1e-3 && w[2..] == [0.0, 0.0]);
    Ok(())
}
