//! The bench `rules`: a step with a dense gradient by each update rule.

use std::{cell::RefCell, rc::Rc};

use anyhow::Result;
use proxgrad::{Config, Ftrl, Param, ProximalAdagrad, Shrinkage, UpdateRule, cpu, wgpu};

use super::native;
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{ACCUM, BYTES_PER_ELEMENT, GRAD, VALUE, config, filled, index, rates},
    machine::Machine,
    prediction::{Forecast, dense_turns},
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "rules",
    about: "One table by each update rule, against a triad that moves as many bytes",
    quantity: Quantity::Rate,
    workloads,
    for_gpus: Vec::new,
};

/// Elements of a row.
const WIDTH: u64 = 64;

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let rows: &[u64] = if quick { &[16, 1_600] } else { &[16, 1_600, 16_000, 250_000] };
    rows.iter().map(|&rows| Box::new(Table { n: rows * WIDTH }) as Box<dyn Workload>).collect()
}

/// A table of `n` elements in rows of [`WIDTH`].
struct Table {
    n: u64,
}

/// Bytes that a step moves for each element: values are read and written, gradients read, and each plane of state read and
/// written.
const BYTES: [u64; 3] = [12, 20, 28];

/// The rules, and the number of their planes; the accumulators of rows count as none.
fn rules() -> [(&'static str, UpdateRule, usize); 6] {
    [
        ("proximal_adagrad", UpdateRule::ProximalAdagrad, 1),
        ("ftrl", UpdateRule::Ftrl(Ftrl::default()), 2),
        ("adagrad_rda", UpdateRule::AdagradRda, 2),
        ("fobos", UpdateRule::Fobos, 0),
        ("rowwise_adagrad", UpdateRule::RowwiseAdagrad, 0),
        ("group_ftrl", UpdateRule::GroupFtrl(Ftrl::default()), 2),
    ]
}

fn settings(rule: UpdateRule) -> Config {
    Config { rule, ..config(Shrinkage::Documented) }
}

/// The names of triads that move as many bytes as rules with so many planes.
const TRIADS: [&str; 3] = ["triad_of_12_bytes", "triad_of_20_bytes", "triad_of_28_bytes"];

impl Workload for Table {
    fn sizes(&self) -> Sizes {
        Sizes { bench: BENCH.name, n: Some(self.n), ..Sizes::default() }
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let n = index(self.n)?;
        let [values, grads] =
            [("values", VALUE), ("grads", GRAD)].map(|(label, x)| machine.gpu.filled(label, n, x));
        let (values, grads) = (values?, grads?);
        let mut contenders = Vec::new();
        for (name, rule, planes) in rules() {
            let step = gpu_step(machine, rule, n, [&values, &grads])?;
            contenders.push(machine.contender(name, Role::Ours, BYTES[planes] * self.n, step));
        }
        for (bytes, name) in BYTES.into_iter().zip(TRIADS) {
            let n = self.triad_elements(bytes)?;
            let [values, accum, grads] = [("values", VALUE), ("accum", ACCUM), ("grads", GRAD)]
                .map(|(label, x)| machine.gpu.filled(label, n, x));
            let triad = machine.yardsticks.triad([&values?, &accum?, &grads?], n)?;
            contenders.push(machine.yardstick(name, Role::Baseline, bytes * self.n, triad));
        }
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let n = index(self.n)?;
        let shared = Rc::new(RefCell::new([filled(n, VALUE)?, filled(n, GRAD)?]));
        let mut contenders = Vec::new();
        for (name, rule, planes) in rules() {
            let step = cpu_step(rule, n, &shared)?;
            contenders.push(Contender::on_cpu(name, Role::Ours, BYTES[planes] * self.n, step));
        }
        for (bytes, name) in BYTES.into_iter().zip(TRIADS) {
            let n = self.triad_elements(bytes)?;
            let (mut values, mut accum, grads) = (filled(n, VALUE)?, filled(n, ACCUM)?, filled(n, GRAD)?);
            let [s, ..] = rates();
            let triad = move || {
                native::triad(&mut values, &mut accum, &grads, s);
                Ok(())
            };
            contenders.push(Contender::on_cpu(name, Role::Baseline, bytes * self.n, triad));
        }
        Ok(contenders)
    }

    fn forecasts(&self) -> Vec<Forecast> {
        // Those of ProximalAdagrad are in the bench `dense`.
        let accesses = dense_turns(self.n / 4);
        let forecast = |variant, planes: usize| Forecast {
            variant,
            bytes: BYTES[planes] * self.n,
            waits: 1,
            starts: 0,
            accesses,
        };
        vec![forecast("ftrl", 2), forecast("fobos", 0)]
    }
}

impl Table {
    /// Elements of a triad that moves as many bytes as a rule with so many for each element, a multiple of 4.
    fn triad_elements(&self, bytes: u64) -> Result<usize> {
        index((self.n * bytes / BYTES_PER_ELEMENT).next_multiple_of(4))
    }
}

fn gpu_step(
    machine: &Machine,
    rule: UpdateRule,
    n: usize,
    [values, grads]: [&wgpu::Buffer; 2],
) -> Result<impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + use<>> {
    let mut optimizer = ProximalAdagrad::new(&machine.kernels, settings(rule))?;
    let shape = [n / index(WIDTH)?, index(WIDTH)?];
    let table = optimizer.add_param(Param::new("table", &shape, values.slice(..)))?;
    let grads = grads.clone();
    Ok(move |encoder: &mut wgpu::CommandEncoder| {
        let mut step = optimizer.begin_step(encoder);
        step.dense(table, grads.slice(..))?;
        Ok(step.finish()?)
    })
}

fn cpu_step(
    rule: UpdateRule,
    n: usize,
    shared: &Rc<RefCell<[Vec<f32>; 2]>>,
) -> Result<impl FnMut() -> Result<()> + use<>> {
    let shared = Rc::clone(shared);
    let mut optimizer = cpu::ProximalAdagrad::new(settings(rule))?;
    let table = optimizer.add_param(cpu::Param::new("table", &[n / index(WIDTH)?, index(WIDTH)?]))?;
    Ok(move || {
        let [values, grads] = &mut *shared.borrow_mut();
        let mut step = optimizer.begin_step();
        step.dense(table, values, &*grads)?;
        Ok(step.finish()?)
    })
}
