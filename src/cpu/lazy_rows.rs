//! Exact rows: rows are regularised as if every step named them, and what they have missed is applied before
//! their next update, or when they are flushed.

use std::ops::Range;

use super::{
    pending::{BATCH, Missed, Pending},
    scratch::Scratch,
    state::State,
    storage::{BLOCK, StorageView},
    vectorised::vectorised,
};
use crate::{
    params::ParamRegistry,
    rule::{CatchUp, MAX_PLANES, StepParams},
};

/// Consecutive exact rows, and the step that each of them is up to date with.
#[derive(Debug)]
pub(super) struct LazyRows<'a> {
    pub(super) pending: Pending<'a>,
    /// By row: the step that it is up to date with.
    pub(super) last_steps: &'a mut [u32],
    /// The step that rows are up to date with once they are caught up, and perhaps updated.
    next_last_step: u32,
}

/// The step that rows are brought up to date with.
#[derive(Clone, Copy, Debug)]
pub(super) enum UpTo {
    /// The last finished step.
    CurrentStep,
    /// The step that is being taken.
    NextStep,
}

impl<'a> LazyRows<'a> {
    /// All rows of a parameter, if they are exact. `step_params` are those of all parameter groups.
    pub(super) fn new(
        registry: &'a ParamRegistry,
        param: usize,
        last_steps: &'a mut [u32],
        step_params: &'a [StepParams],
        up_to: UpTo,
    ) -> Option<Self> {
        let rate_history = registry.rate_history(param)?;
        let pending = Pending::new(rate_history, &step_params[registry.infos()[param].group]);
        let next_last_step = match up_to {
            UpTo::CurrentStep => rate_history.current_step(),
            UpTo::NextStep => rate_history.current_step().wrapping_add(1),
        };
        Some(Self { pending, last_steps, next_last_step })
    }

    /// Splits off the first rows.
    pub(super) fn cut(&mut self, rows: usize) -> Self {
        let last_steps = self.last_steps.split_off_mut(..rows).expect("one for each row");
        Self { last_steps, ..*self }
    }

    /// Looks up what rows, at most a batch, have missed, and records that they are up to date.
    #[inline(always)]
    pub(super) fn look_up(
        &mut self,
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        missed: &mut Missed,
    ) {
        self.pending.look_up(rows.clone().map(|row| self.last_steps[row]), missed);
        rows.for_each(|row| self.last_steps[row] = self.next_last_step);
    }

    /// Brings one row up to date.
    #[inline(always)]
    pub(super) fn catch_up(
        &mut self,
        row: usize,
        values: &mut [f32],
        state: [&[f32]; MAX_PLANES],
        missed: &mut Missed,
    ) {
        self.look_up([row].into_iter(), missed);
        self.pending.catch_up_row(missed, 0, values, state);
    }
}

/// Consecutive rows to bring up to date.
#[derive(Debug)]
pub(super) struct Flush<'a> {
    values: StorageView<'a>,
    /// State of the whole parameter.
    state: &'a State,
    /// Elements in a row.
    width: usize,
    rows: LazyRows<'a>,
}

impl<'a> Flush<'a> {
    /// A range of rows of a parameter; `values` and `all_rows` are those of the whole parameter. `None` where
    /// there is nothing to do.
    pub(super) fn new(
        mut values: StorageView<'a>,
        state: &'a State,
        mut all_rows: LazyRows<'a>,
        range: Range<usize>,
    ) -> Option<Self> {
        let width = values.len().checked_div(all_rows.last_steps.len())?;
        if width == 0 || range.is_empty() {
            return None;
        }
        all_rows.cut(range.start);
        values.cut(range.start * width);
        let rows = all_rows.cut(range.len());
        Some(Self { values: values.cut(range.len() * width), state, width, rows })
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Splits off the first rows, with about `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let rows = (len / self.width).max(1);
        Self { values: self.values.cut(rows * self.width), rows: self.rows.cut(rows), ..*self }
    }
}

vectorised! {
    pub(super) fn run(flush: &mut Flush<'_>, scratch: &mut Scratch) {
        let &mut Flush { ref mut values, state, width, ref mut rows } = flush;
        // Rows that are looked up, and converted to f32, at once.
        let batch = (BLOCK / width).clamp(1, BATCH);
        let count = rows.last_steps.len();
        for first in (0..count).step_by(batch) {
            let batch = first..count.min(first + batch);
            let elements = batch.start * width..batch.end * width;
            let first = values.first + elements.start;
            let mut values = values.part(elements);
            rows.look_up(batch, &mut scratch.missed);
            catch_up(&rows.pending, &scratch.missed, values.as_f32(&mut scratch.values), (state, first), width);
            values.write_back(&scratch.values);
        }
    }
}

/// Catches up the rows of a batch, whose elements are those of the parameter from `first` on.
#[inline(always)]
fn catch_up(
    pending: &Pending<'_>,
    missed: &Missed,
    values: &mut [f32],
    (state, first): (&State, usize),
    width: usize,
) {
    if width == 1 && !pending.takes_rows() {
        let state = state.read_part(first..first + values.len());
        return pending.catch_up_column(missed, values, state);
    }
    for (row, values) in values.chunks_mut(width).enumerate() {
        let state = state.read_part(first + row * width..first + (row + 1) * width);
        pending.catch_up_row(missed, row, values, state);
    }
}
