//! Plans what exact rows need beside their updates: rows are brought up to date before a step, and marked after it, unless the
//! kernel that visits them marks them.

use std::ops::Range;

use super::{
    dispatch::Stage,
    input::{LazyRows, LazyTask, Work},
    kernel::{Kernel, Marks, RowSource},
    planner::{Planner, for_each_row},
    program::word,
    uniforms::ElementUniforms,
};

impl LazyRows {
    /// Whether the parameter's own rows are visited, not a copy of them.
    pub(super) fn is_in_place(&self) -> bool {
        self.task != LazyTask::Export
    }
}

impl Planner<'_> {
    /// Plans the catch-up of rows in front of the rest of the input: of all rows where the gradient is dense or there is nothing
    /// else to do, of the swept rows otherwise.
    pub(super) fn catch_up(&mut self) {
        let Some(lazy) = self.input.lazy.clone() else { return };
        match self.input.work {
            Work::Stats => {}
            Work::Dense | Work::Flush => self.catch_up_rows(0..lazy.rows, lazy.next_last_step()),
            _ => self.catch_up_rows(lazy.swept, lazy.current_step),
        }
    }

    fn catch_up_rows(&mut self, rows: Range<u64>, last_step: u32) {
        let (storage, width) = self.row_storage();
        let limits = self.limits;
        let visits: Vec<_> =
            self.input.windows.iter().map(|range| self.visit_of(&range, &rows, last_step)).collect();
        for (window, (groups, uniforms)) in visits.iter().enumerate() {
            if self.input.params.rule.takes_rows() {
                let kernel = Kernel::CatchUpWholeRows(RowSource::All);
                self.whole_rows(Stage::Prepare, kernel, window, *groups, *uniforms);
                continue;
            }
            let uniforms = for_each_row(RowSource::All, *groups, width, *uniforms, limits);
            self.push(Stage::Prepare, Kernel::CatchUpRows(storage, RowSource::All), window, uniforms);
        }
        for (window, (groups, uniforms)) in visits.into_iter().enumerate() {
            self.mark_rows(Stage::Prepare, RowSource::All, window, groups, uniforms);
        }
    }

    /// The visit of those of the rows that lie in a window: how many they are, and uniforms without threads.
    fn visit_of(&self, window: &Range<u64>, rows: &Range<u64>, last_step: u32) -> (u64, ElementUniforms) {
        let bound = self.input.rows_of(window);
        let first = bound.start.max(rows.start);
        let uniforms = ElementUniforms {
            first_group: word(first),
            base_row: word(bound.start),
            bound_rows: word(bound.end - bound.start),
            ..ElementUniforms::default()
        };
        (bound.end.min(rows.end).saturating_sub(first), self.with_last_step(uniforms, last_step))
    }

    /// Plans the marks of the rows that a visit of a window has brought up to date, unless it marks them. The uniforms are
    /// those of the visit.
    pub(super) fn mark_rows(
        &mut self,
        stage: Stage,
        rows: RowSource,
        window: usize,
        groups: u64,
        uniforms: ElementUniforms,
    ) {
        let is_in_place = self.input.lazy.as_ref().is_some_and(LazyRows::is_in_place);
        if is_in_place && self.input.marks(rows) == Marks::Later {
            let uniforms = for_each_row(rows, groups, 1, uniforms, self.limits);
            self.push(stage, Kernel::MarkRows(rows), window, uniforms);
        }
    }

    /// The same uniforms with the state of exact rows, where rows are exact.
    pub(super) fn with_lazy_state(&self, uniforms: ElementUniforms) -> ElementUniforms {
        let last_step = self.input.lazy.as_ref().map_or(0, LazyRows::next_last_step);
        self.with_last_step(uniforms, last_step)
    }

    /// The same uniforms with the state of exact rows, and the last step of a row once it has been visited.
    pub(super) fn with_last_step(&self, uniforms: ElementUniforms, last_step: u32) -> ElementUniforms {
        match &self.input.lazy {
            None => uniforms,
            Some(lazy) => ElementUniforms {
                rule: self.uniforms().rule,
                step_count: lazy.current_step,
                last_step,
                ..uniforms
            },
        }
    }
}

#[cfg(test)]
mod tests;
