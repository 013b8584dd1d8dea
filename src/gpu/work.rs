//! What the dispatches of a step leave for each other on the device, and what they count for the caller.

use wgpu::BufferUsages;

use super::{
    binding::{bind, binding},
    kernels::Kernels,
    memory::{filled, growing},
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
    report: wgpu::Buffer,
    bound: wgpu::BindGroup,
}

impl Work {
    /// Room for `size` bytes; none for none.
    pub(super) fn reserve(&mut self, kernels: &Kernels, size: u64) -> Result<(), Error> {
        if size == 0 || self.room.as_ref().is_some_and(|room| room.work.size() >= size) {
            return Ok(());
        }
        // The counts stay, whatever grows.
        let report = self.room.as_ref().map(|room| room.report.clone());
        self.room = Some(Room::new(kernels, size, report)?);
        Ok(())
    }

    /// Group 3.
    pub(super) fn bound(&self) -> &wgpu::BindGroup {
        &self.room.as_ref().expect("`reserve` comes before").bound
    }

    /// The counts, if a step could have counted something so far: u32 bad indices.
    pub(super) fn report(&self) -> Option<wgpu::BufferSlice<'_>> {
        self.room.as_ref().map(|room| room.report.slice(..))
    }
}

impl Room {
    fn new(kernels: &Kernels, size: u64, report: Option<wgpu::Buffer>) -> Result<Self, Error> {
        let (device, limits) = (kernels.device(), kernels.limits());
        let work = growing(device, "proxgrad work", size, limits.binding, BufferUsages::STORAGE)?;
        let count = size_of::<u32>() as u64;
        let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC;
        let report = report.map_or_else(|| filled(device, "proxgrad report", count, usage, drop), Ok)?;
        let resources = [binding(&work, 0, work.size()), binding(&report, 0, count)];
        let bound = bind(device, "proxgrad work", &kernels.layouts().work, &resources);
        Ok(Self { work, report, bound })
    }
}
