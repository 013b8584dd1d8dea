//! A table for row gradients: a parameter of the library, on an adapter and on the CPU, whose steps are measured.

use std::{cell::RefCell, rc::Rc};

use anyhow::Result;
use proxgrad::{Config, Indices, Param, ParamId, ProximalAdagrad, RowGrad, Rows, cpu, wgpu};

use crate::machine::Machine;

/// The settings of the optimizer, and which rows a step regularises.
pub(super) type Settings = (Config, Rows);

/// Row indices of one gradient, in host memory or on the device.
pub(super) enum RowIndices {
    Host(Rc<Vec<u32>>),
    Device(wgpu::Buffer),
}

impl RowIndices {
    fn indices(&self) -> Indices<'_> {
        match self {
            Self::Host(indices) => Indices::from(&**indices),
            Self::Device(indices) => Indices::Device(indices.slice(..)),
        }
    }
}

/// A table on an adapter, which several contenders can share.
pub(super) struct Table {
    optimizer: Rc<RefCell<ProximalAdagrad>>,
    id: ParamId,
    /// Steps take them in turn.
    grads: Vec<wgpu::Buffer>,
}

impl Table {
    /// A table with values and gradients in these buffers.
    ///
    /// # Errors
    /// No memory for accumulators.
    pub(super) fn new(
        machine: &Machine,
        (config, rows): Settings,
        shape: &[usize],
        [values, grads]: [&wgpu::Buffer; 2],
    ) -> Result<Self> {
        let mut optimizer = ProximalAdagrad::new(&machine.kernels, config)?;
        let id = optimizer.add_param(Param::new("table", shape, values.slice(..)).rows(rows))?;
        Ok(Self { optimizer: Rc::new(RefCell::new(optimizer)), id, grads: vec![grads.clone()] })
    }

    /// The same table, with gradients in these buffers in turn.
    pub(super) fn with_grads(self, grads: Vec<wgpu::Buffer>) -> Self {
        Self { grads, ..self }
    }

    pub(super) fn accum(&self) -> Result<wgpu::Buffer> {
        Ok(self.optimizer.borrow().accum(self.id)?.buffer().clone())
    }

    /// Steps of the library, each with the next of these index lists.
    pub(super) fn step(
        &self,
        lists: Vec<RowIndices>,
    ) -> impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + use<> {
        let (optimizer, id, grads) = (Rc::clone(&self.optimizer), self.id, self.grads.clone());
        let mut turn = 0;
        move |encoder| {
            let mut optimizer = optimizer.borrow_mut();
            let mut step = optimizer.begin_step(encoder);
            let (indices, grads) = (lists[turn % lists.len()].indices(), &grads[turn % grads.len()]);
            turn += 1;
            step.rows(id, RowGrad { indices, values: grads.slice(..) })?;
            Ok(step.finish()?)
        }
    }

    /// Applies the pending updates of all rows.
    pub(super) fn flush(&self) -> impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + use<> {
        let optimizer = Rc::clone(&self.optimizer);
        move |encoder| Ok(optimizer.borrow_mut().flush(encoder)?)
    }
}

/// A table on the CPU, which several contenders can share.
pub(super) struct CpuTable {
    optimizer: Rc<RefCell<cpu::ProximalAdagrad>>,
    id: ParamId,
    values: Rc<RefCell<Vec<f32>>>,
    grads: Rc<Vec<f32>>,
}

impl CpuTable {
    /// A table with these values and gradients.
    ///
    /// # Errors
    /// Settings out of range.
    pub(super) fn new(
        (config, rows): Settings,
        shape: &[usize],
        values: &Rc<RefCell<Vec<f32>>>,
        grads: &Rc<Vec<f32>>,
    ) -> Result<Self> {
        let mut optimizer = cpu::ProximalAdagrad::new(config)?;
        let id = optimizer.add_param(cpu::Param::new("table", shape).rows(rows))?;
        let optimizer = Rc::new(RefCell::new(optimizer));
        Ok(Self { optimizer, id, values: Rc::clone(values), grads: Rc::clone(grads) })
    }

    /// Steps of the library, each with the next of these index lists.
    pub(super) fn step(&self, lists: Vec<Rc<Vec<u32>>>) -> impl FnMut() -> Result<()> + use<> {
        let (optimizer, id) = (Rc::clone(&self.optimizer), self.id);
        let (values, grads) = (Rc::clone(&self.values), Rc::clone(&self.grads));
        let mut turn = 0;
        move || {
            let (mut optimizer, mut values) = (optimizer.borrow_mut(), values.borrow_mut());
            let mut step = optimizer.begin_step();
            let indices = &*lists[turn % lists.len()];
            turn += 1;
            step.rows(id, &mut *values, cpu::RowGrad::new(indices, &*grads))?;
            Ok(step.finish()?)
        }
    }

    /// Applies the pending updates of all rows.
    pub(super) fn flush(&self) -> impl FnMut() -> Result<()> + use<> {
        let (optimizer, id, values) = (Rc::clone(&self.optimizer), self.id, Rc::clone(&self.values));
        move || Ok(optimizer.borrow_mut().flush(id, &mut *values.borrow_mut())?)
    }
}
