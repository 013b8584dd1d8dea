//! A segment: the part of a step, a flush or a measurement that concerns one parameter or arena, checked.

use super::{
    bind_groups::{Extent, Resource},
    buffer_range::BufferRange,
    grouped_indices::{GroupedIndices, Groups},
    optimizer::ProximalAdagrad,
    param_buffers::{ParamBuffers, check_binding, check_size},
    plan::{
        bindings::BindGroup,
        index_buffers::IndexPlace,
        input::{LazyRows, LazyTask, PlanInput, Work},
        kernel::PartCount,
        parts::Parts,
    },
    tensor::{Indices, RowGrad},
};
use crate::{
    error::Error, format::Format, params::ParamInfo, rounding::noise_stream, row_groups::RowGroups,
    rule::StepParams,
};

/// The part of a step, a flush or a measurement that concerns one parameter or arena, checked.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) target: Target,
    /// The gradient; `None` for a flush or a measurement.
    pub(super) grads: Option<BufferRange>,
    /// The parts in which a row gradient is bound.
    pub(super) parts: Parts,
    pub(super) rows: RowSelection,
    /// A copy of the values whose rows are brought up to date, in place of the parameter's own.
    pub(super) copy: Option<BufferRange>,
}

/// A parameter or an arena, by index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    Param(usize),
    Arena(usize),
}

/// The rows that a segment visits.
#[derive(Clone, Debug)]
pub(super) enum RowSelection {
    /// All rows, with a dense gradient.
    Dense,
    /// All rows, which are brought up to date.
    Flush,
    /// All rows, whose statistics are taken.
    Stats,
    /// Rows that the host has grouped.
    Host(RowGroups),
    /// Rows whose indices the host has checked, to be grouped by the device.
    Uploaded(Vec<u32>),
    /// Rows whose indices were grouped before.
    Grouped(GroupedIndices),
    /// Rows whose indices are on the device.
    Device { indices: BufferRange, unique: bool },
}

impl Segment {
    /// Checks a dense gradient of a parameter.
    pub(super) fn dense(
        optimizer: &ProximalAdagrad,
        param: usize,
        grads: wgpu::BufferSlice<'_>,
    ) -> Result<Self, Error> {
        let len = optimizer.registry.infos()[param].len;
        let format = optimizer.params[param].grad_format;
        let grads = optimizer.check_slice(param, grads, format, "grads", len)?;
        Ok(Self {
            target: Target::Param(param),
            grads: Some(grads),
            parts: Parts::WHOLE,
            rows: RowSelection::Dense,
            copy: None,
        })
    }

    /// Checks a row gradient of a parameter, and groups its entries where the host has the indices.
    pub(super) fn rows(optimizer: &ProximalAdagrad, param: usize, grad: RowGrad<'_>) -> Result<Self, Error> {
        let (entries, mut rows) = optimizer.select_rows(param, grad.indices)?;
        let info = &optimizer.registry.infos()[param];
        let buffers = &optimizer.params[param];
        let len = entries * info.width();
        let mut grads = optimizer.check_slice(param, grad.values, buffers.grad_format, "grads", len)?;
        check_binding(&optimizer.kernels, info, "the row gradient", buffers.windows.binding_for_rows())?;
        let count = optimizer.part_count(param, &grads)?;
        grads.reach = optimizer.reach(&grads, count);
        if let RowSelection::Device { indices, .. } = &mut rows {
            grads.stop_before(indices);
            indices.stop_before(&grads);
        }
        let parts = match count {
            PartCount::One => Parts::WHOLE,
            _ => Parts::new(grads.reaching().elements().end, count, grads.format.bytes()),
        };
        Ok(Self { target: Target::Param(param), grads: Some(grads), parts, rows, copy: None })
    }

    /// A segment without a gradient.
    pub(super) fn without_grads(param: usize, rows: RowSelection) -> Self {
        Self { target: Target::Param(param), grads: None, parts: Parts::WHOLE, rows, copy: None }
    }

    /// A segment that brings rows of a copy of a parameter's values up to date.
    pub(super) fn of_copy(param: usize, rows: RowSelection, copy: BufferRange) -> Self {
        Self { copy: Some(copy), ..Self::without_grads(param, rows) }
    }

    /// Index of the parameter, unless the segment is for an arena.
    pub(super) fn param(&self) -> Option<usize> {
        match self.target {
            Target::Param(param) => Some(param),
            Target::Arena(_) => None,
        }
    }

    /// The slice with the indices of a row gradient on the device.
    pub(super) fn indices(&self) -> Option<&BufferRange> {
        match &self.rows {
            RowSelection::Device { indices, .. } => Some(indices),
            _ => None,
        }
    }

    /// The segment as input of a plan. `step_params` has the parameters of each parameter group; `index_input` is the first input
    /// of the plan whose indices are in the same buffer.
    pub(super) fn plan_input<'a>(
        &'a self,
        optimizer: &'a ProximalAdagrad,
        step_params: &'a [StepParams],
        index_input: usize,
    ) -> PlanInput<'a> {
        let buffers = optimizer.buffers(self.target);
        let common = PlanInput {
            windows: &buffers.windows,
            params: &step_params[0],
            group: 0,
            work: Work::Arena(step_params),
            values: buffers.values.format,
            grads: buffers.grad_format,
            parts: self.parts,
            copy: buffers.copy.as_ref().map(|copy| copy.format),
            // Behind the streams of all parameters.
            noise_stream: u32::MAX - 1,
            group_ranges: &[],
            centralized: false,
            lazy: None,
        };
        match self.target {
            Target::Arena(arena) => {
                PlanInput { group_ranges: &optimizer.arenas[arena].group_ranges, ..common }
            }
            Target::Param(param) => {
                let info = &optimizer.registry.infos()[param];
                PlanInput {
                    params: &step_params[info.group],
                    group: info.group,
                    work: self.work(info, index_input),
                    noise_stream: noise_stream(param),
                    centralized: info.centralized,
                    lazy: self.lazy_rows(optimizer, param),
                    ..common
                }
            }
        }
    }

    fn work(&self, info: &ParamInfo, index_input: usize) -> Work<'_> {
        match &self.rows {
            RowSelection::Dense => Work::Dense,
            RowSelection::Flush => Work::Flush,
            RowSelection::Stats => Work::Stats,
            RowSelection::Host(groups) => Work::HostRows(groups),
            RowSelection::Grouped(grouped) => grouped.work(),
            RowSelection::Uploaded(indices) => {
                Work::UploadedRows { indices, param_rows: info.shape[0] as u64 }
            }
            RowSelection::Device { indices, unique } => Work::DeviceRows {
                entries: indices.size / size_of::<u32>() as u64,
                indices: IndexPlace { input: index_input, offset: indices.offset },
                param_rows: info.shape[0] as u64,
                unique: *unique,
            },
        }
    }

    fn lazy_rows(&self, optimizer: &ProximalAdagrad, param: usize) -> Option<LazyRows> {
        let registry = &optimizer.registry;
        let history = registry.rate_history(param)?;
        let info = &registry.infos()[param];
        let rows = info.shape[0] as u64;
        let is_measured = matches!(self.rows, RowSelection::Stats);
        let (task, swept) = match &self.grads {
            None if is_measured || self.copy.is_some() => (LazyTask::Export, 0..0),
            None => (LazyTask::Flush, 0..0),
            Some(_) => (LazyTask::Update, info.swept_rows(history, registry.skips_on_overflow())),
        };
        let lag = if registry.skips_on_overflow() { registry.exact_index(param) } else { None };
        Some(LazyRows { form: history.form(), current_step: history.current_step(), rows, swept, task, lag })
    }

    /// The buffer ranges of a kind of bind group, in the order of its bindings.
    pub(super) fn resources(&self, bind_group: BindGroup, buffers: &ParamBuffers) -> [Option<Resource>; 4] {
        let window = |range: &BufferRange| Some(Resource { range: range.clone(), extent: Extent::Window });
        let whole = |range: &BufferRange| Some(Resource { range: range.reaching(), extent: Extent::Whole });
        let indices = self.indices();
        let values = self.copy.as_ref().unwrap_or(&buffers.values);
        let (state, grads) = (window(&buffers.state), self.grads.as_ref());
        let history = buffers.history.as_ref().map(Resource::history);
        let copy = buffers.copy.as_ref().and_then(window);
        match bind_group {
            BindGroup::Param => [window(values), state, None, None],
            BindGroup::LazyParam => [window(values), state, history, None],
            BindGroup::ParamAndCopy => [window(values), state, copy, None],
            BindGroup::LazyParamAndCopy => [window(values), state, history, copy],
            BindGroup::Grads if matches!(self.rows, RowSelection::Dense) => {
                [grads.and_then(window), None, None, None]
            }
            BindGroup::Grads => [grads.and_then(whole), None, None, None],
            BindGroup::GradsInTwo | BindGroup::GradsInThree => {
                let [first, second, third] = self.resources_of_parts();
                [first, second, third, None]
            }
            BindGroup::GradsInTwoAndIndices | BindGroup::GradsInThreeAndIndices => {
                let [first, second, third] = self.resources_of_parts();
                [first, indices.and_then(whole), second, third]
            }
            BindGroup::GradsAndIndices => [grads.and_then(whole), indices.and_then(whole), None, None],
            BindGroup::Indices => [indices.and_then(whole), None, None, None],
            BindGroup::Step
            | BindGroup::StepAndTable
            | BindGroup::SortStep
            | BindGroup::SortStepAndTable
            | BindGroup::SortIndices
            | BindGroup::SortBuffers
            | BindGroup::ArenaStep
            | BindGroup::Patch
            | BindGroup::Gather
            | BindGroup::Scratch
            | BindGroup::ScratchAndReport
            | BindGroup::Results
            | BindGroup::ResultsAndReport
            | BindGroup::Report
            | BindGroup::AllResults
            | BindGroup::AllReports
            | BindGroup::ArenaBlocks => [None, None, None, None],
        }
    }

    fn resources_of_parts(&self) -> [Option<Resource>; 3] {
        let Some(grads) = self.grads.as_ref().map(BufferRange::reaching) else { return [None, None, None] };
        let part = |elements| Resource { range: grads.part(elements), extent: Extent::Whole };
        self.parts.ranges(grads.elements().end).map(|elements| elements.map(part))
    }
}

/// Refuses rows of a scalar, and more rows than indices of 32 bits reach.
pub(super) fn check_row_count(info: &ParamInfo) -> Result<(), Error> {
    let (got, most) = (info.row_count()?, u64::from(u32::MAX));
    if got <= most || info.len == 0 {
        return Ok(());
    }
    Err(Error::TooManyRows { name: info.name.clone(), got, most })
}

impl ProximalAdagrad {
    /// Checks indices; returns how many there are, and the rows that they select.
    pub(super) fn select_rows(
        &self,
        param: usize,
        indices: Indices<'_>,
    ) -> Result<(u64, RowSelection), Error> {
        let info = &self.registry.infos()[param];
        check_row_count(info)?;
        let (indices, unique) = match indices {
            Indices::Host(indices) => {
                let count = indices.len() as u64;
                let rows = if self.kernels.limits().groups_uploaded(count) {
                    RowSelection::Uploaded(indices.checked(info)?)
                } else {
                    RowSelection::Host(RowGroups::new(indices, info)?)
                };
                return Ok((count, rows));
            }
            Indices::Grouped(grouped) => {
                self.check_grouped(info, grouped)?;
                return Ok((grouped.len(), RowSelection::Grouped(grouped.clone())));
            }
            Indices::Device(indices) => (indices, false),
            Indices::DeviceUnique(indices) => (indices, true),
        };
        let count = indices.size() / size_of::<u32>() as u64;
        // Indices have the size of f32.
        let mut indices = self.check_slice(param, indices, Format::F32, "indices", count)?;
        check_binding(&self.kernels, info, "the indices", indices.size)?;
        indices.reach = self.reach(&indices, PartCount::One);
        Ok((count, RowSelection::Device { indices, unique }))
    }

    /// Refuses groups that are not of a table with as many rows as a parameter, or that other kernels have made.
    fn check_grouped(&self, info: &ParamInfo, grouped: &GroupedIndices) -> Result<(), Error> {
        info.check_grouped(grouped.rows())?;
        match grouped.groups() {
            Groups::Device { kernels, .. } if !kernels.is_same(&self.kernels) => {
                Err(Error::GroupedElsewhere { name: info.name.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Checks a slice for a tensor of a parameter that is to hold `want` elements and may not overlap any values.
    pub(super) fn check_slice(
        &self,
        param: usize,
        slice: wgpu::BufferSlice<'_>,
        format: Format,
        role: &'static str,
        want: u64,
    ) -> Result<BufferRange, Error> {
        let infos = self.registry.infos();
        let alignment = self.kernels.limits().alignment;
        let range = BufferRange::new(slice, format, &infos[param], role, want, alignment)?;
        self.overlap_map.check(&range, &infos[param], role, infos)?;
        Ok(range)
    }

    /// Bytes that so many bindings cover at most which begin where a checked range does, and hold no values.
    fn reach(&self, range: &BufferRange, count: PartCount) -> u64 {
        let limits = self.kernels.limits();
        let covered = match count {
            PartCount::One => limits.binding,
            _ => Parts::max_elements(count, range.format.bytes(), limits) * range.format.bytes(),
        };
        let most = self.overlap_map.free_bytes(range).min(covered);
        (most / size_of::<u32>() as u64 * size_of::<u32>() as u64).max(range.size)
    }

    /// The number of bindings that cover a row gradient. Entries are read in any order, so every dispatch binds all of them.
    fn part_count(&self, param: usize, grads: &BufferRange) -> Result<PartCount, Error> {
        let buffers = &self.params[param];
        let limits = self.kernels.limits();
        if grads.size <= limits.binding {
            return Ok(PartCount::One);
        }
        let count = PartCount::most(buffers.history.is_some(), buffers.copy.is_some());
        let allowed = Parts::max_elements(count, grads.format.bytes(), limits) * grads.format.bytes();
        check_size(&self.registry.infos()[param], "the row gradient", grads.size, allowed)?;
        Ok(count)
    }

    pub(super) fn buffers(&self, target: Target) -> &ParamBuffers {
        match target {
            Target::Param(param) => &self.params[param],
            Target::Arena(arena) => &self.arenas[arena].buffers,
        }
    }

    pub(super) fn buffers_mut(&mut self, target: Target) -> &mut ParamBuffers {
        match target {
            Target::Param(param) => &mut self.params[param],
            Target::Arena(arena) => &mut self.arenas[arena].buffers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rows;

    // Not through a step, because the values take 16 GiB.
    #[test]
    fn rows_that_indices_of_32_bits_do_not_reach_are_refused() {
        let table = |rows: usize, width: usize| ParamInfo {
            name: "table".to_owned(),
            shape: vec![rows, width],
            len: (rows * width) as u64,
            accum: 0.1,
            rule: crate::rule::UpdateRule::ProximalAdagrad,
            group: 0,
            centralized: false,
            rows: Rows::Touched,
            part: None,
        };
        assert_eq!(check_row_count(&table((1 << 32) - 1, 2)), Ok(()));
        assert_eq!(check_row_count(&table(1 << 33, 0)), Ok(()));
        assert_eq!(
            check_row_count(&table(1 << 33, 1)).unwrap_err().to_string(),
            "parameter \"table\" has 8589934592 rows, and row gradients reach at most 4294967295; split the table, or give it \
             dense gradients"
        );
    }
}
