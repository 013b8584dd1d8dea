//! Buffers and bind groups of a registered parameter, or of a whole arena.

use wgpu::BufferUsages;

use super::{
    bind_groups::BindGroupCache,
    buffer_range::BufferRange,
    device_status::DeviceStatus,
    history::{History, HistoryLayout},
    kernels::Kernels,
    memory::filled,
    plan::{bindings::BindGroup, windows::Windows},
    planes::repeated,
};
use crate::{error::Error, format::Format, lazy::RateHistory, params::ParamInfo};

/// Buffers and bind groups of a registered parameter, or of a whole arena.
#[derive(Debug)]
pub(super) struct ParamBuffers {
    pub(super) windows: Windows,
    pub(super) values: BufferRange,
    /// State of the update rule: for each element as many f32 as the rule has planes, four elements of each plane in turn.
    pub(super) state: BufferRange,
    /// Whether the state lies in a buffer of the caller's.
    pub(super) holds_state_of_caller: bool,
    /// Whether the values may have moved, so that calls must not use `values` before they are bound again.
    pub(super) is_unbound: bool,
    /// Format of the gradients.
    pub(super) grad_format: Format,
    /// The 16-bit copy of the values, where there is one.
    pub(super) copy: Option<BufferRange>,
    /// Of exact rows: last steps and rates.
    pub(super) history: Option<History>,
    /// Index of the arena in which the parameter lies.
    pub(super) arena: Option<usize>,
    /// Number of the last step that has a gradient for the parameter.
    pub(super) last_step_id: u64,
    /// By kind of bind group.
    pub(super) bind_groups: [BindGroupCache; BindGroup::ALL.len()],
}

impl ParamBuffers {
    /// `row_elements` is the number of elements that windows do not cut where that is possible: a row, or a block of an arena.
    pub(super) fn new(
        kernels: &Kernels,
        info: &ParamInfo,
        row_elements: u64,
        values: &BufferRange,
        state: BufferRange,
        grad_format: Format,
        copy: Option<BufferRange>,
    ) -> Self {
        let copy_size = copy.as_ref().map_or(4, |copy| copy.format.bytes());
        let element_size = values.format.bytes().min(grad_format.bytes()).min(copy_size);
        let (len, limits) = (info.len, kernels.limits());
        let windows = if info.rule.form().has_row_state() {
            Windows::of_row_state(len, row_elements, element_size, limits)
        } else {
            Windows::new(len, row_elements, element_size, info.planes(), limits)
        };
        Self {
            windows,
            values: values.clone(),
            state,
            holds_state_of_caller: false,
            is_unbound: false,
            grad_format,
            copy,
            history: None,
            arena: None,
            last_step_id: 0,
            bind_groups: std::array::from_fn(|_| BindGroupCache::default()),
        }
    }

    /// Refuses values that may have moved.
    pub(super) fn check_bound(&self, info: &ParamInfo) -> Result<(), Error> {
        if self.is_unbound { Err(Error::Unbound { name: info.name.clone() }) } else { Ok(()) }
    }

    /// The ranges that lie in buffers of the caller's and that steps write.
    pub(super) fn ranges_of_caller(&self) -> impl Iterator<Item = &BufferRange> {
        let state = self.holds_state_of_caller.then_some(&self.state);
        [&self.values].into_iter().chain(&self.copy).chain(state)
    }

    /// Cuts windows whose history one binding covers, and makes the history buffer of exact rows that are up to date with
    /// the first step.
    pub(super) fn add_history(
        &mut self,
        kernels: &Kernels,
        info: &ParamInfo,
        rate_history: &RateHistory,
    ) -> Result<(), Error> {
        let rate_words = rate_history.words().len() as u64;
        self.windows = self.windows.clone().with_history(rate_words, kernels.limits());
        self.history = Some(history(kernels, info, &self.windows, rate_words)?);
        Ok(())
    }

    /// Refuses a parameter whose rule takes rows as a whole, with rows that no window can hold.
    pub(super) fn check_whole_rows(&self, kernels: &Kernels, info: &ParamInfo) -> Result<(), Error> {
        let takes_rows = info.rule.form().takes_rows();
        let needed = if takes_rows { self.windows.binding_for_rows() } else { 0 };
        check_binding(kernels, info, "a row", needed)
    }

    /// Refuses a centralized parameter with channels that no window can hold as a whole.
    pub(super) fn check_centralized(&self, kernels: &Kernels, info: &ParamInfo) -> Result<(), Error> {
        let needed = if info.centralized { self.windows.binding_for_rows() } else { 0 };
        check_binding(kernels, info, "the centralized gradient", needed)
    }
}

/// Refuses more bytes than a binding covers.
pub(super) fn check_binding(
    kernels: &Kernels,
    info: &ParamInfo,
    what: &str,
    needed: u64,
) -> Result<(), Error> {
    check_size(info, what, needed, kernels.limits().binding)
}

/// Refuses more bytes than bindings cover together.
pub(super) fn check_size(info: &ParamInfo, what: &str, needed: u64, allowed: u64) -> Result<(), Error> {
    if needed <= allowed {
        return Ok(());
    }
    let what = format!("{what} of parameter \"{}\" in bytes", info.name);
    Err(Error::Limit { what, limit: "max_storage_buffer_binding_size", needed, allowed })
}

/// Refuses more bytes than a buffer of the device can hold.
pub(super) fn check_buffer(device: &wgpu::Device, what: &str, needed: u64) -> Result<(), Error> {
    let allowed = device.limits().max_buffer_size;
    if needed <= allowed {
        return Ok(());
    }
    let what = format!("{what} in bytes");
    Err(Error::Limit { what, limit: "max_buffer_size", needed, allowed })
}

/// Bytes of the buffer that is bound where a rule has no state.
pub(super) const LEAST_STATE: u64 = 16;

/// Makes the buffer of a parameter's initial state.
pub(super) fn state(status: &DeviceStatus, info: &ParamInfo, size: u64) -> Result<BufferRange, Error> {
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let label = format!("proxgrad state.{}", info.name);
    if info.planes() == 0 {
        // Kernels bind it all the same.
        let buffer = filled(status, &label, LEAST_STATE, usage, drop)?;
        return Ok(BufferRange::whole(buffer, 0, 0));
    }
    let buffer = filled(status, &label, size, usage, |view| fill(view, &initial_state(info)))?;
    let range = BufferRange::whole(buffer, size, info.planes() as u64);
    Ok(BufferRange { elements_per_state: info.elements_per_state().max(1), ..range })
}

/// The initial state of four elements: four times the value of each plane.
pub(super) fn initial_state(info: &ParamInfo) -> Vec<f32> {
    repeated(&info.initial_state()[..info.planes()])
}

/// Makes the history buffer of exact rows that are up to date with the first step, for windows that are cut for it.
fn history(
    kernels: &Kernels,
    info: &ParamInfo,
    windows: &Windows,
    rate_words: u64,
) -> Result<History, Error> {
    let layout = HistoryLayout::new(windows, info.row_count()?, rate_words);
    let bytes = |words: u64| words.saturating_mul(size_of::<u32>() as u64);
    let bound = if windows.len == 0 { 0 } else { bytes(layout.binding()) };
    check_binding(kernels, info, "the history of the exact rows", bound)?;
    let size = bytes(layout.size());
    let what = format!("the history of the exact rows of parameter \"{}\"", info.name);
    check_buffer(kernels.device(), &what, size)?;
    let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST;
    let label = format!("proxgrad history.{}", info.name);
    let buffer = filled(kernels.status(), &label, size, usage, drop)?;
    Ok(History { range: BufferRange::whole(buffer, size, 1), layout })
}

/// Fills a buffer with repetitions of a pattern, of which the last may be cut short.
fn fill(mut view: wgpu::BufferViewMut, pattern: &[f32]) {
    let piece = pattern.repeat(view.len().min(1 << 18).div_ceil(size_of_val(pattern)));
    let mut rest = view.slice(..);
    while !rest.is_empty() {
        let bytes = rest.len().min(size_of_val(&*piece));
        let (mut head, tail) = rest.split_at(bytes);
        head.copy_from_slice(&bytemuck::cast_slice(&piece)[..bytes]);
        rest = tail;
    }
}
