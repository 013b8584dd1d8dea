//! The scratch buffer, in which dispatches of a step leave results for later ones.

use wgpu::BufferUsages;

use super::{
    bind_groups::{bind, binding},
    kernels::Kernels,
    memory::growing,
    plan::bindings::BindGroup,
};
use crate::error::Error;

/// The scratch buffer; made anew when a step needs more than any before.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    memory: Option<ScratchMemory>,
}

#[derive(Debug)]
struct ScratchMemory {
    buffer: wgpu::Buffer,
    bind_group: wgpu::BindGroup,
}

impl Scratch {
    /// Makes memory for `size` bytes, unless there is enough.
    pub(super) fn reserve(
        &mut self,
        kernels: &Kernels,
        report: &wgpu::Buffer,
        size: u64,
    ) -> Result<(), Error> {
        if size == 0 || self.memory.as_ref().is_some_and(|memory| memory.buffer.size() >= size) {
            return Ok(());
        }
        let binding_limit = kernels.limits().binding;
        // Tests read back what the sort leaves.
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC;
        let buffer = growing(kernels.device(), "proxgrad scratch", size, binding_limit, usage)?;
        let resources = [binding(&buffer, 0, buffer.size()), binding(report, 0, report.size())];
        let bind_group = bind(kernels, BindGroup::Scratch, &resources);
        self.memory = Some(ScratchMemory { buffer, bind_group });
        Ok(())
    }

    /// The buffer, unless nothing was ever reserved.
    pub(super) fn buffer(&self) -> Option<&wgpu::Buffer> {
        self.memory.as_ref().map(|memory| &memory.buffer)
    }

    /// [`BindGroup::Scratch`]: the scratch buffer and the report.
    pub(super) fn bind_group(&self) -> &wgpu::BindGroup {
        &self.memory.as_ref().expect("`reserve` comes first").bind_group
    }
}
