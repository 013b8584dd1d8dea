//! What the dispatches of a step leave for each other on the device.

use wgpu::BufferUsages;

use super::{
    binding::{bind, binding},
    kernels::Kernels,
    memory::growing,
};
use crate::error::Error;

/// Memory between the dispatches of a step, made when a step needs more than any before.
#[derive(Debug, Default)]
pub(super) struct Work {
    room: Option<Room>,
}

#[derive(Debug)]
struct Room {
    work: wgpu::Buffer,
    bound: wgpu::BindGroup,
}

impl Work {
    /// Room for `size` bytes; none for none.
    pub(super) fn reserve(
        &mut self,
        kernels: &Kernels,
        report: &wgpu::Buffer,
        size: u64,
    ) -> Result<(), Error> {
        if size == 0 || self.room.as_ref().is_some_and(|room| room.work.size() >= size) {
            return Ok(());
        }
        self.room = Some(Room::new(kernels, size, report)?);
        Ok(())
    }

    /// Group 3.
    pub(super) fn bound(&self) -> &wgpu::BindGroup {
        &self.room.as_ref().expect("`reserve` comes before").bound
    }
}

impl Room {
    fn new(kernels: &Kernels, size: u64, report: &wgpu::Buffer) -> Result<Self, Error> {
        let (device, limits) = (kernels.device(), kernels.limits());
        let work = growing(device, "proxgrad work", size, limits.binding, BufferUsages::STORAGE)?;
        let resources = [binding(&work, 0, work.size()), binding(report, 0, report.size())];
        let bound = bind(device, "proxgrad work", &kernels.layouts().work, &resources);
        Ok(Self { work, bound })
    }
}
