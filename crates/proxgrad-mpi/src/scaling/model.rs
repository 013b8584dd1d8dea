//! The model: a machine and a workload.

use std::ops::Range;

use super::{
    error::ScalingError,
    load::TableLoad,
    machine::Machine,
    memory::Memory,
    plan::Plan,
    step::{Step, Timing},
    workload::Workload,
    zipf::{HEAD, Zipf},
};

/// A machine and a workload, and the steps they have on any number of ranks. See the [module](super) for its formulas.
#[derive(Clone, Debug)]
pub struct Model {
    machine: Machine,
    workload: Workload,
    zipfs: Vec<Zipf>,
    /// Seconds of a step of one rank.
    one_rank: f64,
}

impl Model {
    /// A model. It computes the probabilities of the most frequent rows of each table, which takes milliseconds.
    ///
    /// # Errors
    /// [`ScalingError::Number`] for a number that is not finite or is negative, a bandwidth of 0, a table without
    /// rows or width.
    pub fn new(machine: Machine, workload: Workload) -> Result<Self, ScalingError> {
        machine.check()?;
        workload.check()?;
        let zipfs = workload.tables.iter().map(|table| Zipf::new(table.rows, table.zipf, HEAD)).collect();
        let mut model = Self { machine, workload, zipfs, one_rank: 0.0 };
        model.one_rank = model.step(1)?.seconds();
        Ok(model)
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The workload.
    pub fn workload(&self) -> &Workload {
        &self.workload
    }

    /// A step on so many ranks, without remedies against frequent rows.
    ///
    /// # Errors
    /// [`ScalingError::NoRanks`].
    pub fn step(&self, ranks: usize) -> Result<Step, ScalingError> {
        self.planned(ranks, &self.plain(false))
    }

    /// A step on so many ranks whose senders merge entries of equal rows before they travel. Sums then depend on which entries are
    /// on which rank, so that bits depend on the number of ranks.
    ///
    /// # Errors
    /// [`ScalingError::NoRanks`].
    pub fn merged(&self, ranks: usize) -> Result<Step, ScalingError> {
        self.planned(ranks, &self.plain(true))
    }

    /// A plan without replicated rows.
    pub(super) fn plain(&self, merged: bool) -> Plan {
        Plan { replicated: vec![0; self.workload.tables.len()], merged }
    }

    fn planned(&self, ranks: usize, plan: &Plan) -> Result<Step, ScalingError> {
        Ok(self.timed(ranks, plan, &self.loads(ranks)?))
    }

    /// The loads of all tables without replicated rows.
    pub(super) fn loads(&self, ranks: usize) -> Result<Vec<TableLoad>, ScalingError> {
        if ranks == 0 {
            return Err(ScalingError::NoRanks);
        }
        let tables = self.workload.tables.iter().zip(&self.zipfs);
        Ok(tables.map(|(table, zipf)| TableLoad::new(table, zipf, ranks)).collect())
    }

    /// Gives further rows of a table to all ranks.
    pub(super) fn replicate(&self, table: usize, load: &mut TableLoad, rows: Range<usize>) {
        load.replicate(&self.workload.tables[table], &self.zipfs[table], rows);
    }

    pub(super) fn timed(&self, ranks: usize, plan: &Plan, loads: &[TableLoad]) -> Step {
        let timing = Timing { machine: &self.machine, workload: &self.workload, loads, plan, ranks };
        let phases = timing.phases();
        let memory = Memory::of(&self.workload, loads, plan, ranks);
        let fits = memory.total() <= self.machine.memory;
        let mut step = Step { ranks, phases, memory, fits, efficiency: 1.0 };
        let seconds = step.seconds();
        if seconds > 0.0 {
            step.efficiency = self.one_rank / seconds;
        }
        step
    }
}
