//! The CPU implementation, for tensors of any backend: through host memory.

use std::fmt;

use burn::tensor::{DType, Device, Int, Tensor, TensorData};
use half::{bf16, f16};
use proxgrad::{
    Config, Format, Group, GroupId, ParamId, Report, Schedule, Snapshot, Values, ValuesMut,
    cpu::{Indices, Param, ProximalAdagrad, RowGrad},
};

use super::{
    engine::{Engine, NewParam, RowGrads, RowIds},
    entry::Entry,
};
use crate::{error::Error, format::FORMATS};

pub(super) struct CpuEngine {
    device: Device,
    optimizer: ProximalAdagrad,
    /// By parameter.
    ids: Vec<ParamId>,
}

/// A tensor in host memory.
pub(super) struct HostTensor {
    shape: Vec<usize>,
    elements: Elements,
}

enum Elements {
    F32(Vec<f32>),
    F16(Vec<f16>),
    Bf16(Vec<bf16>),
}

impl HostTensor {
    fn values(&self) -> Values<'_> {
        match &self.elements {
            Elements::F32(elements) => elements.into(),
            Elements::F16(elements) => elements.into(),
            Elements::Bf16(elements) => elements.into(),
        }
    }

    fn values_mut(&mut self) -> ValuesMut<'_> {
        match &mut self.elements {
            Elements::F32(elements) => elements.into(),
            Elements::F16(elements) => elements.into(),
            Elements::Bf16(elements) => elements.into(),
        }
    }
}

impl CpuEngine {
    pub(super) fn new(device: Device, config: Config) -> Result<Self, Error> {
        Ok(Self { device, optimizer: ProximalAdagrad::new(config)?, ids: Vec::new() })
    }
}

impl Engine for CpuEngine {
    type Held = HostTensor;
    type Ids = Vec<u32>;

    fn device(&self) -> &Device {
        &self.device
    }

    fn take<const D: usize>(
        &self,
        tensor: Tensor<D>,
        name: &str,
        role: &'static str,
    ) -> Result<HostTensor, Error> {
        let data = tensor.try_into_data();
        let data = data.map_err(|error| Error::Memory {
            name: name.to_owned(),
            role,
            reason: format!("{error:?}"),
        })?;
        let (dtype, shape) = (data.dtype(), data.shape().to_vec());
        let elements = match dtype {
            DType::F32 | DType::Flex32 => data.try_into_vec().map(Elements::F32),
            DType::F16 => data.try_into_vec().map(Elements::F16),
            DType::BF16 => data.try_into_vec().map(Elements::Bf16),
            _ => return Err(Error::Dtype { name: name.to_owned(), role, dtype, want: FORMATS }),
        };
        let elements = elements.map_err(|error| Error::Memory {
            name: name.to_owned(),
            role,
            reason: format!("{error:?}"),
        })?;
        Ok(HostTensor { shape, elements })
    }

    fn give<const D: usize>(&self, held: HostTensor) -> Tensor<D> {
        let HostTensor { shape, elements } = held;
        match elements {
            Elements::F32(elements) => {
                Tensor::from_data(TensorData::new(elements, shape), (&self.device, DType::F32))
            }
            Elements::F16(elements) => {
                Tensor::from_data(TensorData::new(elements, shape), (&self.device, DType::F16))
            }
            Elements::Bf16(elements) => {
                Tensor::from_data(TensorData::new(elements, shape), (&self.device, DType::BF16))
            }
        }
    }

    /// Ids that are no u32 become one that is no row, so that they are counted.
    fn take_ids(&self, ids: Tensor<1, Int>, table: &Entry) -> Result<Vec<u32>, Error> {
        let data = ids.try_into_data();
        let data = data.map_err(|error| Error::Memory {
            name: table.name.clone(),
            role: "ids",
            reason: format!("{error:?}"),
        })?;
        Ok(data.iter::<i64>().map(|id| u32::try_from(id).unwrap_or(u32::MAX)).collect())
    }

    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        Ok(self.optimizer.add_group(group)?)
    }

    fn add_param(
        &mut self,
        param: &NewParam,
        group: Option<GroupId>,
        _: Format,
        values: HostTensor,
    ) -> Result<(), Error> {
        let new = Param::new(&param.found.name, &values.shape).rows(param.rows);
        let new = group.into_iter().fold(new, Param::group);
        self.ids.push(self.optimizer.add_param(new)?);
        Ok(())
    }

    fn step(
        &mut self,
        values: &mut [(usize, HostTensor)],
        grads: Vec<(usize, HostTensor)>,
        rows: RowGrads<Self>,
    ) -> Result<(), Error> {
        let mut step = self.optimizer.begin_step();
        for (index, values) in values {
            let id = self.ids[*index];
            if let Some((_, grad)) = grads.iter().find(|(of, _)| of == index) {
                step.dense(id, values.values_mut(), grad.values())?;
            } else if let Some(entry) = rows.iter().find(|rows| rows.index == *index) {
                let grad = RowGrad::new(Indices::Device(&entry.ids), entry.values.values());
                step.rows(id, values.values_mut(), grad)?;
            }
        }
        Ok(step.finish()?)
    }

    fn flush_rows(&mut self, values: &mut [(usize, HostTensor)], rows: RowIds<Self>) -> Result<(), Error> {
        for entry in rows {
            let (_, values) =
                values.iter_mut().find(|(index, _)| *index == entry.index).expect("it was taken");
            self.optimizer.flush_rows(
                self.ids[entry.index],
                values.values_mut(),
                Indices::Device(&entry.ids),
            )?;
        }
        Ok(())
    }

    fn flush(&mut self, values: &mut [(usize, HostTensor)]) -> Result<(), Error> {
        for (index, values) in values {
            self.optimizer.flush(self.ids[*index], values.values_mut())?;
        }
        Ok(())
    }

    fn measure(&mut self, values: Vec<(usize, HostTensor)>) -> Result<(), Error> {
        let values = values.iter().map(|(index, values)| (self.ids[*index], values.values()));
        Ok(self.optimizer.measure(values)?)
    }

    fn report(&self) -> Result<Report, Error> {
        Ok(self.optimizer.report())
    }

    fn scale_loss(&self, loss: Tensor<1>) -> Result<Tensor<1>, Error> {
        Ok(loss.mul_scalar(self.optimizer.current_loss_scale()))
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
        Ok(self.optimizer.snapshot())
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        Ok(self.optimizer.restore(snapshot)?)
    }

    fn copies(&self) -> u64 {
        0
    }
}

impl fmt::Debug for CpuEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CpuEngine").field("device", &self.device).finish_non_exhaustive()
    }
}
