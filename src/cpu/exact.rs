//! Rows that are regularised as if every step named them: what they have missed is applied in front of the next update.

use std::ops::Range;

use crate::{
    catch_up::{Law, Shrink},
    rule::StepParams,
    timeline::{Stretch, Timeline},
};

/// What the rows of a parameter may have missed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overdue<'a> {
    timeline: &'a Timeline,
    l1: f32,
    l2: f32,
    ratio: f32,
}

impl<'a> Overdue<'a> {
    pub(super) fn new(timeline: &'a Timeline, params: &StepParams) -> Self {
        Self { timeline, l1: params.l1, l2: params.l2, ratio: params.ratio() }
    }

    /// Applies to a row what it has missed since its mark.
    #[inline(always)]
    fn shrink(&self, values: &mut [f32], accums: &[f32], mark: u32, stretches: &mut Vec<Stretch>) {
        let &Self { timeline, l1, l2, ratio } = self;
        let elements = values.iter_mut().zip(accums);
        match timeline.law() {
            Law::Documented => {
                let shrink = Shrink::documented(timeline.sum_since(mark), l1, l2);
                elements.for_each(|(value, _)| *value = shrink.apply(*value));
            }
            Law::Adaptive => {
                let sum = timeline.sum_since(mark);
                elements.for_each(|(value, &accum)| *value = Shrink::adaptive(sum, l1, accum).apply(*value));
            }
            Law::AdaptiveL2 => {
                timeline.stretches_since(mark, stretches);
                let shrink = |accum| Shrink::adaptive_l2(stretches, ratio, l2, accum);
                elements.for_each(|(value, &accum)| *value = shrink(accum).apply(*value));
            }
        }
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

    /// Brings a row up to date, and marks it.
    #[inline(always)]
    pub(super) fn catch_up(
        &mut self,
        row: usize,
        values: &mut [f32],
        accums: &[f32],
        stretches: &mut Vec<Stretch>,
    ) {
        let mark = std::mem::replace(&mut self.marks[row], self.mark);
        self.overdue.shrink(values, accums, mark, stretches);
    }
}

/// Rows to bring up to date, one behind the other.
#[derive(Debug)]
pub(super) struct Flush<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) accums: &'a [f32],
    /// Elements of a row.
    pub(super) width: usize,
    pub(super) exact: Exact<'a>,
}

impl<'a> Flush<'a> {
    /// Some rows of a whole parameter; none for none, or where they have no elements.
    pub(super) fn new(
        values: &'a mut [f32],
        accums: &'a [f32],
        exact: Exact<'a>,
        rows: Range<usize>,
    ) -> Option<Self> {
        let width =
            values.len().checked_div(exact.marks.len()).filter(|&width| width > 0 && !rows.is_empty())?;
        let elements = rows.start * width..rows.end * width;
        let exact = Exact { marks: &mut exact.marks[rows], ..exact };
        Some(Self { values: &mut values[elements.clone()], accums: &accums[elements], width, exact })
    }

    pub(super) fn elements(&self) -> usize {
        self.values.len()
    }

    /// Takes rows of about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        let rows = (elements / self.width).max(1);
        let len = rows * self.width;
        let values = self.values.split_off_mut(..len).expect("no more than there are");
        let accums = self.accums.split_off(..len).expect("as many as values");
        Self { values, accums, width: self.width, exact: self.exact.cut(rows) }
    }

    pub(super) fn run(&mut self, stretches: &mut Vec<Stretch>) {
        run(self, stretches);
    }
}

vectorised! {
    fn run(flush: &mut Flush<'_>, stretches: &mut Vec<Stretch>) {
        let &mut Flush { ref mut values, accums, width, ref mut exact } = flush;
        for (row, (values, accums)) in values.chunks_mut(width).zip(accums.chunks(width)).enumerate() {
            exact.catch_up(row, values, accums, stretches);
        }
    }
}
