//! What stays on the device between steps: accumulators, bind groups, and the buffer that a step's numbers go to.

use std::collections::{BTreeMap, HashMap};

use wgpu::{BufferUsages, util::StagingBelt};

use super::{
    kernels::Kernels,
    tensor::{Range, binding},
};
use crate::{
    error::Error,
    plan::{Plan, Slot, Windows},
    roster::Entry,
};

/// A registered parameter on the device.
#[derive(Debug)]
pub(super) struct Resident {
    pub(super) windows: Windows,
    pub(super) accum: Range,
    /// Values and accumulators, by window.
    pub(super) bound: Vec<wgpu::BindGroup>,
    /// The gradients bound last, so that buffers used again cost nothing. Two, for programs that alternate.
    grads: [Option<BoundGrads>; 2],
}

#[derive(Debug)]
struct BoundGrads {
    range: Range,
    /// By window; a row gradient has one.
    bound: Vec<wgpu::BindGroup>,
    rows: bool,
}

impl Resident {
    pub(super) fn new(kernels: &Kernels, entry: &Entry, values: &Range) -> Self {
        let windows = Windows::new(entry.len, entry.width(), kernels.limits());
        let accum = accumulators(kernels.device(), entry, values.size);
        let bound = windows
            .iter()
            .map(|window| {
                let resources = [values.binding(window.clone()), accum.binding(window)];
                bind(kernels.device(), "proxgrad param", &kernels.layouts().param, &resources)
            })
            .collect();
        Self { windows, accum, bound, grads: [None, None] }
    }

    /// Bind groups of a gradient: the cached ones, or new ones in place of those used least recently.
    pub(super) fn bind_grads(&mut self, kernels: &Kernels, range: &Range, rows: bool) {
        let fits = |grads: &BoundGrads| grads.range == *range && grads.rows == rows;
        if self.grads[0].as_ref().is_some_and(fits) {
            return;
        }
        self.grads.swap(0, 1);
        if self.grads[0].as_ref().is_some_and(fits) {
            return;
        }
        let new = |window| {
            bind(kernels.device(), "proxgrad grads", &kernels.layouts().grads, &[range.binding(window)])
        };
        let bound = if rows {
            vec![new(0..range.size / size_of::<f32>() as u64)]
        } else {
            self.windows.iter().map(new).collect()
        };
        self.grads[0] = Some(BoundGrads { range: range.clone(), bound, rows });
    }

    /// The bind group for a window of the gradient bound last.
    pub(super) fn grads(&self, window: usize) -> &wgpu::BindGroup {
        let grads = self.grads[0].as_ref().expect("`bind_grads` comes before");
        &grads.bound[if grads.rows { 0 } else { window }]
    }
}

/// A buffer full of the parameter's initial accumulator.
fn accumulators(device: &wgpu::Device, entry: &Entry, size: u64) -> Range {
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(&format!("proxgrad accum.{}", entry.name)),
        // A buffer cannot be empty, a parameter can.
        size: size.max(size_of::<f32>() as u64),
        usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
        mapped_at_creation: true,
    });
    {
        let mut view = buffer.slice(..).get_mapped_range_mut().expect("it was created mapped");
        let piece = vec![entry.accum; view.len().min(1 << 18) / size_of::<f32>()];
        let mut rest = view.slice(..);
        while !rest.is_empty() {
            let bytes = rest.len().min(size_of_val(&*piece));
            let (mut head, tail) = rest.split_at(bytes);
            head.copy_from_slice(&bytemuck::cast_slice(&piece)[..bytes]);
            rest = tail;
        }
    }
    buffer.unmap();
    Range { buffer, offset: 0, size }
}

fn bind(
    device: &wgpu::Device,
    label: &str,
    layout: &wgpu::BindGroupLayout,
    resources: &[wgpu::BindingResource<'_>],
) -> wgpu::BindGroup {
    let entries: Vec<_> = (0..)
        .zip(resources)
        .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource: resource.clone() })
        .collect();
    device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some(label), layout, entries: &entries })
}

/// Slots and row tables of a step, uploaded in stream.
///
/// In stream, not through the queue: a caller may record two steps before submitting.
pub(super) struct StepData {
    room: Option<Room>,
}

/// Memory for the numbers of a step, on both sides.
struct Room {
    /// Pieces of host memory as large as `buffer`, each free again when the device is done with it.
    belt: StagingBelt,
    buffer: wgpu::Buffer,
    bound: wgpu::BindGroup,
}

impl StepData {
    pub(super) fn new() -> Self {
        Self { room: None }
    }

    /// Records the upload, and gives the bind group that reads it.
    pub(super) fn upload(
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
        let resources = [binding(&buffer, 0, size_of::<Slot>() as u64), binding(&buffer, 0, size)];
        let bound = bind(kernels.device(), "proxgrad step", &kernels.layouts().step, &resources);
        Self { belt: StagingBelt::new(kernels.device().clone(), size), buffer, bound }
    }
}

impl std::fmt::Debug for StepData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StepData").field("buffer", &self.room.as_ref().map(|room| &room.buffer)).finish()
    }
}

/// Where the values of every parameter lie, so that nothing is written through something else.
#[derive(Debug, Default)]
pub(super) struct Territory {
    /// By buffer: start → (end, parameter).
    claims: HashMap<wgpu::Buffer, BTreeMap<u64, (u64, usize)>>,
}

impl Territory {
    pub(super) fn claim(&mut self, range: &Range, param: usize) {
        if range.size > 0 {
            let claims = self.claims.entry(range.buffer.clone()).or_default();
            claims.insert(range.offset, (range.offset + range.size, param));
        }
    }

    /// Refuses a range that overlaps some parameter's values.
    pub(super) fn check(
        &self,
        range: &Range,
        entry: &Entry,
        role: &'static str,
        entries: &[Entry],
    ) -> Result<(), Error> {
        let Some(claims) = self.claims.get(&range.buffer) else { return Ok(()) };
        // Claims do not overlap each other, so the last one that begins before the range's end decides.
        match claims.range(..range.offset + range.size).next_back() {
            Some((_, &(end, other))) if end > range.offset && range.size > 0 => {
                Err(Error::Overlap { name: entry.name.clone(), role, other: entries[other].name.clone() })
            }
            _ => Ok(()),
        }
    }
}
