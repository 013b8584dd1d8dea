//! Row gradients on sizes for GPUs: in flight, over entries and rows that no cache holds.

use std::{cell::OnceCell, rc::Rc};

use anyhow::{Result, bail};
use proxgrad::{Rows as Regularised, Shrinkage, wgpu};

use super::{
    rotation,
    row_gradient::RowGradient,
    table::{RowIndices, Table},
    zipf,
};
use crate::{
    contender::{Contender, Role},
    inputs::{ACCUM, BYTES_PER_ELEMENT, GRAD, VALUE, config, index},
    machine::Machine,
    prediction::Forecast,
    sizes::Sizes,
    workload::Workload,
};

/// `[rows, width]` of the tables.
const TABLES: [[u64; 2]; 2] = [[1 << 22, 64], [1 << 20, 128]];

/// Entries of a gradient.
const ENTRIES: [u64; 2] = [65_536, 1_048_576];

const SEED: u64 = 11;

/// How indices are spread over the rows.
#[derive(Clone, Copy)]
pub(super) enum Spread {
    /// No row has two entries.
    Unique,
    Zipf,
}

/// The cases of the bench of this name.
pub(super) fn workloads(bench: &'static str) -> Vec<Box<dyn Workload>> {
    let mut all: Vec<Box<dyn Workload>> = Vec::new();
    for table in TABLES {
        for nnz in ENTRIES {
            for spread in [Spread::Unique, Spread::Zipf] {
                all.push(Box::new(LargeRows::new(
                    bench,
                    table,
                    nnz,
                    spread,
                    rotation::sets(4 * nnz * table[1]),
                )));
            }
        }
    }
    all
}

/// A table, and row gradients that steps take in turn.
pub(super) struct LargeRows {
    bench: &'static str,
    table: [u64; 2],
    nnz: u64,
    spread: Spread,
    sets: u64,
    /// Indices of all gradients, one after the other, and sizes of the first one, drawn when the case is measured.
    drawn: OnceCell<(Vec<u32>, RowGradient)>,
}

impl LargeRows {
    pub(super) fn new(bench: &'static str, table: [u64; 2], nnz: u64, spread: Spread, sets: u64) -> Self {
        Self { bench, table, nnz, spread, sets, drawn: OnceCell::new() }
    }

    fn drawn(&self) -> &(Vec<u32>, RowGradient) {
        self.drawn.get_or_init(|| {
            let ([rows, width], nnz) = (self.table, self.nnz);
            let count = self.sets * nnz;
            let indices = match self.spread {
                Spread::Unique => unique(count, rows),
                Spread::Zipf => zipf::indices(count, rows),
            };
            let first = &indices[..indices.len() / self.lists()];
            let (distinct, longest) = (zipf::distinct(first), zipf::longest(first));
            (indices, RowGradient { rows, width, nnz, distinct, longest })
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "as many lists as fit into memory")]
    fn lists(&self) -> usize {
        self.sets as usize
    }

    /// The index list of each gradient.
    fn index_lists(&self) -> impl Iterator<Item = &[u32]> {
        let (indices, _) = self.drawn();
        indices.chunks(indices.len() / self.lists())
    }

    /// Elements of a triad that moves as many bytes, a multiple of 4.
    fn triad(&self, machine: &Machine) -> Result<Contender<'static>> {
        let n = index((self.drawn().1.bytes() / BYTES_PER_ELEMENT).next_multiple_of(4))?;
        let filled = |label, value| machine.gpu.filled(label, n, value);
        let triad = |_| {
            let [values, accum, grads] =
                [filled("values", VALUE)?, filled("accum", ACCUM)?, filled("grads", GRAD)?];
            machine.yardsticks.triad([&values, &accum, &grads], n)
        };
        let triads = (0..self.sets).map(triad).collect::<Result<_>>()?;
        Ok(machine.yardsticks_in_flight("triad", BYTES_PER_ELEMENT * n as u64, triads))
    }
}

impl Workload for LargeRows {
    fn sizes(&self) -> Sizes {
        self.drawn().1.sizes(self.bench)
    }

    fn indices(&self) -> Option<&[u32]> {
        Some(&self.drawn().0)
    }

    fn sets(&self) -> u64 {
        self.sets
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let (_, gradient) = self.drawn();
        let [table_elements, grad_elements] = gradient.elements()?;
        machine.gpu.binds("values", 4 * gradient.rows * gradient.width)?;
        let values = machine.gpu.filled("values", table_elements, VALUE)?;
        let grads = |_| machine.gpu.filled("grads", grad_elements, GRAD);
        let grads = (0..self.sets).map(grads).collect::<Result<Vec<_>>>()?;
        let upload = |indices| machine.gpu.words("indices", indices);
        let on_device = self.index_lists().map(upload).collect::<Result<Vec<_>>>()?;
        let settings = (config(Shrinkage::Documented), Regularised::Touched);
        let table = Table::new(machine, settings, &gradient.shape()?, [&values, &grads[0]])?;
        let table = table.with_grads(grads.clone());
        let accum = table.accum()?;
        let plain = |(grads, indices): (&wgpu::Buffer, &wgpu::Buffer)| {
            let sizes = [gradient.rows, gradient.width, gradient.nnz];
            machine.yardsticks.plain_rows([&values, &accum, grads, indices], sizes)
        };
        let plain = grads.iter().zip(&on_device).map(plain).collect::<Result<_>>()?;
        let host = self.index_lists().map(|indices| RowIndices::Host(Rc::new(indices.to_vec()))).collect();
        let device = on_device.into_iter().map(RowIndices::Device).collect();
        let bytes = gradient.bytes();
        Ok(vec![
            machine.in_flight("host_grouped", Role::Ours, bytes, table.step(host)),
            machine.in_flight("device_grouped", Role::Ours, bytes, table.step(device)),
            machine.yardsticks_in_flight("plain_rows", bytes, plain),
            self.triad(machine)?,
        ])
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        bail!("these sizes are for GPUs")
    }

    fn forecasts(&self) -> Vec<Forecast> {
        self.drawn().1.forecasts()
    }
}

/// `count` indices in an order without pattern, of which as many in a row as the table has rows are distinct.
#[expect(clippy::cast_possible_truncation, reason = "tables of a bench have fewer than 2^32 rows")]
fn unique(count: u64, rows: u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..rows as u32).collect();
    fastrand::Rng::with_seed(SEED).shuffle(&mut all);
    all.into_iter().cycle().take(count as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unique_indices_name_no_row_twice_in_a_list_and_are_in_no_order() {
        let indices = unique(3 * 700, 1000);
        for list in indices.chunks(700) {
            assert_eq!(zipf::distinct(list), 700);
            assert!(list.windows(2).filter(|pair| pair[0] < pair[1]).count() < 500, "{list:?}");
        }
        assert_eq!(indices, unique(3 * 700, 1000));
    }
}
