//! Training: the optimizer of all ranks, and the order of its calls.

use std::path::Path;

use proxgrad_mpi::{
    DenseId, DenseParam, Device, Error, Prefetch, Setup, ShardedOptimizer, ShardedTable, TableId,
    proxgrad::{Config, Rows, Schedule, Shrinkage},
};

use crate::{
    data::{self, BATCH, Batch, ITEMS, USERS, WIDTH},
    model::{self, Grads, Values, WEIGHTS},
};

/// A model in training, on one of the ranks.
pub(crate) struct Trainer {
    pub(crate) optimizer: ShardedOptimizer,
    users: TableId,
    items: TableId,
    weights: DenseId,
    bias: DenseId,
}

/// A batch of this rank, and the embeddings of its users and items, `[examples, WIDTH]`.
struct Gathered {
    batch: Batch,
    users: Vec<f32>,
    items: Vec<f32>,
}

/// A batch whose embeddings are on their way.
struct Ahead {
    batch: Batch,
    users: Prefetch,
    items: Prefetch,
}

impl Trainer {
    /// The values of all parameters, at the start.
    ///
    /// # Errors
    /// Ranks that differ, or are silent.
    pub(crate) fn new(device: Device) -> Result<Self, Error> {
        let config = Config {
            learning_rate: Schedule::function(|step| 0.1 / (1.0 + 0.002 * step as f64)),
            // Far below the squares of the gradients of a mean, so that steps follow the gradients from the start.
            accum: 1e-6,
            // A weight whose gradient has a mean below this becomes 0: with this shrinkage, L1 and gradients have the same rate.
            l1: 3e-5,
            shrinkage: Shrinkage::Adaptive,
            ..Config::default()
        };
        let mut setup = Setup::new(config, device)?;
        // Every step regularises all rows of `users`, so those of rare users become 0 without being seen again. A row of `items`
        // changes only in steps that have an entry of it.
        let users = ShardedTable::new("users", USERS, WIDTH).rows(Rows::Exact);
        let users = setup.add_table(users, data::initial_row);
        let items = setup.add_table(ShardedTable::new("items", ITEMS, WIDTH), data::initial_row);
        let weights = setup.add_dense(DenseParam::new("weights", &WEIGHTS), &[0.1; 2 * WIDTH]);
        let bias = setup.add_dense(DenseParam::new("bias", &[]), &[0.0]);
        Ok(Self { optimizer: setup.start()?, users, items, weights, bias })
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    /// No checkpoint, or one of another model.
    pub(crate) fn load(&mut self, folder: &Path) -> Result<(), Error> {
        self.optimizer.load(folder)
    }

    /// Takes this many steps. `done` is called after each of them, with the mean loss of its batch before the step.
    ///
    /// # Errors
    /// Those of the optimizer, and of `done`.
    pub(crate) fn train(
        &mut self,
        steps: u64,
        mut done: impl FnMut(&mut Self, f64) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let first = self.optimizer.global_step()?;
        let mut ahead = (steps > 0).then(|| self.prefetch(first));
        for step in first..first + steps {
            let Some(posted) = ahead.take() else { break };
            let gathered = self.receive(posted)?;
            // Posted before the gradients are computed, so that ids and rows travel meanwhile. What this step changes is sent once
            // more by `receive`.
            ahead = (step + 1 < first + steps).then(|| self.prefetch(step + 1));
            let loss = self.step(&gathered)?;
            done(self, loss)?;
        }
        Ok(())
    }

    /// Asks for the embeddings of the batch of a step.
    fn prefetch(&mut self, step: u64) -> Ahead {
        let parts = data::parts_of(self.optimizer.rank(), self.optimizer.ranks());
        let batch = data::batch(step, parts);
        let users = self.optimizer.prefetch(self.users, &batch.users);
        let items = self.optimizer.prefetch(self.items, &batch.items);
        Ahead { batch, users, items }
    }

    fn receive(&mut self, ahead: Ahead) -> Result<Gathered, Error> {
        let Ahead { batch, users, items } = ahead;
        let users = self.optimizer.receive(users)?;
        let items = self.optimizer.receive(items)?;
        Ok(Gathered { batch, users, items })
    }

    /// Takes a step; returns the mean loss of the batch of all ranks before it.
    fn step(&mut self, gathered: &Gathered) -> Result<f64, Error> {
        let Gathered { batch, users, items } = gathered;
        let (weights, bias) = (self.optimizer.values(self.weights)?, self.optimizer.values(self.bias)?[0]);
        let Grads { users, items, weights, bias, losses } =
            model::backward(batch, &Values { users, items, weights, bias });
        let mut step = self.optimizer.begin_step();
        step.rows(self.users, &batch.users, &users);
        step.rows(self.items, &batch.items, &items);
        // As many gradients as this rank has parts.
        step.dense(self.weights, &weights);
        step.dense(self.bias, &bias);
        step.finish()?;
        // By part, so that the sum has the same bits for any number of ranks.
        Ok(self.optimizer.sum(&losses)? / BATCH as f64)
    }

    /// The share of all weights that are not zero.
    ///
    /// # Errors
    /// Those of the optimizer.
    pub(crate) fn share_of_nonzero(&mut self) -> Result<f64, Error> {
        let dense = self.optimizer.values(self.weights)?.len() + self.optimizer.values(self.bias)?.len();
        let weights = (USERS + ITEMS) * WIDTH as u64 + dense as u64;
        Ok(self.optimizer.measure()?.nonzero as f64 / weights as f64)
    }

    /// The number of users, and of items, whose embeddings are zero as a whole.
    ///
    /// # Errors
    /// Those of the optimizer.
    pub(crate) fn zero_rows(&mut self) -> Result<[f64; 2], Error> {
        let own = [(self.users, USERS), (self.items, ITEMS)].map(|(table, rows)| self.own_zeros(table, rows));
        let [users, items] = own;
        Ok([self.optimizer.sum(&[users? as f64])?, self.optimizer.sum(&[items? as f64])?])
    }

    /// The number of zero rows in a share of a table's rows: each rank looks at other ones.
    fn own_zeros(&mut self, table: TableId, rows: u64) -> Result<u64, Error> {
        let (rank, ranks) = (self.optimizer.rank() as u64, self.optimizer.ranks() as u64);
        let ids: Vec<u64> = (rank * rows / ranks..(rank + 1) * rows / ranks).collect();
        let rows = self.optimizer.gather(table, &ids)?;
        let is_zero = |row: &&[f32]| row.iter().all(|value| *value == 0.0);
        Ok(rows.chunks_exact(WIDTH).filter(is_zero).count() as u64)
    }
}
