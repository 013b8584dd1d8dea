//! What stays on the device for a parameter between steps: accumulators and bind groups.

use wgpu::BufferUsages;

use super::{binding::bind, kernels::Kernels, tensor::Range};
use crate::{error::Error, plan::Windows, roster::Entry};

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
    pub(super) fn new(kernels: &Kernels, entry: &Entry, values: &Range) -> Result<Self, Error> {
        let windows = Windows::new(entry.len, entry.width(), kernels.limits());
        let accum = accumulators(kernels.device(), entry, values.size)?;
        let bound = windows
            .iter()
            .map(|window| {
                let resources = [values.binding(window.clone()), accum.binding(window)];
                bind(kernels.device(), "proxgrad param", &kernels.layouts().param, &resources)
            })
            .collect();
        Ok(Self { windows, accum, bound, grads: [None, None] })
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
fn accumulators(device: &wgpu::Device, entry: &Entry, size: u64) -> Result<Range, Error> {
    // A lost device and one without memory are the caller's to hear of, not wgpu's handler's, which panics.
    let _validation = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let _memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(&format!("proxgrad accum.{}", entry.name)),
        // A buffer cannot be empty, a parameter can.
        size: size.max(size_of::<f32>() as u64),
        usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
        mapped_at_creation: true,
    });
    let view = buffer.slice(..).get_mapped_range_mut();
    let view =
        view.map_err(|error| Error::Device { doing: "making accumulators", reason: error.to_string() });
    fill(view?, entry.accum);
    buffer.unmap();
    Ok(Range { buffer, offset: 0, size })
}

fn fill(mut view: wgpu::BufferViewMut, value: f32) {
    let piece = vec![value; view.len().min(1 << 18) / size_of::<f32>()];
    let mut rest = view.slice(..);
    while !rest.is_empty() {
        let bytes = rest.len().min(size_of_val(&*piece));
        let (mut head, tail) = rest.split_at(bytes);
        head.copy_from_slice(&bytemuck::cast_slice(&piece)[..bytes]);
        rest = tail;
    }
}
