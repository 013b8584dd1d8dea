//! Shards in the host's memory.

use proxgrad::{
    Config, Error, Group, GroupId, ParamId, RestoreOptions, Schedule, Snapshot, SnapshotView,
    cpu::{Param, ProximalAdagrad, RowGrad},
};

use super::interface::{LocalOptimizer, NewShard, ShardGrad};

#[derive(Debug)]
pub(crate) struct CpuOptimizer {
    optimizer: ProximalAdagrad,
    shards: Vec<Shard>,
}

#[derive(Debug)]
struct Shard {
    id: ParamId,
    values: Vec<f32>,
    width: usize,
}

impl CpuOptimizer {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        Ok(Self { optimizer: ProximalAdagrad::new(config)?, shards: Vec::new() })
    }
}

impl LocalOptimizer for CpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.optimizer.add_group(group)
    }

    fn add_shard(&mut self, shard: NewShard<'_>) -> Result<(), Error> {
        let mut param = Param::new(shard.name, shard.shape).rows(shard.rows);
        if let Some((first_row, table_rows)) = shard.part {
            param = param.part_of(first_row, table_rows);
        }
        if let Some(group) = shard.group {
            param = param.group(group);
        }
        let id = self.optimizer.add_param(param)?;
        let width = shard.shape.iter().skip(1).product();
        self.shards.push(Shard { id, values: shard.values, width });
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
        let mut step = self.optimizer.begin_step();
        for (index, shard) in self.shards.iter_mut().enumerate() {
            match grads.iter().find(|(own, _)| *own == index) {
                Some((_, ShardGrad::Rows { rows, values })) => {
                    step.rows(shard.id, &mut shard.values[..], RowGrad::new(*rows, *values))?;
                }
                Some((_, ShardGrad::Dense(grads))) => step.dense(shard.id, &mut shard.values[..], *grads)?,
                None => {}
            }
        }
        step.finish()
    }

    fn gather(&mut self, shard: usize, rows: &[u32]) -> Result<Vec<f32>, Error> {
        let Shard { id, values, width } = &mut self.shards[shard];
        self.optimizer.flush_rows(*id, &mut values[..], rows)?;
        let mut gathered = Vec::with_capacity(rows.len() * *width);
        rows.iter().for_each(|&row| gathered.extend(&values[row as usize * *width..][..*width]));
        Ok(gathered)
    }

    fn values(&mut self, shard: usize) -> Result<Vec<f32>, Error> {
        let Shard { id, values, .. } = &self.shards[shard];
        let mut copy = vec![0.0; values.len()];
        self.optimizer.export(*id, values, &mut copy)?;
        Ok(copy)
    }

    fn stored_values(&mut self, shard: usize) -> Result<Vec<f32>, Error> {
        Ok(self.shards[shard].values.clone())
    }

    fn snapshot(&mut self) -> Result<Snapshot, Error> {
        Ok(self.optimizer.snapshot())
    }

    fn restore(&mut self, state: &SnapshotView<'_>, values: Vec<Vec<f32>>) -> Result<(), Error> {
        self.optimizer.restore_view(state, &RestoreOptions::default())?;
        self.shards.iter_mut().zip(values).for_each(|(shard, values)| shard.values = values);
        Ok(())
    }
}
