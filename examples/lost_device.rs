//! A device is lost in the middle of a run. The program opens a new one, restores the last state that the host has, and goes on:
//! in the end it has the same bits as a run that was not interrupted.
//!
//! ```text
//! cargo run --example lost_device
//! ```

use proxgrad::{
    Config, Error, Kernels, Param, ParamId, ProximalAdagrad, Snapshot, gpu,
    wgpu::{self, util::DeviceExt},
};

const WEIGHTS: usize = 1000;
const STEPS: u64 = 40;
/// Steps between two copies of the state to the host.
const INTERVAL: u64 = 8;
/// Steps after which the device is lost.
const LOST_AFTER: u64 = 21;

fn main() -> Result<(), Error> {
    let undisturbed = run(None)?;
    let interrupted = run(Some(LOST_AFTER))?;
    let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&undisturbed), bits(&interrupted));
    println!("{} weights, bit for bit those of a run that was not interrupted", interrupted.len());
    Ok(())
}

/// Trains to the end, on as many devices as that takes; returns the values.
fn run(lost_after: Option<u64>) -> Result<Vec<f32>, Error> {
    let mut kept = Kept { values: vec![1.0; WEIGHTS], snapshot: None };
    let mut lost_after = lost_after;
    loop {
        let mut training = Training::new(&kept)?;
        match training.run_to_the_end(&mut kept, lost_after.take()) {
            Ok(()) => return Ok(kept.values),
            Err(error @ Error::DeviceLost { .. }) => println!("{error}"),
            Err(error) => return Err(error),
        }
    }
}

/// The last state that the host has: values and snapshot of the same moment.
struct Kept {
    values: Vec<f32>,
    snapshot: Option<Snapshot>,
}

/// All that is lost with a device.
struct Training {
    device: wgpu::Device,
    queue: wgpu::Queue,
    values: wgpu::Buffer,
    grads: wgpu::Buffer,
    optimizer: ProximalAdagrad,
    weight: ParamId,
}

impl Training {
    /// On a new device, from the state that was kept.
    fn new(kept: &Kept) -> Result<Self, Error> {
        let instance = gpu::instance()?;
        let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None))?;
        let (device, queue) =
            pollster::block_on(gpu::open(&choice.adapter.expect("an adapter was asked for")))?;
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST;
        let buffer = |contents: &[f32]| {
            let contents = bytemuck::cast_slice(contents);
            device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: None, contents, usage })
        };
        let (values, grads) = (buffer(&kept.values), buffer(&[0.0; WEIGHTS]));

        let kernels = Kernels::new(&device)?;
        // A device has one callback for its loss; it is the program's.
        let lost = kernels.device_lost_callback();
        device.set_device_lost_callback(lost);
        let config = Config { learning_rate: 0.1.into(), l1: 1e-3, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(&kernels, config)?;
        let weight = optimizer.add_param(Param::new("weight", &[WEIGHTS], values.slice(..)))?;
        if let Some(snapshot) = &kept.snapshot {
            optimizer.restore(&queue, snapshot)?;
        }
        Ok(Self { device, queue, values, grads, optimizer, weight })
    }

    fn run_to_the_end(&mut self, kept: &mut Kept, lost_after: Option<u64>) -> Result<(), Error> {
        while self.optimizer.global_step() < STEPS {
            self.step()?;
            let step = self.optimizer.global_step();
            if step.is_multiple_of(INTERVAL) || step == STEPS {
                *kept = self.state()?;
            }
            if lost_after == Some(step) {
                self.device.destroy(); // as a driver that is reset would do
            }
        }
        Ok(())
    }

    /// A step whose gradients depend on its number alone.
    fn step(&mut self) -> Result<(), Error> {
        let step = self.optimizer.global_step();
        let grads: Vec<_> =
            (0..WEIGHTS as u64).map(|i| ((i * 7 + step * 13) % 31) as f32 / 15.0 - 1.0).collect();
        self.queue.write_buffer(&self.grads, 0, bytemuck::cast_slice(&grads));
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut step = self.optimizer.begin_step(&mut encoder);
        step.dense(self.weight, self.grads.slice(..))?;
        step.finish()?;
        self.queue.submit([encoder.finish()]);
        Ok(())
    }

    /// Values and snapshot of this moment. Both copies are submitted before the program waits for one of them.
    fn state(&mut self) -> Result<Kept, Error> {
        let values = gpu::download(&self.device, &self.queue, self.values.slice(..));
        let snapshot = self.optimizer.snapshot(&self.queue);
        Ok(Kept {
            values: gpu::block_on(&self.device, values)?,
            snapshot: Some(gpu::block_on(&self.device, snapshot)?),
        })
    }
}
