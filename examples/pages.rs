//! The snippets of README.md and docs that need a device, run on one. A test of `xtask` compares the text.
//!
//! ```text
//! cargo run --example pages
//! ```

use proxgrad::{
    Config, Error, Kernels, ProximalAdagrad, gpu,
    half::{bf16, f16},
    wgpu::{self, util::DeviceExt},
};

fn main() -> Result<(), Error> {
    let instance = gpu::instance()?;
    let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
        Err(Error::NoAdapter(reason)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => {
            println!("nothing was run: {reason}");
            return Ok(());
        }
        choice => choice?,
    };
    println!("{}", choice.reason);
    let (device, queue) = pollster::block_on(gpu::open(&choice.adapter.expect("an adapter was asked for")))?;
    let run = Run { device, queue };
    run.readme()?;
    run.exact_rows()?;
    run.lenet5()?;
    run.params_of_16_bits()?;
    run.loss_scale_and_report()?;
    reliability::kernels_with_callback(&run.device)?.check_device()
}

struct Run {
    device: wgpu::Device,
    queue: wgpu::Queue,
}

impl Run {
    fn readme(&self) -> Result<(), Error> {
        let buffers = [
            self.buffer(&[1.0; 128 * 64]),
            self.buffer(&[0.5; 128 * 64]),
            self.buffer(&vec![1.0; 100_000 * 16]),
            self.buffer(&[0.5; 2 * 16]),
        ];
        readme::train(&self.device, &self.queue, buffers.each_ref(), &[7, 99_999])?;
        // A = 0.1 + 0.25, w = 1 - 0.1 * 0.5 / sqrt(A) - 0.1 * l1
        let updated = 1.0 - 0.05 / 0.35f32.sqrt();
        assert!(self.download(&buffers[0])?.iter().all(|w| (w - updated + 1e-5).abs() < 1e-6));
        let rows = self.download(&buffers[2])?;
        assert_eq!(rows[..16], [1.0; 16], "row 0 has no gradient");
        assert!(rows[7 * 16..8 * 16].iter().all(|w| (w - updated + 1e-4).abs() < 1e-6));
        Ok(())
    }

    fn exact_rows(&self) -> Result<(), Error> {
        let (table, row_grads) = (self.buffer(&[1.0, 1.0, 1.0, 0.05]), self.buffer(&[0.5]));
        let batches = [vec![0], vec![0], vec![1]];
        let values = exact_rows::train_exact(&self.device, &self.queue, [&table, &row_grads], &batches)?;
        // Rows 2 and 3 have missed three steps, in each of which L1 moves a weight by 0.1 * 0.3 towards 0.
        assert!((values[2] - 0.91).abs() < 1e-6 && values[3] == 0.0, "{values:?}");
        assert_eq!(self.download(&table)?[2..], [1.0, 0.05], "the table itself is as it was");
        Ok(())
    }

    fn lenet5(&self) -> Result<(), Error> {
        let buffers =
            |value: f32| lenet5::NETWORK.map(|(_, shape)| self.buffer(&vec![value; shape.iter().product()]));
        let (values, grads) = (buffers(0.5), buffers(0.1));
        let optimizer = lenet5::step_of_lenet5(&self.device, &self.queue, &values, &grads)?;
        assert_eq!(optimizer.global_step(), 1);
        // All gradients and values are equal, so a centralized gradient is 0. The L1 and L2 terms are 0 too.
        assert!(self.download(&values[0])?.iter().all(|w| (w - 0.5).abs() < 1e-6));
        assert!(self.download(&values[2])?.iter().all(|w| *w < 0.499));
        Ok(())
    }

    fn params_of_16_bits(&self) -> Result<(), Error> {
        let [table, copy] = [vec![bf16::ONE.to_bits(); 1000 * 16], vec![0; 128 * 64]];
        let [table, copy] =
            [table, copy].map(|halves| self.storage(bytemuck::cast_slice::<u16, u8>(&halves)));
        let master = self.buffer(&[1.0; 128 * 64]);
        let half_grads = self.storage(bytemuck::cast_slice(&[f16::ONE.to_bits(); 1000 * 16]));

        let mut optimizer = ProximalAdagrad::new(&Kernels::new(&self.device)?, Config::default())?;
        let [first, second] = half::params_of_16_bits([&table, &master, &copy]);
        let [first, second] = [optimizer.add_param(first)?, optimizer.add_param(second)?];
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        step.dense(first, half_grads.slice(..))?;
        step.dense(second, half_grads.slice(..128 * 64 * 2))?;
        step.finish()?;
        self.queue.submit([encoder.finish()]);
        let (master, copy) = (self.download(&master)?, self.download(&copy)?);
        let copy: &[f16] = bytemuck::cast_slice(&copy);
        assert!(master[0] < 1.0 && copy[0] == f16::from_f32(master[0]) && copy.len() == master.len());
        Ok(())
    }

    fn loss_scale_and_report(&self) -> Result<(), Error> {
        let mut optimizer = loss_scale::with_dynamic_loss_scale(&self.device)?;
        assert_eq!(loss_scale::loss_scale_binding(&optimizer).size.map(u64::from), Some(4));
        let (values, grads) = (self.buffer(&[1.0; 64]), self.buffer(&[f32::INFINITY; 64]));
        let weight = optimizer.add_param(proxgrad::Param::new("weight", &[64], values.slice(..)))?;
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        step.dense(weight, grads.slice(..))?;
        step.finish()?;
        self.queue.submit([encoder.finish()]);
        report::at_every_hundredth_step(&mut optimizer, &self.device, &self.queue)?;
        Ok(())
    }

    fn buffer(&self, contents: &[f32]) -> wgpu::Buffer {
        self.storage(bytemuck::cast_slice(contents))
    }

    fn storage(&self, contents: &[u8]) -> wgpu::Buffer {
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC;
        self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: None, contents, usage })
    }

    fn download(&self, buffer: &wgpu::Buffer) -> Result<Vec<f32>, Error> {
        gpu::block_on(&self.device, gpu::download(&self.device, &self.queue, buffer.slice(..)))
    }
}

/// README.md, "In your program".
mod readme {
    use proxgrad::{Config, Error, Group, Kernels, Param, ProximalAdagrad, RowGrad, wgpu};

    /// One step of a dense parameter and of a table, both f32. `ids` are the rows that `row_grads` holds.
    pub(crate) fn train(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        [weights, weight_grads, rows, row_grads]: [&wgpu::Buffer; 4],
        ids: &[u32],
    ) -> Result<(), Error> {
        let kernels = Kernels::new(device)?; // cheap to clone, shared between optimizers
        let config = Config { learning_rate: 0.1.into(), l1: 1e-4, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(&kernels, config)?;
        let sparse = optimizer.add_group(Group { l1: Some(1e-3), ..Group::default() })?;
        let weight = optimizer.add_param(Param::new("weight", &[128, 64], weights.slice(..)))?;
        let table = optimizer.add_param(Param::new("table", &[100_000, 16], rows.slice(..)).group(sparse))?;

        let mut encoder = device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder); // dropping it changes nothing
        step.dense(weight, weight_grads.slice(..))?; // errors surface here, next to the mistake
        step.rows(table, RowGrad::new(ids, row_grads.slice(..)))?;
        step.finish()?;
        queue.submit([encoder.finish()]);
        Ok(())
    }
}

/// docs/exact-rows.md.
mod exact_rows {
    use proxgrad::{Config, Error, Kernels, Param, ProximalAdagrad, RowGrad, Rows, gpu, wgpu};

    /// Trains a table of one column, and returns its values. `batches` has the ids of each step.
    pub(crate) fn train_exact(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        [table, row_grads]: [&wgpu::Buffer; 2],
        batches: &[Vec<u32>],
    ) -> Result<Vec<f32>, Error> {
        let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(&Kernels::new(device)?, config)?;
        let table = optimizer.add_param(Param::new("table", &[4, 1], table.slice(..)).rows(Rows::Exact))?;

        for ids in batches {
            let mut encoder = device.create_command_encoder(&Default::default());
            optimizer.flush_rows(&mut encoder, table, ids)?; // before the forward pass reads these rows
            // Here the program records its forward pass, and its backward pass, which writes `row_grads`.
            let mut step = optimizer.begin_step(&mut encoder);
            step.rows(table, RowGrad::new(ids, row_grads.slice(..)))?;
            step.finish()?;
            queue.submit([encoder.finish()]);
        }
        // A copy that is up to date. `flush(&mut encoder)` brings the table itself up to date, for a kernel that reads all of it.
        gpu::block_on(device, optimizer.values(queue, table))
    }
}

/// docs/from-mindspore.md, "Groups".
mod lenet5 {
    use proxgrad::{Config, Error, Grad, Group, Kernels, Param, ProximalAdagrad, wgpu};

    pub(crate) const NETWORK: [(&str, &[usize]); 8] = [
        ("conv1.weight", &[6, 1, 5, 5]),
        ("conv2.weight", &[16, 6, 5, 5]),
        ("fc1.weight", &[120, 400]),
        ("fc1.bias", &[120]),
        ("fc2.weight", &[84, 120]),
        ("fc2.bias", &[84]),
        ("fc3.weight", &[10, 84]),
        ("fc3.bias", &[10]),
    ];

    /// One step. The buffers belong to the program: a storage buffer for each parameter, and one for its gradient.
    pub(crate) fn step_of_lenet5(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        values: &[wgpu::Buffer; 8],
        grads: &[wgpu::Buffer; 8],
    ) -> Result<ProximalAdagrad, Error> {
        let config = Config { learning_rate: 0.1.into(), weight_decay: 0.0.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(&Kernels::new(device)?, config)?;
        let conv = optimizer.add_group(Group {
            weight_decay: Some(0.01.into()),
            grad_centralization: Some(true),
            ..Group::default()
        })?;
        let no_conv = optimizer.add_group(Group { learning_rate: Some(0.01.into()), ..Group::default() })?;
        for ((name, shape), values) in NETWORK.iter().zip(values) {
            let group = if name.contains("conv") { conv } else { no_conv };
            optimizer.add_param(Param::new(name, shape, values.slice(..)).group(group))?;
        }
        optimizer.order_params(&NETWORK.map(|(name, _)| name))?;

        let mut encoder = device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        step.in_order(grads.iter().map(|grad| Grad::Dense(grad.slice(..))))?; // by position, in the network's order
        step.finish()?;
        queue.submit([encoder.finish()]);

        assert_eq!((optimizer.lr(conv)?, optimizer.lr(no_conv)?), (0.1, 0.01));
        let conv1 = optimizer.params().next().unwrap();
        assert_eq!((optimizer.name(conv1)?, optimizer.weight_decay_of(conv1)?), ("conv1.weight", 0.01));
        Ok(optimizer)
    }
}

/// docs/half-precision.md, "Formats".
mod half {
    use proxgrad::{Format, Param, wgpu};

    /// On a GPU: values in bf16 with gradients in f16; and f32 master values, with a copy in f16 that every step, flush
    /// and sweep keeps up to date.
    pub(crate) fn params_of_16_bits<'a>([table, master, copy]: [&'a wgpu::Buffer; 3]) -> [Param<'a>; 2] {
        let table = Param::new("table", &[1000, 16], table.slice(..)).format(Format::Bf16).grads(Format::F16);
        let weight = Param::new("weight", &[128, 64], master.slice(..)).grads(Format::F16);
        [table, weight.copy(copy.slice(..), Format::F16)]
    }
}

/// docs/half-precision.md, "Dynamic loss scale".
mod loss_scale {
    use proxgrad::{Config, DynamicLossScale, Error, Kernels, ProximalAdagrad, wgpu};

    pub(crate) fn with_dynamic_loss_scale(device: &wgpu::Device) -> Result<ProximalAdagrad, Error> {
        let dynamic_loss_scale = Some(DynamicLossScale::new(65536.0, 2.0, 2000)?);
        ProximalAdagrad::new(&Kernels::new(device)?, Config { dynamic_loss_scale, ..Config::default() })
    }

    /// One f32, for `var<uniform> scale: f32` or a storage binding of a kernel of the program.
    pub(crate) fn loss_scale_binding(optimizer: &ProximalAdagrad) -> wgpu::BufferBinding<'_> {
        let scale = optimizer.loss_scale_buffer();
        let size = std::num::NonZero::new(scale.size());
        wgpu::BufferBinding { buffer: scale.buffer(), offset: scale.offset(), size }
    }
}

/// docs/half-precision.md, "The report".
mod report {
    use proxgrad::{Error, ProximalAdagrad, wgpu};

    /// A report that a training loop may ask for at every hundredth step.
    pub(crate) fn at_every_hundredth_step(
        optimizer: &mut ProximalAdagrad,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
    ) -> Result<(), Error> {
        let mut encoder = device.create_command_encoder(&Default::default());
        optimizer.send_report(&mut encoder)?;
        queue.submit([encoder.finish()]);

        let _ = device.poll(wgpu::PollType::Poll); // does not wait
        while let Some(report) = optimizer.receive_report()? {
            println!(
                "{} skipped, {} weights, norm {}",
                report.skipped_steps, report.nonzero, report.weight_norm
            );
        }
        Ok(())
    }
}

/// docs/reliability.md, "How a loss is noticed".
mod reliability {
    use proxgrad::{Error, Kernels, wgpu};

    /// Kernels that know how the device was lost, if it is.
    pub(crate) fn kernels_with_callback(device: &wgpu::Device) -> Result<Kernels, Error> {
        let kernels = Kernels::new(device)?;
        let lost = kernels.device_lost_callback();
        device.set_device_lost_callback(lost);
        Ok(kernels)
    }
}
