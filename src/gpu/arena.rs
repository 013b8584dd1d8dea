//! Many parameters side by side, in one buffer for each role: one dispatch updates them all, whatever their number.

use std::{collections::HashSet, ops::Range as Span};

use wgpu::{BufferSlice, BufferUsages};

use super::{
    binding::{bind, binding},
    kernels::Kernels,
    memory::filled,
    optimizer::{ProximalAdagrad, check_buffer},
    resident::Resident,
    resident::stream,
    tensor::{Range, bytes},
};
use crate::{
    error::Error,
    format::Format,
    gpu::plan::{BLOCK_OF_ARENA, NONE},
    params::{GroupId, ParamId, ParamInfo},
    rule::Rows,
};

/// A parameter that is to live in an [`Arena`]: a name, a shape, perhaps a group.
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

/// Where many parameters lie side by side in one buffer of values, and their gradients in one like it.
///
/// A step updates all of an arena in one dispatch, at the cost of one tensor of that size, on the device and on the
/// host: for models of hundreds of tensors, where a dispatch for each would cost more than the work.
///
/// The arena decides the places; the buffers are the caller's. Every parameter begins where the device can bind it, so
/// kernels of the caller's can read and write a single one. What lies between parameters is the arena's: it is
/// overwritten by steps, and means nothing.
///
/// ```
/// use proxgrad::{Arena, Config, Group, Kernels, Member, ProximalAdagrad, gpu, wgpu};
///
/// # let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
/// # let choice = pollster::block_on(gpu::choose(&instance, gpu::Prefer::Gpu, None))?;
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
    /// In the members' order.
    entries: Vec<ParamInfo>,
    /// In the members' order: elements.
    places: Vec<Span<u64>>,
    /// Which rule each block of elements obeys, or `NONE`.
    blocks: Vec<u32>,
    /// Of whom the groups are.
    registry: u64,
    /// How values and gradients are stored.
    formats: [Format; 2],
}

/// An arena of one optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArenaId {
    registry: u64,
    index: usize,
}

impl Arena {
    /// Finds a place for each of these parameters; those with the same rates come to lie together. Nothing is registered
    /// yet.
    ///
    /// # Errors
    /// A name taken or given twice, a group of another optimizer, a shape too large; together more than one buffer of
    /// the device may hold.
    pub fn new(optimizer: &ProximalAdagrad, members: &[Member<'_>]) -> Result<Self, Error> {
        Self::with_formats(optimizer, members, Format::F32, Format::F32)
    }

    /// The same with values and gradients stored in these formats.
    ///
    /// # Errors
    /// As [`Arena::new`].
    pub fn with_formats(
        optimizer: &ProximalAdagrad,
        members: &[Member<'_>],
        values: Format,
        grads: Format,
    ) -> Result<Self, Error> {
        let mut names = HashSet::new();
        let entries = members.iter().map(|member| {
            if !names.insert(member.name) {
                return Err(Error::DuplicateName { name: member.name.to_owned() });
            }
            optimizer.registry.draft(member.name, member.shape, member.group, Rows::Touched)
        });
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        let device = optimizer.kernels.device();
        let smallest = values.bytes().min(grads.bytes());
        let alignment = optimizer.kernels.limits().alignment.div_ceil(smallest);
        let (places, blocks) = place(&entries, alignment, |bytes| {
            check_buffer(device, &format!("an arena of {} parameters", entries.len()), bytes)
        })?;
        Ok(Self { entries, places, blocks, registry: optimizer.registry.id(), formats: [values, grads] })
    }

    /// Bytes that the values need: the length of the slice to hand in.
    pub fn size(&self) -> u64 {
        self.elements() * self.formats[0].bytes()
    }

    /// Bytes that the gradients need: as many as the values, where the formats are the same.
    pub fn grads_size(&self) -> u64 {
        self.elements() * self.formats[1].bytes()
    }

    fn elements(&self) -> u64 {
        self.blocks.len() as u64 * BLOCK_OF_ARENA
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes where the values of the parameter at this place among the members lie, row-major, and in the gradients its
    /// gradient, where the formats are the same: counted from the start of the arena's slice. Whole words.
    ///
    /// # Panics
    /// There are not so many members.
    pub fn range(&self, member: usize) -> Span<u64> {
        self.range_in(member, self.formats[0])
    }

    /// Bytes where the gradient of the parameter at this place among the members lies.
    ///
    /// # Panics
    /// There are not so many members.
    pub fn grads_range(&self, member: usize) -> Span<u64> {
        self.range_in(member, self.formats[1])
    }

    fn range_in(&self, member: usize, format: Format) -> Span<u64> {
        let place = &self.places[member];
        let start = place.start * format.bytes();
        start..start + bytes(place.end - place.start, format)
    }

    /// What errors call it, and what is checked of it as of one parameter.
    fn as_entry(&self) -> ParamInfo {
        let name = match &self.entries[..] {
            [] => "arena of none".to_owned(),
            [first, rest @ ..] => format!("arena of {} and {} more", first.name, rest.len()),
        };
        ParamInfo {
            name,
            shape: Vec::new(),
            len: self.elements(),
            accum: 0.0,
            group: 0,
            centralized: false,
            rows: Rows::Touched,
        }
    }
}

/// Places for these parameters, and the rule of each block that they take up: equal rules come together.
fn place(
    entries: &[ParamInfo],
    alignment: u64,
    check: impl Fn(u64) -> Result<(), Error>,
) -> Result<(Vec<Span<u64>>, Vec<u32>), Error> {
    let mut order: Vec<_> = (0..entries.len()).collect();
    order.sort_by_key(|&member| rule_of(&entries[member]));
    let mut places = vec![0..0; entries.len()];
    let mut blocks = Vec::new();
    let mut end = 0u64;
    for member in order {
        let rule = rule_of(&entries[member]);
        let shared = blocks.last() == Some(&rule);
        let start = end.next_multiple_of(if shared { alignment } else { alignment.max(BLOCK_OF_ARENA) });
        end = start.saturating_add(entries[member].len);
        // Accumulators are f32.
        check(end.saturating_mul(size_of::<f32>() as u64))?;
        places[member] = start..end;
        blocks.resize(usize::try_from(end.div_ceil(BLOCK_OF_ARENA)).unwrap_or(usize::MAX), rule);
    }
    Ok((places, blocks))
}

/// The rule of a parameter's blocks: none where the means of its gradients are needed first.
fn rule_of(entry: &ParamInfo) -> u32 {
    if entry.centralized { NONE } else { u32::try_from(entry.group).expect("groups are in memory") }
}

/// An arena on the device.
#[derive(Debug)]
pub(super) struct ResidentArena {
    /// Errors name it by this.
    pub(super) entry: ParamInfo,
    /// All of it, as if it were one parameter.
    pub(super) resident: Resident,
    /// Group 3.
    pub(super) blocks: wgpu::BindGroup,
    pub(super) params: Vec<ParamId>,
    /// Parameters whose means are needed first, and where in the arena they lie.
    pub(super) centralized: Vec<(usize, Span<u64>)>,
    /// Elements with the numbers of each lane.
    pub(super) stretches: Vec<(usize, Span<u64>)>,
}

impl ProximalAdagrad {
    /// Registers all parameters of an arena, in the order of its members, and makes their accumulators. `values` are as
    /// for [`Param::new`](super::Param::new), [`Arena::size`] bytes.
    ///
    /// Each of the parameters is one like any other: [`ProximalAdagrad::arena_params`] has their ids, and a step may give
    /// a single one its gradient, if the arena has none in that step.
    ///
    /// # Errors
    /// An arena made for another optimizer, a name taken since; otherwise as [`ProximalAdagrad::add_param`].
    pub fn add_arena(&mut self, arena: &Arena, values: BufferSlice<'_>) -> Result<ArenaId, Error> {
        if arena.registry != self.registry.id() {
            return Err(Error::ForeignId { what: "arena" });
        }
        arena.entries.iter().try_for_each(|entry| self.registry.check_name(&entry.name))?;
        let whole = arena.as_entry();
        let values = Range::new(
            values,
            arena.formats[0],
            &whole,
            "values",
            whole.len,
            self.kernels.limits().alignment,
        )?;
        self.territory.check(&values, &whole, "values", self.registry.infos())?;
        let accum = accumulators(&self.kernels, arena, &whole, whole.len * size_of::<f32>() as u64)?;
        let residents = arena.residents(&self.kernels, &values, &accum)?;
        let first = self.residents.len();
        let blocks = blocks(&self.kernels, arena, first)?;
        let ends = arena.ends();
        for (member, mut resident) in residents.into_iter().enumerate() {
            let until_next = arena.places[member].start..ends[member];
            self.territory.claim(&values.part(until_next), first + member);
            resident.arena = Some(self.arenas.len());
            self.residents.push(resident);
        }
        let params = arena.entries.iter().map(|entry| self.registry.add(entry.clone())).collect();
        let centralized = (0..arena.len())
            .filter(|&member| arena.entries[member].centralized)
            .map(|member| (first + member, arena.places[member].clone()))
            .collect();
        let resident =
            Resident::new(&self.kernels, &whole, BLOCK_OF_ARENA, &values, accum, arena.formats[1], None);
        let stretches = arena.stretches();
        self.arenas.push(ResidentArena { entry: whole, resident, blocks, params, centralized, stretches });
        Ok(ArenaId { registry: arena.registry, index: self.arenas.len() - 1 })
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

impl Arena {
    /// Each parameter for itself.
    fn residents(&self, kernels: &Kernels, values: &Range, accum: &Range) -> Result<Vec<Resident>, Error> {
        let resident = |(entry, place): (&ParamInfo, &Span<u64>)| {
            let (values, accum) = (values.part(place.clone()), accum.part(place.clone()));
            let resident =
                Resident::new(kernels, entry, entry.width(), &values, accum, self.formats[1], None);
            resident.check_centralized(kernels, entry).map(|()| resident)
        };
        self.entries.iter().zip(&self.places).map(resident).collect()
    }

    /// The elements with the numbers of each lane: places of one lane come together.
    fn stretches(&self) -> Vec<(usize, Span<u64>)> {
        let mut stretches: Vec<(usize, Span<u64>)> = Vec::new();
        for (&rule, block) in self.blocks.iter().zip(0..) {
            let elements = block * BLOCK_OF_ARENA..(block + 1) * BLOCK_OF_ARENA;
            match stretches.last_mut() {
                _ if rule == NONE => {}
                Some((lane, stretch)) if *lane == rule as usize && stretch.end == elements.start => {
                    stretch.end = elements.end;
                }
                _ => stretches.push((rule as usize, elements)),
            }
        }
        stretches
    }

    /// Members in the order of their places.
    fn by_place(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.len()).collect();
        order.sort_by_key(|&member| (self.places[member].start, self.places[member].end));
        order
    }

    /// Which of the members, by place, each block begins with.
    fn members_of_blocks(&self) -> impl Iterator<Item = u32> {
        let order = self.by_place();
        let begins: Vec<_> = order.iter().map(|&member| self.places[member].start).collect();
        (0..self.blocks.len() as u64).map(move |block| {
            let behind = begins.partition_point(|&start| start <= block * BLOCK_OF_ARENA);
            u32::try_from(behind.saturating_sub(1)).expect("parameters are in memory")
        })
    }

    /// Where members begin, by place, and what rounding by chance tells them apart by; behind them what begins nowhere.
    #[expect(clippy::cast_possible_truncation, reason = "a binding has fewer elements")]
    fn starts(&self, first: usize) -> impl Iterator<Item = u32> {
        let order = self.by_place().into_iter();
        let of = move |member: usize| [self.places[member].start as u32, stream(first + member)];
        order.flat_map(of).chain([u32::MAX])
    }

    /// Where each parameter's place ends, with what lies between it and the next.
    fn ends(&self) -> Vec<u64> {
        let mut ends = vec![0; self.len()];
        let mut end = self.elements();
        for member in self.by_place().into_iter().rev() {
            ends[member] = end;
            end = self.places[member].start;
        }
        ends
    }
}

/// The accumulators of a whole arena, each at its parameter's start.
fn accumulators(kernels: &Kernels, arena: &Arena, whole: &ParamInfo, size: u64) -> Result<Range, Error> {
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let mut accums = vec![0.0f32; usize::try_from(whole.len).expect("the device has room for it")];
    for (entry, place) in arena.entries.iter().zip(&arena.places) {
        let in_memory = |element| usize::try_from(element).expect("so are its parts");
        accums[in_memory(place.start)..in_memory(place.end)].fill(entry.accum);
    }
    let label = format!("proxgrad accum of {}", whole.name);
    let buffer =
        filled(kernels.device(), &label, size, usage, |view| copy(view, bytemuck::cast_slice(&accums)))?;
    Ok(Range { buffer, offset: 0, size, format: Format::F32 })
}

/// Group 3: which rule each block obeys; and which parameter is the first in each, where parameters begin, and what rounding
/// by chance tells them apart by. `first` is the number of the first.
fn blocks(kernels: &Kernels, arena: &Arena, first: usize) -> Result<wgpu::BindGroup, Error> {
    let words = arena.blocks.iter().copied().chain(arena.members_of_blocks()).chain(arena.starts(first));
    let words: Vec<u32> = words.collect();
    let bytes: &[u8] = bytemuck::cast_slice(&words);
    let size = bytes.len() as u64;
    let label = "proxgrad blocks";
    let buffer = filled(kernels.device(), label, size, BufferUsages::STORAGE, |view| copy(view, bytes))?;
    Ok(bind(kernels.device(), label, &kernels.layouts().blocks, &[binding(&buffer, 0, buffer.size())]))
}

fn copy(mut view: wgpu::BufferViewMut, bytes: &[u8]) {
    view.slice(..bytes.len()).copy_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(len: u64, lane: usize) -> ParamInfo {
        let centralized = lane == 9;
        ParamInfo {
            name: String::new(),
            shape: Vec::new(),
            len,
            accum: 0.1,
            group: lane,
            centralized,
            rows: Rows::Touched,
        }
    }

    #[test]
    fn equal_rules_share_blocks_and_nobody_overlaps() {
        let entries = [entry(5, 1), entry(300, 0), entry(7, 1), entry(0, 0), entry(4, 9), entry(1, 0)];
        let (places, blocks) = place(&entries, 8, |_| Ok(())).unwrap();
        assert_eq!(places, [512..517, 0..300, 520..527, 304..304, 768..772, 304..305]);
        assert_eq!(blocks, [0, 0, 1, NONE]);
    }

    #[test]
    fn what_no_buffer_can_hold_is_refused_before_memory_is_asked_for() {
        let refuse = |bytes| if bytes > 1 << 40 { Err(Error::NoParams) } else { Ok(()) };
        assert!(place(&[entry(1 << 60, 0), entry(u64::MAX - 5, 0)], 64, refuse).is_err());
    }
}
