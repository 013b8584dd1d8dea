//! The bench `rows`: a row gradient of a table, as embeddings and click models have them.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use anyhow::Result;
use proxgrad::{Rows as Regularised, Shrinkage};

use super::{
    native,
    table::{CpuTable, Known, Table},
    zipf,
};
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{ACCUM, BYTES_PER_ELEMENT, GRAD, VALUE, config, filled, index, step_params},
    machine::Machine,
    prediction::Forecast,
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "rows",
    about: "A row gradient of a table, against updates that ignore equal rows (plain_rows) and a triad",
    quantity: Quantity::RatioTo("plain_rows"),
    workloads,
};

/// Rows, width and entries of the gradient.
type Shape = (u64, u64, u64);

const QUICK: [Shape; 2] = [(10_000, 16, 1_000), (100_000, 1, 1_000)];

const FULL: [Shape; 9] = [
    (1_000_000, 16, 1_000),
    (1_000_000, 16, 100_000),
    (1_000_000, 16, 1_000_000),
    (100_000, 64, 1_000),
    (100_000, 64, 100_000),
    (100_000, 64, 1_000_000),
    (1_000_000, 1, 1_000),
    (1_000_000, 1, 100_000),
    (1_000_000, 1, 1_000_000),
];

/// The cost is one of entries, not of rows in the table. Of width 4, so that the largest table fits small devices too.
const GROWING: [Shape; 4] =
    [(10_000, 4, 10_000), (100_000, 4, 10_000), (1_000_000, 4, 10_000), (10_000_000, 4, 10_000)];

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let shapes = if quick { QUICK.to_vec() } else { [&FULL[..], &GROWING].concat() };
    shapes.into_iter().map(|shape| Box::new(Rows::new(shape)) as Box<dyn Workload>).collect()
}

/// A table and a row gradient.
struct Rows {
    rows: u64,
    width: u64,
    nnz: u64,
    /// Drawn when the case's turn comes, and how many of them are distinct.
    indices: OnceCell<(Rc<Vec<u32>>, u64)>,
}

impl Rows {
    fn new((rows, width, nnz): Shape) -> Self {
        Self { rows, width, nnz, indices: OnceCell::new() }
    }

    fn drawn(&self) -> &(Rc<Vec<u32>>, u64) {
        self.indices.get_or_init(|| {
            let indices = zipf::indices(self.nnz, self.rows);
            let distinct = zipf::distinct(&indices);
            (Rc::new(indices), distinct)
        })
    }

    /// What must move: the gradients of entries, their indices, and of the distinct rows values and accumulators, read
    /// and written.
    fn bytes(&self) -> u64 {
        let (_, distinct) = self.drawn();
        4 * self.nnz * (self.width + 1) + 16 * distinct * self.width
    }

    /// Elements of a triad that moves as much; four divide them.
    fn triad_elements(&self) -> Result<usize> {
        index((self.bytes() / BYTES_PER_ELEMENT).next_multiple_of(4))
    }

    fn shape(&self) -> Result<[usize; 2]> {
        Ok([index(self.rows)?, index(self.width)?])
    }
}

impl Workload for Rows {
    fn sizes(&self) -> Sizes {
        let &(_, distinct) = self.drawn();
        Sizes {
            bench: BENCH.name,
            rows: Some(self.rows),
            width: Some(self.width),
            nnz: Some(self.nnz),
            distinct: Some(distinct),
            ..Sizes::default()
        }
    }

    fn indices(&self) -> Option<&[u32]> {
        Some(&self.drawn().0)
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let (indices, _) = self.drawn();
        let values = machine.gpu.filled("values", index(self.rows * self.width)?, VALUE)?;
        let grads = machine.gpu.filled("grads", index(self.nnz * self.width)?, GRAD)?;
        let on_device = machine.gpu.words("indices", indices)?;
        let settings = (config(Shrinkage::Documented), Regularised::Touched);
        let table = Table::new(machine, settings, &self.shape()?, [&values, &grads])?;
        let accum = table.accum()?;
        let mut contenders = Vec::new();
        for (variant, known) in [
            ("host_grouped", Known::ToHost(Rc::clone(indices))),
            ("device_grouped", Known::ToDevice(on_device.clone())),
        ] {
            contenders.push(machine.contender(variant, Role::Ours, self.bytes(), table.step(vec![known])));
        }
        let sizes = [self.rows, self.width, self.nnz];
        let plain = machine.yardsticks.plain_rows([&values, &accum, &grads, &on_device], sizes)?;
        contenders.push(machine.yardstick("plain_rows", Role::Baseline, self.bytes(), plain));
        contenders.push(self.gpu_triad(machine)?);
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let (indices, _) = self.drawn();
        let values = Rc::new(RefCell::new(filled(index(self.rows * self.width)?, VALUE)?));
        let grads = Rc::new(filled(index(self.nnz * self.width)?, GRAD)?);
        let settings = (config(Shrinkage::Documented), Regularised::Touched);
        let ours = CpuTable::new(settings, &self.shape()?, &values, &grads)?.step(vec![Rc::clone(indices)]);
        let width = index(self.width)?;
        let mut accum = filled(values.borrow().len(), ACCUM)?;
        let (params, indices) = (step_params(), Rc::clone(indices));
        let plain = move || {
            native::plain_rows(&mut values.borrow_mut(), &mut accum, &grads, &indices, width, &params);
            Ok(())
        };
        Ok(vec![
            Contender::on_cpu("ours", Role::Ours, self.bytes(), ours),
            Contender::on_cpu("plain_rows", Role::Baseline, self.bytes(), plain),
            self.cpu_triad()?,
        ])
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let (_, distinct) = self.drawn();
        let row = (4 * self.width).next_multiple_of(SECTOR);
        // Entries' gradients, values and accumulators of rows, and the table of rows, starts and order.
        let bytes = self.nnz * row + 4 * distinct * row + 4 * (2 * distinct + self.nnz);
        let sort = Sort::of(self.rows, self.nnz);
        vec![
            Forecast { variant: "host_grouped", bytes, launches: 1 },
            Forecast {
                variant: "device_grouped",
                bytes: bytes + sort.bytes_per_entry * self.nnz,
                launches: sort.launches + 1,
            },
        ]
    }
}

/// Bytes that move together, at least: the smallest piece in which GPUs fetch what lies scattered.
pub(super) const SECTOR: u64 = 32;

impl Rows {
    fn gpu_triad(&self, machine: &Machine) -> Result<Contender<'static>> {
        let n = self.triad_elements()?;
        let buffers = [("values", VALUE), ("accum", ACCUM), ("grads", GRAD)]
            .map(|(label, value)| machine.gpu.filled(label, n, value));
        let [values, accum, grads] = buffers;
        let triad = machine.yardsticks.triad([&values?, &accum?, &grads?], n)?;
        Ok(machine.yardstick("triad", Role::Baseline, BYTES_PER_ELEMENT * n as u64, triad))
    }

    fn cpu_triad(&self) -> Result<Contender<'static>> {
        let n = self.triad_elements()?;
        let (mut values, mut accum, grads) = (filled(n, VALUE)?, filled(n, ACCUM)?, filled(n, GRAD)?);
        let s = step_params().learning_rate;
        let bytes = BYTES_PER_ELEMENT * n as u64;
        Ok(Contender::on_cpu("triad", Role::Baseline, bytes, move || {
            native::triad(&mut values, &mut accum, &grads, s);
            Ok(())
        }))
    }
}

/// How indices on the device are grouped: what `docs/how-a-step-runs.md` lists in front of the update.
pub(super) struct Sort {
    pub(super) bytes_per_entry: u64,
    pub(super) launches: u64,
}

impl Sort {
    pub(super) fn of(rows: u64, entries: u64) -> Self {
        let digits = u64::from((u64::BITS - rows.leading_zeros()).div_ceil(7));
        // A digit: rows read for the count, rows and positions read and written for the scatter, counters both times.
        // Then rows read twice, and where they begin written.
        let bytes_per_entry = digits * 24 + 12;
        // All in one; or count, scan and scatter for each digit, heads and split. Then pieces.
        let launches = if entries <= 4096 { 2 } else { 3 * digits + 2 + 1 };
        Self { bytes_per_entry, launches }
    }
}
