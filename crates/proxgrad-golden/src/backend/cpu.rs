//! The CPU implementation as a [`Backend`].

use std::{collections::HashMap, iter};

use proxgrad::{
    Config, Error, Group, GroupId, ParamId, Rows, Snapshot,
    cpu::{self, ProximalAdagrad, RowGrad},
};

use super::{Backend, Grad, Indices, Optimizer, Param, Refused};

/// The CPU implementation.
#[derive(Clone, Copy, Debug)]
pub struct Cpu;

impl Backend for Cpu {
    fn name(&self) -> &'static str {
        "cpu"
    }

    fn describe(&self) -> String {
        "the CPU implementation".to_owned()
    }

    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error> {
        Ok(Box::new(CpuOptimizer {
            inner: ProximalAdagrad::new(config)?,
            values: HashMap::new(),
            shapes: HashMap::new(),
            bad_rows: 0,
        }))
    }
}

struct CpuOptimizer {
    inner: ProximalAdagrad,
    values: HashMap<ParamId, Vec<f32>>,
    shapes: HashMap<ParamId, Vec<usize>>,
    bad_rows: u32,
}

impl Optimizer for CpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.add_group(group)
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let new = cpu::Param::new(param.name, param.shape).rows(param.rows);
        let id = self.inner.add_param(param.group.map_or(new, |group| new.group(group)))?;
        self.values.insert(id, param.values.to_vec());
        self.shapes.insert(id, param.shape.to_vec());
        Ok(id)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        let mut bad_rows = 0;
        let grads: Vec<_> = grads
            .iter()
            .map(|&(param, grad)| (param, self.without_bad(param, grad, &mut bad_rows)))
            .collect();
        // A copy for every gradient: a step keeps the borrow of a refused one, too.
        let mut copies: Vec<_> =
            grads.iter().map(|(param, _)| self.values.get(param).cloned().unwrap_or_default()).collect();
        let outcome = step(&mut self.inner, &grads, &mut copies, refused);
        self.take_changed(grads.iter().map(|(param, _)| *param), copies);
        self.bad_rows += outcome.as_ref().map_or(0, |_| bad_rows);
        outcome
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        let params = self.params();
        let mut bad_rows = 0;
        let grads: Vec<_> = grads
            .iter()
            .enumerate()
            .map(|(at, &grad)| match params.get(at) {
                Some(&param) => self.without_bad(param, grad, &mut bad_rows),
                None => Given::of(grad),
            })
            .collect();
        let mut copies: Vec<_> = params
            .iter()
            .map(|param| self.values[param].clone())
            .chain(iter::repeat_with(Vec::new).take(grads.len()))
            .collect();
        let outcome = step_in_order(&mut self.inner, &grads, &mut copies);
        self.take_changed(params.into_iter(), copies);
        self.bad_rows += outcome.as_ref().map_or(0, |()| bad_rows);
        outcome
    }

    fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        self.inner.order_params(names)
    }

    fn params(&self) -> Vec<ParamId> {
        self.inner.params().collect()
    }

    fn lr(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.inner.lr(group)
    }

    fn lr_of(&self, param: ParamId) -> Result<f64, Error> {
        self.inner.lr_of(param)
    }

    fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error> {
        self.inner.weight_decay_of(param)
    }

    fn rows_of(&self, param: ParamId) -> Result<Rows, Error> {
        self.inner.rows_of(param)
    }

    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        self.inner.set_loss_scale(loss_scale)
    }

    fn bad_rows(&self) -> Result<u32, Error> {
        Ok(self.bad_rows)
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.values.get(&param).cloned().ok_or(Error::ForeignId { what: "parameter" })
    }

    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error> {
        let values = self.values(param)?;
        let mut copy = vec![0.0; values.len()];
        self.inner.export(param, &values, &mut copy).map(|()| copy)
    }

    fn flush(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.flush(param, self.values.get_mut(&param).ok_or(Error::ForeignId { what: "parameter" })?)
    }

    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error> {
        let rows = self.shapes.get(&param).and_then(|shape| shape.first()).copied().unwrap_or_default();
        let values = self.values.get_mut(&param).ok_or(Error::ForeignId { what: "parameter" })?;
        match indices {
            Indices::Host(indices) => self.inner.flush_rows(param, values, indices),
            Indices::Device(indices) | Indices::DeviceUnique(indices) => {
                let exists = |index: &u32| usize::try_from(*index).is_ok_and(|row| row < rows);
                let good: Vec<_> = indices.iter().copied().filter(exists).collect();
                self.bad_rows += u32::try_from(indices.len() - good.len()).unwrap_or(u32::MAX);
                self.inner.flush_rows(param, values, &good)
            }
        }
    }

    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.accum(param).map(<[f32]>::to_vec)
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        Ok(self.inner.snapshot())
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.inner.restore(snapshot)
    }

    fn global_step(&self) -> u64 {
        self.inner.global_step()
    }
}

/// A gradient as the CPU implementation takes it.
enum Given<'a> {
    As(Grad<'a>),
    /// Entries whose rows exist.
    Kept {
        indices: Vec<u32>,
        values: Vec<f32>,
    },
}

impl<'a> Given<'a> {
    fn of(grad: Grad<'a>) -> Self {
        match grad {
            Grad::Rows { indices: Indices::Device(indices) | Indices::DeviceUnique(indices), values } => {
                Self::As(Grad::rows(indices, values))
            }
            other => Self::As(other),
        }
    }

    fn grad(&self) -> cpu::Grad<'_> {
        match self {
            Self::As(Grad::Dense(values)) => cpu::Grad::Dense(values),
            Self::As(Grad::Rows { indices: Indices::Host(indices), values }) => {
                cpu::Grad::Rows(RowGrad::new(*indices, values))
            }
            Self::Kept { indices, values } => cpu::Grad::Rows(RowGrad::new(indices, values)),
            Self::As(_) => cpu::Grad::None,
        }
    }
}

impl CpuOptimizer {
    /// Takes over every copy that was written to, whatever became of the step: a refusal that wrote must show.
    fn take_changed(&mut self, params: impl Iterator<Item = ParamId>, copies: Vec<Vec<f32>>) {
        let same = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits());
        let changed: Vec<_> = params
            .zip(copies)
            .filter(|(param, copy)| self.values.get(param).is_some_and(|values| !same(values, copy)))
            .collect();
        self.values.extend(changed);
    }

    /// What a device makes of indices that it knows alone: bad ones are skipped, and counted.
    fn without_bad<'a>(&self, param: ParamId, grad: Grad<'a>, bad: &mut u32) -> Given<'a> {
        let Grad::Rows { indices: Indices::Device(indices) | Indices::DeviceUnique(indices), values } = grad
        else {
            return Given::of(grad);
        };
        let rows = self.shapes.get(&param).and_then(|shape| shape.first()).copied().unwrap_or_default();
        let exists = |index: &u32| usize::try_from(*index).is_ok_and(|row| row < rows);
        let width = values.len().checked_div(indices.len()).unwrap_or_default();
        if width * indices.len() != values.len() || indices.iter().all(exists) {
            return Given::of(grad);
        }
        let mut kept = (Vec::new(), Vec::new());
        for (at, index) in indices.iter().enumerate() {
            if exists(index) {
                kept.0.push(*index);
                kept.1.extend(&values[at * width..(at + 1) * width]);
            } else {
                *bad += 1;
            }
        }
        Given::Kept { indices: kept.0, values: kept.1 }
    }
}

fn step(
    optimizer: &mut ProximalAdagrad,
    grads: &[(ParamId, Given<'_>)],
    copies: &mut [Vec<f32>],
    refused: Refused,
) -> Result<Vec<Error>, Error> {
    let mut step = optimizer.begin_step();
    let mut refusals = Vec::new();
    for ((param, grad), copy) in grads.iter().zip(copies) {
        let given = match grad.grad() {
            cpu::Grad::Dense(grads) => step.dense(*param, copy, grads),
            cpu::Grad::Rows(grad) => step.rows(*param, copy, grad),
            cpu::Grad::None => Ok(()),
        };
        refused.note(given, &mut refusals)?;
    }
    step.finish()?;
    Ok(refusals)
}

fn step_in_order(
    optimizer: &mut ProximalAdagrad,
    grads: &[Given<'_>],
    copies: &mut [Vec<f32>],
) -> Result<(), Error> {
    let mut step = optimizer.begin_step();
    step.in_order(copies.iter_mut().map(Vec::as_mut_slice).zip(grads.iter().map(Given::grad)))?;
    step.finish()
}
