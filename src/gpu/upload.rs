//! Upload of a step's uniforms and row tables.

use wgpu::BufferUsages;

use super::{
    bind_groups::{BINDING, bind, binding},
    kernels::Kernels,
    memory::growing,
    plan::{
        bindings::BindGroup,
        program::Program,
        uniforms::{ArenaUniforms, Uniforms},
    },
    staging::{Staging, StagingRing},
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
    /// Staging buffers for the upload and the writes to other buffers.
    staging: StagingRing,
    buffer: wgpu::Buffer,
    bind_groups: UploadBindGroups,
}

/// Bind groups of the uploaded buffer.
#[derive(Clone, Debug)]
pub(super) struct UploadBindGroups {
    /// [`BindGroup::Step`]
    pub(super) step: wgpu::BindGroup,
    /// [`BindGroup::StepAndTable`]
    pub(super) step_and_table: wgpu::BindGroup,
    /// [`BindGroup::SortStep`]
    pub(super) sort_step: wgpu::BindGroup,
    /// [`BindGroup::SortStepAndTable`]
    pub(super) sort_step_and_table: wgpu::BindGroup,
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

    /// Makes memory for a program, and for `other_bytes` of writes to other buffers, unless there is enough. Nothing is made
    /// where as many bytes were uploaded before, by as many recordings in flight at a time.
    ///
    /// Returns the staging buffer for [`Upload::record`], unless there is nothing to upload.
    pub(super) fn reserve(
        &mut self,
        kernels: &Kernels,
        program: &Program,
        other_bytes: u64,
    ) -> Result<Option<Staging>, Error> {
        let size = program.upload_size() + other_bytes;
        if size == 0 {
            return Ok(None);
        }
        let fits = |memory: &UploadMemory| {
            memory.buffer.size() >= program.upload_size() && memory.staging.size() >= size
        };
        let memory = match self.memory.take_if(|memory| fits(memory)) {
            Some(memory) => memory,
            None => UploadMemory::new(kernels, size)?,
        };
        self.memory.insert(memory).staging.take(kernels.status()).map(Some)
    }

    /// Records the upload and the writes to other buffers; returns the bind groups that read the upload, unless nothing was
    /// ever uploaded.
    pub(super) fn record<'a>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        program: &Program,
        staging: Option<Staging>,
        writes: impl Iterator<Item = Write<'a>>,
    ) -> Option<&UploadBindGroups> {
        let memory = self.memory.as_mut()?;
        let mut writes = writes.filter(|write| !write.words.is_empty()).peekable();
        let Some(mut staging) = staging else { return Some(&memory.bind_groups) };
        if program.upload_size() == 0 && writes.peek().is_none() {
            staging.give_back();
            return Some(&memory.bind_groups);
        }
        for Write { buffer, at, words } in writes {
            let bytes: &[u8] = bytemuck::cast_slice(words);
            let offset = at * size_of::<u32>() as u64;
            staging.copy(encoder, buffer, offset, bytes.len() as u64).copy_from_slice(bytes);
        }
        if program.upload_size() > 0 {
            let mut view = staging.copy(encoder, &memory.buffer, 0, program.upload_size());
            program.upload(|offset, bytes| {
                let start = usize::try_from(offset).expect("an offset in memory");
                view.slice(start..start + bytes.len()).copy_from_slice(bytes);
            });
        }
        staging.finish(encoder);
        Some(&memory.bind_groups)
    }
}

impl UploadMemory {
    fn new(kernels: &Kernels, size: u64) -> Result<Self, Error> {
        let usage = BufferUsages::UNIFORM | BufferUsages::STORAGE | BufferUsages::COPY_DST;
        let size = size.max(Uniforms::RULES_SIZE);
        let buffer = growing(kernels.status(), "proxgrad step", size, kernels.limits().binding, usage)?;
        let bind_groups =
            kernels.status().guarded(BINDING, || Ok(UploadBindGroups::new(kernels, &buffer)))?;
        // Apart from the buffer, which one binding covers, writes to other buffers need room too.
        let staging = StagingRing::new(buffer.size().max(size));
        Ok(Self { staging, buffer, bind_groups })
    }
}

impl UploadBindGroups {
    fn new(kernels: &Kernels, buffer: &wgpu::Buffer) -> Self {
        let from_start = |size| binding(buffer, 0, size);
        let whole = || from_start(buffer.size());
        let sorts = || from_start(Uniforms::SORTS_SIZE);
        let arena = from_start(size_of::<ArenaUniforms>() as u64);
        Self {
            step: bind(kernels, BindGroup::Step, &[from_start(Uniforms::SIZE)]),
            step_and_table: bind(kernels, BindGroup::StepAndTable, &[from_start(Uniforms::SIZE), whole()]),
            sort_step: bind(kernels, BindGroup::SortStep, &[sorts()]),
            sort_step_and_table: bind(kernels, BindGroup::SortStepAndTable, &[sorts(), whole()]),
            arena_step: bind(kernels, BindGroup::ArenaStep, &[arena, from_start(Uniforms::RULES_SIZE)]),
            patch: bind(kernels, BindGroup::Patch, &[whole()]),
        }
    }
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let buffer = self.memory.as_ref().map(|memory| &memory.buffer);
        f.debug_struct("Upload").field("buffer", &buffer).finish()
    }
}
