//! The catch-up of exact rows on slices: what rows have missed is looked up in the rate history row by row, and applied element
//! by element.

use super::state;
use crate::{
    lazy::{LazyForm, RateHistory, RateRun, Shrink},
    rule::{CatchUp, MAX_PLANES, StepParams, shrink_row, solve_elements, solve_row, step_number},
};

/// Most rows in a batch. Rows are looked up in batches, so that what is the same for all elements of a row is
/// computed for many rows in one vectorised loop.
pub(super) const BATCH: usize = 256;

/// The steps that rows of a parameter may have missed, and the strengths of their shrinks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending<'a> {
    rate_history: &'a RateHistory,
    form: LazyForm,
    params: &'a StepParams,
    l1: f32,
    l2: f32,
    /// `l1/l2`
    ratio: f32,
}

/// What the rows of a batch have missed. Empty until rows are looked up, so that steps without exact rows do
/// not pay for it.
#[derive(Debug, Default)]
pub(super) struct Missed {
    /// `[BATCH]`, of the forms without runs: the sum over the rates that each row has missed.
    sums: Vec<f32>,
    /// `[BATCH]` each, of documented shrinkage: the [`Shrink`] of each row.
    kept: Vec<f32>,
    thresholds: Vec<f32>,
    /// Of the form with the last rate: whether each row has missed a step.
    is_behind: Vec<bool>,
    /// `[BATCH]`, of the form with runs: the first run of missed rates of each row.
    firsts: Vec<RateRun>,
    /// The other runs. Those of a row are `more[starts[row]..starts[row + 1]]`.
    more: Vec<RateRun>,
    /// `[BATCH + 1]`
    starts: Vec<u32>,
}

impl<'a> Pending<'a> {
    pub(super) fn new(rate_history: &'a RateHistory, params: &'a StepParams) -> Self {
        let &StepParams { l1, l2, .. } = params;
        Self { rate_history, form: rate_history.form(), params, l1, l2, ratio: params.ratio() }
    }

    #[inline(always)]
    fn look_up_sums(&self, last_steps: impl ExactSizeIterator<Item = u32>, missed: &mut Missed) {
        missed.sums.resize(BATCH, 0.0);
        let sums = last_steps.zip(&mut missed.sums);
        sums.for_each(|(last_step, sum)| *sum = self.rate_history.sum_since(last_step));
    }

    #[inline(always)]
    fn look_up_shrinks(&self, rows: usize, missed: &mut Missed) {
        let Missed { sums, kept, thresholds, .. } = missed;
        kept.resize(BATCH, 0.0);
        thresholds.resize(BATCH, 0.0);
        let shrinks = kept[..rows].iter_mut().zip(&mut thresholds[..rows]);
        for (&sum, (kept, threshold)) in sums[..rows].iter().zip(shrinks) {
            let shrink = Shrink::documented(sum, self.l1, self.l2);
            (*kept, *threshold) = (shrink.kept, shrink.threshold);
        }
    }

    #[inline(always)]
    fn look_up_runs(&self, last_steps: impl ExactSizeIterator<Item = u32>, missed: &mut Missed) {
        let Missed { firsts, more, starts, .. } = missed;
        firsts.resize(BATCH, RateRun::NONE);
        starts.resize(BATCH + 1, 0);
        more.clear();
        for (last_step, (first, end)) in last_steps.zip(firsts.iter_mut().zip(&mut starts[1..])) {
            *first = self.rate_history.runs_since(last_step, more);
            *end = u32::try_from(more.len()).expect("a batch has fewer runs than the history has steps");
        }
    }

    /// Whether the rule takes rows as a whole.
    pub(super) fn takes_rows(&self) -> bool {
        self.params.rule.takes_rows()
    }

    /// Catches up a row of a rule that takes rows as a whole.
    #[inline(always)]
    fn catch_up_whole(&self, missed: &Missed, row: usize, values: &mut [f32], state: [&[f32]; MAX_PLANES]) {
        let [strength, ratio] = self.params.row_strength(values.len());
        let shrink = match self.form {
            LazyForm::LastRate if missed.is_behind[row] => {
                return solve_row(values, state, self.rate_history.last_rate(), self.params);
            }
            LazyForm::LastRate => return,
            LazyForm::AdaptiveL2 => {
                let accum = state[0][0];
                let [mut of_centers, mut around] = missed.firsts[row].logarithms(self.l2 / accum.sqrt());
                for run in missed.more_of(row) {
                    let more = run.logarithms(self.l2 / accum.sqrt());
                    (of_centers, around) = (of_centers + more[0], around + more[1]);
                }
                Shrink::adaptive_l2(of_centers + around, ratio, accum)
            }
            LazyForm::Adaptive | LazyForm::Documented => {
                Shrink::adaptive(missed.sums[row], strength, state[0][0])
            }
        };
        shrink_row(values, shrink.kept, shrink.threshold, self.params);
    }

    #[inline(always)]
    fn look_up_ages(&self, last_steps: impl ExactSizeIterator<Item = u32>, missed: &mut Missed) {
        missed.is_behind.clear();
        missed.is_behind.extend(last_steps.map(|last_step| last_step != self.rate_history.current_step()));
    }

    /// Computes the values of elements from their state.
    #[inline(always)]
    fn solve(&self, values: &mut [f32], state: [&[f32]; MAX_PLANES]) {
        let last_step = step_number(self.rate_history.current_step().wrapping_sub(1));
        solve_elements(values, state, self.rate_history.last_rate(), last_step, self.params);
    }

    /// Catches up elements by runs of rates: `first` is the first run of each element, `more` its other runs.
    #[inline(always)]
    fn catch_up_by_runs<'m>(
        &self,
        values: &mut [f32],
        accums: &[f32],
        first: impl Fn(usize) -> RateRun,
        more: impl Fn(usize) -> &'m [RateRun],
    ) {
        // Elements whose logarithms are computed before they are used, so that all loops over them are
        // vectorised.
        const BLOCK: usize = 64;
        // Copies, so that the compiler knows that no store changes them.
        let &Self { l2, ratio, .. } = self;
        let (mut of_centers, mut around) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (block, (values, accums)) in values.chunks_mut(BLOCK).zip(accums.chunks(BLOCK)).enumerate() {
            let [of_centers, around] = [&mut of_centers, &mut around].map(|sums| &mut sums[..accums.len()]);
            let element = |i: usize| block * BLOCK + i;
            for (i, (&accum, sums)) in accums.iter().zip(of_centers.iter_mut().zip(&mut *around)).enumerate()
            {
                let [of_centers, around] = first(element(i)).logarithms(l2 / accum.sqrt());
                (*sums.0, *sums.1) = (of_centers, around);
            }
            for (i, (&accum, sums)) in accums.iter().zip(of_centers.iter_mut().zip(&mut *around)).enumerate()
            {
                for run in more(element(i)) {
                    let [of_centers, around] = run.logarithms(l2 / accum.sqrt());
                    (*sums.0, *sums.1) = (*sums.0 + of_centers, *sums.1 + around);
                }
            }
            // x = Σ ln(1 + γ·l2/√A)
            let x = of_centers.iter().zip(&*around);
            for ((value, &accum), (of_centers, around)) in values.iter_mut().zip(accums).zip(x) {
                *value = Shrink::adaptive_l2(of_centers + around, ratio, accum).apply(*value);
            }
        }
    }
}

impl CatchUp for Pending<'_> {
    type Missed = Missed;

    #[inline(always)]
    fn look_up(&self, last_steps: impl ExactSizeIterator<Item = u32>, missed: &mut Missed) {
        let rows = last_steps.len();
        match self.form {
            LazyForm::Documented => {
                self.look_up_sums(last_steps, missed);
                self.look_up_shrinks(rows, missed);
            }
            LazyForm::Adaptive => self.look_up_sums(last_steps, missed),
            LazyForm::AdaptiveL2 => self.look_up_runs(last_steps, missed),
            LazyForm::LastRate => self.look_up_ages(last_steps, missed),
        }
    }

    #[inline(always)]
    fn catch_up_row(&self, missed: &Missed, row: usize, values: &mut [f32], state: [&[f32]; MAX_PLANES]) {
        if self.takes_rows() {
            return self.catch_up_whole(missed, row, values, state);
        }
        let [accums, _] = state;
        let elements = values.iter_mut().zip(accums);
        match self.form {
            LazyForm::Documented => {
                let shrink = Shrink { kept: missed.kept[row], threshold: missed.thresholds[row] };
                values.iter_mut().for_each(|value| *value = shrink.apply(*value));
            }
            LazyForm::Adaptive => {
                // Copies, so that the compiler knows that no store changes them.
                let (sum, l1) = (missed.sums[row], self.l1);
                elements.for_each(|(value, &accum)| *value = Shrink::adaptive(sum, l1, accum).apply(*value));
            }
            LazyForm::AdaptiveL2 => {
                let (first, more) = (missed.firsts[row], missed.more_of(row));
                self.catch_up_by_runs(values, accums, |_| first, |_| more);
            }
            LazyForm::LastRate if missed.is_behind[row] => self.solve(values, state),
            LazyForm::LastRate => {}
        }
    }

    #[inline(always)]
    fn catch_up_column(&self, missed: &Missed, values: &mut [f32], state: [&[f32]; MAX_PLANES]) {
        let [accums, _] = state;
        let Missed { sums, kept, thresholds, firsts, .. } = missed;
        let l1 = self.l1;
        match self.form {
            LazyForm::Documented => {
                for ((value, &kept), &threshold) in values.iter_mut().zip(kept).zip(thresholds) {
                    *value = Shrink { kept, threshold }.apply(*value);
                }
            }
            LazyForm::Adaptive => {
                for ((value, &accum), &sum) in values.iter_mut().zip(accums).zip(sums) {
                    *value = Shrink::adaptive(sum, l1, accum).apply(*value);
                }
            }
            LazyForm::AdaptiveL2 => {
                self.catch_up_by_runs(values, accums, |row| firsts[row], |row| missed.more_of(row));
            }
            LazyForm::LastRate => {
                for (row, value) in values.iter_mut().enumerate().filter(|(row, _)| missed.is_behind[*row]) {
                    self.solve(std::slice::from_mut(value), state::part(state, row..row + 1));
                }
            }
        }
    }
}

impl Missed {
    /// The runs of a row after its first run.
    #[inline(always)]
    fn more_of(&self, row: usize) -> &[RateRun] {
        &self.more[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}
