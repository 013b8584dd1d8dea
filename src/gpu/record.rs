//! Records a program: one upload and compute passes in the caller's encoder.

use super::{
    optimizer::ProximalAdagrad,
    plan::{
        bindings::BindGroup,
        control::{DeviceControl, GroupControl, OverflowCheck},
        dispatch::Dispatch,
        input::PlanInput,
        program::Program,
    },
    segment::{Segment, Target},
    staging::Staging,
    upload::{UploadBindGroups, Write},
};
use crate::{error::Error, rule::StepParams};

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
        let inputs: Vec<_> = segments.iter().map(|segment| segment.plan_input(self, step_params)).collect();
        for (kernel, variant) in inputs.iter().flat_map(PlanInput::sweep_kernels) {
            self.kernels.pipeline(kernel, variant)?;
        }
        let program = Program::new(inputs.into_iter(), control, self.kernels.limits())?;
        let pipelines = runs(&program).map(|run| self.kernels.pipeline(run[0].kernel, run[0].variant));
        let pipelines = pipelines.collect::<Result<_, _>>()?;
        self.make_bind_groups(segments, &program)?;
        self.scratch.reserve(&self.kernels, &self.report, program.scratch_sizes())?;
        let other_bytes = self.other_bytes(segments, control.is_some());
        // Last, because the buffer would not come back after an error.
        let staging = self.upload.reserve(&self.kernels, &program, other_bytes)?;
        Ok(Prepared { program, staging, pipelines })
    }

    /// Bytes that the upload needs beside those of the program, now or in later steps.
    fn other_bytes(&self, segments: &[Segment], has_control: bool) -> u64 {
        let histories = segments.iter().filter_map(|segment| self.registry.rate_history(segment.param()?));
        let dirty: u64 = histories.map(|history| history.max_dirty_words() * size_of::<u32>() as u64).sum();
        // So that later steps, which send more rates along, find enough memory.
        let sends_rates = has_control && self.registry.skips_on_overflow();
        let rates =
            if sends_rates { self.recent_rates.bytes_to_come(self.registry.varying_groups()) } else { 0 };
        dirty + rates
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
                    let resources = || segment.resources(bind_group, buffers);
                    let bound = cache.bind(&kernels, bind_group, &buffers.windows, recording, resources);
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
            let rows = registry.infos()[param].shape.first().map_or(0, |&rows| rows as u64);
            known.into_iter().flat_map(move |(rate_history, history)| {
                let ranges = rate_history.dirty_ranges();
                ranges.map(move |(at, words)| Write { buffer: &history.buffer, at: rows + at as u64, words })
            })
        });
        let Some(uploaded) = upload.record(encoder, &program, staging, writes).cloned() else { return };
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

/// The dispatches of a program in runs that set one pipeline each.
fn runs(program: &Program) -> impl Iterator<Item = &[Dispatch]> {
    program.passes().flat_map(runs_of_pass)
}

fn runs_of_pass(dispatches: &[Dispatch]) -> impl Iterator<Item = &[Dispatch]> {
    dispatches.chunk_by(|one, next| (one.kernel, one.variant) == (next.kernel, next.variant))
}
