//! What stays on the device for a parameter between steps: accumulators, the history of exact rows, bind groups.

use wgpu::BufferUsages;

use super::{binding::bind, kernels::Kernels, memory::filled, tensor::Range};
use crate::{error::Error, format::Format, gpu::plan::Windows, lazy::RateHistory, params::ParamInfo};

/// A registered parameter on the device.
#[derive(Debug)]
pub(super) struct Resident {
    pub(super) windows: Windows,
    pub(super) values: Range,
    pub(super) accum: Range,
    /// How its gradients are stored.
    pub(super) grad_format: Format,
    /// A copy of the values in 16 bits.
    pub(super) copy: Option<Range>,
    /// Of exact rows: their marks, and the words of the rate_history.
    pub(super) history: Option<Range>,
    /// The arena in which they lie.
    pub(super) arena: Option<usize>,
    /// The last step that has a gradient for it.
    pub(super) given: u64,
    /// Values and accumulators, by window, once there was a step.
    bound: Vec<wgpu::BindGroup>,
    /// And the history, by window.
    bound_exact: Vec<wgpu::BindGroup>,
    grads: Bound,
    indices: Bound,
    named: Bound,
    exported: Bound,
    copied: Bound,
    copied_named: Bound,
}

/// What was bound last, so that buffers used again cost nothing. Two, for programs that alternate.
#[derive(Debug, Default)]
struct Bound {
    last: [Option<Binding>; 2],
}

#[derive(Debug)]
struct Binding {
    ranges: Vec<Range>,
    /// By window, or one for all.
    groups: Vec<wgpu::BindGroup>,
    whole: bool,
}

impl Bound {
    /// Makes this the last: the one that was, or a new one in place of that used least recently.
    fn bind(&mut self, ranges: &[&Range], whole: bool, new: impl FnOnce() -> Vec<wgpu::BindGroup>) {
        let fits =
            |binding: &Binding| binding.ranges.iter().eq(ranges.iter().copied()) && binding.whole == whole;
        if self.last[0].as_ref().is_some_and(fits) {
            return;
        }
        self.last.swap(0, 1);
        if !self.last[0].as_ref().is_some_and(fits) {
            let ranges = ranges.iter().copied().cloned().collect();
            self.last[0] = Some(Binding { ranges, groups: new(), whole });
        }
    }

    fn group(&self, window: usize) -> &wgpu::BindGroup {
        let binding = self.last[0].as_ref().expect("`bind` comes before");
        &binding.groups[if binding.whole { 0 } else { window }]
    }
}

impl Resident {
    /// A parameter, or what else comes in pieces of `width` elements that are not cut where it can be helped.
    pub(super) fn new(
        kernels: &Kernels,
        entry: &ParamInfo,
        width: u64,
        values: &Range,
        accum: Range,
        grad_format: Format,
        copy: Option<Range>,
    ) -> Self {
        let of_copy = copy.as_ref().map_or(4, |copy| copy.format.bytes());
        let smallest = values.format.bytes().min(grad_format.bytes()).min(of_copy);
        Self {
            windows: Windows::new(entry.len, width, smallest, kernels.limits()),
            values: values.clone(),
            accum,
            grad_format,
            copy,
            history: None,
            arena: None,
            given: 0,
            bound: Vec::new(),
            bound_exact: Vec::new(),
            grads: Bound::default(),
            indices: Bound::default(),
            named: Bound::default(),
            exported: Bound::default(),
            copied: Bound::default(),
            copied_named: Bound::default(),
        }
    }

    /// Refuses a centralized parameter whose channels are cut by its windows.
    pub(super) fn check_centralized(&self, kernels: &Kernels, entry: &ParamInfo) -> Result<(), Error> {
        let needed = if entry.centralized { self.windows.binding_for_rows() } else { 0 };
        check_binding(kernels, entry, "the centralized gradient", needed)
    }

    /// Binds values and accumulators, once and for all.
    pub(super) fn bind_values(&mut self, kernels: &Kernels) {
        if self.bound.is_empty() {
            let group = |window: std::ops::Range<u64>| {
                let resources = [self.values.binding(window.clone()), self.accum.binding(window)];
                bind(kernels.device(), "proxgrad param", &kernels.layouts().param, &resources)
            };
            self.bound = self.windows.iter().map(group).collect();
        }
        if let (Some(history), true) = (&self.history, self.bound_exact.is_empty()) {
            self.bound_exact = bind_exact(kernels, &self.windows, [&self.values, &self.accum, history]);
        }
    }

    /// Binds a copy of the values, in place of them.
    pub(super) fn bind_exported(&mut self, kernels: &Kernels, copy: &Range) {
        let Some(history) = &self.history else { return };
        let windows = &self.windows;
        self.exported.bind(&[copy], false, || bind_exact(kernels, windows, [copy, &self.accum, history]));
    }

    /// Binds the copy in 16 bits in the place of a gradient, if there is one, and beside it indices that name what changes.
    pub(super) fn bind_copy(&mut self, kernels: &Kernels, indices: Option<&Range>) {
        let Some(copy) = &self.copy else { return };
        let (windows, device, layouts) = (&self.windows, kernels.device(), kernels.layouts());
        match indices {
            None => self.copied.bind(&[copy], false, || {
                let group = |part| bind(device, "proxgrad copy", &layouts.grads, &[copy.binding(part)]);
                windows.iter().map(group).collect()
            }),
            Some(indices) => self.copied_named.bind(&[copy, indices], false, || {
                let group = |part| {
                    let resources = [copy.binding(part), indices.binding(indices.elements())];
                    bind(device, "proxgrad copy and indices", &layouts.indexed, &resources)
                };
                windows.iter().map(group).collect()
            }),
        }
    }

    /// The bind group for a window of the copy, and for indices bound last beside it.
    pub(super) fn copied(&self, window: usize, is_named: bool) -> &wgpu::BindGroup {
        if is_named { self.copied_named.group(window) } else { self.copied.group(window) }
    }

    /// Binds a gradient: by window, or a row gradient as a whole.
    pub(super) fn bind_grads(&mut self, kernels: &Kernels, range: &Range, whole: bool) {
        let windows = &self.windows;
        self.grads.bind(&[range], whole, || {
            let group = |elements| {
                bind(kernels.device(), "proxgrad grads", &kernels.layouts().grads, &[range.binding(elements)])
            };
            if whole { vec![group(range.elements())] } else { windows.iter().map(group).collect() }
        });
    }

    /// Binds a row gradient as a whole, and beside it the indices that its kernels read.
    pub(super) fn bind_indexed(&mut self, kernels: &Kernels, grads: &Range, indices: &Range) {
        let ranges = [grads, indices];
        self.grads.bind(&ranges, true, || {
            let resources = ranges.map(|range| range.binding(range.elements()));
            let layout = &kernels.layouts().indexed;
            vec![bind(kernels.device(), "proxgrad grads and indices", layout, &resources)]
        });
    }

    /// Binds the indices of a row gradient, for kernels that know nothing of gradients.
    pub(super) fn bind_indices(&mut self, kernels: &Kernels, range: &Range) {
        let resources = [range.binding(range.elements())];
        self.indices.bind(&[range], true, || {
            vec![bind(kernels.device(), "proxgrad indices", &kernels.layouts().grads, &resources)]
        });
    }

    /// Binds indices of which no two are equal, for kernels that know nothing of gradients.
    pub(super) fn bind_named(&mut self, kernels: &Kernels, range: &Range) {
        self.named.bind(&[range], true, || {
            let entries = [wgpu::BindGroupEntry { binding: 1, resource: range.binding(range.elements()) }];
            vec![kernels.device().create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("proxgrad indices"),
                layout: &kernels.layouts().named,
                entries: &entries,
            })]
        });
    }

    /// The bind group for a window of the values and accumulators.
    pub(super) fn values(&self, window: usize) -> &wgpu::BindGroup {
        &self.bound[window]
    }

    /// The same with the history of exact rows.
    pub(super) fn remembered(&self, window: usize) -> &wgpu::BindGroup {
        &self.bound_exact[window]
    }

    /// The same with the copy of the values that was bound last.
    pub(super) fn exported(&self, window: usize) -> &wgpu::BindGroup {
        self.exported.group(window)
    }

    /// The bind group for indices bound last of which no two are equal.
    pub(super) fn named(&self) -> &wgpu::BindGroup {
        self.named.group(0)
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

/// Values, accumulators and history of exact rows, by window.
fn bind_exact(
    kernels: &Kernels,
    windows: &Windows,
    [values, accum, history]: [&Range; 3],
) -> Vec<wgpu::BindGroup> {
    let group = |window: std::ops::Range<u64>| {
        let history = history.binding(history.elements());
        let resources = [values.binding(window.clone()), accum.binding(window), history];
        bind(kernels.device(), "proxgrad exact param", &kernels.layouts().exact, &resources)
    };
    windows.iter().map(group).collect()
}

/// Refuses more bytes than a binding covers.
pub(super) fn check_binding(
    kernels: &Kernels,
    entry: &ParamInfo,
    what: &str,
    needed: u64,
) -> Result<(), Error> {
    let allowed = kernels.limits().binding;
    if needed <= allowed {
        return Ok(());
    }
    let what = format!("{what} of parameter \"{}\" in bytes", entry.name);
    Err(Error::Limit { what, limit: "max_storage_buffer_binding_size", needed, allowed })
}

/// A buffer full of the parameter's initial accumulator.
pub(super) fn accumulators(device: &wgpu::Device, entry: &ParamInfo, size: u64) -> Result<Range, Error> {
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let label = format!("proxgrad accum.{}", entry.name);
    let buffer = filled(device, &label, size, usage, |view| fill(view, entry.accum))?;
    Ok(Range { buffer, offset: 0, size, format: Format::F32 })
}

/// The history of exact rows: marks that say they are up to date with the first step, and room for the rate_history.
pub(super) fn history(
    kernels: &Kernels,
    entry: &ParamInfo,
    rate_history: &RateHistory,
) -> Result<Range, Error> {
    let words = entry.row_count()?.saturating_add(rate_history.words().len() as u64);
    let size = words.saturating_mul(size_of::<u32>() as u64);
    check_binding(kernels, entry, "the history of the exact rows", size)?;
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let label = format!("proxgrad history.{}", entry.name);
    let buffer = filled(kernels.device(), &label, size, usage, drop)?;
    Ok(Range { buffer, offset: 0, size, format: Format::F32 })
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

/// What rounding by chance tells a parameter apart by; the number behind it is for what brings its rows up to date.
#[expect(clippy::cast_possible_truncation, reason = "2³¹ parameters apart may share their numbers")]
pub(super) fn stream(param: usize) -> u32 {
    (param as u32).wrapping_mul(2)
}
