//! The CPU implementation as a [`Backend`].

use std::collections::HashMap;

use proxgrad::{
    Config, Error, Group, GroupId, ParamId, Snapshot,
    cpu::{self, ProximalAdagrad, RowGrad},
};

use super::{Backend, Grad, Optimizer, Param, Refused};

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
        Ok(Box::new(CpuOptimizer { inner: ProximalAdagrad::new(config)?, values: HashMap::new() }))
    }
}

struct CpuOptimizer {
    inner: ProximalAdagrad,
    values: HashMap<ParamId, Vec<f32>>,
}

impl Optimizer for CpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.add_group(group)
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let new = cpu::Param::new(param.name, param.shape);
        let id = self.inner.add_param(param.group.map_or(new, |group| new.group(group)))?;
        self.values.insert(id, param.values.to_vec());
        Ok(id)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        // A copy for every gradient: a step keeps the borrow of a refused one, too.
        let mut copies: Vec<_> =
            grads.iter().map(|(param, _)| self.values.get(param).cloned().unwrap_or_default()).collect();
        let outcome = step(&mut self.inner, grads, &mut copies, refused);
        self.take_changed(grads, copies);
        outcome
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.values.get(&param).cloned().ok_or(Error::ForeignId { what: "parameter" })
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

impl CpuOptimizer {
    /// Takes over every copy that was written to, whatever became of the step: a refusal that wrote must show.
    fn take_changed(&mut self, grads: &[(ParamId, Grad<'_>)], copies: Vec<Vec<f32>>) {
        let same = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits());
        let changed: Vec<_> = grads
            .iter()
            .map(|(param, _)| *param)
            .zip(copies)
            .filter(|(param, copy)| self.values.get(param).is_some_and(|values| !same(values, copy)))
            .collect();
        self.values.extend(changed);
    }
}

fn step(
    optimizer: &mut ProximalAdagrad,
    grads: &[(ParamId, Grad<'_>)],
    copies: &mut [Vec<f32>],
    refused: Refused,
) -> Result<Vec<Error>, Error> {
    let mut step = optimizer.begin_step();
    let mut refusals = Vec::new();
    for (&(param, grad), copy) in grads.iter().zip(copies) {
        let given = match grad {
            Grad::Dense(grads) => step.dense(param, copy, grads),
            Grad::Rows { indices, values } => step.rows(param, copy, RowGrad { indices, values }),
        };
        refused.note(given, &mut refusals)?;
    }
    step.finish()?;
    Ok(refusals)
}
