//! The bench `exact`: what a step costs where rows are regularised also while nobody names them, against one that
//! regularises those that it names.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use anyhow::Result;
use proxgrad::{Config, Rows, Shrinkage};

use super::{
    rows::{SECTOR, Sort},
    table::{CpuTable, Known, Settings, Table},
    zipf,
};
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{GRAD, VALUE, filled, index},
    machine::Machine,
    prediction::Forecast,
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "exact",
    about: "Exact rows, against steps that regularise only the rows they name (touched, or touched_sorted on the device)",
    quantity: Quantity::RatioTo("touched"),
    workloads,
};

/// Rows, width and entries of the gradient.
type Shape = (u64, u64, u64);

const QUICK: [Shape; 2] = [(10_000, 4, 1_000), (100_000, 1, 1_000)];

/// The last four are one gradient for tables of all sizes: its cost is one of entries.
const FULL: [Shape; 10] = [
    (1_000_000, 1, 1_000),
    (1_000_000, 1, 100_000),
    (1_000_000, 16, 1_000),
    (1_000_000, 16, 100_000),
    (100_000, 64, 1_000),
    (100_000, 64, 100_000),
    (10_000, 4, 10_000),
    (100_000, 4, 10_000),
    (1_000_000, 4, 10_000),
    (10_000_000, 4, 10_000),
];

/// Gradients that steps take in turn: rows that every step named would never be behind.
const TURNS: usize = 8;

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let shapes = if quick { QUICK.to_vec() } else { FULL.to_vec() };
    shapes.into_iter().map(|shape| Box::new(Exact::new(shape)) as Box<dyn Workload>).collect()
}

/// The strengths of a contender: so small that values survive any number of steps, and none of them zero where it counts.
fn settings(shrinkage: Shrinkage, l2: f64, rows: Rows) -> Settings {
    (Config { learning_rate: 1e-3.into(), l1: 1e-9, l2, shrinkage, ..Config::default() }, rows)
}

const L2: f64 = 1e-6;

/// Exact rows by name: the three ways to shrink them.
fn variants() -> [(&'static str, Settings); 3] {
    [
        ("exact", settings(Shrinkage::Documented, L2, Rows::Exact)),
        ("exact_adaptive", settings(Shrinkage::Adaptive, 0.0, Rows::Exact)),
        ("exact_adaptive_l2", settings(Shrinkage::Adaptive, L2, Rows::Exact)),
    ]
}

/// A table and row gradients.
struct Exact {
    rows: u64,
    width: u64,
    nnz: u64,
    /// Drawn when the case's turn comes.
    indices: OnceCell<Vec<Rc<Vec<u32>>>>,
}

impl Exact {
    fn new((rows, width, nnz): Shape) -> Self {
        Self { rows, width, nnz, indices: OnceCell::new() }
    }

    fn drawn(&self) -> &[Rc<Vec<u32>>] {
        self.indices.get_or_init(|| {
            let all = zipf::indices(TURNS as u64 * self.nnz, self.rows);
            all.chunks(all.len() / TURNS).map(|turn| Rc::new(turn.to_vec())).collect()
        })
    }

    /// Of the first gradient.
    fn distinct(&self) -> u64 {
        zipf::distinct(&self.drawn()[0])
    }

    /// What must move for touched rows: the gradients of entries, their indices, and of the distinct rows values and
    /// accumulators, read and written.
    fn bytes(&self) -> u64 {
        4 * self.nnz * (self.width + 1) + 16 * self.distinct() * self.width
    }

    /// And where they are exact: a mark, read and written, and two words of the record.
    fn exact_bytes(&self) -> u64 {
        self.bytes() + 16 * self.distinct()
    }

    /// Of every row a mark, read and written, a word or two of the record, an accumulator, and a value, read and written.
    fn flush_bytes(&self) -> u64 {
        self.rows * (16 + 12 * self.width)
    }

    fn shape(&self) -> Result<[usize; 2]> {
        Ok([index(self.rows)?, index(self.width)?])
    }

    fn known_to_host(&self) -> Vec<Known> {
        self.drawn().iter().map(|indices| Known::ToHost(Rc::clone(indices))).collect()
    }

    fn known_to_device(&self, machine: &Machine) -> Result<Vec<Known>> {
        let upload = |indices: &Rc<Vec<u32>>| machine.gpu.words("indices", indices).map(Known::ToDevice);
        self.drawn().iter().map(upload).collect()
    }
}

impl Workload for Exact {
    fn sizes(&self) -> Sizes {
        Sizes {
            bench: BENCH.name,
            rows: Some(self.rows),
            width: Some(self.width),
            nnz: Some(self.nnz),
            distinct: Some(self.distinct()),
            ..Sizes::default()
        }
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let values = machine.gpu.filled("values", index(self.rows * self.width)?, VALUE)?;
        let grads = machine.gpu.filled("grads", index(self.nnz * self.width)?, GRAD)?;
        let table = |settings| Table::new(machine, settings, &self.shape()?, [&values, &grads]);
        let touched = table(settings(Shrinkage::Documented, L2, Rows::Touched))?;
        let (host, device) = (self.known_to_host(), self.known_to_device(machine)?);
        let mut contenders = vec![
            machine.contender("touched", Role::Baseline, self.bytes(), touched.step(host)),
            machine.contender("touched_sorted", Role::Baseline, self.bytes(), touched.step(device)),
        ];
        for (i, (variant, settings)) in variants().into_iter().enumerate() {
            let exact = table(settings)?;
            let step = exact.step(self.known_to_host());
            contenders.push(machine.contender(variant, Role::Ours, self.exact_bytes(), step));
            if i == 0 {
                let step = exact.step(self.known_to_device(machine)?);
                contenders.push(machine.contender("exact_sorted", Role::Ours, self.exact_bytes(), step));
                contenders.push(machine.contender("flush", Role::Other, self.flush_bytes(), exact.flush()));
            }
        }
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let values = Rc::new(RefCell::new(filled(index(self.rows * self.width)?, VALUE)?));
        let grads = Rc::new(filled(index(self.nnz * self.width)?, GRAD)?);
        let table = |settings| CpuTable::new(settings, &self.shape()?, &values, &grads);
        let known = || self.drawn().to_vec();
        let touched = table(settings(Shrinkage::Documented, L2, Rows::Touched))?.step(known());
        let mut contenders = vec![Contender::on_cpu("touched", Role::Baseline, self.bytes(), touched)];
        for (i, (variant, settings)) in variants().into_iter().enumerate() {
            let exact = table(settings)?;
            contenders.push(Contender::on_cpu(variant, Role::Ours, self.exact_bytes(), exact.step(known())));
            if i == 0 {
                contenders.push(Contender::on_cpu("flush", Role::Other, self.flush_bytes(), exact.flush()));
            }
        }
        Ok(contenders)
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let distinct = self.distinct();
        let row = (4 * self.width).next_multiple_of(SECTOR);
        let bytes = self.nnz * row + 4 * distinct * row + 4 * (2 * distinct + self.nnz);
        // A mark read and written, and two words of the record, each in a piece of its own.
        let exact_bytes = bytes + 4 * distinct * SECTOR;
        // Where threads share a row, a dispatch writes the marks.
        let marks = u64::from(![1, 4].contains(&self.width));
        let sort = Sort::of(self.rows, self.nnz);
        vec![
            Forecast { variant: "touched", bytes, launches: 1 },
            Forecast { variant: "exact", bytes: exact_bytes, launches: 1 + marks },
            Forecast {
                variant: "exact_sorted",
                bytes: exact_bytes + sort.bytes_per_entry * self.nnz,
                launches: sort.launches + 1 + marks,
            },
        ]
    }
}
