//! Upload of a step's uniforms and row tables.

use wgpu::{BufferUsages, util::StagingBelt};

use super::{
    bind_groups::{bind, binding},
    kernels::Kernels,
    memory::growing,
    plan::{
        bindings::BindGroup,
        program::Program,
        uniforms::{ArenaUniforms, Uniforms},
    },
};
use crate::error::Error;

/// Uploads uniforms and row tables through the caller's encoder.
///
/// Not through the queue: with two steps recorded in one encoder, both would use the second step's uniforms.
pub(super) struct Upload {
    memory: Option<UploadMemory>,
}

/// Memory for the uniforms and tables of a step, on the host and on the device.
struct UploadMemory {
    /// Staging buffers as large as `buffer`; each is used again once the device is done with it.
    belt: StagingBelt,
    buffer: wgpu::Buffer,
    bind_groups: UploadBindGroups,
}

/// Bind groups of the uploaded buffer.
#[derive(Clone, Debug)]
pub(super) struct UploadBindGroups {
    /// [`BindGroup::Step`]
    pub(super) step: wgpu::BindGroup,
    /// [`BindGroup::ArenaStep`]
    pub(super) arena_step: wgpu::BindGroup,
    /// [`BindGroup::Patch`]
    pub(super) patch: wgpu::BindGroup,
}

/// Words to write to another buffer, in the same encoder.
pub(super) struct Write<'a> {
    pub(super) buffer: &'a wgpu::Buffer,
    /// Address in words.
    pub(super) at: u64,
    pub(super) words: &'a [u32],
}

impl Upload {
    pub(super) fn new() -> Self {
        Self { memory: None }
    }

    /// Makes memory for a program, and for `other_bytes` of writes to other buffers, unless there is enough.
    pub(super) fn reserve(
        &mut self,
        kernels: &Kernels,
        program: &Program,
        other_bytes: u64,
    ) -> Result<(), Error> {
        let size = program.upload_size() + other_bytes;
        if size > 0 && self.memory.as_ref().is_none_or(|memory| memory.buffer.size() < size) {
            self.memory = Some(UploadMemory::new(kernels, size)?);
        }
        Ok(())
    }

    /// Records the upload and the writes to other buffers; returns the bind groups that read the upload, unless nothing was
    /// ever uploaded.
    pub(super) fn record<'a>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        program: &Program,
        writes: impl Iterator<Item = Write<'a>>,
    ) -> Option<&UploadBindGroups> {
        let memory = self.memory.as_mut()?;
        for Write { buffer, at, words } in writes {
            let bytes: &[u8] = bytemuck::cast_slice(words);
            if let Some(size) = std::num::NonZero::new(bytes.len() as u64) {
                let offset = at * size_of::<u32>() as u64;
                memory.belt.write_buffer(encoder, buffer, offset, size).copy_from_slice(bytes);
            }
        }
        if let Some(size) = std::num::NonZero::new(program.upload_size()) {
            let mut view = memory.belt.write_buffer(encoder, &memory.buffer, 0, size);
            program.upload(|offset, bytes| {
                let start = usize::try_from(offset).expect("an offset in memory");
                view.slice(start..start + bytes.len()).copy_from_slice(bytes);
            });
        }
        memory.belt.finish_and_recall_on_submit(encoder);
        Some(&memory.bind_groups)
    }
}

impl UploadMemory {
    fn new(kernels: &Kernels, size: u64) -> Result<Self, Error> {
        let usage = BufferUsages::UNIFORM | BufferUsages::STORAGE | BufferUsages::COPY_DST;
        let size = size.max(Uniforms::RULES_SIZE);
        let buffer = growing(kernels.device(), "proxgrad step", size, kernels.limits().binding, usage)?;
        let from_start = |size| binding(&buffer, 0, size);
        let whole = || from_start(buffer.size());
        let arena = from_start(size_of::<ArenaUniforms>() as u64);
        let bind_groups = UploadBindGroups {
            step: bind(kernels, BindGroup::Step, &[from_start(Uniforms::SIZE), whole()]),
            arena_step: bind(kernels, BindGroup::ArenaStep, &[arena, from_start(Uniforms::RULES_SIZE)]),
            patch: bind(kernels, BindGroup::Patch, &[whole()]),
        };
        let belt = StagingBelt::new(kernels.device().clone(), buffer.size());
        Ok(Self { belt, buffer, bind_groups })
    }
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let buffer = self.memory.as_ref().map(|memory| &memory.buffer);
        f.debug_struct("Upload").field("buffer", &buffer).finish()
    }
}
