//! Shards on a device of wgpu.

mod gather;
mod memory;

use proxgrad::{
    Config, Error, Group, GroupId, Kernels, Param, ParamId, ProximalAdagrad, RowGrad, Schedule, Snapshot,
    SnapshotView, gpu,
};
use wgpu::{Buffer, CommandEncoder, Device, Queue};

use self::{
    gather::Gather,
    memory::{ELEMENT, buffer},
};
use super::interface::{LocalOptimizer, NewShard, ShardGrad};

pub(crate) struct GpuOptimizer {
    device: Device,
    queue: Queue,
    optimizer: ProximalAdagrad,
    gather: Gather,
    shards: Vec<Shard>,
}

struct Shard {
    id: ParamId,
    values: Buffer,
    /// For gradients; grows with them.
    grads: Buffer,
    width: usize,
}

impl GpuOptimizer {
    pub(crate) fn new(device: Device, queue: Queue, config: Config) -> Result<Self, Error> {
        let optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
        let gather = Gather::new(&device);
        Ok(Self { device, queue, optimizer, gather, shards: Vec::new() })
    }

    fn encoder(&self) -> CommandEncoder {
        self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("proxgrad-mpi") })
    }

    /// Copies gradients to the device, into a buffer that is kept for later steps.
    fn upload(&mut self, shard: usize, grads: &[f32]) {
        let size = size_of_val(grads) as u64;
        let own = &mut self.shards[shard];
        if own.grads.size() < size {
            own.grads = buffer(&self.device, size.next_power_of_two());
        }
        self.queue.write_buffer(&own.grads, 0, bytemuck::cast_slice(grads));
    }
}

impl LocalOptimizer for GpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.optimizer.add_group(group)
    }

    fn add_shard(&mut self, shard: NewShard<'_>) -> Result<(), Error> {
        let size = size_of_val(&shard.values[..]) as u64;
        let values = buffer(&self.device, size);
        self.queue.write_buffer(&values, 0, bytemuck::cast_slice(&shard.values));
        let mut param = Param::new(shard.name, shard.shape, values.slice(..size)).rows(shard.rows);
        if let Some((first_row, table_rows)) = shard.part {
            param = param.part_of(first_row, table_rows);
        }
        if let Some(group) = shard.group {
            param = param.group(group);
        }
        let id = self.optimizer.add_param(param)?;
        let width = shard.shape.iter().skip(1).product();
        self.shards.push(Shard { id, values, grads: buffer(&self.device, 0), width });
        Ok(())
    }

    fn learning_rate(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.optimizer.lr(group)
    }

    fn weight_decay(&self, shard: usize) -> Result<f64, Error> {
        self.optimizer.weight_decay_of(self.shards[shard].id)
    }

    fn set_learning_rate(&mut self, group: Option<GroupId>, rate: Schedule) -> Result<(), Error> {
        self.optimizer.set_learning_rate(group, rate)
    }

    fn step_count(&self) -> u64 {
        self.optimizer.global_step()
    }

    fn step(&mut self, grads: &[(usize, ShardGrad<'_>)], loss_scale: f64) -> Result<(), Error> {
        self.optimizer.set_loss_scale(loss_scale)?;
        for (shard, grad) in grads {
            let (ShardGrad::Rows { values, .. } | ShardGrad::Dense(values)) = grad;
            self.upload(*shard, values);
        }
        let mut encoder = self.encoder();
        let mut step = self.optimizer.begin_step(&mut encoder);
        for (shard, grad) in grads {
            let Shard { id, grads: buffer, .. } = &self.shards[*shard];
            match grad {
                ShardGrad::Rows { rows, values } => {
                    let values = buffer.slice(..size_of_val(*values) as u64);
                    step.rows(*id, RowGrad::new(*rows, values))?;
                }
                ShardGrad::Dense(values) => step.dense(*id, buffer.slice(..size_of_val(*values) as u64))?,
            }
        }
        step.finish()?;
        self.queue.submit([encoder.finish()]);
        Ok(())
    }

    fn gather(&mut self, shard: usize, rows: &[u32]) -> Result<Vec<f32>, Error> {
        let Shard { id, values, width, .. } = &self.shards[shard];
        let mut gathered = Vec::with_capacity(rows.len() * width);
        for rows in rows.chunks(self.gather.most_rows(*width)) {
            let mut encoder = self.encoder();
            self.optimizer.flush_rows(&mut encoder, *id, rows)?;
            let copies = self.gather.record(&self.device, &mut encoder, values, rows, *width);
            self.queue.submit([encoder.finish()]);
            let copies = copies.slice(..(rows.len() * width) as u64 * ELEMENT);
            let copies = gpu::download::<f32>(&self.device, &self.queue, copies);
            gathered.extend(gpu::block_on(&self.device, copies)?);
        }
        Ok(gathered)
    }

    fn values(&mut self, shard: usize) -> Result<Vec<f32>, Error> {
        let values = self.optimizer.values(&self.queue, self.shards[shard].id);
        gpu::block_on(&self.device, values)
    }

    fn stored_values(&mut self, shard: usize) -> Result<Vec<f32>, Error> {
        let Shard { id, values, .. } = &self.shards[shard];
        let elements: usize = self.optimizer.shape(*id)?.iter().product();
        let values = values.slice(..elements as u64 * ELEMENT);
        gpu::block_on(&self.device, gpu::download(&self.device, &self.queue, values))
    }

    fn snapshot(&mut self) -> Result<Snapshot, Error> {
        let snapshot = self.optimizer.snapshot(&self.queue);
        gpu::block_on(&self.device, snapshot)
    }

    fn restore(&mut self, state: &SnapshotView<'_>, values: Vec<Vec<f32>>) -> Result<(), Error> {
        self.optimizer.restore(&self.queue, &state.clone().into_snapshot())?;
        for (shard, values) in self.shards.iter().zip(values) {
            self.queue.write_buffer(&shard.values, 0, bytemuck::cast_slice(&values));
        }
        Ok(())
    }
}
