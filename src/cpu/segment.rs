//! The part that one parameter takes in a step: its gradient, its state, and the tasks that these make.

use std::sync::Arc;

use super::{
    channels::Channels,
    dense::Dense,
    lazy_rows::{Flush, LazyRows, UpTo},
    rows::{RowGradView, RowUpdates, width_of},
    state::State,
    storage::{StorageView, catch_up_noise, update_noise},
    tasks::Task,
};
use crate::{
    format::{Values, ValuesMut},
    lazy::RateHistory,
    params::ParamRegistry,
    row_groups::RowGroups,
    rule::{StepParams, step_number},
};

/// The gradient of one parameter in a step, checked.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    /// Index of the parameter.
    pub(super) param: usize,
    pub(super) values: ValuesMut<'a>,
    pub(super) grads: Values<'a>,
    /// `None` for a dense gradient.
    pub(super) groups: Option<Arc<RowGroups>>,
    /// Number of entries whose index is no row.
    pub(super) bad_rows: u64,
}

/// A segment together with the state of its parameter.
#[derive(Debug)]
pub(super) struct ParamPart<'s, 'a> {
    pub(super) segment: &'s mut Segment<'a>,
    pub(super) state: &'s mut State,
    /// By row: the step that it is up to date with. Empty where rows are not exact.
    pub(super) last_steps: &'s mut [u32],
}

impl ParamPart<'_, '_> {
    /// The flush that has to come before the update: of all exact rows if the gradient is dense, else of the
    /// rows that are swept at this step.
    pub(super) fn flush<'t>(
        &'t mut self,
        registry: &'t ParamRegistry,
        step_params: &'t [StepParams],
    ) -> Option<Task<'t>> {
        let Segment { param, ref mut values, ref groups, .. } = *self.segment;
        let count = self.last_steps.len();
        let rate_history = registry.rate_history(param)?;
        let (range, up_to) = match groups {
            None => (0..count, UpTo::NextStep),
            Some(_) => {
                let swept = registry.infos()[param].swept_rows(rate_history, registry.skips_on_overflow());
                let row = |row| usize::try_from(row).expect("rows are in memory");
                (row(swept.start)..row(swept.end), UpTo::CurrentStep)
            }
        };
        let rows = LazyRows::new(registry, param, self.last_steps, step_params, up_to)?;
        let noise = catch_up_noise(param, &step_params[registry.infos()[param].group]);
        let values = StorageView::new(values.reborrow(), noise);
        Flush::new(values, self.state, rows, range).map(Task::Flush)
    }

    /// The update, unless the parameter has no elements.
    pub(super) fn update<'t>(
        &'t mut self,
        registry: &'t ParamRegistry,
        step_params: &'t [StepParams],
    ) -> Option<Task<'t>> {
        let Segment { param, ref mut values, grads, ref groups, .. } = *self.segment;
        if values.is_empty() {
            return None;
        }
        let info = &registry.infos()[param];
        let params = &step_params[info.group];
        let (width, centralized) = (width_of(info), info.centralized);
        let steps_before = registry.rate_history(param).map_or(params.step, RateHistory::current_step);
        let step = step_number(steps_before);
        let values = StorageView::new(values.reborrow(), update_noise(param, params));
        let state = self.state.view();
        if let Some(groups) = groups {
            let rows = LazyRows::new(registry, param, self.last_steps, step_params, UpTo::NextStep);
            let grad = RowGradView { grads, width, centralized, params, step };
            return Some(Task::Rows(RowUpdates::new(values, state, rows, groups, grad)));
        }
        let dense = Dense { values, state, grads, mean: 0.0, params, step };
        Some(if centralized || params.rule.takes_rows() {
            Task::Channels(Channels { dense, width, centralized })
        } else {
            Task::Dense(dense)
        })
    }
}
