//! Dense steps on sizes for GPUs: in flight, over buffers that no cache holds.

use anyhow::{Result, bail};
use proxgrad::{Param, ProximalAdagrad, Shrinkage, wgpu};

use super::rotation;
use crate::{
    contender::{Contender, Role},
    inputs::{ACCUM, BYTES_PER_COPIED, BYTES_PER_ELEMENT, GRAD, VALUE, config, index},
    machine::Machine,
    prediction::{Forecast, dense_turns},
    sizes::Sizes,
    workload::Workload,
    yardsticks::Yardstick,
};

const SIZES: [u64; 4] = [1_000_000, 16_000_000, 1 << 26, 1 << 28];

/// Bytes of an element in the buffers of a set.
const HELD: u64 = 12;

/// The cases of the bench of this name.
pub(super) fn workloads(bench: &'static str) -> Vec<Box<dyn Workload>> {
    SIZES.into_iter().map(|n| Box::new(LargeDense::new(bench, n)) as Box<dyn Workload>).collect()
}

/// Tensors of `n` elements each, a multiple of 4, of which a step updates one.
pub(super) struct LargeDense {
    pub(super) bench: &'static str,
    pub(super) n: u64,
    pub(super) sets: u64,
}

/// Values, accumulators and gradients of a tensor.
type Set = [wgpu::Buffer; 3];

impl LargeDense {
    fn new(bench: &'static str, n: u64) -> Self {
        Self { bench, n, sets: rotation::sets(HELD * n) }
    }

    fn buffers(&self, machine: &Machine) -> Result<Vec<Set>> {
        machine.gpu.binds("values", 4 * self.n)?;
        let n = index(self.n)?;
        let filled = |label, value| machine.gpu.filled(label, n, value);
        let set = |_| Ok([filled("values", VALUE)?, filled("accum", ACCUM)?, filled("grads", GRAD)?]);
        (0..self.sets).map(set).collect()
    }
}

impl Workload for LargeDense {
    fn sizes(&self) -> Sizes {
        Sizes { bench: self.bench, n: Some(self.n), ..Sizes::default() }
    }

    fn sets(&self) -> u64 {
        self.sets
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let n = index(self.n)?;
        let sets = self.buffers(machine)?;
        let each =
            |make: &dyn Fn(&Set) -> Result<Yardstick>| sets.iter().map(make).collect::<Result<Vec<_>>>();
        let yardsticks = &machine.yardsticks;
        let triads = each(&|[values, accum, grads]| yardsticks.triad([values, accum, grads], n))?;
        let copies = each(&|[values, _, grads]| yardsticks.copy([values, grads], n))?;
        let plain = each(&|[values, accum, grads]| yardsticks.tensor([values, accum, grads], n))?;
        let bytes = BYTES_PER_ELEMENT * self.n;
        Ok(vec![
            machine.in_flight("ours", Role::Ours, bytes, step(machine, n, &sets)?),
            machine.yardsticks_in_flight("triad", bytes, triads),
            machine.yardsticks_in_flight("copy", BYTES_PER_COPIED * self.n, copies),
            machine.yardsticks_in_flight("plain", bytes, plain),
        ])
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        bail!("these sizes are for GPUs")
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let bytes = BYTES_PER_ELEMENT * self.n;
        let accesses = dense_turns(self.n / 4);
        vec![Forecast { variant: "ours", bytes, waits: 1, starts: 0, accesses }]
    }
}

/// Steps of the library, each of which updates the next tensor.
fn step(
    machine: &Machine,
    n: usize,
    sets: &[Set],
) -> Result<impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + use<>> {
    let mut optimizer = ProximalAdagrad::new(&machine.kernels, config(Shrinkage::Documented))?;
    let mut params = Vec::new();
    for (i, [values, _, grads]) in sets.iter().enumerate() {
        let weight = optimizer.add_param(Param::new(&format!("weight {i}"), &[n], values.slice(..)))?;
        params.push((weight, grads.clone()));
    }
    let mut turn = 0;
    Ok(move |encoder: &mut wgpu::CommandEncoder| {
        let (weight, grads) = &params[turn % params.len()];
        turn += 1;
        let mut step = optimizer.begin_step(encoder);
        step.dense(*weight, grads.slice(..))?;
        Ok(step.finish()?)
    })
}
