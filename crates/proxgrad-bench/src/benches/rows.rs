//! The bench `rows`: a step with a row gradient of a table, as embeddings and click models have them.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use anyhow::Result;
use proxgrad::{Rows as Regularised, Shrinkage};

use super::{
    large_rows, native,
    row_gradient::RowGradient,
    table::{CpuTable, RowIndices, Table},
    zipf,
};
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{ACCUM, BYTES_PER_ELEMENT, GRAD, VALUE, config, filled, index, rates, step_params},
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
    for_gpus: || large_rows::workloads("rows"),
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

/// Equal gradients of growing tables: the cost depends on the entries, not on the rows of the table. The width is 4, so
/// that the largest table fits small devices, too.
const GROWING: [Shape; 4] =
    [(10_000, 4, 10_000), (100_000, 4, 10_000), (1_000_000, 4, 10_000), (10_000_000, 4, 10_000)];

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let shapes = if quick { QUICK.to_vec() } else { [&FULL[..], &GROWING].concat() };
    let rows = |shape| Box::new(Rows { shape, drawn: OnceCell::new() }) as Box<dyn Workload>;
    shapes.into_iter().map(rows).collect()
}

/// A table and a row gradient.
struct Rows {
    shape: Shape,
    /// Indices and sizes of the gradient, which are drawn when the case is measured.
    drawn: OnceCell<(Rc<Vec<u32>>, RowGradient)>,
}

impl Rows {
    fn drawn(&self) -> &(Rc<Vec<u32>>, RowGradient) {
        self.drawn.get_or_init(|| {
            let (rows, width, nnz) = self.shape;
            let indices = zipf::indices(nnz, rows);
            let distinct = zipf::distinct(&indices);
            let longest = zipf::longest(&indices);
            (Rc::new(indices), RowGradient { rows, width, nnz, distinct, longest })
        })
    }

    /// Elements of a triad that moves as many bytes, a multiple of 4.
    fn triad_elements(&self) -> Result<usize> {
        let (_, gradient) = self.drawn();
        index((gradient.bytes() / BYTES_PER_ELEMENT).next_multiple_of(4))
    }
}

impl Workload for Rows {
    fn sizes(&self) -> Sizes {
        self.drawn().1.sizes(BENCH.name)
    }

    fn indices(&self) -> Option<&[u32]> {
        Some(&self.drawn().0)
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let (indices, gradient) = self.drawn();
        let [table_elements, grad_elements] = gradient.elements()?;
        let values = machine.gpu.filled("values", table_elements, VALUE)?;
        let grads = machine.gpu.filled("grads", grad_elements, GRAD)?;
        let on_device = machine.gpu.words("indices", indices)?;
        let settings = (config(Shrinkage::Documented), Regularised::Touched);
        let table = Table::new(machine, settings, &gradient.shape()?, [&values, &grads])?;
        let accum = table.accum()?;
        let bytes = gradient.bytes();
        let ours =
            |variant, indices| machine.contender(variant, Role::Ours, bytes, table.step(vec![indices]));
        let sizes = [gradient.rows, gradient.width, gradient.nnz];
        let plain = machine.yardsticks.plain_rows([&values, &accum, &grads, &on_device], sizes)?;
        Ok(vec![
            ours("host_grouped", RowIndices::Host(Rc::clone(indices))),
            ours("device_grouped", RowIndices::Device(on_device)),
            machine.yardstick("plain_rows", Role::Baseline, bytes, plain),
            self.gpu_triad(machine)?,
        ])
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let (indices, gradient) = self.drawn();
        let [table_elements, grad_elements] = gradient.elements()?;
        let values = Rc::new(RefCell::new(filled(table_elements, VALUE)?));
        let grads = Rc::new(filled(grad_elements, GRAD)?);
        let settings = (config(Shrinkage::Documented), Regularised::Touched);
        let table = CpuTable::new(settings, &gradient.shape()?, &values, &grads)?;
        let ours = table.step(vec![Rc::clone(indices)]);
        let width = index(gradient.width)?;
        let mut accum = filled(table_elements, ACCUM)?;
        let (params, indices) = (step_params(), Rc::clone(indices));
        let plain = move || {
            native::plain_rows(&mut values.borrow_mut(), &mut accum, &grads, &indices, width, &params);
            Ok(())
        };
        Ok(vec![
            Contender::on_cpu("ours", Role::Ours, gradient.bytes(), ours),
            Contender::on_cpu("plain_rows", Role::Baseline, gradient.bytes(), plain),
            self.cpu_triad()?,
        ])
    }

    fn forecasts(&self) -> Vec<Forecast> {
        self.drawn().1.forecasts()
    }
}

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
        let [s, ..] = rates();
        let bytes = BYTES_PER_ELEMENT * n as u64;
        Ok(Contender::on_cpu("triad", Role::Baseline, bytes, move || {
            native::triad(&mut values, &mut accum, &grads, s);
            Ok(())
        }))
    }
}
