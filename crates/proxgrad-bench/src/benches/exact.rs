//! The bench `exact`: steps with exact rows, which regularise all rows of a table, against steps that regularise the
//! touched rows only.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use anyhow::Result;
use proxgrad::{Config, Rows, Shrinkage};

use super::{
    row_gradient::{RowGradient, SECTOR},
    table::{CpuTable, RowIndices, Settings, Table},
    zipf,
};
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{GRAD, VALUE, filled},
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
    for_gpus: Vec::new,
};

/// Rows, width and entries of the gradient.
type Shape = (u64, u64, u64);

const QUICK: [Shape; 2] = [(10_000, 4, 1_000), (100_000, 1, 1_000)];

/// The last four are equal gradients of growing tables: the cost depends on the entries, not on the rows of the table.
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

/// Gradients that steps take in turn: a row that every step touches would never have pending updates.
const TURNS: usize = 8;

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let shapes = if quick { QUICK.to_vec() } else { FULL.to_vec() };
    let exact = |shape| Box::new(Exact { shape, drawn: OnceCell::new() }) as Box<dyn Workload>;
    shapes.into_iter().map(exact).collect()
}

/// The settings of a contender: strengths so small that values stay non-zero in any number of steps, and none of them
/// zero where a zero would save work.
fn settings(shrinkage: Shrinkage, l2: f64, rows: Rows) -> Settings {
    (Config { learning_rate: 1e-3.into(), l1: 1e-9, l2, shrinkage, ..Config::default() }, rows)
}

const L2: f64 = 1e-6;

/// The variants of exact rows, one for each closed form of their pending updates.
fn variants() -> [(&'static str, Settings); 3] {
    [
        ("exact", settings(Shrinkage::Documented, L2, Rows::Exact)),
        ("exact_adaptive", settings(Shrinkage::Adaptive, 0.0, Rows::Exact)),
        ("exact_adaptive_l2", settings(Shrinkage::Adaptive, L2, Rows::Exact)),
    ]
}

/// A table and row gradients.
struct Exact {
    shape: Shape,
    /// Index lists of all gradients and sizes of the first one, which are drawn when the case is measured.
    drawn: OnceCell<(Vec<Rc<Vec<u32>>>, RowGradient)>,
}

impl Exact {
    fn drawn(&self) -> &(Vec<Rc<Vec<u32>>>, RowGradient) {
        self.drawn.get_or_init(|| {
            let (rows, width, nnz) = self.shape;
            let all = zipf::indices(TURNS as u64 * nnz, rows);
            let lists: Vec<_> = all.chunks(all.len() / TURNS).map(|turn| Rc::new(turn.to_vec())).collect();
            let distinct = zipf::distinct(&lists[0]);
            let longest = zipf::longest(&lists[0]);
            (lists, RowGradient { rows, width, nnz, distinct, longest })
        })
    }

    fn gradient(&self) -> RowGradient {
        self.drawn().1
    }

    /// Bytes of a step with exact rows: for each distinct row also the number of its last step, read and written, and
    /// two words of the rate history.
    fn exact_bytes(&self) -> u64 {
        self.gradient().bytes() + 16 * self.gradient().distinct
    }

    /// Bytes of a flush: for every row the number of its last step, read and written, one or two words of the rate
    /// history, the accumulators, and the values, read and written.
    fn flush_bytes(&self) -> u64 {
        self.gradient().rows * (16 + 12 * self.gradient().width)
    }

    fn host_lists(&self) -> Vec<RowIndices> {
        self.drawn().0.iter().map(|indices| RowIndices::Host(Rc::clone(indices))).collect()
    }

    fn device_lists(&self, machine: &Machine) -> Result<Vec<RowIndices>> {
        let upload = |indices: &Rc<Vec<u32>>| machine.gpu.words("indices", indices).map(RowIndices::Device);
        self.drawn().0.iter().map(upload).collect()
    }
}

impl Workload for Exact {
    fn sizes(&self) -> Sizes {
        self.gradient().sizes(BENCH.name)
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let gradient = self.gradient();
        let [table_elements, grad_elements] = gradient.elements()?;
        let values = machine.gpu.filled("values", table_elements, VALUE)?;
        let grads = machine.gpu.filled("grads", grad_elements, GRAD)?;
        let shape = gradient.shape()?;
        let table = |settings| Table::new(machine, settings, &shape, [&values, &grads]);
        let touched = table(settings(Shrinkage::Documented, L2, Rows::Touched))?;
        let (host, device) = (self.host_lists(), self.device_lists(machine)?);
        let mut contenders = vec![
            machine.contender("touched", Role::Baseline, gradient.bytes(), touched.step(host)),
            machine.contender("touched_sorted", Role::Baseline, gradient.bytes(), touched.step(device)),
        ];
        for (i, (variant, settings)) in variants().into_iter().enumerate() {
            let exact = table(settings)?;
            let step = exact.step(self.host_lists());
            contenders.push(machine.contender(variant, Role::Ours, self.exact_bytes(), step));
            if i == 0 {
                let step = exact.step(self.device_lists(machine)?);
                contenders.push(machine.contender("exact_sorted", Role::Ours, self.exact_bytes(), step));
                contenders.push(machine.contender("flush", Role::Other, self.flush_bytes(), exact.flush()));
            }
        }
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let (lists, gradient) = self.drawn();
        let [table_elements, grad_elements] = gradient.elements()?;
        let values = Rc::new(RefCell::new(filled(table_elements, VALUE)?));
        let grads = Rc::new(filled(grad_elements, GRAD)?);
        let shape = gradient.shape()?;
        let table = |settings| CpuTable::new(settings, &shape, &values, &grads);
        let touched = table(settings(Shrinkage::Documented, L2, Rows::Touched))?.step(lists.clone());
        let mut contenders = vec![Contender::on_cpu("touched", Role::Baseline, gradient.bytes(), touched)];
        for (i, (variant, settings)) in variants().into_iter().enumerate() {
            let exact = table(settings)?;
            let step = exact.step(lists.clone());
            contenders.push(Contender::on_cpu(variant, Role::Ours, self.exact_bytes(), step));
            if i == 0 {
                contenders.push(Contender::on_cpu("flush", Role::Other, self.flush_bytes(), exact.flush()));
            }
        }
        Ok(contenders)
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let gradient = self.gradient();
        let bytes = gradient.fetched_bytes();
        // The number of the last step, read and written, and two words of the rate history, each in its own sector.
        let exact_bytes = bytes + 4 * gradient.distinct * SECTOR;
        // Where several threads share a row, another dispatch writes the numbers of the last steps.
        let marks = u64::from(![1, 4].contains(&gradient.width));
        let (dispatches, accesses) = (gradient.update_dispatches(), gradient.update_accesses());
        let forecast =
            |variant, bytes, waits, accesses| Forecast { variant, bytes, waits, starts: 0, accesses };
        vec![
            forecast("touched", bytes, dispatches, accesses),
            // The last step of the row and its rate history are read one after the other.
            forecast("exact", exact_bytes, dispatches + marks, accesses + 3),
            forecast(
                "exact_sorted",
                exact_bytes + gradient.sort_bytes(),
                gradient.sort_dispatches() + 2 + marks,
                gradient.sort_accesses() + accesses + 3,
            ),
        ]
    }
}
