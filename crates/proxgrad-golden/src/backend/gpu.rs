//! A GPU as a [`Backend`]: its device, and values in buffers of their own.

use std::collections::HashMap;

use proxgrad::{
    Config, Error, Group, GroupId, HostIndices, Kernels, ParamId, ProximalAdagrad, RowGrad, Snapshot, gpu,
    wgpu::{self, util::DeviceExt},
};

use super::{Backend, Grad, Indices, Optimizer, Param, Refused};

/// A GPU, or a CPU that pretends to be one.
#[derive(Clone, Debug)]
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    kernels: Kernels,
}

impl Gpu {
    /// The best adapter, or the best of those whose name contains `adapter`; software counts.
    ///
    /// # Errors
    /// There is none, or its device does not open.
    pub fn open(adapter: Option<&str>) -> Result<Self, Error> {
        let (device, queue) = pollster::block_on(gpu::open(&choose(adapter)?))?;
        Self::from_device(device, queue)
    }

    /// The best adapter, opened for what `limits` makes of the adapter's own, and no more: where the library must cut
    /// and fold.
    ///
    /// # Errors
    /// There is none, or its device does not open.
    pub fn with_limits(limits: impl FnOnce(&wgpu::Limits) -> wgpu::Limits) -> Result<Self, Error> {
        let adapter = choose(None)?;
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("proxgrad limited"),
            required_limits: limits(&adapter.limits()),
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor))
            .map_err(|error| Error::Device { doing: "opening the device", reason: error.to_string() })?;
        Self::from_device(device, queue)
    }

    /// A device that is open already.
    ///
    /// # Errors
    /// Its limits are too low for compute kernels.
    pub fn from_device(device: wgpu::Device, queue: wgpu::Queue) -> Result<Self, Error> {
        Ok(Self { kernels: Kernels::new(&device)?, device, queue })
    }

    /// Its device.
    pub fn device(&self) -> &wgpu::Device {
        &self.device
    }

    /// Its queue.
    pub fn queue(&self) -> &wgpu::Queue {
        &self.queue
    }

    /// Its kernels.
    pub fn kernels(&self) -> &Kernels {
        &self.kernels
    }

    /// A buffer that holds these numbers, for every use that there is here. Never empty, because no buffer can be.
    pub fn upload(&self, contents: &[f32]) -> wgpu::Buffer {
        self.upload_words(bytemuck::cast_slice(contents))
    }

    fn upload_words(&self, contents: &[u32]) -> wgpu::Buffer {
        let contents: &[u32] = if contents.is_empty() { &[0] } else { contents };
        self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("proxgrad golden"),
            contents: bytemuck::cast_slice(contents),
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
        })
    }

    /// What a buffer holds after everything submitted so far.
    ///
    /// # Errors
    /// A lost device, a buffer that cannot be copied from.
    pub fn download(&self, source: wgpu::BufferSlice<'_>) -> Result<Vec<f32>, Error> {
        gpu::block_on(&self.device, gpu::download(&self.device, &self.queue, source))
    }
}

/// The best adapter by the library's own choice.
fn choose(name: Option<&str>) -> Result<wgpu::Adapter, Error> {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
    let choice = pollster::block_on(gpu::choose(&instance, gpu::Prefer::Gpu, name))?;
    choice.adapter.ok_or(Error::NoAdapter(choice.reason))
}

impl Backend for Gpu {
    fn name(&self) -> &'static str {
        "gpu"
    }

    fn describe(&self) -> String {
        let info = self.device.adapter_info();
        let driver = [info.driver, info.driver_info].join(" ");
        format!("{} ({:?}, {:?}, {})", info.name, info.device_type, info.backend, driver.trim())
    }

    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error> {
        let inner = ProximalAdagrad::new(&self.kernels, config)?;
        Ok(Box::new(GpuOptimizer { gpu: self.clone(), inner, values: HashMap::new() }))
    }
}

struct GpuOptimizer {
    gpu: Gpu,
    inner: ProximalAdagrad,
    values: HashMap<ParamId, Tensor>,
}

/// A tensor on the device.
struct Tensor {
    buffer: wgpu::Buffer,
    /// Bytes; 0 where the buffer is only there because it has to be.
    size: u64,
}

impl Tensor {
    fn new<T: bytemuck::Pod>(gpu: &Gpu, contents: &[T]) -> Self {
        Self { buffer: gpu.upload_words(bytemuck::cast_slice(contents)), size: size_of_val(contents) as u64 }
    }

    fn slice(&self) -> wgpu::BufferSlice<'_> {
        self.buffer.slice(..self.size)
    }
}

/// A gradient, as much of it on the device as has to be.
enum Upload<'a> {
    Dense(Tensor),
    Host(HostIndices<'a>, Tensor),
    Device { indices: Tensor, unique: bool, values: Tensor },
    None,
}

impl<'a> Upload<'a> {
    fn of(gpu: &Gpu, grad: &Grad<'a>) -> Self {
        match *grad {
            Grad::Dense(values) => Self::Dense(Tensor::new(gpu, values)),
            Grad::Rows { indices: Indices::Host(indices), values } => {
                Self::Host(indices, Tensor::new(gpu, values))
            }
            Grad::Rows { indices: Indices::Device(indices), values } => {
                let indices = Tensor::new(gpu, indices);
                Self::Device { indices, unique: false, values: Tensor::new(gpu, values) }
            }
            Grad::Rows { indices: Indices::DeviceUnique(indices), values } => {
                let indices = Tensor::new(gpu, indices);
                Self::Device { indices, unique: true, values: Tensor::new(gpu, values) }
            }
            Grad::None => Self::None,
        }
    }

    fn grad(&self) -> gpu::Grad<'_> {
        match self {
            Self::Dense(values) => gpu::Grad::Dense(values.slice()),
            Self::Host(indices, values) => gpu::Grad::Rows(RowGrad::new(*indices, values.slice())),
            Self::Device { indices, unique, values } => {
                let indices = indices.slice();
                let indices =
                    if *unique { gpu::Indices::DeviceUnique(indices) } else { gpu::Indices::Device(indices) };
                gpu::Grad::Rows(RowGrad { indices, values: values.slice() })
            }
            Self::None => gpu::Grad::None,
        }
    }
}

impl GpuOptimizer {
    /// One step, submitted.
    fn record<T>(
        &mut self,
        collect: impl FnOnce(&mut gpu::Step<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let label = Some("proxgrad golden");
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
        let mut step = self.inner.begin_step(&mut encoder);
        let outcome = collect(&mut step).and_then(|collected| step.finish().map(|()| collected));
        // Whatever became of the step: a refusal that recorded something must show.
        self.gpu.queue.submit([encoder.finish()]);
        outcome
    }
}

fn give(step: &mut gpu::Step<'_>, param: ParamId, grad: gpu::Grad<'_>) -> Result<(), Error> {
    match grad {
        gpu::Grad::Dense(values) => step.dense(param, values),
        gpu::Grad::Rows(grad) => step.rows(param, grad),
        gpu::Grad::None => Ok(()),
    }
}

impl Optimizer for GpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.add_group(group)
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let values = Tensor::new(&self.gpu, param.values);
        let new = gpu::Param::new(param.name, param.shape, values.slice());
        let id = self.inner.add_param(param.group.map_or(new, |group| new.group(group)))?;
        self.values.insert(id, values);
        Ok(id)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        let uploads: Vec<_> = grads.iter().map(|(_, grad)| Upload::of(&self.gpu, grad)).collect();
        self.record(|step| {
            let mut refusals = Vec::new();
            for (&(param, _), upload) in grads.iter().zip(&uploads) {
                refused.note(give(step, param, upload.grad()), &mut refusals)?;
            }
            Ok(refusals)
        })
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        let uploads: Vec<_> = grads.iter().map(|grad| Upload::of(&self.gpu, grad)).collect();
        self.record(|step| step.in_order(uploads.iter().map(Upload::grad)))
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

    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        self.inner.set_loss_scale(loss_scale)
    }

    fn bad_rows(&self) -> Result<u32, Error> {
        let report = gpu::block_on(&self.gpu.device, self.inner.report(&self.gpu.queue))?;
        Ok(report.bad_rows)
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        let values = self.values.get(&param).ok_or(Error::ForeignId { what: "parameter" })?;
        self.gpu.download(values.slice())
    }

    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.gpu.download(self.inner.accum(param)?)
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        gpu::block_on(&self.gpu.device, self.inner.snapshot(&self.gpu.queue))
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.inner.restore(&self.gpu.queue, snapshot)
    }

    fn global_step(&self) -> u64 {
        self.inner.global_step()
    }
}
