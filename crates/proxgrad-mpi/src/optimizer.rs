//! The optimizer as a program uses it.

use std::path::{Path, PathBuf};

use proxgrad::{Report, Schedule};

use crate::{
    engine::{Engine, EngineThread, Reply},
    error::Error,
    param::{DenseId, Group, ParamInfo, TableId},
    route::Route,
    traffic::Traffic,
};

/// Tables and dense parameters of all ranks, made by [`Setup::start`](crate::Setup::start).
///
/// Unless its documentation says otherwise, a method is a call that all ranks make together, in the same order; it returns the same
/// error on all of them. A thread of the optimizer's own exchanges data with other ranks. Do not make MPI calls of your own
/// meanwhile unless MPI was initialised for [`Threading::Multiple`](mpi::Threading::Multiple).
pub struct ShardedOptimizer {
    /// Number of the optimizer, on this rank.
    id: u64,
    engine: EngineThread,
    pub(crate) params: Vec<ParamInfo>,
    /// By parameter: values of dense parameters.
    pub(crate) dense: Vec<Vec<f32>>,
    pub(crate) rank: usize,
    pub(crate) ranks: usize,
    prefetches: u64,
}

/// Rows that are on their way, for [`ShardedOptimizer::receive`].
#[derive(Debug)]
#[must_use = "rows that were asked for are to be received"]
pub struct Prefetch {
    id: u64,
    /// Where each id is among those that travel, and the elements of a row.
    reply: Reply<Result<(Route, usize), Error>>,
}

impl ShardedOptimizer {
    pub(crate) fn start(
        id: u64,
        engine: impl FnOnce() -> Engine + Send + 'static,
        dense: Vec<Vec<f32>>,
        settings: String,
        refusal: Option<String>,
    ) -> Result<Self, Error> {
        let engine = EngineThread::start(engine)?;
        engine.call(move |engine| engine.start(&settings, refusal.as_deref()))?;
        let (params, rank, ranks) = engine.call(|engine| Ok(engine.description()))?;
        Ok(Self { id, engine, params, dense, rank, ranks, prefetches: 0 })
    }

    /// Number of this rank. Not a call of all ranks.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Number of all ranks. Not a call of all ranks.
    pub fn ranks(&self) -> usize {
        self.ranks
    }

    /// The values of a dense parameter, row-major. Not a call of all ranks.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn values(&self, param: DenseId) -> Result<&[f32], Error> {
        let index = self.index_of_dense(param).map_err(|reason| Error::refused(self.rank, reason))?;
        Ok(&self.dense[index])
    }

    /// Rows of a table for a forward pass, `[ids, width]`, with [exact](proxgrad::Rows::Exact) rows up to date. Ranks may ask for
    /// different rows, and for none. Equal ids travel once.
    ///
    /// Exact rows that are gathered are brought up to date for good, as by
    /// [`flush_rows`](proxgrad::cpu::ProximalAdagrad::flush_rows), which adds a rounding. So the last bits of a run depend on which rows
    /// were gathered between which steps, on whatever ranks.
    ///
    /// # Errors
    /// An id that is no row, with the rank that has it; ranks that make other calls, or are silent. Where the device of a rank
    /// fails, that rank alone returns the error, and all ranks with their next call.
    pub fn gather(&mut self, table: TableId, ids: &[u64]) -> Result<Vec<f32>, Error> {
        let (table, ids) = (self.index_of_table(table), ids.to_vec());
        self.engine.call(move |engine| {
            let (route, request) = engine.route(table, &ids);
            let rows = engine.gather(&request)?;
            Ok(route.expand(&rows, engine.width(request.table)))
        })
    }

    /// Asks for rows of a table in advance, while the program goes on. [`ShardedOptimizer::receive`] returns them as they are then:
    /// after the steps that were taken in between.
    ///
    /// Post it before the program computes the gradients of a step. Ids, and the rows of tables with
    /// [touched](proxgrad::Rows::Touched) rows, travel meanwhile, and after the step the rows that it has changed travel once more.
    /// All of the rows of tables with exact rows travel when they are received, because every step changes all of them.
    ///
    /// # Errors
    /// None before the rows are received.
    pub fn prefetch(&mut self, table: TableId, ids: &[u64]) -> Prefetch {
        let (table, ids) = (self.index_of_table(table), ids.to_vec());
        self.prefetches += 1;
        let id = self.prefetches;
        let reply = self.engine.post(move |engine| {
            let (route, request) = engine.route(table, &ids);
            engine.prefetch(id, &request)?;
            Ok((route, engine.width(request.table)))
        });
        Prefetch { id, reply }
    }

    /// The rows that were asked for in advance, `[ids, width]`, as [`ShardedOptimizer::gather`] would return them now.
    ///
    /// # Errors
    /// As [`ShardedOptimizer::gather`].
    pub fn receive(&mut self, prefetch: Prefetch) -> Result<Vec<f32>, Error> {
        let Prefetch { id, reply } = prefetch;
        let (route, width) = reply.wait()?;
        self.engine.call(move |engine| Ok(route.expand(&engine.receive(id)?, width)))
    }

    /// Adds up numbers of the program: those of rank 0 in their order, then those of rank 1, and so on. Ranks may have any numbers
    /// of them. The sum has the same bits on all ranks, and for any number of ranks among which the same numbers are divided: for
    /// example the losses of the parts of a batch, one number for each part.
    ///
    /// # Errors
    /// Ranks that make other calls, or are silent.
    pub fn sum(&mut self, numbers: &[f64]) -> Result<f64, Error> {
        let numbers = numbers.to_vec();
        self.engine.call(move |engine| engine.sum(&numbers))
    }

    /// Measures all values of all ranks for the report: their norm, the number of values that are not zero, and the largest
    /// absolute value, with exact rows as they would be up to date. The norm does not depend on the number of ranks.
    ///
    /// # Errors
    /// Ranks that make other calls, or are silent.
    pub fn measure(&mut self) -> Result<Report, Error> {
        self.engine.call(Engine::measure)
    }

    /// Counters and measurements so far, the same on all ranks. Not a call of all ranks.
    ///
    /// # Errors
    /// The optimizer has stopped.
    pub fn report(&self) -> Result<Report, Error> {
        self.engine.call(|engine| Ok(engine.report()))
    }

    /// Number of steps taken, without skipped ones. Not a call of all ranks.
    ///
    /// # Errors
    /// The optimizer has stopped.
    pub fn global_step(&self) -> Result<u64, Error> {
        self.engine.call(|engine| Ok(engine.step_count()))
    }

    /// What this rank has sent to others so far. Not a call of all ranks.
    ///
    /// # Errors
    /// The optimizer has stopped.
    pub fn traffic(&self) -> Result<Traffic, Error> {
        self.engine.call(|engine| Ok(engine.traffic()))
    }

    /// The learning rate of the next step, for a group or, with `None`, for parameters in no group. Not a call of all ranks.
    ///
    /// # Errors
    /// A list that has ended, a value out of range.
    pub fn learning_rate(&self, group: Option<Group>) -> Result<f64, Error> {
        self.engine.call(move |engine| engine.learning_rate(group.map(|group| group.id)))
    }

    /// Sets the learning rate of later steps, for a group or, with `None`, for parameters in no group. Ranks do not wait for each
    /// other here; a step whose rates differ between ranks is refused by all of them.
    ///
    /// # Errors
    /// A value out of range.
    pub fn set_learning_rate(
        &mut self,
        group: Option<Group>,
        learning_rate: impl Into<Schedule>,
    ) -> Result<(), Error> {
        let rate = learning_rate.into();
        self.engine.call(move |engine| engine.set_learning_rate(group.map(|group| group.id), rate))
    }

    /// Saves values, state, step number and decisions in a folder that all ranks share, and which is made if there is none. Every
    /// rank writes its shards into a new folder in it; then rank 0 replaces `manifest.json`, and with it the old checkpoint.
    /// A save that is interrupted leaves the old one.
    ///
    /// # Errors
    /// A folder that a rank cannot write to, with that rank; ranks that make other calls, or are silent. The old checkpoint
    /// is there then.
    pub fn save(&mut self, folder: impl AsRef<Path>) -> Result<(), Error> {
        let folder: PathBuf = folder.as_ref().to_owned();
        self.engine.call(move |engine| engine.save(&folder))
    }

    /// Goes on from a checkpoint, which any number of ranks may have saved, with tables divided in any way. Parameters need the
    /// same names and shapes.
    ///
    /// # Errors
    /// No checkpoint, a file that is missing or damaged, other parameters; ranks that make other calls, or are silent. Nothing
    /// changes then.
    pub fn load(&mut self, folder: impl AsRef<Path>) -> Result<(), Error> {
        let folder: PathBuf = folder.as_ref().to_owned();
        for (index, values) in self.engine.call(move |engine| engine.load(&folder))? {
            self.dense[index] = values;
        }
        Ok(())
    }

    /// # Errors
    /// An id of another optimizer.
    pub(crate) fn index_of_table(&self, table: TableId) -> Result<usize, String> {
        if table.optimizer == self.id {
            Ok(table.index)
        } else {
            Err("the table is one of another optimizer".to_owned())
        }
    }

    /// # Errors
    /// An id of another optimizer.
    pub(crate) fn index_of_dense(&self, param: DenseId) -> Result<usize, String> {
        let other = || "the dense parameter is one of another optimizer".to_owned();
        if param.optimizer == self.id { Ok(param.index) } else { Err(other()) }
    }

    pub(crate) fn engine(&self) -> &EngineThread {
        &self.engine
    }
}
