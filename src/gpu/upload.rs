//! The numbers of a step on their way to the device.

use wgpu::{BufferUsages, util::StagingBelt};

use super::{
    binding::{bind, binding},
    kernels::Kernels,
    memory::growing,
};
use crate::{
    error::Error,
    gpu::plan::{Arena, Plan, Told},
};

/// Slots and row tables of a step, uploaded in stream.
///
/// In stream, not through the queue: a caller may record two steps before submitting.
pub(super) struct Upload {
    room: Option<Room>,
}

/// Memory for the numbers of a step, on both sides.
struct Room {
    /// Pieces of host memory as large as `buffer`, each free again when the device is done with it.
    belt: StagingBelt,
    buffer: wgpu::Buffer,
    bound: Bound,
}

/// The numbers of a step, as kernels read them.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// Group 0.
    pub(super) step: wgpu::BindGroup,
    /// Group 0 of an arena.
    pub(super) rules: wgpu::BindGroup,
    /// Group 0 of what edits the others.
    pub(super) orders: wgpu::BindGroup,
}

impl Upload {
    pub(super) fn new() -> Self {
        Self { room: None }
    }

    /// Room for the numbers of a step, and what goes elsewhere; none for none.
    pub(super) fn reserve(&mut self, kernels: &Kernels, plan: &Plan, elsewhere: u64) -> Result<(), Error> {
        let size = plan.size() + elsewhere;
        if size > 0 && self.room.as_ref().is_none_or(|room| room.buffer.size() < size) {
            self.room = Some(Room::new(kernels, size)?);
        }
        Ok(())
    }

    /// Records the upload, and gives the bind groups that read it, if there was room for anything; `elsewhere` are words for
    /// other buffers, and at which of their words.
    pub(super) fn record<'a>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        plan: &Plan,
        elsewhere: impl Iterator<Item = (&'a wgpu::Buffer, u64, &'a [u32])>,
    ) -> Option<&Bound> {
        // Nobody had anything to upload so far.
        let room = self.room.as_mut()?;
        for (buffer, at, words) in elsewhere {
            let bytes: &[u8] = bytemuck::cast_slice(words);
            let at = at * size_of::<u32>() as u64;
            if let Some(size) = std::num::NonZero::new(bytes.len() as u64) {
                room.belt.write_buffer(encoder, buffer, at, size).copy_from_slice(bytes);
            }
        }
        if let Some(size) = std::num::NonZero::new(plan.size()) {
            let mut view = room.belt.write_buffer(encoder, &room.buffer, 0, size);
            plan.upload(|offset, bytes| {
                let start = usize::try_from(offset).expect("an offset in memory");
                view.slice(start..start + bytes.len()).copy_from_slice(bytes);
            });
        }
        room.belt.finish_and_recall_on_submit(encoder);
        Some(&room.bound)
    }
}

impl Room {
    fn new(kernels: &Kernels, size: u64) -> Result<Self, Error> {
        let usage = BufferUsages::UNIFORM | BufferUsages::STORAGE | BufferUsages::COPY_DST;
        let device = kernels.device();
        let size = size.max(Told::RULES_SIZE);
        let buffer = growing(device, "proxgrad step", size, kernels.limits().binding, usage)?;
        let size = buffer.size();
        let resources = [binding(&buffer, 0, Told::SIZE), binding(&buffer, 0, size)];
        let step = bind(device, "proxgrad step", &kernels.layouts().step, &resources);
        let arena = size_of::<Arena>() as u64;
        let resources = [binding(&buffer, 0, arena), binding(&buffer, 0, Told::RULES_SIZE)];
        let rules = bind(device, "proxgrad rules", &kernels.layouts().rules, &resources);
        let resources = [binding(&buffer, 0, size)];
        let orders = bind(device, "proxgrad orders", &kernels.layouts().orders, &resources);
        let bound = Bound { step, rules, orders };
        Ok(Self { belt: StagingBelt::new(device.clone(), size), buffer, bound })
    }
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("buffer", &self.room.as_ref().map(|room| &room.buffer)).finish()
    }
}
