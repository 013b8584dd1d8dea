//! The kernels on burn's own buffers.

use std::fmt;

use burn::tensor::{DType, Device, Int, IntDType, Tensor};
use proxgrad::{
    Config, Format, Group, GroupId, Indices, Param, ParamId, Place, ProximalAdagrad, Report, RowGrad,
    Schedule, Snapshot, gpu,
    wgpu::{BufferSlice, CommandEncoder},
};

use super::{
    engine::{Engine, NewParam, RowGrads, RowIds},
    entry::Entry,
};
use crate::{
    error::Error,
    wgpu::{
        context::Context,
        tensor::{Bound, DeviceTensor, Held, Role, copy_slice, release, resolve},
    },
};

pub(super) struct GpuEngine {
    context: Context,
    optimizer: ProximalAdagrad,
    /// By parameter.
    ids: Vec<ParamId>,
    copies: u64,
}

/// The tensors that a call has beside the values.
struct Others<'a> {
    bound: &'a Bound,
    tensors: &'a [&'a mut DeviceTensor],
    /// Position of the first one.
    first: usize,
}

impl Others<'_> {
    fn slice(&self, position: usize) -> BufferSlice<'_> {
        self.bound.slice(self.first + position)
    }

    /// The ids of rows. Those of an empty list have no buffer.
    fn indices(&self, position: usize) -> Indices<'_> {
        if self.tensors[self.first + position].shape().num_elements() == 0 {
            const NONE: &[u32] = &[];
            return NONE.into();
        }
        Indices::Device(self.slice(position))
    }
}

impl GpuEngine {
    pub(super) fn new(context: Context, config: Config) -> Result<Self, Error> {
        let optimizer = ProximalAdagrad::new(&context.kernels, config)?;
        Ok(Self { context, optimizer, ids: Vec::new(), copies: 0 })
    }

    /// Records something that changes the values of some parameters, and submits it behind everything that burn has recorded.
    /// Values that something else holds are copied first, and the copies are changed.
    fn submit(
        &mut self,
        values: &mut [(usize, Held)],
        others: Vec<Held>,
        record: impl FnOnce(&mut Self, &mut CommandEncoder, Others<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let submitted = self.resolve_and_submit(values, others, record);
        release(values.iter_mut().map(|(_, value)| value));
        submitted
    }

    fn resolve_and_submit(
        &mut self,
        values: &mut [(usize, Held)],
        mut others: Vec<Held>,
        record: impl FnOnce(&mut Self, &mut CommandEncoder, Others<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let indices: Vec<_> = values.iter().map(|(index, _)| *index).collect();
        let held = values.iter_mut().map(|(_, value)| value).chain(&mut others);
        let mut tensors =
            resolve(held).map_err(|(position, reason)| self.unreachable(&indices, position, &reason))?;
        let bound = Bound::to_change(&mut tensors, indices.len());
        let (bound, copies) = bound.map_err(|reason| Error::Burn { reason })?;
        self.copies += copies as u64;
        self.record_and_submit(&indices, &tensors, &bound, record)
    }

    /// Records something that uses the values of some parameters, each in memory of its own, and submits it behind everything
    /// that burn has recorded. The first tensors are the values of the parameters with these indices.
    fn record_and_submit(
        &mut self,
        indices: &[usize],
        tensors: &[&mut DeviceTensor],
        bound: &Bound,
        record: impl FnOnce(&mut Self, &mut CommandEncoder, Others<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut encoder = self.context.wgpu.create_command_encoder(&Default::default());
        let places = indices.iter().enumerate();
        let places = places.map(|(position, index)| (self.ids[*index], Place::new(bound.slice(position))));
        self.optimizer.rebind(places)?;
        let recorded = record(self, &mut encoder, Others { bound, tensors, first: indices.len() });
        // burn may move or reuse the memory as soon as the tensors are back.
        self.optimizer.unbind(indices.iter().map(|index| self.ids[*index]))?;
        recorded?;
        self.context.queue.submit([encoder.finish()]);
        Ok(())
    }

    /// The error for a tensor whose memory cannot be reached, where the first ones are the values of the parameters with these
    /// indices.
    fn unreachable(&self, indices: &[usize], position: usize, reason: &str) -> Error {
        match indices.get(position) {
            Some(index) => {
                let name = self.optimizer.name(self.ids[*index]).unwrap_or_default();
                Role { name, role: "value" }.unreachable(reason)
            }
            None => Error::Burn { reason: reason.to_owned() },
        }
    }
}

impl Engine for GpuEngine {
    type Held = Held;
    type Ids = Held;

    fn device(&self) -> &Device {
        &self.context.device
    }

    fn take<const D: usize>(&self, tensor: Tensor<D>, name: &str, role: &'static str) -> Result<Held, Error> {
        Held::of_float(tensor, Role { name, role })
    }

    fn give<const D: usize>(&self, held: Held) -> Tensor<D> {
        held.into_float()
    }

    fn take_ids(&self, ids: Tensor<1, Int>, table: &Entry) -> Result<Held, Error> {
        Held::of_int(words(ids, table.shape[0]), Role { name: &table.name, role: "ids" })
    }

    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        Ok(self.optimizer.add_group(group)?)
    }

    fn add_param(
        &mut self,
        param: &NewParam,
        group: Option<GroupId>,
        format: Format,
        mut values: Held,
    ) -> Result<(), Error> {
        let name = &param.found.name;
        let role = Role { name, role: "value" };
        let values = resolve([&mut values]).map_err(|(_, reason)| role.unreachable(reason))?.remove(0);
        let bound = Bound::new(&[values]).map_err(|reason| role.unreachable(reason))?;
        let shape = values.shape().to_vec();
        let new = Param::new(name, &shape, bound.slice(0)).format(format).rows(param.rows);
        let new = group.into_iter().fold(new, Param::group);
        let id = self.optimizer.add_param(new)?;
        self.optimizer.unbind([id])?;
        self.ids.push(id);
        Ok(())
    }

    fn step(
        &mut self,
        values: &mut [(usize, Held)],
        grads: Vec<(usize, Held)>,
        rows: RowGrads<Self>,
    ) -> Result<(), Error> {
        let (of_dense, grads): (Vec<_>, Vec<_>) = grads.into_iter().unzip();
        let of_rows: Vec<_> = rows.iter().map(|rows| rows.index).collect();
        let rows = rows.into_iter().flat_map(|rows| [rows.ids, rows.values]);
        let others = grads.into_iter().chain(rows).collect();
        self.submit(values, others, |Self { optimizer, ids, .. }, encoder, others| {
            let mut step = optimizer.begin_step(encoder);
            for (position, index) in of_dense.iter().enumerate() {
                step.dense(ids[*index], others.slice(position))?;
            }
            for (index, position) in of_rows.iter().zip((of_dense.len()..).step_by(2)) {
                let grad = RowGrad::new(others.indices(position), others.slice(position + 1));
                step.rows(ids[*index], grad)?;
            }
            Ok(step.finish()?)
        })
    }

    fn flush_rows(&mut self, values: &mut [(usize, Held)], rows: RowIds<Self>) -> Result<(), Error> {
        let (tables, others): (Vec<_>, Vec<_>) = rows.into_iter().map(|rows| (rows.index, rows.ids)).unzip();
        self.submit(values, others, |Self { optimizer, ids, .. }, encoder, others| {
            tables.iter().enumerate().try_for_each(|(position, index)| {
                Ok(optimizer.flush_rows(encoder, ids[*index], others.indices(position))?)
            })
        })
    }

    fn flush(&mut self, values: &mut [(usize, Held)]) -> Result<(), Error> {
        self.submit(values, Vec::new(), |engine, encoder, _| Ok(engine.optimizer.flush(encoder)?))
    }

    fn measure(&mut self, mut values: Vec<(usize, Held)>) -> Result<(), Error> {
        let indices: Vec<_> = values.iter().map(|(index, _)| *index).collect();
        let mut tensors = resolve(values.iter_mut().map(|(_, value)| value))
            .map_err(|(position, reason)| self.unreachable(&indices, position, &reason))?;
        // Parameters may share their memory.
        let bound = Bound::apart(&mut tensors).map_err(|reason| Error::Burn { reason })?;
        self.record_and_submit(&indices, &tensors, &bound, |engine, encoder, _| {
            Ok(engine.optimizer.measure(encoder)?)
        })
    }

    fn report(&self) -> Result<Report, Error> {
        let Context { wgpu, queue, .. } = &self.context;
        Ok(gpu::block_on(wgpu, self.optimizer.report(queue))?)
    }

    fn scale_loss(&self, loss: Tensor<1>) -> Result<Tensor<1>, Error> {
        let role = Role { name: "loss scale", role: "value" };
        let scale = Tensor::<1>::empty([1], (&self.context.device, DType::F32));
        let mut scale = Held::of_float(scale, role)?;
        let tensor = resolve([&mut scale]).map_err(|(_, reason)| role.unreachable(reason))?.remove(0);
        let bound = Bound::new(&[tensor]).map_err(|reason| role.unreachable(reason))?;
        let mut encoder = self.context.wgpu.create_command_encoder(&Default::default());
        copy_slice(&mut encoder, self.optimizer.loss_scale_buffer(), bound.slice(0));
        self.context.queue.submit([encoder.finish()]);
        drop(bound);
        Ok(loss * scale.into_float())
    }

    fn global_step(&self) -> u64 {
        self.optimizer.global_step()
    }

    fn set_learning_rate(&mut self, group: Option<GroupId>, learning_rate: Schedule) -> Result<(), Error> {
        Ok(self.optimizer.set_learning_rate(group, learning_rate)?)
    }

    fn param_names(&self) -> Vec<String> {
        let name = |id| self.optimizer.name(id).map(str::to_owned).unwrap_or_default();
        self.optimizer.params().map(name).collect()
    }

    fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        Ok(self.optimizer.order_params(names)?)
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        let Context { wgpu, queue, .. } = &self.context;
        Ok(gpu::block_on(wgpu, self.optimizer.snapshot(queue))?)
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        Ok(self.optimizer.restore(&self.context.queue, snapshot)?)
    }

    fn copies(&self) -> u64 {
        self.copies
    }
}

/// The ids as 32-bit words. Ids of other types that are no row become one that is none, so that they are counted.
fn words(ids: Tensor<1, Int>, rows: usize) -> Tensor<1, Int> {
    if matches!(ids.dtype(), DType::I32 | DType::U32) {
        return ids;
    }
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let is_outside = ids.clone().lower_elem(0).bool_or(ids.clone().greater_equal_elem(rows));
    let is_signed = !matches!(ids.dtype(), DType::U64 | DType::U16 | DType::U8);
    let ids = if is_signed {
        ids.mask_fill(is_outside, -1)
    } else {
        ids.mask_fill(is_outside, i64::from(u32::MAX))
    };
    ids.cast(if is_signed { IntDType::I32 } else { IntDType::U32 })
}

impl fmt::Debug for GpuEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GpuEngine").field("optimizer", &self.optimizer).finish_non_exhaustive()
    }
}
