//! The bench `tensors`: a step over many tensors, against one tensor of their total size.

use anyhow::Result;
use proxgrad::{Arena, Member, Param, ParamId, ProximalAdagrad, Shrinkage, cpu, wgpu};

use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{ACCUM, BYTES_PER_ELEMENT, GRAD, VALUE, config, filled, index},
    machine::Machine,
    prediction::Forecast,
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "tensors",
    about: "Many tensors in one step, against one of their total size (flat) and a pass for each (step_each)",
    quantity: Quantity::RatioTo("flat"),
    workloads,
    for_gpus: Vec::new,
};

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let sizes: &[(u64, u64)] =
        if quick { &[(100, 1_000)] } else { &[(1_000, 1_000), (10_000, 100), (100, 100_000)] };
    sizes.iter().map(|&(tensors, n)| Box::new(Tensors { tensors, n }) as Box<dyn Workload>).collect()
}

/// `tensors` tensors of `n` elements each, a multiple of 4.
struct Tensors {
    tensors: u64,
    n: u64,
}

impl Tensors {
    fn total(&self) -> u64 {
        self.tensors * self.n
    }

    fn bytes(&self) -> u64 {
        BYTES_PER_ELEMENT * self.total()
    }

    fn names(&self) -> impl Iterator<Item = String> + use<> {
        (0..self.tensors).map(|i| format!("weight{i}"))
    }
}

impl Workload for Tensors {
    fn sizes(&self) -> Sizes {
        Sizes { bench: BENCH.name, tensors: Some(self.tensors), n: Some(self.n), ..Sizes::default() }
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        // A device for each contender, because many buffers would slow down those with few.
        Ok(vec![
            self.flat(machine)?,
            self.arena(&machine.reopened()?)?,
            self.separate(&machine.reopened()?)?,
            self.slices(&machine.reopened()?)?,
            self.step_each(&machine.reopened()?)?,
        ])
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        Ok(vec![self.cpu("flat", Role::Baseline, 1)?, self.cpu("separate", Role::Ours, self.tensors)?])
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let forecast =
            |variant, bytes, starts, accesses| Forecast { variant, bytes, waits: 1, starts, accesses };
        // In an arena every tensor begins at an offset that can be bound: a multiple of 256 bytes on the coarsest device.
        let in_arena = BYTES_PER_ELEMENT * self.tensors * self.n.next_multiple_of(64);
        vec![
            forecast("flat", self.bytes(), 0, 1),
            // The rule of a block is looked up first.
            forecast("arena", in_arena, 0, 3),
            forecast("separate", self.bytes(), self.tensors - 1, 1),
        ]
    }
}

impl Tensors {
    /// One parameter of the total size: the best that batching can reach.
    fn flat(&self, machine: &Machine) -> Result<Contender<'static>> {
        let total = index(self.total())?;
        let values = machine.gpu.filled("values", total, VALUE)?;
        let grads = machine.gpu.filled("grads", total, GRAD)?;
        let mut step = ManyParams::new(machine)?;
        step.add("weight", total, values.slice(..), (&grads, 0..grads.size()))?;
        Ok(machine.contender("flat", Role::Baseline, self.bytes(), step.record()))
    }

    /// Parameters in one arena, in one step and one dispatch.
    fn arena(&self, machine: &Machine) -> Result<Contender<'static>> {
        let mut optimizer = ProximalAdagrad::new(&machine.kernels, config(Shrinkage::Documented))?;
        let (names, shape): (Vec<_>, _) = (self.names().collect(), [index(self.n)?]);
        let members: Vec<_> = names.iter().map(|name| Member::new(name, &shape)).collect();
        let arena = Arena::new(&optimizer, &members)?;
        let elements = index(arena.size() / 4)?;
        let values = machine.gpu.filled("values", elements, VALUE)?;
        let grads = machine.gpu.filled("grads", elements, GRAD)?;
        let id = optimizer.add_arena(&arena, values.slice(..))?;
        Ok(machine.contender("arena", Role::Ours, self.bytes(), move |encoder| {
            let mut step = optimizer.begin_step(encoder);
            step.arena(id, grads.slice(..))?;
            Ok(step.finish()?)
        }))
    }

    /// Parameters in buffers of their own, in one step.
    fn separate(&self, machine: &Machine) -> Result<Contender<'static>> {
        let mut step = ManyParams::new(machine)?;
        let n = index(self.n)?;
        for name in self.names() {
            let (values, grads) =
                (machine.gpu.filled("values", n, VALUE)?, machine.gpu.filled("grads", n, GRAD)?);
            step.add(&name, n, values.slice(..), (&grads, 0..grads.size()))?;
        }
        Ok(machine.contender("separate", Role::Ours, self.bytes(), step.record()))
    }

    /// Parameters as slices of one buffer, in one step.
    fn slices(&self, machine: &Machine) -> Result<Contender<'static>> {
        let alignment = u64::from(machine.gpu.device.limits().min_storage_buffer_offset_alignment);
        let (size, stride) = (self.n * 4, (self.n * 4).next_multiple_of(alignment));
        let elements = index(self.tensors * stride / 4)?;
        let values = machine.gpu.filled("values", elements, VALUE)?;
        let grads = machine.gpu.filled("grads", elements, GRAD)?;
        let mut step = ManyParams::new(machine)?;
        for (name, i) in self.names().zip(0..) {
            let range = i * stride..i * stride + size;
            step.add(&name, index(self.n)?, values.slice(range.clone()), (&grads, range))?;
        }
        Ok(machine.contender("slices", Role::Ours, self.bytes(), step.record()))
    }

    /// A pass and a dispatch for each tensor, in one submission, as a program without batching does.
    fn step_each(&self, machine: &Machine) -> Result<Contender<'static>> {
        let n = index(self.n)?;
        let mut steps = Vec::new();
        for _ in 0..self.tensors {
            let buffers = [("values", VALUE), ("accum", ACCUM), ("grads", GRAD)];
            let [values, accum, grads] = buffers.map(|(label, value)| machine.gpu.filled(label, n, value));
            steps.push(machine.yardsticks.tensor([&values?, &accum?, &grads?], n)?);
        }
        Ok(machine.contender("step_each", Role::Baseline, self.bytes(), move |encoder| {
            steps.iter().for_each(|step| step.record(encoder));
            Ok(())
        }))
    }

    /// The library on the CPU, with all elements in this number of tensors.
    fn cpu(&self, variant: &str, role: Role, tensors: u64) -> Result<Contender<'static>> {
        let n = index(self.total() / tensors)?;
        let mut optimizer = cpu::ProximalAdagrad::new(config(Shrinkage::Documented))?;
        let mut all = Vec::new();
        for name in self.names().take(index(tensors)?) {
            let id = optimizer.add_param(cpu::Param::new(&name, &[n]))?;
            all.push((id, filled(n, VALUE)?, filled(n, GRAD)?));
        }
        Ok(Contender::on_cpu(variant, role, self.bytes(), move || {
            let mut step = optimizer.begin_step();
            for (id, values, grads) in &mut all {
                step.dense(*id, values, &*grads)?;
            }
            Ok(step.finish()?)
        }))
    }
}

/// One step of the library over several parameters.
struct ManyParams {
    optimizer: ProximalAdagrad,
    grads: Vec<(ParamId, wgpu::Buffer, std::ops::Range<u64>)>,
}

impl ManyParams {
    fn new(machine: &Machine) -> Result<Self> {
        let optimizer = ProximalAdagrad::new(&machine.kernels, config(Shrinkage::Documented))?;
        Ok(Self { optimizer, grads: Vec::new() })
    }

    fn add(
        &mut self,
        name: &str,
        elements: usize,
        values: wgpu::BufferSlice<'_>,
        (grads, range): (&wgpu::Buffer, std::ops::Range<u64>),
    ) -> Result<()> {
        let id = self.optimizer.add_param(Param::new(name, &[elements], values))?;
        self.grads.push((id, grads.clone(), range));
        Ok(())
    }

    fn record(mut self) -> impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> {
        move |encoder| {
            let mut step = self.optimizer.begin_step(encoder);
            for (id, grads, range) in &self.grads {
                step.dense(*id, grads.slice(range.clone()))?;
            }
            Ok(step.finish()?)
        }
    }
}
