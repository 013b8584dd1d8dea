//! Buffers and bind groups of an arena.

use std::ops::Range;

use wgpu::BufferUsages;

use super::{
    arena_layout::ArenaLayout,
    bind_groups::{BINDING, bind, binding},
    buffer_range::BufferRange,
    kernels::Kernels,
    memory::filled,
    param_buffers::{LEAST_STATE, ParamBuffers, check_binding, initial_state},
    plan::{ARENA_BLOCK, bindings::BindGroup},
    planes::state_size,
};
use crate::{
    error::Error,
    params::{ParamId, ParamInfo},
};

/// Buffers and bind groups of an arena.
#[derive(Debug)]
pub(super) struct ArenaBuffers {
    /// The arena as if it were one parameter.
    pub(super) info: ParamInfo,
    /// Buffers of the whole arena.
    pub(super) buffers: ParamBuffers,
    /// [`BindGroup::ArenaBlocks`]
    pub(super) blocks: wgpu::BindGroup,
    pub(super) params: Vec<ParamId>,
    layout: ArenaLayout,
    /// Index of the first parameter.
    first_param: usize,
    /// Indices of centralized parameters, whose updates need means first, and their ranges of elements.
    pub(super) centralized: Vec<(usize, Range<u64>)>,
    /// Ranges of elements that belong to one parameter group each, without frozen parameters.
    pub(super) group_ranges: Vec<(usize, Range<u64>)>,
}

impl ArenaBuffers {
    /// Makes the buffers of an arena, and those of each of its parameters. `first_param` is the index of the first parameter.
    pub(super) fn new(
        kernels: &Kernels,
        layout: &ArenaLayout,
        values: &BufferRange,
        first_param: usize,
    ) -> Result<(Self, Vec<ParamBuffers>), Error> {
        let info = layout.info();
        let state = arena_state(kernels, layout, &info)?;
        let param = |(info, place): (&ParamInfo, &Range<u64>)| {
            let (values, state) = (values.part(place.clone()), state.part(place.clone()));
            let buffers = ParamBuffers::new(kernels, info, info.width(), &values, state, layout.grads, None);
            buffers.check_centralized(kernels, info).map(|()| buffers)
        };
        let params = layout.infos.iter().zip(&layout.places).map(param).collect::<Result<Vec<_>, _>>()?;
        let blocks = bind_blocks(kernels, &info, &layout.block_words(first_param))?;
        let members = layout.infos.iter().zip(&layout.places).enumerate();
        let centralized = members
            .filter(|(_, (info, _))| info.centralized)
            .map(|(member, (_, place))| (first_param + member, place.clone()))
            .collect();
        let buffers = ParamBuffers::new(kernels, &info, ARENA_BLOCK, values, state, layout.grads, None);
        let group_ranges = layout.group_ranges();
        let layout = layout.clone();
        Ok((
            Self {
                info,
                buffers,
                blocks,
                params: Vec::new(),
                layout,
                first_param,
                centralized,
                group_ranges,
            },
            params,
        ))
    }

    /// Sets whether steps leave the parameter with this index as it is. Steps that are recorded already are not concerned: they
    /// bind another buffer.
    pub(super) fn set_frozen(
        &mut self,
        kernels: &Kernels,
        param: usize,
        is_frozen: bool,
    ) -> Result<(), Error> {
        let mut layout = self.layout.clone();
        layout.frozen[param - self.first_param] = is_frozen;
        self.blocks = bind_blocks(kernels, &self.info, &layout.block_words(self.first_param))?;
        self.group_ranges = layout.group_ranges();
        self.layout = layout;
        Ok(())
    }
}

/// Makes the initial state of a whole arena, that of each parameter at its place.
fn arena_state(kernels: &Kernels, layout: &ArenaLayout, info: &ParamInfo) -> Result<BufferRange, Error> {
    let in_memory = |elements| usize::try_from(elements).expect("the device has memory for them");
    let planes = info.planes();
    let mut state = vec![0.0f32; in_memory(state_size(info.len, planes)) / size_of::<f32>()];
    for (info, place) in layout.infos.iter().zip(&layout.places) {
        let pattern = initial_state(info);
        let [start, end] = [place.start, place.end.next_multiple_of(4)].map(in_memory);
        let place = &mut state[start * planes..end * planes];
        place.chunks_mut(pattern.len().max(1)).for_each(|four| four.copy_from_slice(&pattern[..four.len()]));
    }
    let bytes: &[u8] = bytemuck::cast_slice(&state);
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let (label, size) = (format!("proxgrad state of {}", info.name), bytes.len() as u64);
    let buffer = filled(kernels.status(), &label, size.max(LEAST_STATE), usage, |view| copy(view, bytes))?;
    Ok(BufferRange::whole(buffer, size, planes as u64))
}

fn bind_blocks(kernels: &Kernels, info: &ParamInfo, words: &[u32]) -> Result<wgpu::BindGroup, Error> {
    let bytes: &[u8] = bytemuck::cast_slice(words);
    check_binding(kernels, info, "the places of parameters", bytes.len() as u64)?;
    let (label, usage) = ("proxgrad arena blocks", BufferUsages::STORAGE);
    let buffer = filled(kernels.status(), label, bytes.len() as u64, usage, |view| copy(view, bytes))?;
    let bind = || Ok(bind(kernels, BindGroup::ArenaBlocks, &[binding(&buffer, 0, buffer.size())]));
    kernels.status().guarded(BINDING, bind)
}

fn copy(mut view: wgpu::BufferViewMut, bytes: &[u8]) {
    view.slice(..bytes.len()).copy_from_slice(bytes);
}
