//! A GPU as a [`Backend`]: each parameter has a buffer of its own, or shares an arena.

use std::collections::{HashMap, HashSet};

use proxgrad::{
    Arena, ArenaId, Config, Error, Format, Group, GroupId, GroupedIndices, HostIndices, Kernels, Locked,
    Member, NewTable, ParamId, ProximalAdagrad, Report, RestoreOptions, RowGrad, RowSources, Rows, Schedule,
    Snapshot, SnapshotView, gpu,
    wgpu::{self, util::DeviceExt},
};

use super::{
    grad::{Grad, Indices},
    interface::{Backend, Optimizer},
    param::Param,
    refused::Refused,
    stored::Stored,
};

/// A GPU, or a software driver.
#[derive(Clone, Debug)]
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    kernels: Kernels,
    in_arenas: bool,
    in_lock: bool,
    /// Whether the kernels are those for software, where it is not for the adapter to decide.
    software: Option<bool>,
}

impl Gpu {
    /// The best adapter, or the best of those whose name contains `adapter`; software drivers count.
    ///
    /// # Errors
    /// There is none, or its device cannot be opened.
    pub fn open(adapter: Option<&str>) -> Result<Self, Error> {
        let (device, queue) = pollster::block_on(gpu::open(&choose(adapter)?))?;
        Self::from_device(device, queue)
    }

    /// The best adapter, opened with the limits that `limits` makes of the adapter's, so that the library must split
    /// bindings and fold grids.
    ///
    /// # Errors
    /// There is none, or its device cannot be opened.
    pub fn with_limits(limits: impl FnOnce(&wgpu::Limits) -> wgpu::Limits) -> Result<Self, Error> {
        let adapter = choose(None)?;
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("proxgrad limited"),
            required_limits: limits(&adapter.limits()),
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor))
            .map_err(|error| Error::NoAdapter(format!("opening the device: {error}")))?;
        Self::from_device(device, queue)
    }

    /// A device that is open already.
    ///
    /// # Errors
    /// Its limits are too low for compute kernels.
    pub fn from_device(device: wgpu::Device, queue: wgpu::Queue) -> Result<Self, Error> {
        Ok(Self {
            kernels: Kernels::new(&device)?,
            device,
            queue,
            in_arenas: false,
            in_lock: false,
            software: None,
        })
    }

    /// The same device; parameters that are added together share an arena.
    pub fn in_arenas(&self) -> Self {
        Self { in_arenas: true, ..self.clone() }
    }

    /// The same device; steps go through [`Locked::step`].
    pub fn in_lock(&self) -> Self {
        Self { in_lock: true, ..self.clone() }
    }

    /// The same device with kernels that use no optional feature; the same kernels where the device has none.
    ///
    /// # Errors
    /// As [`Gpu::from_device`].
    pub fn portable(&self) -> Result<Self, Error> {
        let kernels = if self.device.features().contains(wgpu::Features::SHADER_F16) {
            Kernels::portable(&self.device)?
        } else {
            self.kernels.clone()
        };
        Ok(Self { kernels, ..self.clone() })
    }

    /// The same device with the kernels that software runs best, or with those for hardware; the same kernels where they are
    /// these already.
    ///
    /// # Errors
    /// As [`Gpu::from_device`].
    pub fn for_software(&self, software: bool) -> Result<Self, Error> {
        let kernels = if software == self.is_for_software() {
            self.kernels.clone()
        } else {
            Kernels::for_software(&self.device, software)?
        };
        Ok(Self { kernels, software: Some(software), ..self.clone() })
    }

    /// Whether the kernels are those that software runs best.
    pub fn is_for_software(&self) -> bool {
        let is_cpu = || self.device.adapter_info().device_type == wgpu::DeviceType::Cpu;
        self.software.unwrap_or_else(is_cpu)
    }

    /// The same with kernels of its own, none of which is compiled yet.
    ///
    /// # Errors
    /// As [`Gpu::from_device`].
    pub fn with_own_kernels(&self) -> Result<Self, Error> {
        let kernels = match self.software {
            Some(software) => Kernels::for_software(&self.device, software)?,
            None => Kernels::new(&self.device)?,
        };
        Ok(Self { kernels, ..self.clone() })
    }

    /// The device.
    pub fn device(&self) -> &wgpu::Device {
        &self.device
    }

    /// The queue.
    pub fn queue(&self) -> &wgpu::Queue {
        &self.queue
    }

    /// The kernels of the library on the device.
    pub fn kernels(&self) -> &Kernels {
        &self.kernels
    }

    /// A storage buffer of these numbers that can also be copied. It holds at least one word, because wgpu has no
    /// empty bindings.
    pub fn upload(&self, contents: &[f32]) -> wgpu::Buffer {
        self.upload_words(bytemuck::cast_slice(contents))
    }

    fn upload_words(&self, contents: &[u32]) -> wgpu::Buffer {
        let contents: &[u32] = if contents.is_empty() { &[0] } else { contents };
        self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("proxgrad testing"),
            contents: bytemuck::cast_slice(contents),
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
        })
    }

    /// The contents of a buffer after all commands submitted so far.
    ///
    /// # Errors
    /// A lost device, a buffer that cannot be copied from.
    pub fn download(&self, source: wgpu::BufferSlice<'_>) -> Result<Vec<f32>, Error> {
        gpu::block_on(&self.device, gpu::download(&self.device, &self.queue, source))
    }
}

/// The best adapter by the library's own choice.
fn choose(name: Option<&str>) -> Result<wgpu::Adapter, Error> {
    let instance = gpu::instance()?;
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, name))?;
    choice.adapter.ok_or(Error::NoAdapter(choice.reason))
}

impl Backend for Gpu {
    fn name(&self) -> &'static str {
        "gpu"
    }

    fn describe(&self) -> String {
        let info = self.device.adapter_info();
        let driver = [info.driver, info.driver_info].join(" ");
        let arenas = if self.in_arenas { ", in arenas" } else { "" };
        let lock = if self.in_lock { ", in a lock" } else { "" };
        let kernels = match self.software {
            Some(true) => ", kernels for software",
            Some(false) => ", kernels for hardware",
            None => "",
        };
        format!(
            "{} ({:?}, {:?}, {}{arenas}{lock}{kernels})",
            info.name,
            info.device_type,
            info.backend,
            driver.trim()
        )
    }

    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error> {
        let inner = Locked::new(ProximalAdagrad::new(&self.kernels, config)?);
        Ok(Box::new(GpuOptimizer {
            gpu: self.clone(),
            inner,
            values: HashMap::new(),
            grads: HashMap::new(),
            copies: HashMap::new(),
            arenas: Vec::new(),
            measures: false,
        }))
    }
}

struct GpuOptimizer {
    gpu: Gpu,
    inner: Locked<ProximalAdagrad>,
    values: HashMap<ParamId, Tensor>,
    copies: HashMap<ParamId, Tensor>,
    /// Storage format of the gradients of each parameter.
    grads: HashMap<ParamId, Format>,
    /// Whether steps measure the norm of their gradients.
    measures: bool,
    arenas: Vec<(ArenaId, Arena)>,
}

/// A tensor on the device.
struct Tensor {
    buffer: wgpu::Buffer,
    /// Bytes of the buffer; empty for a tensor without elements, whose buffer cannot be empty.
    range: std::ops::Range<u64>,
    format: Format,
    len: usize,
}

impl Tensor {
    fn new(gpu: &Gpu, contents: &[f32], format: Format) -> Self {
        let words = Stored::nearest(contents, format).words();
        let buffer = gpu.upload_words(&words);
        Self { buffer, range: 0..size_of_val(&*words) as u64, format, len: contents.len() }
    }

    fn indices(gpu: &Gpu, contents: &[u32]) -> Self {
        let (buffer, len) = (gpu.upload_words(contents), contents.len());
        Self { buffer, range: 0..size_of_val(contents) as u64, format: Format::F32, len }
    }

    fn slice(&self) -> wgpu::BufferSlice<'_> {
        self.buffer.slice(self.range.clone())
    }

    /// The contents after all commands submitted so far.
    fn download(&self, gpu: &Gpu) -> Result<Vec<f32>, Error> {
        let words = gpu::download(&gpu.device, &gpu.queue, self.slice());
        let words: Vec<u32> = gpu::block_on(&gpu.device, words)?;
        Ok(Stored::of_words(&words, self.format, self.len).to_f32())
    }
}

/// A gradient in buffers, except for host indices.
enum Upload<'a> {
    Dense(Tensor),
    Host(HostIndices<'a>, Tensor),
    Device { indices: Tensor, unique: bool, values: Tensor },
    Grouped(GroupedIndices, Tensor),
    None,
}

impl<'a> Upload<'a> {
    fn of(gpu: &Gpu, grad: &Grad<'a>, format: Format) -> Self {
        match *grad {
            Grad::Dense(values) => Self::Dense(Tensor::new(gpu, values, format)),
            Grad::Rows { indices: Indices::Host(indices), values } => {
                Self::Host(indices, Tensor::new(gpu, values, format))
            }
            Grad::Rows { indices: Indices::Device(indices) | Indices::Grouped(indices), values } => {
                let indices = Tensor::indices(gpu, indices);
                Self::Device { indices, unique: false, values: Tensor::new(gpu, values, format) }
            }
            Grad::Rows { indices: Indices::DeviceUnique(indices), values } => {
                let indices = Tensor::indices(gpu, indices);
                Self::Device { indices, unique: true, values: Tensor::new(gpu, values, format) }
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
            Self::Grouped(indices, values) => gpu::Grad::Rows(RowGrad::new(indices, values.slice())),
            Self::None => gpu::Grad::None,
        }
    }
}

impl GpuOptimizer {
    /// A gradient on the device, whose indices are grouped there if they are to be.
    fn upload<'a>(&mut self, param: ParamId, grad: &Grad<'a>) -> Result<Upload<'a>, Error> {
        let upload = Upload::of(&self.gpu, grad, self.grads.get(&param).copied().unwrap_or_default());
        match (grad, upload) {
            (Grad::Rows { indices: Indices::Grouped(_), .. }, Upload::Device { indices, values, .. }) => {
                let on_device = gpu::Indices::Device(indices.slice());
                let grouped =
                    self.submit(|optimizer, encoder| optimizer.group_rows(encoder, param, on_device));
                Ok(Upload::Grouped(grouped?, values))
            }
            (_, upload) => Ok(upload),
        }
    }

    /// Submits the commands that `record` records, also when it fails: tests must notice a refusal that has recorded
    /// commands.
    fn submit<T>(
        &mut self,
        record: impl FnOnce(&mut ProximalAdagrad, &mut wgpu::CommandEncoder) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let label = Some("proxgrad testing");
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
        let recorded = record(&mut self.inner.lock(), &mut encoder);
        self.gpu.queue.submit([encoder.finish()]);
        recorded
    }

    /// Submits one step of the gradients that `collect` adds.
    fn submit_step<T>(
        &mut self,
        collect: impl FnOnce(&mut gpu::Step<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let measures = self.measures;
        let collect = |step: &mut gpu::Step<'_>| {
            if measures {
                step.measure();
            }
            collect(step)
        };
        if self.gpu.in_lock {
            let mut collected = None;
            let mut keep = |result| collected = Some(result);
            self.inner.step(&self.gpu.queue, |step| collect(step).map(&mut keep))?;
            return Ok(collected.expect("the step has called it"));
        }
        self.submit(|optimizer, encoder| {
            let mut step = optimizer.begin_step(encoder);
            let collected = collect(&mut step)?;
            step.finish().map(|()| collected)
        })
    }

    /// The gradients of all arenas whose parameters each have one dense gradient, joined into one tensor an arena.
    fn whole_arenas(&self, grads: &[(ParamId, Grad<'_>)]) -> Vec<(ArenaId, Tensor)> {
        let optimizer = self.inner.lock();
        let whole = |(id, arena): &(ArenaId, Arena)| {
            let params = optimizer.arena_params(*id).expect("it is this optimizer's");
            let format = params.first().map_or(Format::F32, |param| self.grads[param]);
            let mut contents = vec![0.0; in_elements(arena.grads_size(), format)];
            for (member, param) in params.iter().enumerate() {
                let mut given = grads.iter().filter(|(id, _)| id == param).map(|(_, grad)| grad);
                let (Some(Grad::Dense(grad)), None) = (given.next(), given.next()) else { return None };
                write_member(&mut contents, (arena.grads_range(member), format), grad)?;
            }
            Some((*id, Tensor::new(&self.gpu, &contents, format)))
        };
        self.arenas.iter().filter_map(whole).collect()
    }

    fn add_arena(&mut self, params: &[Param<'_>]) -> Result<Vec<ParamId>, Error> {
        // All parameters of an arena have the same formats.
        let [format, grads] = params.first().map_or([Format::F32; 2], |param| param.formats);
        let members: Vec<_> = params.iter().map(as_member).collect();
        let arena = Arena::with_formats(&self.inner.lock(), &members, format, grads)?;
        let mut contents = vec![0.0; in_elements(arena.size(), format)];
        for (member, param) in params.iter().enumerate() {
            let want = param.shape.iter().product::<usize>() as u64;
            let (name, got) = (param.name, param.values.len() as u64);
            let of = (arena.range(member), format);
            let written = write_member(&mut contents, of, param.values).filter(|()| got == want);
            assert!(written.is_some(), "{name}: {got} values for {want} elements");
        }
        let all = Tensor::new(&self.gpu, &contents, format);
        let id = self.inner.lock().add_arena(&arena, all.slice())?;
        let ids = self.inner.lock().arena_params(id)?.to_vec();
        for (member, &param) in ids.iter().enumerate() {
            let (buffer, len) = (all.buffer.clone(), params[member].values.len());
            self.values.insert(param, Tensor { buffer, range: arena.range(member), format, len });
            self.grads.insert(param, grads);
        }
        self.arenas.push((id, arena));
        Ok(ids)
    }
}

fn as_member<'a>(param: &Param<'a>) -> Member<'a> {
    let member = Member::new(param.name, param.shape);
    param.group.map_or(member, |group| member.group(group))
}

fn in_elements(bytes: u64, format: Format) -> usize {
    let elements = bytes / format.bytes();
    usize::try_from(elements).expect("a test's arena is in memory")
}

/// Copies a tensor to its range in an arena, in bytes, if it fills the range; 16-bit formats may leave half a word.
fn write_member(
    contents: &mut [f32],
    (bytes, format): (std::ops::Range<u64>, Format),
    tensor: &[f32],
) -> Option<()> {
    let (start, end) = (in_elements(bytes.start, format), in_elements(bytes.end, format));
    let padded = if format == Format::F32 { tensor.len() } else { tensor.len().next_multiple_of(2) };
    let place = &mut contents[start..end];
    (place.len() == padded).then(|| place[..tensor.len()].copy_from_slice(tensor))
}

fn add_grad(step: &mut gpu::Step<'_>, param: ParamId, grad: gpu::Grad<'_>) -> Result<(), Error> {
    match grad {
        gpu::Grad::Dense(values) => step.dense(param, values),
        gpu::Grad::Rows(grad) => step.rows(param, grad),
        _ => Ok(()),
    }
}

impl Optimizer for GpuOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.lock().add_group(group)
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let [format, grads] = param.formats;
        let values = Tensor::new(&self.gpu, param.values, format);
        let new = gpu::Param::new(param.name, param.shape, values.slice());
        let new = new.rows(param.rows).format(format).grads(grads);
        let copy = param.copy.map(|format| Tensor::new(&self.gpu, param.values, format));
        let new = copy.as_ref().map_or(new, |copy| new.copy(copy.slice(), copy.format));
        let new = param.part.map_or(new, |(first_row, table_rows)| new.part_of(first_row, table_rows));
        let id = self.inner.lock().add_param(param.group.map_or(new, |group| new.group(group)))?;
        self.values.insert(id, values);
        self.grads.insert(id, grads);
        self.copies.extend(copy.map(|copy| (id, copy)));
        Ok(id)
    }

    fn add_params(&mut self, params: &[Param<'_>]) -> Result<Vec<ParamId>, Error> {
        if self.gpu.in_arenas {
            return self.add_arena(params);
        }
        params.iter().map(|param| self.add_param(*param)).collect()
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        let arenas = self.whole_arenas(grads);
        let mut covered: HashSet<ParamId> = HashSet::new();
        for (arena, _) in &arenas {
            covered.extend(self.inner.lock().arena_params(*arena)?);
        }
        let others = grads.iter().filter(|(param, _)| !covered.contains(param));
        let uploads = others.map(|(param, grad)| Ok((*param, self.upload(*param, grad)?)));
        let uploads: Vec<_> = uploads.collect::<Result<_, Error>>()?;
        self.submit_step(|step| {
            let mut refusals = Vec::new();
            for (arena, grads) in &arenas {
                refused.note(step.arena(*arena, grads.slice()), &mut refusals)?;
            }
            for (param, upload) in &uploads {
                refused.note(add_grad(step, *param, upload.grad()), &mut refusals)?;
            }
            Ok(refusals)
        })
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        let params = self.params().into_iter().map(Some).chain(std::iter::repeat(None));
        let upload = |(grad, param): (_, Option<ParamId>)| match param {
            Some(param) => self.upload(param, grad),
            None => Ok(Upload::of(&self.gpu, grad, Format::F32)),
        };
        let uploads: Vec<_> = grads.iter().zip(params).map(upload).collect::<Result<_, _>>()?;
        self.submit_step(|step| step.in_order(uploads.iter().map(Upload::grad)))
    }

    fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        self.inner.lock().order_params(names)
    }

    fn params(&self) -> Vec<ParamId> {
        self.inner.lock().params().collect()
    }

    fn lr(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.inner.lock().lr(group)
    }

    fn lr_of(&self, param: ParamId) -> Result<f64, Error> {
        self.inner.lock().lr_of(param)
    }

    fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error> {
        self.inner.lock().weight_decay_of(param)
    }

    fn rows_of(&self, param: ParamId) -> Result<Rows, Error> {
        self.inner.lock().rows_of(param)
    }

    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        self.inner.lock().set_loss_scale(loss_scale)
    }

    fn set_learning_rate(&mut self, group: Option<GroupId>, learning_rate: Schedule) -> Result<(), Error> {
        self.inner.lock().set_learning_rate(group, learning_rate)
    }

    fn set_weight_decay(&mut self, group: Option<GroupId>, weight_decay: Schedule) -> Result<(), Error> {
        self.inner.lock().set_weight_decay(group, weight_decay)
    }

    fn set_l1(&mut self, group: Option<GroupId>, l1: f64) -> Result<(), Error> {
        self.inner.lock().set_l1(group, l1)
    }

    fn set_l2(&mut self, group: Option<GroupId>, l2: f64) -> Result<(), Error> {
        self.inner.lock().set_l2(group, l2)
    }

    fn report(&mut self) -> Result<Report, Error> {
        self.submit(|optimizer, encoder| optimizer.measure(encoder))?;
        gpu::block_on(&self.gpu.device, self.inner.lock().report(&self.gpu.queue))
    }

    fn freeze(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.lock().freeze(param)
    }

    fn thaw(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.lock().thaw(param)
    }

    fn is_frozen(&self, param: ParamId) -> Result<bool, Error> {
        self.inner.lock().is_frozen(param)
    }

    fn measure_steps(&mut self, is_wanted: bool) {
        self.measures = is_wanted;
    }

    fn bad_rows(&self) -> Result<u64, Error> {
        let report = gpu::block_on(&self.gpu.device, self.inner.lock().report(&self.gpu.queue))?;
        Ok(report.bad_rows)
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.lock().name(param)?;
        self.values[&param].download(&self.gpu)
    }

    fn copied(&self, param: ParamId) -> Result<Option<Vec<f32>>, Error> {
        self.inner.lock().name(param)?;
        self.copies.get(&param).map(|copy| copy.download(&self.gpu)).transpose()
    }

    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error> {
        gpu::block_on(&self.gpu.device, self.inner.lock().values(&self.gpu.queue, param))
    }

    fn flush(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.lock().name(param)?;
        self.submit(|optimizer, encoder| optimizer.flush(encoder))
    }

    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error> {
        let upload = self.upload(param, &Grad::Rows { indices, values: &[] })?;
        let gpu::Grad::Rows(RowGrad { indices, .. }) = upload.grad() else { unreachable!("they are rows") };
        self.submit(|optimizer, encoder| optimizer.flush_rows(encoder, param, indices))
    }

    fn caught_up(&mut self, param: ParamId, indices: Indices<'_>) -> Result<Vec<f32>, Error> {
        let upload = self.upload(param, &Grad::Rows { indices, values: &[] })?;
        let gpu::Grad::Rows(RowGrad { indices, .. }) = upload.grad() else { unreachable!("they are rows") };
        let copy = Tensor::new(&self.gpu, &self.values(param)?, self.values[&param].format);
        self.submit(|optimizer, encoder| optimizer.catch_up_rows(encoder, param, copy.slice(), indices))?;
        copy.download(&self.gpu)
    }

    fn rearrange_rows(
        &mut self,
        param: ParamId,
        sources: &RowSources,
        on_device: bool,
        table: &[f32],
    ) -> Result<(), Error> {
        self.inner.lock().name(param)?;
        let values = Tensor::new(&self.gpu, table, self.values[&param].format);
        let copy = self.copies.get(&param).map(|copy| Tensor::new(&self.gpu, table, copy.format));
        let words: Vec<_> = sources.iter().map(|source| source.unwrap_or(u32::MAX)).collect();
        let list = Tensor::indices(&self.gpu, &words);
        let sources =
            if on_device { gpu::Sources::Device(list.slice()) } else { gpu::Sources::Host(sources) };
        let table = NewTable::new(sources, values.slice());
        let table = copy.as_ref().map_or(table, |copy| table.copy(copy.slice()));
        self.submit(|optimizer, encoder| optimizer.rearrange_rows(encoder, param, table))?;
        self.values.insert(param, values);
        self.copies.extend(copy.map(|copy| (param, copy)));
        Ok(())
    }

    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        let inner = self.inner.lock();
        let len: usize = inner.shape(param)?.iter().product();
        let words: Vec<f32> = self.gpu.download(inner.accum(param)?)?;
        if words.len() <= len {
            return Ok(words);
        }
        // Four accumulators, four other sums, and so on.
        let runs = words.chunks_exact(8).flat_map(|runs| &runs[..4]);
        Ok(runs.copied().take(len).collect())
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        gpu::block_on(&self.gpu.device, self.inner.lock().snapshot(&self.gpu.queue))
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.inner.lock().restore(&self.gpu.queue, snapshot)
    }

    fn restore_view(&mut self, snapshot: &SnapshotView<'_>, options: &RestoreOptions) -> Result<(), Error> {
        self.inner.lock().restore_view(&self.gpu.queue, snapshot, options)
    }

    fn global_step(&self) -> u64 {
        self.inner.lock().global_step()
    }
}
