//! What the dispatches of a step leave for each other on the device, and what they count for the caller.

use wgpu::BufferUsages;

use super::{
    binding::{bind, binding},
    kernels::Kernels,
};

/// Memory between the dispatches of a step, made when a step needs more than any before.
#[derive(Debug, Default)]
pub(super) struct Work {
    room: Option<Room>,
}

#[derive(Debug)]
struct Room {
    work: wgpu::Buffer,
    report: wgpu::Buffer,
    bound: wgpu::BindGroup,
}

impl Work {
    /// Room for `size` bytes; none for none.
    pub(super) fn reserve(&mut self, kernels: &Kernels, size: u64) {
        if size == 0 || self.room.as_ref().is_some_and(|room| room.work.size() >= size) {
            return;
        }
        // The counts stay, whatever grows.
        let report = self.room.take().map(|room| room.report);
        self.room = Some(Room::new(kernels, size, report));
    }

    /// Group 3, if a step needed it so far.
    pub(super) fn bound(&self) -> Option<&wgpu::BindGroup> {
        self.room.as_ref().map(|room| &room.bound)
    }

    /// The counts, if a step could have counted something so far: u32 bad indices.
    pub(super) fn report(&self) -> Option<wgpu::BufferSlice<'_>> {
        self.room.as_ref().map(|room| room.report.slice(..))
    }
}

impl Room {
    /// Room for `size` bytes, and for growth, up to what one binding covers.
    fn new(kernels: &Kernels, size: u64, report: Option<wgpu::Buffer>) -> Self {
        let device = kernels.device();
        let buffer = |label, size, usage| {
            let descriptor =
                wgpu::BufferDescriptor { label: Some(label), size, usage, mapped_at_creation: false };
            device.create_buffer(&descriptor)
        };
        let size = size.next_power_of_two().max(1 << 12).min(kernels.limits().binding / 4 * 4);
        let work = buffer("proxgrad work", size, BufferUsages::STORAGE);
        let count = size_of::<u32>() as u64;
        // Full of zeros, as every new buffer is.
        let report = report.unwrap_or_else(|| {
            buffer("proxgrad report", count, BufferUsages::STORAGE | BufferUsages::COPY_SRC)
        });
        let resources = [binding(&work, 0, size), binding(&report, 0, count)];
        let bound = bind(device, "proxgrad work", &kernels.layouts().work, &resources);
        Self { work, report, bound }
    }
}
