//! Builds the program of a step, a flush or a measurement from its inputs.

use super::{
    control::DeviceControl,
    dispatch::Stage,
    input::{PlanInput, Work},
    limits::Limits,
    planner::Planner,
    program::Program,
};
use crate::error::Error;

impl Program {
    /// Plans all inputs. `control` is what is left to the device, if anything is.
    pub(crate) fn new<'a>(
        inputs: impl Iterator<Item = PlanInput<'a>>,
        control: Option<&DeviceControl>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let mut program = Self::default();
        let mut inputs = inputs.enumerate().peekable();
        // A step without a gradient is a step, too.
        let control = control.filter(|control| control.may_skip() || inputs.peek().is_some());
        if control.is_some() {
            program.reserve_patch_header(limits);
        }
        for (index, input) in inputs {
            Planner { program: &mut program, index, input, control, limits }.plan();
        }
        program.push_sorts(limits);
        if let Some(control) = control {
            program.push_patches(control, limits);
        }
        program.order_dispatches();
        program.check_grids(limits)?;
        program.scratch.iter().try_for_each(|scratch| scratch.check(limits))?;
        if let Some(control) = control {
            program.write_patch_lists(control);
        }
        program.place_table(limits)?;
        Ok(program)
    }
}

impl Program {
    /// Orders dispatches by stage and wave. The order of updates is free; theirs changes pipelines least often.
    pub(super) fn order_dispatches(&mut self) {
        self.dispatches.sort_by_key(|dispatch| {
            let kernel = (dispatch.stage == Stage::Update).then_some(dispatch.kernel);
            (dispatch.stage, dispatch.wave, kernel)
        });
        // wgpu orders dispatches that write a buffer by a barrier, which waits for all dispatches before it. Between passes there
        // is one barrier for all buffers, within a pass one for each. So a pass ends where several dispatches begin that bind
        // what others have written.
        let mut passed = 0;
        for wave in self.dispatches.chunk_by_mut(|a, b| (a.stage, a.wave) == (b.stage, b.wave)) {
            let bind_slots = wave.iter().filter(|dispatch| dispatch.binds_slot).take(2).count();
            wave[0].begins_pass = passed == 0 || bind_slots > 1;
            passed += wave.len();
        }
    }
}

impl Planner<'_> {
    fn plan(&mut self) {
        if self.input.updates() && self.control.is_some_and(DeviceControl::may_skip) {
            self.check_finite();
        }
        self.catch_up();
        match self.input.work {
            Work::Stats => self.stats(),
            Work::Dense => self.dense(),
            Work::Arena(step_params) => self.arena(step_params),
            Work::HostRows(groups) => self.host_rows(groups),
            Work::UploadedRows { .. } | Work::GroupedRows { .. } if self.input.windows.len == 0 => {}
            Work::UploadedRows { indices, param_rows } => self.device_rows(indices.len() as u64, param_rows),
            Work::GroupedRows { entries, param_rows } => self.grouped_rows(entries, param_rows),
            Work::DeviceRows { entries: 0, .. } | Work::Flush => {}
            Work::DeviceRows { entries, param_rows, .. } if self.input.windows.len == 0 => {
                self.check_on_device(entries, param_rows);
            }
            Work::DeviceRows { entries, param_rows, unique: false, .. } => {
                self.device_rows(entries, param_rows)
            }
            Work::DeviceRows { entries, param_rows, unique: true, .. } => {
                self.unique_rows(entries, param_rows)
            }
        }
    }
}

#[cfg(test)]
mod tests;
