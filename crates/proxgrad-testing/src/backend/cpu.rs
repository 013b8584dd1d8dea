//! The CPU implementation as a [`Backend`].

use std::{collections::HashMap, iter};

use proxgrad::{
    Config, Error, Format, Group, GroupId, HostIndices, ParamId, Report, Rows, Snapshot,
    cpu::{self, ProximalAdagrad, RowGrad},
};

use super::{
    grad::{Grad, Indices},
    interface::{Backend, Optimizer},
    param::Param,
    refused::Refused,
    stored::Stored,
};

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
            grads: HashMap::new(),
            copies: HashMap::new(),
            measures: false,
            bad_rows: 0,
        }))
    }
}

struct CpuOptimizer {
    inner: ProximalAdagrad,
    values: HashMap<ParamId, Stored>,
    /// Storage format of the gradients of each parameter.
    grads: HashMap<ParamId, Format>,
    /// Storage format of the copy of each parameter that has one. A device writes the copy beside the values; here
    /// it is made when it is asked for.
    copies: HashMap<ParamId, Format>,
    /// Whether steps measure the norm of their gradients.
    measures: bool,
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
        self.values.insert(id, Stored::nearest(param.values, param.formats[0]));
        self.grads.insert(id, param.formats[1]);
        self.copies.extend(param.copy.map(|format| (id, format)));
        self.shapes.insert(id, param.shape.to_vec());
        Ok(id)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        let mut bad_rows = 0;
        let grads: Vec<_> = grads
            .iter()
            .map(|&(param, grad)| (param, self.without_bad_rows(param, grad, &mut bad_rows)))
            .collect();
        // A copy of the values for every gradient, because a step keeps the borrow even of a refused gradient.
        let mut copies: Vec<_> =
            grads.iter().map(|(param, _)| self.values.get(param).cloned().unwrap_or_default()).collect();
        let skipped = self.inner.report().skipped_steps;
        let outcome = step(&mut self.inner, &grads, &mut copies, refused, self.measures);
        self.take_changed(grads.iter().map(|(param, _)| *param), copies);
        if outcome.is_ok() && self.inner.report().skipped_steps == skipped {
            self.bad_rows += bad_rows;
        }
        outcome
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        let params = self.params();
        let mut bad_rows = 0;
        let grads: Vec<_> = grads
            .iter()
            .enumerate()
            .map(|(at, &grad)| match params.get(at) {
                Some(&param) => self.without_bad_rows(param, grad, &mut bad_rows),
                None => StoredGrad::of(grad, Format::F32),
            })
            .collect();
        let mut copies: Vec<_> = params
            .iter()
            .map(|param| self.values[param].clone())
            .chain(iter::repeat_with(Stored::default).take(grads.len()))
            .collect();
        let skipped = self.inner.report().skipped_steps;
        let outcome = step_in_order(&mut self.inner, &grads, &mut copies, self.measures);
        self.take_changed(params.into_iter(), copies);
        if outcome.is_ok() && self.inner.report().skipped_steps == skipped {
            self.bad_rows += bad_rows;
        }
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
        self.values.get(&param).map(Stored::to_f32).ok_or(Error::ForeignId { what: "parameter" })
    }

    fn copied(&self, param: ParamId) -> Result<Option<Vec<f32>>, Error> {
        let values = self.values(param)?;
        Ok(self.copies.get(&param).map(|format| Stored::nearest(&values, *format).to_f32()))
    }

    fn report(&mut self) -> Result<Report, Error> {
        self.inner.measure(self.values.iter().map(|(&param, values)| (param, values.values())))?;
        let mut report = self.inner.report();
        report.bad_rows = self.bad_rows;
        Ok(report)
    }

    fn measure_steps(&mut self, is_wanted: bool) {
        self.measures = is_wanted;
    }

    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error> {
        let values = self.values.get(&param).ok_or(Error::ForeignId { what: "parameter" })?;
        let mut copy = values.clone();
        self.inner.export(param, values.values(), copy.values_mut()).map(|()| copy.to_f32())
    }

    fn flush(&mut self, param: ParamId) -> Result<(), Error> {
        let values = self.values.get_mut(&param).ok_or(Error::ForeignId { what: "parameter" })?;
        self.inner.flush(param, values.values_mut())
    }

    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error> {
        let rows = self.shapes.get(&param).and_then(|shape| shape.first()).copied().unwrap_or_default();
        let values = self.values.get_mut(&param).ok_or(Error::ForeignId { what: "parameter" })?;
        match indices {
            Indices::Host(indices) => self.inner.flush_rows(param, values.values_mut(), indices),
            Indices::Device(indices) | Indices::DeviceUnique(indices) => {
                let exists = |index: &u32| usize::try_from(*index).is_ok_and(|row| row < rows);
                let good: Vec<_> = indices.iter().copied().filter(exists).collect();
                self.bad_rows += u32::try_from(indices.len() - good.len()).unwrap_or(u32::MAX);
                self.inner.flush_rows(param, values.values_mut(), &good)
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

/// A gradient in its storage format.
enum StoredGrad<'a> {
    Dense(Stored),
    Rows(HostIndices<'a>, Stored),
    /// Only the entries whose rows exist.
    Kept(Vec<u32>, Stored),
    None,
}

impl<'a> StoredGrad<'a> {
    fn of(grad: Grad<'a>, format: Format) -> Self {
        let stored = |values| Stored::nearest(values, format);
        match grad {
            Grad::Dense(values) => Self::Dense(stored(values)),
            Grad::Rows { indices: Indices::Host(indices), values } => Self::Rows(indices, stored(values)),
            Grad::Rows { indices: Indices::Device(indices) | Indices::DeviceUnique(indices), values } => {
                Self::Rows(indices.into(), stored(values))
            }
            Grad::None => Self::None,
        }
    }

    fn grad(&self) -> cpu::Grad<'_> {
        match self {
            Self::Dense(values) => cpu::Grad::Dense(values.values()),
            Self::Rows(indices, values) => cpu::Grad::Rows(RowGrad::new(*indices, values.values())),
            Self::Kept(indices, values) => cpu::Grad::Rows(RowGrad::new(indices, values.values())),
            Self::None => cpu::Grad::None,
        }
    }
}

impl CpuOptimizer {
    /// Keeps every copy that was written to, also when the step was refused: tests must notice a refusal that writes.
    fn take_changed(&mut self, params: impl Iterator<Item = ParamId>, copies: Vec<Stored>) {
        let same = |a: &Stored, b: &Stored| a.words() == b.words();
        let changed: Vec<_> = params
            .zip(copies)
            .filter(|(param, copy)| self.values.get(param).is_some_and(|values| !same(values, copy)))
            .collect();
        self.values.extend(changed);
    }

    /// The gradient without device indices out of range, which are counted as a device counts them.
    fn without_bad_rows<'a>(&self, param: ParamId, grad: Grad<'a>, bad: &mut u32) -> StoredGrad<'a> {
        let format = self.grads.get(&param).copied().unwrap_or_default();
        let Grad::Rows { indices: Indices::Device(indices) | Indices::DeviceUnique(indices), values } = grad
        else {
            return StoredGrad::of(grad, format);
        };
        let rows = self.shapes.get(&param).and_then(|shape| shape.first()).copied().unwrap_or_default();
        let exists = |index: &u32| usize::try_from(*index).is_ok_and(|row| row < rows);
        let width = values.len().checked_div(indices.len()).unwrap_or_default();
        if width * indices.len() != values.len() || indices.iter().all(exists) {
            return StoredGrad::of(grad, format);
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
        StoredGrad::Kept(kept.0, Stored::nearest(&kept.1, format))
    }
}

fn step(
    optimizer: &mut ProximalAdagrad,
    grads: &[(ParamId, StoredGrad<'_>)],
    copies: &mut [Stored],
    refused: Refused,
    measures: bool,
) -> Result<Vec<Error>, Error> {
    let mut step = optimizer.begin_step();
    if measures {
        step.measure();
    }
    let mut refusals = Vec::new();
    for ((param, grad), copy) in grads.iter().zip(copies) {
        let given = match grad.grad() {
            cpu::Grad::Dense(grads) => step.dense(*param, copy.values_mut(), grads),
            cpu::Grad::Rows(grad) => step.rows(*param, copy.values_mut(), grad),
            cpu::Grad::None => Ok(()),
        };
        refused.note(given, &mut refusals)?;
    }
    step.finish()?;
    Ok(refusals)
}

fn step_in_order(
    optimizer: &mut ProximalAdagrad,
    grads: &[StoredGrad<'_>],
    copies: &mut [Stored],
    measures: bool,
) -> Result<(), Error> {
    let mut step = optimizer.begin_step();
    if measures {
        step.measure();
    }
    step.in_order(copies.iter_mut().map(Stored::values_mut).zip(grads.iter().map(StoredGrad::grad)))?;
    step.finish()
}
