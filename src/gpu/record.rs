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
        program::Program,
    },
    segment::{Segment, Target},
    upload::{UploadBindGroups, Write},
};
use crate::{error::Error, lazy::RateHistory, rule::StepParams};

impl ProximalAdagrad {
    /// Plans some segments, and makes all buffers, bind groups and pipelines that the program needs.
    pub(super) fn prepare(
        &mut self,
        segments: &[Segment],
        step_params: &[StepParams],
        control: Option<&DeviceControl>,
    ) -> Result<Program, Error> {
        let inputs = segments.iter().zip(index_inputs(segments));
        let inputs = inputs.map(|(segment, index_input)| segment.plan_input(self, step_params, index_input));
        let inputs = inputs.inspect(|input| {
            for (kernel, variant) in input.sweep_kernels() {
                self.kernels.pipeline(kernel, variant);
            }
        });
        let program = Program::new(inputs, control, self.kernels.limits())?;
        let dirty: u64 =
            segments.iter().filter_map(Segment::param).map(|param| self.max_dirty_bytes(param)).sum();
        // So that later steps, which send more rates along, find enough memory.
        let rates = match control {
            Some(_) if self.registry.skips_on_overflow() => {
                self.recent_rates.bytes_to_come(self.registry.varying_groups())
            }
            _ => 0,
        };
        self.upload.reserve(&self.kernels, &program, dirty + rates)?;
        self.scratch.reserve(&self.kernels, &self.report, program.scratch_sizes())?;
        self.make_bind_groups(segments, &program);
        Ok(program)
    }

    /// Upper limit of the bytes of [`rate_writes`] for a parameter.
    fn max_dirty_bytes(&self, param: usize) -> u64 {
        let known = self.registry.rate_history(param).zip(self.params[param].history.as_ref());
        known.map_or(0, |(rate_history, history)| {
            rate_history.max_dirty_words() * size_of::<u32>() as u64 * history.layout.windows()
        })
    }

    /// Makes the bind groups of parameters that the dispatches of a program use.
    fn make_bind_groups(&mut self, segments: &[Segment], program: &Program) {
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
                    if let Some(list) = dispatch.indices {
                        let list = &program.index_lists[list];
                        let resources = || index_resources(list, segments, kernels.limits().binding);
                        cache.bind(&kernels, bind_group, windows, recording, resources);
                    } else {
                        let resources = || segment.resources(bind_group, buffers);
                        cache.bind(&kernels, bind_group, windows, recording, resources);
                    }
                    buffers.bind_groups[bind_group as usize] = cache;
                }
            }
        }
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

    /// Records one upload, and compute passes.
    pub(super) fn record(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        segments: &[Segment],
        program: &Program,
    ) {
        let Self { registry, params, upload, .. } = &mut *self;
        let writes = segments.iter().filter_map(Segment::param).flat_map(|param| {
            let known = registry.rate_history(param).zip(params[param].history.as_ref());
            known.into_iter().flat_map(|(rate_history, history)| rate_writes(rate_history, history))
        });
        let Some(uploaded) = upload.record(encoder, program, writes).cloned() else { return };
        for dispatches in program.passes() {
            self.record_pass(encoder, segments, program, &uploaded, dispatches);
        }
    }

    fn record_pass(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        segments: &[Segment],
        program: &Program,
        uploaded: &UploadBindGroups,
        dispatches: &[Dispatch],
    ) {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: Some("proxgrad step"),
            timestamp_writes: None,
        });
        let mut pipeline = None;
        for dispatch in dispatches {
            let key = (dispatch.kernel, dispatch.variant);
            if pipeline.replace(key) != Some(key) {
                pass.set_pipeline(&self.kernels.pipeline(dispatch.kernel, dispatch.variant));
            }
            let target = dispatch.input.map(|input| segments[input].target);
            self.set_bind_groups(&mut pass, program, uploaded, dispatch, target);
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
