//! The scratch buffers, in which dispatches of a step leave results for later ones.

use wgpu::{BindGroup as WgpuBindGroup, Buffer, BufferUsages};

use super::{
    bind_groups::{BINDING, bind, binding},
    kernels::Kernels,
    memory::growing,
    plan::{bindings::BindGroup, scratch_layout::SLOTS},
    report::ReportBuffers,
};
use crate::error::Error;

/// A scratch buffer for each slot, made anew when a step needs a larger one than any before.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    slots: [Option<ScratchMemory>; SLOTS],
    /// [`BindGroup::AllResults`], once all slots have a buffer.
    all_results: Option<WgpuBindGroup>,
}

#[derive(Debug)]
struct ScratchMemory {
    buffer: Buffer,
    bind_groups: [WgpuBindGroup; KINDS.len()],
}

/// The kinds of bind groups with the scratch buffer of one slot.
const KINDS: [BindGroup; 4] =
    [BindGroup::Scratch, BindGroup::ScratchAndReport, BindGroup::Results, BindGroup::ResultsAndReport];

impl Scratch {
    /// Makes memory for `sizes` bytes in each slot, unless there is enough.
    pub(super) fn reserve(
        &mut self,
        kernels: &Kernels,
        reports: &ReportBuffers,
        sizes: [u64; SLOTS],
    ) -> Result<(), Error> {
        for (slot, size) in sizes.into_iter().enumerate() {
            let memory = &mut self.slots[slot];
            if size > memory.as_ref().map_or(0, |memory| memory.buffer.size()) {
                *memory = Some(ScratchMemory::new(kernels, reports.slot(slot), size)?);
                self.all_results = None;
            }
        }
        if self.all_results.is_none() && self.slots.iter().all(Option::is_some) {
            self.all_results = kernels.status().guarded(BINDING, || Ok(self.bind_all(kernels)))?;
        }
        Ok(())
    }

    /// The buffer of a slot, unless nothing was ever reserved.
    pub(super) fn buffer(&self, slot: usize) -> Option<&Buffer> {
        self.slots[slot].as_ref().map(|memory| &memory.buffer)
    }

    fn bind_all(&self, kernels: &Kernels) -> Option<WgpuBindGroup> {
        let [Some(first), Some(second), Some(third), Some(fourth)] = &self.slots else { return None };
        let slots = [first, second, third, fourth];
        let resources = slots.map(|slot| binding(&slot.buffer, 0, slot.buffer.size()));
        Some(bind(kernels, BindGroup::AllResults, &resources))
    }

    /// The bind group of this kind for a slot, if it is one with scratch buffers.
    pub(super) fn bind_group(&self, kind: BindGroup, slot: usize) -> Option<&WgpuBindGroup> {
        if kind == BindGroup::AllResults {
            return self.all_results.as_ref();
        }
        let index = KINDS.iter().position(|&other| other == kind)?;
        self.slots[slot].as_ref().map(|memory| &memory.bind_groups[index])
    }
}

impl ScratchMemory {
    fn new(kernels: &Kernels, report: &Buffer, size: u64) -> Result<Self, Error> {
        let (status, limit) = (kernels.status(), kernels.limits().binding);
        // Groups of indices are copied from and to it.
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
        let buffer = growing(status, "proxgrad scratch", size, limit, usage)?;
        let resources = [&buffer, report].map(|buffer| binding(buffer, 0, buffer.size()));
        let bind_group = |kind: BindGroup| bind(kernels, kind, &resources[..kind.bindings().len()]);
        let bind_groups = status.guarded(BINDING, || Ok(KINDS.map(bind_group)))?;
        Ok(Self { buffer, bind_groups })
    }
}
