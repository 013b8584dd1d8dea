//! The CPU implementation as a [`Backend`].

use std::{collections::HashMap, iter};

use proxgrad::{
    Config, Error, Format, Group, GroupId, ParamId, Report, RestoreOptions, RowSources, Rows, Schedule,
    Snapshot, SnapshotView, ValuesMut,
    cpu::{self, GroupedIndices, ProximalAdagrad, RowGrad},
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
            grads: HashMap::new(),
            copies: HashMap::new(),
            measures: false,
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
}

impl Optimizer for CpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.add_group(group)
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let new = cpu::Param::new(param.name, param.shape).rows(param.rows);
        let new = param.part.map_or(new, |(first_row, table_rows)| new.part_of(first_row, table_rows));
        let id = self.inner.add_param(param.group.map_or(new, |group| new.group(group)))?;
        self.values.insert(id, Stored::nearest(param.values, param.formats[0]));
        self.grads.insert(id, param.formats[1]);
        self.copies.extend(param.copy.map(|format| (id, format)));
        Ok(id)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        let grads: Vec<_> = grads
            .iter()
            .map(|&(param, grad)| Ok((param, self.stored_grad(Some(param), grad)?)))
            .collect::<Result<_, Error>>()?;
        // A copy of the values for every gradient, because a step keeps the borrow even of a refused gradient.
        let mut copies: Vec<_> =
            grads.iter().map(|(param, _)| self.values.get(param).cloned().unwrap_or_default()).collect();
        let outcome = step(&mut self.inner, &grads, &mut copies, refused, self.measures);
        self.take_changed(grads.iter().map(|(param, _)| *param), copies);
        outcome
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        let params = self.params();
        let param = |at: usize| params.get(at).copied();
        let grads = grads.iter().enumerate().map(|(at, &grad)| self.stored_grad(param(at), grad));
        let grads: Vec<_> = grads.collect::<Result<_, _>>()?;
        let mut copies: Vec<_> = params
            .iter()
            .map(|param| self.values[param].clone())
            .chain(iter::repeat_with(Stored::default).take(grads.len()))
            .collect();
        let outcome = step_in_order(&mut self.inner, &grads, &mut copies, self.measures);
        self.take_changed(params.into_iter(), copies);
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

    fn set_learning_rate(&mut self, group: Option<GroupId>, learning_rate: Schedule) -> Result<(), Error> {
        self.inner.set_learning_rate(group, learning_rate)
    }

    fn set_weight_decay(&mut self, group: Option<GroupId>, weight_decay: Schedule) -> Result<(), Error> {
        self.inner.set_weight_decay(group, weight_decay)
    }

    fn set_l1(&mut self, group: Option<GroupId>, l1: f64) -> Result<(), Error> {
        self.inner.set_l1(group, l1)
    }

    fn set_l2(&mut self, group: Option<GroupId>, l2: f64) -> Result<(), Error> {
        self.inner.set_l2(group, l2)
    }

    fn bad_rows(&self) -> Result<u64, Error> {
        Ok(self.inner.report().bad_rows)
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.name(param)?;
        Ok(self.values[&param].to_f32())
    }

    fn copied(&self, param: ParamId) -> Result<Option<Vec<f32>>, Error> {
        let values = self.values(param)?;
        Ok(self.copies.get(&param).map(|format| Stored::nearest(&values, *format).to_f32()))
    }

    fn report(&mut self) -> Result<Report, Error> {
        self.inner.measure(self.values.iter().map(|(&param, values)| (param, values.values())))?;
        Ok(self.inner.report())
    }

    fn freeze(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.freeze(param)
    }

    fn thaw(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.thaw(param)
    }

    fn is_frozen(&self, param: ParamId) -> Result<bool, Error> {
        self.inner.is_frozen(param)
    }

    fn measure_steps(&mut self, is_wanted: bool) {
        self.measures = is_wanted;
    }

    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.name(param)?;
        let values = &self.values[&param];
        let mut copy = values.clone();
        self.inner.export(param, values.values(), copy.values_mut()).map(|()| copy.to_f32())
    }

    fn flush(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.flush(param, values_mut(&mut self.values, param))
    }

    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error> {
        let stored = self.stored_grad(Some(param), Grad::Rows { indices, values: &[] })?;
        let cpu::Grad::Rows(RowGrad { indices, .. }) = stored.grad() else { unreachable!("they are rows") };
        self.inner.flush_rows(param, values_mut(&mut self.values, param), indices)
    }

    fn caught_up(&mut self, param: ParamId, indices: Indices<'_>) -> Result<Vec<f32>, Error> {
        let stored = self.stored_grad(Some(param), Grad::Rows { indices, values: &[] })?;
        let cpu::Grad::Rows(RowGrad { indices, .. }) = stored.grad() else { unreachable!("they are rows") };
        let mut copy = self.values.get(&param).cloned().unwrap_or_default();
        self.inner.catch_up_rows(param, copy.values_mut(), indices)?;
        Ok(copy.to_f32())
    }

    fn rearrange_rows(
        &mut self,
        param: ParamId,
        sources: &RowSources,
        _: bool,
        table: &[f32],
    ) -> Result<(), Error> {
        let format = self.values.get(&param).map_or(Format::F32, Stored::format);
        let mut new = Stored::nearest(table, format);
        let old = values_mut(&mut self.values, param);
        self.inner.rearrange_rows(param, sources, old, new.values_mut())?;
        self.values.insert(param, new);
        Ok(())
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

    fn restore_view(&mut self, snapshot: &SnapshotView<'_>, options: &RestoreOptions) -> Result<(), Error> {
        self.inner.restore_view(snapshot, options)
    }

    fn global_step(&self) -> u64 {
        self.inner.global_step()
    }
}

/// A gradient in its storage format.
enum StoredGrad<'a> {
    Dense(Stored),
    Rows(cpu::Indices<'a>, Stored),
    Grouped(GroupedIndices, Stored),
    None,
}

impl<'a> StoredGrad<'a> {
    fn of(grad: Grad<'a>, format: Format) -> Self {
        match grad {
            Grad::Dense(values) => Self::Dense(Stored::nearest(values, format)),
            Grad::Rows { indices, values } => Self::Rows(on_cpu(indices), Stored::nearest(values, format)),
            Grad::None => Self::None,
        }
    }

    fn grad(&self) -> cpu::Grad<'_> {
        match self {
            Self::Dense(values) => cpu::Grad::Dense(values.values()),
            Self::Rows(indices, values) => cpu::Grad::Rows(RowGrad::new(*indices, values.values())),
            Self::Grouped(indices, values) => cpu::Grad::Rows(RowGrad::new(indices, values.values())),
            Self::None => cpu::Grad::None,
        }
    }
}

fn on_cpu(indices: Indices<'_>) -> cpu::Indices<'_> {
    match indices {
        Indices::Host(indices) => cpu::Indices::Host(indices),
        Indices::Device(indices) | Indices::Grouped(indices) => cpu::Indices::Device(indices),
        Indices::DeviceUnique(indices) => cpu::Indices::DeviceUnique(indices),
    }
}

/// The values of a parameter; none for an id of another optimizer, which the library refuses.
fn values_mut(values: &mut HashMap<ParamId, Stored>, param: ParamId) -> ValuesMut<'_> {
    values.get_mut(&param).map_or(ValuesMut::F32(&mut []), Stored::values_mut)
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

    /// A gradient in the storage format of its parameter, with grouped indices if they are to be.
    fn stored_grad<'a>(&mut self, param: Option<ParamId>, grad: Grad<'a>) -> Result<StoredGrad<'a>, Error> {
        let stored = StoredGrad::of(grad, param.map_or(Format::F32, |param| self.grad_format(param)));
        match (grad, stored, param) {
            (
                Grad::Rows { indices: Indices::Grouped(_), .. },
                StoredGrad::Rows(indices, values),
                Some(param),
            ) => Ok(StoredGrad::Grouped(self.inner.group_rows(param, indices)?, values)),
            (_, stored, _) => Ok(stored),
        }
    }

    fn grad_format(&self, param: ParamId) -> Format {
        self.grads.get(&param).copied().unwrap_or_default()
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
            _ => Ok(()),
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
