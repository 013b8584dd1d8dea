//! Memory of the rank that has most of it.

use super::{
    load::{Owned, TableLoad},
    plan::Plan,
    workload::{Table, Workload},
};

/// Bytes of the rank with the largest shards and the largest messages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Memory {
    /// Values of the rows of tables.
    pub values: f64,
    /// State of the optimizer for these rows.
    pub state: f64,
    /// Last steps of [exact rows](proxgrad::Rows::Exact), 4 bytes a row.
    pub last_steps: f64,
    /// Values and gradients of dense parameters and of replicated rows, and the part of their state that a rank has.
    pub dense: f64,
    /// Messages: the larger of the exchange of gradients and the gather.
    pub buffers: f64,
}

impl Memory {
    /// The sum.
    pub fn total(&self) -> f64 {
        self.values + self.state + self.last_steps + self.dense + self.buffers
    }

    pub(super) fn of(workload: &Workload, loads: &[TableLoad], plan: &Plan, ranks: usize) -> Self {
        let mut memory = Self::default();
        let (mut exchange, mut gather) = (0.0, 0.0);
        for ((table, load), &replicated) in workload.tables.iter().zip(loads).zip(&plan.replicated) {
            let rows = table.rows.div_ceil(ranks as u64) as f64;
            let shard = rows * table.row_bytes() as f64;
            memory.values += shard;
            memory.state += shard * table.state_planes as f64;
            memory.last_steps += if table.exact_rows { 4.0 * rows } else { 0.0 };
            memory.dense += dense(replicated as u64 * table.width, table.state_planes, ranks);
            exchange += exchange_buffers(table, load, plan, ranks);
            gather += gather_buffers(table, load, ranks);
        }
        memory.dense += dense(workload.dense_elements, workload.dense_state_planes, ranks);
        memory.buffers = f64::max(exchange, gather);
        memory
    }
}

/// Values and gradients on every rank, and state of a part.
fn dense(elements: u64, planes: u64, ranks: usize) -> f64 {
    4.0 * elements as f64 * (2.0 + planes as f64 / ranks as f64)
}

fn exchange_buffers(table: &Table, load: &TableLoad, plan: &Plan, ranks: usize) -> f64 {
    let sent = |owned: &Owned| {
        if plan.merged { owned.of_rank.mean } else { owned.share * table.entries as f64 }
    };
    let received = ranks as f64 * load.owned.iter().map(sent).fold(0.0, f64::max);
    table.entry_bytes() as f64 * (sent(&load.total) + received)
}

fn gather_buffers(table: &Table, load: &TableLoad, ranks: usize) -> f64 {
    let answered = ranks as f64 * load.owned.iter().map(|owned| owned.of_rank.mean).fold(0.0, f64::max);
    table.entry_bytes() as f64 * (load.total.of_rank.mean + answered)
}
