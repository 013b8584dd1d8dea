//! Rows that are regularised as if every step named them: what they have missed is applied in front of the next update.

use std::ops::Range;

use super::lent::{BLOCK, Lent, Room};
use crate::{
    lazy::{LazyForm, RateHistory, RateRun, Shrink},
    rule::StepParams,
};

/// Rows that are looked up at once, so that what is the same for all of a row's elements is computed for rows side by side.
pub(super) const BATCH: usize = 256;

/// Rows of fewer columns are taken column by column, rows side by side; others row by row.
pub(super) const NARROW: usize = 8;

/// What the rows of a parameter may have missed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overdue<'a> {
    rate_history: &'a RateHistory,
    l1: f32,
    l2: f32,
    ratio: f32,
}

/// What some rows have missed. Empty until rows are looked up, so that steps without exact rows pay nothing for it.
#[derive(Debug, Default)]
pub(super) struct Missed {
    /// `[BATCH]` where rates are not binned, the sums over them; of documented shrinkage, the shrinks that follow.
    sums: Vec<f32>,
    kept: Vec<f32>,
    thresholds: Vec<f32>,
    /// `[BATCH]` where they are, the first stretch of each row, and the others: `more[starts[row]..starts[row + 1]]`.
    firsts: Vec<RateRun>,
    more: Vec<RateRun>,
    starts: Vec<u32>,
}

impl<'a> Overdue<'a> {
    pub(super) fn new(rate_history: &'a RateHistory, params: &StepParams) -> Self {
        Self { rate_history, l1: params.l1, l2: params.l2, ratio: params.ratio() }
    }

    /// Notes what rows with these marks, no more than a batch, have missed.
    #[inline(always)]
    fn look_up(&self, marks: impl ExactSizeIterator<Item = u32>, missed: &mut Missed) {
        let Missed { sums, kept, thresholds, firsts, more, starts } = missed;
        let rows = marks.len();
        if self.rate_history.form() == LazyForm::AdaptiveL2 {
            firsts.resize(BATCH, RateRun::NONE);
            starts.resize(BATCH + 1, 0);
            more.clear();
            for (mark, (first, end)) in marks.zip(firsts.iter_mut().zip(&mut starts[1..])) {
                *first = self.rate_history.runs_since(mark, more);
                *end = u32::try_from(more.len()).expect("a batch has fewer than its record has steps");
            }
            return;
        }
        sums.resize(BATCH, 0.0);
        marks.zip(&mut *sums).for_each(|(mark, sum)| *sum = self.rate_history.sum_since(mark));
        if self.rate_history.form() == LazyForm::Documented {
            kept.resize(BATCH, 0.0);
            thresholds.resize(BATCH, 0.0);
            let places = kept[..rows].iter_mut().zip(&mut thresholds[..rows]);
            for (&sum, (kept, threshold)) in sums[..rows].iter().zip(places) {
                let shrink = Shrink::documented(sum, self.l1, self.l2);
                (*kept, *threshold) = (shrink.kept, shrink.threshold);
            }
        }
    }

    /// Applies to an element of each row what the row has missed.
    #[inline(always)]
    pub(super) fn shrink_column(&self, missed: &Missed, values: &mut [f32], accums: &[f32]) {
        let Missed { sums, kept, thresholds, firsts, .. } = missed;
        let l1 = self.l1;
        match self.rate_history.form() {
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
                self.shrink_binned(values, accums, |row| firsts[row], |row| missed.more_of(row));
            }
        }
    }

    /// Applies to all elements of a row what it has missed.
    #[inline(always)]
    fn shrink_row(&self, missed: &Missed, row: usize, values: &mut [f32], accums: &[f32]) {
        let elements = values.iter_mut().zip(accums);
        match self.rate_history.form() {
            LazyForm::Documented => {
                let shrink = Shrink { kept: missed.kept[row], threshold: missed.thresholds[row] };
                elements.for_each(|(value, _)| *value = shrink.apply(*value));
            }
            LazyForm::Adaptive => {
                // Copies, so that no store could change them.
                let (sum, l1) = (missed.sums[row], self.l1);
                elements.for_each(|(value, &accum)| *value = Shrink::adaptive(sum, l1, accum).apply(*value));
            }
            LazyForm::AdaptiveL2 => {
                let (first, more) = (missed.firsts[row], missed.more_of(row));
                self.shrink_binned(values, accums, |_| first, |_| more);
            }
        }
    }

    /// Applies to elements what they have missed: the first stretch of each, and more of them.
    #[inline(always)]
    fn shrink_binned<'m>(
        &self,
        values: &mut [f32],
        accums: &[f32],
        first: impl Fn(usize) -> RateRun,
        more: impl Fn(usize) -> &'m [RateRun],
    ) {
        // Elements that a processor computes side by side.
        const BLOCK: usize = 64;
        // Copies, so that no store could change them.
        let &Self { l2, ratio, .. } = self;
        let (mut of_centers, mut around) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (block, (values, accums)) in values.chunks_mut(BLOCK).zip(accums.chunks(BLOCK)).enumerate() {
            let [of_centers, around] = [&mut of_centers, &mut around].map(|room| &mut room[..accums.len()]);
            let element = |i: usize| block * BLOCK + i;
            for (i, (&accum, of_all)) in
                accums.iter().zip(of_centers.iter_mut().zip(&mut *around)).enumerate()
            {
                let [of_centers, around] = first(element(i)).logarithms(l2 / accum.sqrt());
                (*of_all.0, *of_all.1) = (of_centers, around);
            }
            for (i, (&accum, of_all)) in
                accums.iter().zip(of_centers.iter_mut().zip(&mut *around)).enumerate()
            {
                for stretch in more(element(i)) {
                    let [of_centers, around] = stretch.logarithms(l2 / accum.sqrt());
                    (*of_all.0, *of_all.1) = (*of_all.0 + of_centers, *of_all.1 + around);
                }
            }
            let x = of_centers.iter().zip(&*around);
            for ((value, &accum), (of_centers, around)) in values.iter_mut().zip(accums).zip(x) {
                *value = Shrink::adaptive_l2(of_centers + around, ratio, accum).apply(*value);
            }
        }
    }
}

impl Missed {
    /// A row's stretches behind the first.
    #[inline(always)]
    fn more_of(&self, row: usize) -> &[RateRun] {
        &self.more[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// The marks of some rows.
#[derive(Debug)]
pub(super) struct Exact<'a> {
    pub(super) overdue: Overdue<'a>,
    /// Of each row.
    pub(super) marks: &'a mut [u32],
    /// The mark that a row gets.
    pub(super) mark: u32,
}

impl Exact<'_> {
    /// Takes so many rows off the front.
    pub(super) fn cut(&mut self, rows: usize) -> Self {
        let marks = self.marks.split_off_mut(..rows).expect("one for each row");
        Self { marks, ..*self }
    }

    /// Notes what these rows, no more than a batch, have missed, and marks them as up to date.
    #[inline(always)]
    pub(super) fn look_up(
        &mut self,
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        missed: &mut Missed,
    ) {
        self.overdue.look_up(rows.clone().map(|row| self.marks[row]), missed);
        rows.for_each(|row| self.marks[row] = self.mark);
    }

    /// Applies to a row what was noted of it.
    #[inline(always)]
    pub(super) fn shrink_row(&self, missed: &Missed, row: usize, values: &mut [f32], accums: &[f32]) {
        self.overdue.shrink_row(missed, row, values, accums);
    }

    /// Brings a row up to date, and marks it.
    #[inline(always)]
    pub(super) fn catch_up(&mut self, row: usize, values: &mut [f32], accums: &[f32], missed: &mut Missed) {
        self.look_up([row].into_iter(), missed);
        self.shrink_row(missed, 0, values, accums);
    }
}

/// Rows to bring up to date, one behind the other.
#[derive(Debug)]
pub(super) struct Flush<'a> {
    pub(super) values: Lent<'a>,
    pub(super) accums: &'a [f32],
    /// Elements of a row.
    pub(super) width: usize,
    pub(super) exact: Exact<'a>,
}

impl<'a> Flush<'a> {
    /// Some rows of a whole parameter; none for none, or where they have no elements.
    pub(super) fn new(
        mut values: Lent<'a>,
        accums: &'a [f32],
        exact: Exact<'a>,
        rows: Range<usize>,
    ) -> Option<Self> {
        let width =
            values.len().checked_div(exact.marks.len()).filter(|&width| width > 0 && !rows.is_empty())?;
        let elements = rows.start * width..rows.end * width;
        let exact = Exact { marks: &mut exact.marks[rows], ..exact };
        values.cut(elements.start);
        let values = values.cut(elements.len());
        Some(Self { values, accums: &accums[elements], width, exact })
    }

    pub(super) fn elements(&self) -> usize {
        self.values.len()
    }

    /// Takes rows of about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        let rows = (elements / self.width).max(1);
        let len = rows * self.width;
        let accums = self.accums.split_off(..len).expect("as many as values");
        Self { values: self.values.cut(len), accums, width: self.width, exact: self.exact.cut(rows) }
    }

    pub(super) fn run(&mut self, room: &mut Room, missed: &mut Missed) {
        run(self, room, missed);
    }
}

vectorised! {
    fn run(flush: &mut Flush<'_>, room: &mut Room, missed: &mut Missed) {
        let &mut Flush { ref mut values, accums, width, ref mut exact } = flush;
        // As many rows as are looked up at once, or as are well widened at once.
        let rows = (BLOCK / width).clamp(1, BATCH);
        for (batch, accums) in accums.chunks(rows * width).enumerate() {
            let at = batch * rows * width;
            let mut values = values.part(at..at + accums.len());
            exact.look_up(batch * rows..batch * rows + accums.len() / width, missed);
            shrink(&exact.overdue, missed, values.widened(&mut room.values), accums, width);
            values.narrow(&room.values);
        }
    }
}

/// Applies to some rows what was noted of them.
#[inline(always)]
fn shrink(overdue: &Overdue<'_>, missed: &Missed, values: &mut [f32], accums: &[f32], width: usize) {
    if width == 1 {
        return overdue.shrink_column(missed, values, accums);
    }
    for (row, (values, accums)) in values.chunks_mut(width).zip(accums.chunks(width)).enumerate() {
        overdue.shrink_row(missed, row, values, accums);
    }
}
