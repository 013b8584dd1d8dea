//! Records a program: one upload and compute passes in the caller's encoder.

use super::{
    bind_groups::{Extent, Resource},
    history::History,
    optimizer::ProximalAdagrad,
    plan::{
        bindings::BindGroup,
        control::{DeviceControl, GroupControl, OverflowCheck},
        dispatch::Dispatch,
        index_buffers::{IndexPlace, MAX_INDEX_BUFFERS},
        input::PlanInput,
        program::Program,
        uniforms::Uniforms,
    },
    segment::{Segment, Target},
    staging::Staging,
    upload::{UploadBindGroups, Write},
};
use crate::{error::Error, lazy::RateHistory, rule::StepParams};

/// A program, and all that its recording needs.
#[derive(Debug)]
pub(super) struct Prepared {
    program: Program,
    staging: Option<Staging>,
    /// By run of dispatches of one pass with the same kernel.
    pipelines: Vec<wgpu::ComputePipeline>,
}

impl ProximalAdagrad {
    /// Plans some segments, and makes all buffers, bind groups and pipelines that the program needs.
    pub(super) fn prepare(
        &mut self,
        segments: &[Segment],
        step_params: &[StepParams],
        control: Option<&DeviceControl>,
    ) -> Result<Prepared, Error> {
        for segment in segments.iter().filter(|segment| segment.copy.is_none()) {
            if let Target::Param(param) = segment.target {
                self.params[param].check_bound(&self.registry.infos()[param])?;
            }
        }
        let inputs = segments.iter().zip(index_inputs(segments));
        let inputs = inputs.map(|(segment, index_input)| segment.plan_input(self, step_params, index_input));
        let inputs: Vec<_> = inputs.collect();
        for (kernel, variant) in inputs.iter().flat_map(PlanInput::sweep_kernels) {
            self.kernels.pipeline(kernel, variant)?;
        }
        let program = Program::new(inputs.into_iter(), control, self.kernels.limits())?;
        self.prepare_program(segments, program, control.is_some())
    }

    /// Makes all buffers, bind groups and pipelines that a program needs.
    pub(super) fn prepare_program(
        &mut self,
        segments: &[Segment],
        program: Program,
        has_control: bool,
    ) -> Result<Prepared, Error> {
        let pipelines = runs(&program).map(|run| self.kernels.pipeline(run[0].kernel, run[0].variant));
        let pipelines = pipelines.collect::<Result<_, _>>()?;
        self.make_bind_groups(segments, &program)?;
        self.scratch.reserve(&self.kernels, &self.report, program.scratch_sizes())?;
        let other_bytes = self.other_bytes(segments, has_control);
        // Last, because the buffer would not come back after an error.
        let staging = self.upload.reserve(&self.kernels, &program, other_bytes)?;
        Ok(Prepared { program, staging, pipelines })
    }

    /// Bytes that the upload needs beside those of the program, now or in later steps.
    fn other_bytes(&self, segments: &[Segment], has_control: bool) -> u64 {
        let params = || segments.iter().filter_map(Segment::param);
        let dirty: u64 = params().map(|param| self.max_dirty_bytes(param)).sum();
        let sweeps: u64 = params().map(|param| self.sweep_bytes(param)).sum();
        // So that later steps, which send more rates along, find enough memory.
        let sends_rates = has_control && self.registry.skips_on_overflow();
        let rates =
            if sends_rates { self.recent_rates.bytes_to_come(self.registry.varying_groups()) } else { 0 };
        dirty + sweeps + rates
    }

    /// Bytes of the uniforms of a sweep of a parameter, at most, unless this step has them: a later step may sweep.
    fn sweep_bytes(&self, param: usize) -> u64 {
        let info = &self.registry.infos()[param];
        let Some(rate_history) = self.registry.rate_history(param) else { return 0 };
        if !info.swept_rows(rate_history, self.registry.skips_on_overflow()).is_empty() {
            return 0;
        }
        // Rows are brought up to date and marked, window by window.
        let dispatches = 2 * self.params[param].windows.iter().count() as u64;
        dispatches * Uniforms::SIZE.next_multiple_of(self.kernels.limits().uniform_alignment)
    }

    /// Upper limit of the bytes of [`rate_writes`] for a parameter.
    fn max_dirty_bytes(&self, param: usize) -> u64 {
        let known = self.registry.rate_history(param).zip(self.params[param].history.as_ref());
        known.map_or(0, |(rate_history, history)| {
            rate_history.max_dirty_words() * size_of::<u32>() as u64 * history.layout.windows()
        })
    }

    /// Makes the bind groups of parameters that the dispatches of a program use.
    fn make_bind_groups(&mut self, segments: &[Segment], program: &Program) -> Result<(), Error> {
        self.recording += 1;
        let (kernels, recording) = (self.kernels.clone(), self.recording);
        for dispatch in &program.dispatches {
            let Some(input) = dispatch.input else { continue };
            let segment = &segments[input];
            let buffers = self.buffers_mut(segment.target);
            for bind_group in dispatch.kernel.bind_groups(dispatch.variant).into_iter().flatten() {
                if matches!(bind_group.number(), 1 | 2) {
                    // Taken out for as long as the other fields are borrowed.
                    let mut cache = std::mem::take(&mut buffers.bind_groups[bind_group as usize]);
                    let windows = &buffers.windows;
                    let bound = if let Some(list) = dispatch.indices {
                        let list = &program.index_lists[list];
                        let resources = || index_resources(list, segments, kernels.limits().binding);
                        cache.bind(&kernels, bind_group, windows, recording, resources)
                    } else {
                        let resources = || segment.resources(bind_group, buffers);
                        cache.bind(&kernels, bind_group, windows, recording, resources)
                    };
                    buffers.bind_groups[bind_group as usize] = cache;
                    if let Err(error) = bound {
                        return Err(self.unusable(error, segment, bind_group));
                    }
                }
            }
        }
        Ok(())
    }

    /// An error of a bind group as one that names the parameter.
    fn unusable(&self, error: Error, segment: &Segment, bind_group: BindGroup) -> Error {
        let role = if bind_group.number() == 1 { "values" } else { "grads or indices" };
        let info = match segment.target {
            Target::Param(param) => &self.registry.infos()[param],
            Target::Arena(arena) => &self.arenas[arena].info,
        };
        error.of_buffer(&info.name, role)
    }

    /// What every step, flush and measurement leaves to the device, without limits to norms.
    pub(super) fn device_control(
        &self,
        overflow: Option<OverflowCheck>,
        step_params: &[StepParams],
    ) -> DeviceControl {
        let rates = |(group, params)| self.recent_rates.with_current(group, params);
        let groups = step_params.iter().enumerate().map(rates).zip(self.registry.norm_limit_of_groups());
        DeviceControl {
            overflow,
            groups: groups.map(|(rates, norm_limit)| GroupControl::new(rates, norm_limit)).collect(),
            norm_limits: vec![f32::INFINITY; self.registry.norm_limits().len()],
            norm: None,
        }
    }

    /// Records what `before` does, one upload, and compute passes. Nothing can be wrong any more but the device, or an encoder
    /// that is unfit; after an error the optimizer is of no use.
    pub(super) fn record(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        segments: &[Segment],
        prepared: Prepared,
        before: impl FnOnce(&Self, &mut wgpu::CommandEncoder),
    ) -> Result<(), Error> {
        let kernels = self.kernels.clone();
        let recorded = kernels.status().guarded("recording", || {
            before(self, encoder);
            self.record_program(encoder, segments, prepared);
            Ok(())
        });
        self.poison_on_error(recorded)
    }

    fn record_program(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        segments: &[Segment],
        prepared: Prepared,
    ) {
        let Self { registry, params, upload, .. } = &mut *self;
        let Prepared { program, staging, pipelines } = prepared;
        let writes = segments.iter().filter_map(Segment::param).flat_map(|param| {
            let known = registry.rate_history(param).zip(params[param].history.as_ref());
            known.into_iter().flat_map(|(rate_history, history)| rate_writes(rate_history, history))
        });
        let Some(uploaded) = upload.record(encoder, &program, staging, writes).cloned() else { return };
        self.load_groups(encoder, segments, &program);
        let mut pipelines = pipelines.iter();
        for dispatches in program.passes() {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
                label: Some("proxgrad step"),
                timestamp_writes: None,
            });
            for (run, pipeline) in runs_of_pass(dispatches).zip(pipelines.by_ref()) {
                pass.set_pipeline(pipeline);
                self.record_run(&mut pass, segments, &program, &uploaded, run);
            }
        }
    }

    /// Records dispatches with the same kernel.
    fn record_run(
        &self,
        pass: &mut wgpu::ComputePass<'_>,
        segments: &[Segment],
        program: &Program,
        uploaded: &UploadBindGroups,
        run: &[Dispatch],
    ) {
        for dispatch in run {
            let target = dispatch.input.map(|input| segments[input].target);
            self.set_bind_groups(pass, program, uploaded, dispatch, target);
            let [x, y] = dispatch.workgroups;
            pass.dispatch_workgroups(x, y, 1);
        }
    }

    /// The bind group of a kind with scratch buffers or reports.
    fn slot_bind_group(&self, kind: BindGroup, slot: usize) -> Option<&wgpu::BindGroup> {
        self.scratch.bind_group(kind, slot).or_else(|| self.report.bind_group(kind, slot))
    }

    fn set_bind_groups(
        &self,
        pass: &mut wgpu::ComputePass<'_>,
        program: &Program,
        uploaded: &UploadBindGroups,
        dispatch: &Dispatch,
        target: Option<Target>,
    ) {
        let uniforms = program.offset(dispatch.uniforms);
        for bind_group in dispatch.kernel.bind_groups(dispatch.variant).into_iter().flatten() {
            let number = bind_group.number();
            if let Some(of_slot) = self.slot_bind_group(bind_group, dispatch.slot) {
                pass.set_bind_group(number, of_slot, &[]);
                continue;
            }
            match (bind_group, target) {
                (BindGroup::Step, _) => pass.set_bind_group(number, &uploaded.step, &[uniforms]),
                (BindGroup::StepAndTable, _) => {
                    pass.set_bind_group(number, &uploaded.step_and_table, &[uniforms]);
                }
                (BindGroup::SortStep, _) => pass.set_bind_group(number, &uploaded.sort_step, &[uniforms]),
                (BindGroup::SortStepAndTable, _) => {
                    pass.set_bind_group(number, &uploaded.sort_step_and_table, &[uniforms]);
                }
                (BindGroup::ArenaStep, _) => {
                    let rules = dispatch.rules.map_or(0, |rules| program.offset(rules));
                    pass.set_bind_group(number, &uploaded.arena_step, &[uniforms, rules]);
                }
                (BindGroup::Patch, _) => pass.set_bind_group(number, &uploaded.patch, &[]),
                (BindGroup::ArenaBlocks, Some(Target::Arena(arena))) => {
                    pass.set_bind_group(number, &self.arenas[arena].blocks, &[]);
                }
                (_, Some(target)) => {
                    let cache = &self.buffers(target).bind_groups[bind_group as usize];
                    pass.set_bind_group(number, cache.get(dispatch.window), &[]);
                }
                (_, None) => unreachable!("kernels that patch uniforms bind no parameters"),
            }
        }
    }
}

/// For each segment, the first one whose indices are in the same buffer.
fn index_inputs(segments: &[Segment]) -> Vec<usize> {
    let buffer = |input: usize| segments[input].indices().map(|indices| &indices.buffer);
    let mut inputs: Vec<_> = (0..segments.len()).collect();
    let mut by_buffer = inputs.clone();
    // Stable, so that the first segment with a buffer comes first among those with it.
    by_buffer.sort_by_key(|&input| buffer(input));
    for same in by_buffer.chunk_by(|&a, &b| buffer(a).is_some() && buffer(a) == buffer(b)) {
        same.iter().for_each(|&input| inputs[input] = same[0]);
    }
    inputs
}

/// The ranges of the caller's buffers that a sort binds. Where it binds several, it binds the first one again in place of those
/// that it does not need.
fn index_resources(
    list: &[IndexPlace],
    segments: &[Segment],
    binding: u64,
) -> [Option<Resource>; MAX_INDEX_BUFFERS] {
    let resource = |place: &IndexPlace| {
        let indices = segments[place.input].indices()?;
        Some(Resource { range: indices.covered_from(place.offset, binding), extent: Extent::Whole })
    };
    std::array::from_fn(|index| match list.get(index) {
        Some(place) => resource(place),
        None if list.len() > 1 => resource(&list[0]),
        None => None,
    })
}

/// The rates that may have changed since a history buffer was written, for each of its windows.
fn rate_writes<'a>(rate_history: &'a RateHistory, history: &'a History) -> impl Iterator<Item = Write<'a>> {
    (0..history.layout.windows()).flat_map(move |window| {
        let start = history.layout.rates(window).start;
        let ranges = rate_history.dirty_ranges();
        ranges.map(move |(at, words)| Write { buffer: &history.range.buffer, at: start + at as u64, words })
    })
}

/// The dispatches of a program in runs that set one pipeline each.
fn runs(program: &Program) -> impl Iterator<Item = &[Dispatch]> {
    program.passes().flat_map(runs_of_pass)
}

fn runs_of_pass(dispatches: &[Dispatch]) -> impl Iterator<Item = &[Dispatch]> {
    dispatches.chunk_by(|one, next| (one.kernel, one.variant) == (next.kernel, next.variant))
}
