//! Whether a step may unscale or limit the gradients of an input, or add weight decay: kernels are compiled for it.

use super::{
    control::{DeviceControl, GroupControl, OverflowCheck},
    input::Work,
    kernel::GradientForm,
    planner::Planner,
};
use crate::rule::{MAX_GRAD, StepParams};

impl Planner<'_> {
    /// The form of the input's gradients; for an arena, that of all of its parameter groups together.
    pub(super) fn gradient_form(&self) -> GradientForm {
        match self.input.work {
            Work::Arena(step_params) => {
                let groups = self.input.group_ranges.iter().map(|(group, _)| *group);
                let forms = groups.map(|group| self.form_of_group(group, &step_params[group]));
                forms.fold(GradientForm::default(), GradientForm::or)
            }
            _ => self.form_of_group(self.input.group, self.input.params),
        }
    }

    fn form_of_group(&self, group: usize, params: &StepParams) -> GradientForm {
        GradientForm::of_host(params)
            .or(self.control.map(|control| control.form_of_group(group)).unwrap_or_default())
    }
}

impl GradientForm {
    /// The form that these parameters of a step need, before the device patches them.
    fn of_host(params: &StepParams) -> Self {
        Self { unscales: params.unscale != 1.0 || params.clip < MAX_GRAD, decays: params.may_decay }
    }

    fn or(self, other: Self) -> Self {
        Self { unscales: self.unscales || other.unscales, decays: self.decays || other.decays }
    }
}

impl DeviceControl {
    /// The form that patches of the device may need: another loss scale, a smaller factor where the norm is limited, and the
    /// weight decay of an earlier step.
    fn form_of_group(&self, group: usize) -> GradientForm {
        let is_dynamic = matches!(self.overflow, Some(OverflowCheck::SkipStep { loss_scale: Some(_) }));
        let GroupControl { may_decay, norm_limit, .. } = self.groups[group];
        GradientForm { unscales: is_dynamic || self.norm_limits[norm_limit].is_finite(), decays: may_decay }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu::plan::{input::PlanInput, limits::Limits, program::Program, windows::Windows};

    const PLAIN: GradientForm = GradientForm { unscales: false, decays: false };
    const UNSCALES: GradientForm = GradientForm { unscales: true, decays: false };
    const DECAYS: GradientForm = GradientForm { unscales: false, decays: true };

    /// The form that all updates of a program are compiled for.
    fn form(input: PlanInput<'_>, control: Option<&DeviceControl>) -> GradientForm {
        let program = Program::new([input].into_iter(), control, &Limits::DEFAULT).unwrap();
        let updates = program.dispatches.iter().filter(|dispatch| dispatch.kernel.is_update());
        let forms: Vec<_> = updates.map(|dispatch| dispatch.variant.gradient).collect();
        assert!(!forms.is_empty() && forms.iter().all(|form| *form == forms[0]), "{forms:?}");
        forms[0]
    }

    fn windows() -> Windows {
        Windows::new(1024, 1, 4, 1, &Limits::DEFAULT)
    }

    fn plain() -> StepParams {
        StepParams::new(0.1, 0.2, 0.3)
    }

    #[test]
    fn updates_are_compiled_for_what_the_parameters_of_the_step_say() {
        for (params, want) in [
            (plain(), PLAIN),
            (plain().loss_scale(2.0), UNSCALES),
            (plain().clip_value(1e3), UNSCALES),
            (plain().weight_decay(0.1), DECAYS),
            // A schedule that is 0 at this step.
            (StepParams { may_decay: true, ..plain() }, DECAYS),
        ] {
            let windows = windows();
            assert_eq!(form(PlanInput::plain(&windows, &params, Work::Dense), None), want, "{params:?}");
        }
    }

    #[test]
    fn updates_are_compiled_for_what_the_device_may_patch() {
        let control = |loss_scale, norm_limit, decay| DeviceControl {
            overflow: Some(OverflowCheck::SkipStep { loss_scale }),
            groups: vec![GroupControl::new(vec![[0.1, 0.0, 1.0, 0.0], [0.1, 0.0, 1.0, decay]], 0)],
            norm_limits: vec![norm_limit],
            norm: None,
        };
        let unlimited = f32::INFINITY;
        for (control, want) in [
            (control(None, unlimited, 0.0), PLAIN),
            (control(Some((2.0, 1000)), unlimited, 0.0), UNSCALES),
            (control(None, 1.0, 0.0), UNSCALES),
            (control(None, unlimited, 0.1), DECAYS),
        ] {
            let (windows, params) = (windows(), plain());
            let input = PlanInput::plain(&windows, &params, Work::Dense);
            assert_eq!(form(input, Some(&control)), want, "{control:?}");
        }
    }

    #[test]
    fn an_arena_is_compiled_for_the_groups_of_its_parameters() {
        let params = [plain(), plain().weight_decay(0.1), plain().loss_scale(2.0)];
        for (groups, want) in [
            (vec![(0, 0..1024)], PLAIN),
            (vec![(0, 0..512), (1, 512..1024)], DECAYS),
            (vec![(2, 0..256), (0, 256..1024)], UNSCALES),
            (vec![(1, 0..512), (2, 512..1024)], GradientForm { unscales: true, decays: true }),
        ] {
            let windows = windows();
            let input = PlanInput {
                group_ranges: &groups,
                ..PlanInput::plain(&windows, &params[0], Work::Arena(&params))
            };
            assert_eq!(form(input, None), want, "{groups:?}");
        }
    }
}
