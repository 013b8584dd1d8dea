//! Steps of single dense parameters on burn's buffers, whose state the caller holds.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use burn::tensor::Tensor;
use proxgrad::{Config, Format, Kernels, Param, ParamId, Place, ProximalAdagrad};

use super::{
    context::Context,
    tensor::{Bound, DeviceTensor, Held, Role, release, resolve},
};
use crate::{
    error::Error,
    format::{FORMATS, format_of},
    tensor_ops::Rates,
};

/// Optimizers of one parameter each, by what they have in common; clones share them.
#[derive(Clone, Default)]
pub(crate) struct DenseSteps {
    optimizers: Arc<Mutex<HashMap<Key, (ProximalAdagrad, ParamId)>>>,
}

/// Parameters with the same key are stepped by the same optimizer, one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    context: usize,
    shape: Vec<usize>,
    formats: [Format; 2],
}

/// burn's optimizers do not say which parameter a step is for.
const UNNAMED: &str = "(unnamed)";
const VALUES: Role<'_> = Role { name: UNNAMED, role: "value" };
const GRAD: Role<'_> = Role { name: UNNAMED, role: "gradient" };
const ACCUM: Role<'_> = Role { name: UNNAMED, role: "accumulators" };

impl DenseSteps {
    /// One step; returns the values and the accumulators, in the buffers that they had where nothing else holds these.
    pub(crate) fn step<const D: usize>(
        &self,
        context: &Context,
        config: &Config,
        rates: Rates,
        values: Tensor<D>,
        accum: Tensor<D>,
        grad: Tensor<D>,
    ) -> Result<(Tensor<D>, Tensor<D>), Error> {
        let mut held =
            [Held::of_float(values, VALUES)?, Held::of_float(accum, ACCUM)?, Held::of_float(grad, GRAD)?];
        let roles = [VALUES, ACCUM, GRAD];
        let mut tensors =
            resolve(&mut held).map_err(|(position, reason)| roles[position].unreachable(reason))?;
        let key = Key {
            context: context.id,
            shape: tensors[0].shape().to_vec(),
            formats: [format(tensors[0], VALUES)?, format(tensors[2], GRAD)?],
        };
        let bound = Bound::to_change(&mut tensors, 2);
        let (bound, _) = bound.map_err(|reason| Error::Burn { reason })?;
        let [value_slice, accum_slice, grad_slice] = [0, 1, 2].map(|position| bound.slice(position));

        let mut encoder = context.wgpu.create_command_encoder(&Default::default());
        let mut optimizers = self.optimizers.lock().unwrap_or_else(PoisonError::into_inner);
        let place = Place::new(value_slice).accum(accum_slice);
        let (optimizer, id) = match optimizers.entry(key.clone()) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(new_optimizer(&context.kernels, config, &key, value_slice, accum_slice)?)
            }
        };
        optimizer.set_learning_rate(None, rates.learning_rate)?;
        optimizer.set_weight_decay(None, rates.weight_decay)?;
        optimizer.rebind([(*id, place)])?;
        let mut step = optimizer.begin_step(&mut encoder);
        step.dense(*id, grad_slice)?;
        step.finish()?;
        context.queue.submit([encoder.finish()]);
        drop(bound);
        let [mut values, mut accum, _] = held;
        release([&mut values, &mut accum]);
        Ok((values.into_float(), accum.into_float()))
    }
}

fn new_optimizer(
    kernels: &Kernels,
    config: &Config,
    key: &Key,
    values: proxgrad::wgpu::BufferSlice<'_>,
    accum: proxgrad::wgpu::BufferSlice<'_>,
) -> Result<(ProximalAdagrad, ParamId), Error> {
    let mut optimizer = ProximalAdagrad::new(kernels, config.clone())?;
    let [format, grads] = key.formats;
    // Without a word that exempts it from weight decay.
    let param = Param::new("parameter", &key.shape, values).format(format).grads(grads).accum(accum);
    let id = optimizer.add_param(param)?;
    Ok((optimizer, id))
}

/// The format of a tensor's elements.
pub(crate) fn format(tensor: &DeviceTensor, role: Role<'_>) -> Result<Format, Error> {
    format_of(tensor.dtype()).ok_or_else(|| Error::Dtype {
        name: role.name.to_owned(),
        role: role.role,
        dtype: tensor.dtype(),
        want: FORMATS,
    })
}
