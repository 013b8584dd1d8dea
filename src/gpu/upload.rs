//! The numbers of a step on their way to the device.

use wgpu::{BufferUsages, util::StagingBelt};

use super::{
    binding::{bind, binding},
    kernels::Kernels,
};
use crate::plan::{Plan, Told};

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
    bound: wgpu::BindGroup,
}

impl Upload {
    pub(super) fn new() -> Self {
        Self { room: None }
    }

    /// Records the upload, and gives the bind group that reads it.
    pub(super) fn record(
        &mut self,
        kernels: &Kernels,
        encoder: &mut wgpu::CommandEncoder,
        plan: &Plan,
    ) -> &wgpu::BindGroup {
        let size = plan.size(kernels.limits());
        let room = match self.room.take() {
            Some(room) if room.buffer.size() >= size => room,
            _ => Room::new(kernels, size),
        };
        let room = self.room.insert(room);
        if let Some(size) = std::num::NonZero::new(size) {
            let mut view = room.belt.write_buffer(encoder, &room.buffer, 0, size);
            plan.upload(kernels.limits(), |offset, bytes| {
                let start = usize::try_from(offset).expect("an offset in memory");
                view.slice(start..start + bytes.len()).copy_from_slice(bytes);
            });
        }
        room.belt.finish_and_recall_on_submit(encoder);
        &room.bound
    }
}

impl Room {
    /// Room for `size` bytes, and for growth, up to what one binding covers.
    fn new(kernels: &Kernels, size: u64) -> Self {
        let size = size.next_power_of_two().max(1 << 12).min(kernels.limits().binding / 4 * 4);
        let buffer = kernels.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some("proxgrad step"),
            size,
            usage: BufferUsages::UNIFORM | BufferUsages::STORAGE | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let resources = [binding(&buffer, 0, Told::SIZE), binding(&buffer, 0, size)];
        let bound = bind(kernels.device(), "proxgrad step", &kernels.layouts().step, &resources);
        Self { belt: StagingBelt::new(kernels.device().clone(), size), buffer, bound }
    }
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("buffer", &self.room.as_ref().map(|room| &room.buffer)).finish()
    }
}
