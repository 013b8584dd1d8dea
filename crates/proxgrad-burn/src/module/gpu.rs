//! The kernels on burn's own buffers.

use std::{collections::HashSet, fmt};

use burn::tensor::{DType, Device, Int, IntDType, Tensor};
use proxgrad::{
    Config, Error as LibraryError, Format, Group, GroupId, Indices, Param, ParamId, Place, ProximalAdagrad,
    Report, RowGrad, Schedule, Snapshot, gpu,
    wgpu::{BufferSlice, CommandEncoder},
};

use super::{
    engine::{Engine, NewParam, RowEntry},
    params::Entry,
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
    tensors: &'a [&'a DeviceTensor],
    /// Position of the first one.
    first: usize,
}

impl Others<'_> {
    fn slice(&self, position: usize) -> BufferSlice<'_> {
        self.bound.slice(self.first + position)
    }

    /// Indices of the ids of a row gradient, and its entries. Empty gradients have no buffers.
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
        changed: &HashSet<usize>,
        mut others: Vec<Held>,
        record: impl FnOnce(
            &mut ProximalAdagrad,
            &[ParamId],
            &mut CommandEncoder,
            Others<'_>,
        ) -> Result<(), LibraryError>,
    ) -> Result<(), Error> {
        let indices: Vec<_> = values.iter().map(|(index, _)| *index).collect();
        let tensors = resolve(values.iter_mut().map(|(_, value)| value).chain(&mut others));
        let mut tensors = tensors.map_err(|(position, reason)| match indices.get(position) {
            Some(index) => {
                let name = self.optimizer.name(self.ids[*index]).unwrap_or_default();
                Role { name, role: "value" }.unreachable(reason)
            }
            None => Role { name: "of this step", role: "gradient" }.unreachable(reason),
        })?;
        let Some(first) = tensors.first() else { return Ok(()) };
        let client = first.client().clone();
        let mut copies = 0;
        for (index, value) in indices.iter().zip(&mut tensors) {
            if changed.contains(index) && !value.is_unique() {
                **value = value.copied();
                copies += 1;
            }
        }
        let tensors: Vec<_> = tensors.into_iter().map(|tensor| &*tensor).collect();
        let role = Role { name: "of this step", role: "value" };
        let bound = Bound::new(&client, &tensors).map_err(|reason| role.unreachable(reason))?;

        let mut encoder = self.context.wgpu.create_command_encoder(&Default::default());
        let places = indices.iter().enumerate();
        let places = places.map(|(position, index)| (self.ids[*index], Place::new(bound.slice(position))));
        self.optimizer.rebind(places)?;
        let others = Others { bound: &bound, tensors: &tensors, first: indices.len() };
        record(&mut self.optimizer, &self.ids, &mut encoder, others)?;
        self.context.queue.submit([encoder.finish()]);
        self.copies += copies;
        Ok(())
    }

    /// The same, for values that go back to their module.
    fn change(
        &mut self,
        values: &mut [(usize, Held)],
        changed: &HashSet<usize>,
        others: Vec<Held>,
        record: impl FnOnce(
            &mut ProximalAdagrad,
            &[ParamId],
            &mut CommandEncoder,
            Others<'_>,
        ) -> Result<(), LibraryError>,
    ) -> Result<(), Error> {
        let changed = self.submit(values, changed, others, record);
        release(values.iter_mut().map(|(_, value)| value));
        changed
    }
}

impl Engine for GpuEngine {
    type Held = Held;
    type Ids = Held;

    const NEEDS_ALL: bool = true;

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
        // Ids are often made on the device of the module, which differentiates.
        Held::of_int(words(ids.inner(), table.shape[0]), Role { name: &table.name, role: "ids" })
    }

    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        Ok(self.optimizer.add_group(group)?)
    }

    fn add_param(&mut self, param: &NewParam, format: Format, mut values: Held) -> Result<(), Error> {
        let name = &param.found.name;
        let role = Role { name, role: "value" };
        let values = resolve([&mut values]).map_err(|(_, reason)| role.unreachable(reason))?.remove(0);
        let bound = Bound::new(values.client(), &[values]).map_err(|reason| role.unreachable(reason))?;
        let shape = values.shape().to_vec();
        let new = Param::new(name, &shape, bound.slice(0)).format(format).rows(param.rows);
        let new = param.group.into_iter().fold(new, Param::group);
        self.ids.push(self.optimizer.add_param(new)?);
        Ok(())
    }

    fn step(
        &mut self,
        values: &mut [(usize, Held)],
        grads: Vec<(usize, Held)>,
        rows: Vec<RowEntry<Held, Held>>,
    ) -> Result<(), Error> {
        let (of_dense, grads): (Vec<_>, Vec<_>) = grads.into_iter().unzip();
        let of_rows: Vec<_> = rows.iter().map(|rows| rows.index).collect();
        let changed = of_dense.iter().chain(&of_rows).copied().collect();
        let rows = rows.into_iter().flat_map(|rows| [rows.ids, rows.values]);
        let others = grads.into_iter().chain(rows).collect();
        self.change(values, &changed, others, |optimizer, ids, encoder, others| {
            let mut step = optimizer.begin_step(encoder);
            for (position, index) in of_dense.iter().enumerate() {
                step.dense(ids[*index], others.slice(position))?;
            }
            for (index, position) in of_rows.iter().zip((of_dense.len()..).step_by(2)) {
                let grad = RowGrad::new(others.indices(position), others.slice(position + 1));
                step.rows(ids[*index], grad)?;
            }
            step.finish()
        })
    }

    fn flush_rows(
        &mut self,
        values: &mut [(usize, Held)],
        rows: Vec<RowEntry<Held, ()>>,
    ) -> Result<(), Error> {
        let (tables, others): (Vec<_>, Vec<_>) = rows.into_iter().map(|rows| (rows.index, rows.ids)).unzip();
        let changed = tables.iter().copied().collect();
        self.change(values, &changed, others, |optimizer, ids, encoder, others| {
            let mut tables = tables.iter().enumerate();
            tables.try_for_each(|(position, index)| {
                optimizer.flush_rows(encoder, ids[*index], others.indices(position))
            })
        })
    }

    fn flush(&mut self, values: &mut [(usize, Held)]) -> Result<(), Error> {
        let is_exact = |index: &usize| self.optimizer.rows_of(self.ids[*index]) == Ok(proxgrad::Rows::Exact);
        let changed = values.iter().map(|(index, _)| *index).filter(is_exact).collect();
        self.change(values, &changed, Vec::new(), |optimizer, _, encoder, _| optimizer.flush(encoder))
    }

    fn measure(&mut self, mut values: Vec<(usize, Held)>) -> Result<(), Error> {
        let unchanged = HashSet::new();
        self.submit(&mut values, &unchanged, Vec::new(), |optimizer, _, encoder, _| {
            optimizer.measure(encoder)
        })
    }

    fn report(&self) -> Result<Report, Error> {
        let Context { wgpu, queue, .. } = &self.context;
        Ok(gpu::block_on(wgpu, self.optimizer.report(queue))?)
    }

    fn scale_loss(&self, loss: Tensor<1>) -> Result<Tensor<1>, Error> {
        let role = Role { name: "of the loss", role: "scale" };
        let scale = Tensor::<1>::empty([1], (&self.context.device, DType::F32));
        let mut scale = Held::of_float(scale, role)?;
        let tensor = resolve([&mut scale]).map_err(|(_, reason)| role.unreachable(reason))?.remove(0);
        let bound = Bound::new(tensor.client(), &[tensor]).map_err(|reason| role.unreachable(reason))?;
        let mut encoder = self.context.wgpu.create_command_encoder(&Default::default());
        copy_slice(&mut encoder, self.optimizer.loss_scale_buffer(), bound.slice(0));
        self.context.queue.submit([encoder.finish()]);
        drop(bound);
        let scale = scale.into_float::<1>();
        let scale = if loss.is_autodiff() { Tensor::from_inner(scale) } else { scale };
        let scale = match loss.gradient_checkpointing_strategy() {
            Some(strategy) => scale.with_gradient_checkpointing_strategy(strategy),
            None => scale,
        };
        Ok(loss * scale)
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
