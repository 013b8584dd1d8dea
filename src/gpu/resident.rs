//! What stays on the device for a parameter between steps: accumulators and bind groups.

use wgpu::BufferUsages;

use super::{binding::bind, kernels::Kernels, memory::filled, tensor::Range};
use crate::{error::Error, plan::Windows, roster::Entry};

/// A registered parameter on the device.
#[derive(Debug)]
pub(super) struct Resident {
    pub(super) windows: Windows,
    pub(super) accum: Range,
    /// Values and accumulators, by window.
    pub(super) bound: Vec<wgpu::BindGroup>,
    grads: Bound,
    indices: Bound,
}

/// What was bound last, so that buffers used again cost nothing. Two, for programs that alternate.
#[derive(Debug, Default)]
struct Bound {
    last: [Option<Binding>; 2],
}

#[derive(Debug)]
struct Binding {
    range: Range,
    /// By window, or one for all.
    groups: Vec<wgpu::BindGroup>,
    whole: bool,
}

impl Bound {
    /// Makes this the last: the one that was, or a new one in place of that used least recently.
    fn bind(&mut self, range: &Range, whole: bool, new: impl FnOnce() -> Vec<wgpu::BindGroup>) {
        let fits = |binding: &Binding| binding.range == *range && binding.whole == whole;
        if self.last[0].as_ref().is_some_and(fits) {
            return;
        }
        self.last.swap(0, 1);
        if !self.last[0].as_ref().is_some_and(fits) {
            self.last[0] = Some(Binding { range: range.clone(), groups: new(), whole });
        }
    }

    fn group(&self, window: usize) -> &wgpu::BindGroup {
        let binding = self.last[0].as_ref().expect("`bind` comes before");
        &binding.groups[if binding.whole { 0 } else { window }]
    }
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
        Ok(Self { windows, accum, bound, grads: Bound::default(), indices: Bound::default() })
    }

    /// Refuses windows that cut a row.
    pub(super) fn check_whole_rows(&self, kernels: &Kernels, entry: &Entry, what: &str) -> Result<(), Error> {
        check_binding(kernels, entry, what, self.windows.binding_for_rows())
    }

    /// Binds a gradient: by window, or a row gradient as a whole.
    pub(super) fn bind_grads(&mut self, kernels: &Kernels, range: &Range, whole: bool) {
        let windows = &self.windows;
        self.grads.bind(range, whole, || {
            let group = |elements| group_2(kernels, "proxgrad grads", range, elements);
            if whole { vec![group(range.elements())] } else { windows.iter().map(group).collect() }
        });
    }

    /// Binds the indices of a row gradient.
    pub(super) fn bind_indices(&mut self, kernels: &Kernels, range: &Range) {
        let new = || vec![group_2(kernels, "proxgrad indices", range, range.elements())];
        self.indices.bind(range, true, new);
    }

    /// The bind group for a window of the gradient bound last.
    pub(super) fn grads(&self, window: usize) -> &wgpu::BindGroup {
        self.grads.group(window)
    }

    /// The bind group for the indices bound last.
    pub(super) fn indices(&self) -> &wgpu::BindGroup {
        self.indices.group(0)
    }
}

/// Refuses more bytes than a binding covers.
pub(super) fn check_binding(kernels: &Kernels, entry: &Entry, what: &str, needed: u64) -> Result<(), Error> {
    let allowed = kernels.limits().binding;
    if needed <= allowed {
        return Ok(());
    }
    let what = format!("{what} of parameter \"{}\" in bytes", entry.name);
    Err(Error::Limit { what, limit: "max_storage_buffer_binding_size", needed, allowed })
}

fn group_2(kernels: &Kernels, label: &str, range: &Range, elements: std::ops::Range<u64>) -> wgpu::BindGroup {
    bind(kernels.device(), label, &kernels.layouts().grads, &[range.binding(elements)])
}

/// A buffer full of the parameter's initial accumulator.
fn accumulators(device: &wgpu::Device, entry: &Entry, size: u64) -> Result<Range, Error> {
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let label = format!("proxgrad accum.{}", entry.name);
    let buffer = filled(device, &label, size, usage, |view| fill(view, entry.accum))?;
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
