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
        let visit = |rows: Range<u64>| {
            let uniforms = ElementUniforms { first_group: word(rows.start), ..ElementUniforms::default() };
            for_each_row(RowSource::All, rows.end.saturating_sub(rows.start), width, uniforms, limits)
        };
        for (window, range) in self.input.windows.iter().enumerate() {
            let bound = self.input.rows_of(&range);
            let uniforms = visit(bound.start.max(rows.start)..bound.end.min(rows.end));
            let uniforms = ElementUniforms {
                base_row: word(bound.start),
                bound_rows: word(bound.end - bound.start),
                ..self.with_last_step(uniforms, last_step)
            };
            self.push(Stage::Prepare, Kernel::CatchUpRows(storage, RowSource::All), window, uniforms);
        }
        self.mark_rows(Stage::Prepare, RowSource::All, rows.end - rows.start, visit(rows), last_step);
    }

    /// Plans the marks of the rows that the input has visited.
    pub(super) fn mark_named(&mut self, rows: RowSource, groups: u64, uniforms: ElementUniforms) {
        if let Some(lazy) = &self.input.lazy {
            self.mark_rows(Stage::Finish, rows, groups, uniforms, lazy.next_last_step());
        }
    }

    fn mark_rows(
        &mut self,
        stage: Stage,
        rows: RowSource,
        groups: u64,
        uniforms: ElementUniforms,
        last_step: u32,
    ) {
        let Some(lazy) = &self.input.lazy else { return };
        let marks_later = self.input.marks(rows) == Marks::Later;
        if marks_later && self.input.windows.len > 0 && lazy.is_in_place() {
            let bound_rows = word(lazy.rows);
            let uniforms = ElementUniforms { bound_rows, ..self.with_last_step(uniforms, last_step) };
            let uniforms = for_each_row(rows, groups, 1, uniforms, self.limits);
            self.push(stage, Kernel::MarkRows(rows), 0, uniforms);
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
                param_rows: word(lazy.rows),
                ..uniforms
            },
        }
    }
}

#[cfg(test)]
mod tests;
