//! Arenas: many parameters side by side, in one buffer each for values and gradients, and updated by one dispatch.

use std::{collections::HashSet, ops::Range};

use wgpu::BufferSlice;

use super::{
    arena_buffers::ArenaBuffers,
    arena_layout::ArenaLayout,
    buffer_range::{BufferRange, tensor_size},
    optimizer::{ProximalAdagrad, check_bindable},
    param_buffers::check_buffer,
};
use crate::{
    error::Error,
    format::Format,
    params::{GroupId, ParamId},
    rule::Rows,
};

/// A parameter of an [`Arena`]: name, shape, and perhaps a parameter group.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    name: &'a str,
    shape: &'a [usize],
    group: Option<GroupId>,
}

impl<'a> Member<'a> {
    /// A parameter in no group. `shape` is empty for a scalar.
    pub fn new(name: &'a str, shape: &'a [usize]) -> Self {
        Self { name, shape, group: None }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }
}

/// The places of many parameters side by side in one buffer of values, and of their gradients in one buffer like it.
///
/// A step updates a whole arena in one dispatch, at the cost of one tensor of that size, on the device and on the host: for
/// models of hundreds of tensors, where a dispatch for each of them would cost more than the work.
///
/// The arena decides the places; the buffers are the caller's. Every parameter begins at an offset that the device can bind,
/// so that the caller's kernels can read and write single parameters. Steps overwrite the gaps between parameters.
///
/// ```
/// use proxgrad::{Arena, Config, Group, Kernels, Member, ProximalAdagrad, gpu, wgpu};
///
/// # let instance = gpu::instance()?;
/// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
/// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
/// #     choice => choice?,
/// # };
/// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
/// # let buffer = |size| device.create_buffer(&wgpu::BufferDescriptor {
/// #     label: None,
/// #     size,
/// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
/// #     mapped_at_creation: false,
/// # });
/// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
/// let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
/// let biases = optimizer.add_group(Group { l1: Some(0.0), ..Group::default() })?;
///
/// let members = [Member::new("weight", &[128, 64]), Member::new("bias", &[128]).group(biases)];
/// let arena = Arena::new(&optimizer, &members)?;
/// let (values, grads) = (buffer(arena.size()), buffer(arena.size()));
/// queue.write_buffer(&values, arena.range(1).start, bytemuck::cast_slice(&[0.5f32; 128]));
/// queue.write_buffer(&grads, arena.range(1).start, bytemuck::cast_slice(&[1.0f32; 128]));
/// let layer = optimizer.add_arena(&arena, values.slice(..))?;
///
/// let mut encoder = device.create_command_encoder(&Default::default());
/// let mut step = optimizer.begin_step(&mut encoder);
/// step.arena(layer, grads.slice(..))?;
/// step.finish()?;
/// queue.submit([encoder.finish()]);
///
/// let bias = values.slice(arena.range(1));
/// let bias: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, bias))?;
/// assert!(bias.iter().all(|b| (b - 0.40465).abs() < 1e-4)); // 0.5 − 0.1·1/√(0.1 + 1²)
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Arena {
    layout: ArenaLayout,
    /// Number of the optimizer whose groups the members have.
    registry: u64,
}

/// An arena of one optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArenaId {
    registry: u64,
    index: usize,
}

impl Arena {
    /// Finds a place for each of these parameters, with values and gradients in f32. Parameters with the same rates come to lie
    /// together. Nothing is registered yet.
    ///
    /// # Errors
    /// A rule that takes rows as a whole; a name taken or given twice, a group of another optimizer, a shape too large; together more than one buffer of
    /// the device may hold.
    pub fn new(optimizer: &ProximalAdagrad, members: &[Member<'_>]) -> Result<Self, Error> {
        Self::with_formats(optimizer, members, Format::F32, Format::F32)
    }

    /// The same with values and gradients in these formats.
    ///
    /// # Errors
    /// As [`Arena::new`].
    pub fn with_formats(
        optimizer: &ProximalAdagrad,
        members: &[Member<'_>],
        values: Format,
        grads: Format,
    ) -> Result<Self, Error> {
        if let Some(member) = members.first().filter(|_| optimizer.registry.takes_rows()) {
            return Err(Error::RuleInArena { name: member.name.to_owned() });
        }
        let mut names = HashSet::new();
        let infos = members.iter().map(|member| {
            if !names.insert(member.name) {
                return Err(Error::DuplicateName { name: member.name.to_owned() });
            }
            optimizer.registry.draft(member.name, member.shape, member.group, Rows::Touched)
        });
        let infos = infos.collect::<Result<Vec<_>, _>>()?;
        let device = optimizer.kernels.device();
        let element_size = values.bytes().min(grads.bytes());
        let alignment = optimizer.kernels.limits().alignment.div_ceil(element_size);
        let what = format!("an arena of {} parameters", infos.len());
        let check_size = |bytes| check_buffer(device, &what, bytes);
        let layout = ArenaLayout::new(infos, [values, grads], alignment, check_size)?;
        Ok(Self { layout, registry: optimizer.registry.id() })
    }

    /// Bytes of the values: the length of the slice that [`ProximalAdagrad::add_arena`] takes.
    pub fn size(&self) -> u64 {
        self.layout.elements() * self.layout.values.bytes()
    }

    /// Bytes of the gradients: as many as the values, where the formats are the same.
    pub fn grads_size(&self) -> u64 {
        self.layout.elements() * self.layout.grads.bytes()
    }

    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.layout.infos.len()
    }

    /// Whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.layout.infos.is_empty()
    }

    /// Bytes of a member's values, row-major, counted from the start of the arena's slice; also of its gradient, where the
    /// formats are the same. The length is a multiple of 4. `member` is the position among the members.
    ///
    /// # Panics
    /// There are not so many members.
    pub fn range(&self, member: usize) -> Range<u64> {
        self.range_in(member, self.layout.values)
    }

    /// Bytes of a member's gradient, counted from the start of the arena's slice of gradients.
    ///
    /// # Panics
    /// There are not so many members.
    pub fn grads_range(&self, member: usize) -> Range<u64> {
        self.range_in(member, self.layout.grads)
    }

    /// Elements of a member's values, and of its gradient: positions in the arena's tensors, whatever their formats, for kernels
    /// that index them. Copies take [`Arena::range`], in bytes.
    ///
    /// # Panics
    /// There are not so many members.
    pub fn elements(&self, member: usize) -> Range<u64> {
        self.layout.places[member].clone()
    }

    fn range_in(&self, member: usize, format: Format) -> Range<u64> {
        let place = &self.layout.places[member];
        let start = place.start * format.bytes();
        start..start + tensor_size(place.end - place.start, format)
    }
}

impl ProximalAdagrad {
    /// Registers all parameters of an arena, in the order of its members, and makes their accumulators. `values` is a slice as
    /// for [`Param::new`](super::Param::new), of [`Arena::size`] bytes.
    ///
    /// [`ProximalAdagrad::arena_params`] returns the ids of the parameters. A step may give single parameters their gradients,
    /// if it gives the arena none.
    ///
    /// # Errors
    /// An arena made for another optimizer, a name taken since; otherwise as [`ProximalAdagrad::add_param`].
    pub fn add_arena(&mut self, arena: &Arena, values: BufferSlice<'_>) -> Result<ArenaId, Error> {
        self.ready("registering an arena")?;
        let Arena { layout, registry } = arena;
        if *registry != self.registry.id() {
            return Err(Error::ForeignId { what: "arena" });
        }
        layout.infos.iter().try_for_each(|info| self.registry.check_name(&info.name))?;
        let info = layout.info();
        let alignment = self.kernels.limits().alignment;
        let values = BufferRange::new(values, layout.values, &info, "values", info.len, alignment)?;
        self.overlap_map.check(&values, &info, "values", self.registry.infos())?;
        check_bindable(&self.kernels, &info, "values", &values)?;
        let first = self.params.len();
        let (mut buffers, params) = ArenaBuffers::new(&self.kernels, layout, &values, first)?;
        for (member, (mut param, end)) in params.into_iter().zip(layout.ends()).enumerate() {
            let place_and_gap = layout.places[member].start..end;
            self.overlap_map.insert(&values.part(place_and_gap), first + member);
            param.arena = Some(self.arenas.len());
            self.params.push(param);
        }
        buffers.params = layout.infos.iter().map(|info| self.registry.add(info.clone())).collect();
        self.arenas.push(buffers);
        Ok(ArenaId { registry: *registry, index: self.arenas.len() - 1 })
    }

    /// The parameters of an arena, in the order of its members.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn arena_params(&self, arena: ArenaId) -> Result<&[ParamId], Error> {
        Ok(&self.arenas[self.arena_index(arena)?].params)
    }

    pub(super) fn arena_index(&self, arena: ArenaId) -> Result<usize, Error> {
        if arena.registry == self.registry.id() {
            Ok(arena.index)
        } else {
            Err(Error::ForeignId { what: "arena" })
        }
    }
}
