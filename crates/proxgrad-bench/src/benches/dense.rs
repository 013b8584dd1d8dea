//! The bench `dense`: a step with a dense gradient of one tensor.

use std::{cell::RefCell, rc::Rc};

use anyhow::Result;
use proxgrad::{Param, ProximalAdagrad, Shrinkage, cpu, wgpu};

use super::{large_dense, native};
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{
        ACCUM, BYTES_PER_COPIED, BYTES_PER_ELEMENT, GRAD, VALUE, config, filled, index, rates, step_params,
    },
    machine::Machine,
    prediction::{Forecast, dense_turns},
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "dense",
    about: "One tensor, against what memory allows (triad, copy) and what one writes first (plain, scalar)",
    quantity: Quantity::Rate,
    workloads,
    for_gpus: || large_dense::workloads("dense"),
};

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let sizes: &[u64] = if quick { &[1_000, 100_000] } else { &[1_000, 100_000, 1_000_000, 16_000_000] };
    sizes.iter().map(|&n| Box::new(Dense { n }) as Box<dyn Workload>).collect()
}

/// One tensor of `n` elements, a multiple of 4.
struct Dense {
    n: u64,
}

/// The variants of the library.
const OURS: [(&str, Shrinkage); 2] =
    [("ours", Shrinkage::Documented), ("ours_adaptive", Shrinkage::Adaptive)];

impl Workload for Dense {
    fn sizes(&self) -> Sizes {
        Sizes { bench: BENCH.name, n: Some(self.n), ..Sizes::default() }
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let n = index(self.n)?;
        let values = machine.gpu.filled("values", n, VALUE)?;
        let accum = machine.gpu.filled("accum", n, ACCUM)?;
        let grads = machine.gpu.filled("grads", n, GRAD)?;
        let mut contenders = Vec::new();
        for (variant, shrinkage) in OURS {
            let record = gpu_step(machine, shrinkage, n, &values, &grads)?;
            contenders.push(machine.contender(variant, Role::Ours, BYTES_PER_ELEMENT * self.n, record));
        }
        let all = [&values, &accum, &grads];
        for (variant, yardstick, bytes) in [
            ("triad", machine.yardsticks.triad(all, n)?, BYTES_PER_ELEMENT),
            ("copy", machine.yardsticks.copy([&values, &grads], n)?, BYTES_PER_COPIED),
            // This one rule, as a program without the library would write it.
            ("plain", machine.yardsticks.tensor(all, n)?, BYTES_PER_ELEMENT),
        ] {
            contenders.push(machine.yardstick(variant, Role::Baseline, bytes * self.n, yardstick));
        }
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let slices = Slices::new(index(self.n)?)?;
        let mut contenders = Vec::new();
        for (variant, shrinkage) in OURS {
            let step = cpu_step(shrinkage, &slices)?;
            contenders.push(Contender::on_cpu(variant, Role::Ours, BYTES_PER_ELEMENT * self.n, step));
        }
        contenders.extend(slices.yardsticks(self.n));
        Ok(contenders)
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let bytes = BYTES_PER_ELEMENT * self.n;
        let accesses = dense_turns(self.n / 4);
        vec![Forecast { variant: "ours", bytes, waits: 1, starts: 0, accesses }]
    }
}

/// The step of the library on an adapter.
fn gpu_step(
    machine: &Machine,
    shrinkage: Shrinkage,
    n: usize,
    values: &wgpu::Buffer,
    grads: &wgpu::Buffer,
) -> Result<impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + use<>> {
    let mut optimizer = ProximalAdagrad::new(&machine.kernels, config(shrinkage))?;
    let weight = optimizer.add_param(Param::new("weight", &[n], values.slice(..)))?;
    let grads = grads.clone();
    Ok(move |encoder: &mut wgpu::CommandEncoder| {
        let mut step = optimizer.begin_step(encoder);
        step.dense(weight, grads.slice(..))?;
        Ok(step.finish()?)
    })
}

/// Tensors that all contenders on the CPU share, so that they compete for the cache no more than one contender would.
#[derive(Clone)]
struct Slices(Rc<RefCell<Shared>>);

struct Shared {
    values: Vec<f32>,
    accum: Vec<f32>,
    grads: Vec<f32>,
}

impl Slices {
    fn new(n: usize) -> Result<Self> {
        let (values, accum, grads) = (filled(n, VALUE)?, filled(n, ACCUM)?, filled(n, GRAD)?);
        Ok(Self(Rc::new(RefCell::new(Shared { values, accum, grads }))))
    }

    fn yardsticks(&self, n: u64) -> [Contender<'static>; 3] {
        let params = step_params();
        let contender = |variant, bytes, run: fn(&mut Shared, &proxgrad::rule::StepParams)| {
            let slices = self.clone();
            Contender::on_cpu(variant, Role::Baseline, bytes * n, move || {
                run(&mut slices.0.borrow_mut(), &params);
                Ok(())
            })
        };
        [
            contender("triad", BYTES_PER_ELEMENT, |of, _| {
                let [s, ..] = rates();
                native::triad(&mut of.values, &mut of.accum, &of.grads, s);
            }),
            contender("copy", BYTES_PER_COPIED, |of, _| native::copy(&mut of.values, &of.grads)),
            contender("scalar", BYTES_PER_ELEMENT, |of, params| {
                native::scalar(&mut of.values, &mut of.accum, &of.grads, params);
            }),
        ]
    }
}

/// The step of the library on the CPU.
fn cpu_step(shrinkage: Shrinkage, slices: &Slices) -> Result<impl FnMut() -> Result<()> + use<>> {
    let slices = slices.clone();
    let mut optimizer = cpu::ProximalAdagrad::new(config(shrinkage))?;
    let shape = [slices.0.borrow().values.len()];
    let weight = optimizer.add_param(cpu::Param::new("weight", &shape))?;
    Ok(move || {
        let shared = &mut *slices.0.borrow_mut();
        let mut step = optimizer.begin_step();
        step.dense(weight, &mut shared.values, &shared.grads)?;
        Ok(step.finish()?)
    })
}
