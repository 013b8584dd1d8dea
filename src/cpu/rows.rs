//! Gradients by rows: every distinct row is updated once, with the sum of its entries.

use std::ops::Range;

use super::{
    dense::{Dense, apply_all},
    exact::{BATCH, Exact, Missed, NARROW},
    heavy::Heavy,
    lent::{Lent, Room},
};
use crate::{
    format::{Element, Stored, Values, each_format},
    reduce::mean,
    rounding::Noise,
    row_groups::{PIECE, RowGroups, sum, sum_column},
    rule::{StepParams, decayed},
};

/// Rows to update, each by one thread.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    /// Those of row `first` and the rows behind it.
    pub(super) values: Lent<'a>,
    pub(super) accums: &'a mut [f32],
    /// Of the same rows, where those without a gradient are regularised too.
    pub(super) exact: Option<Exact<'a>>,
    first: usize,
    /// As in [`RowGroups`]: `[groups]`, `[groups + 1]` and `[all entries]`.
    rows: &'a [u32],
    pub(super) starts: &'a [u32],
    pub(super) order: &'a [u32],
    pub(super) of: Of<'a>,
}

/// What is the same for all rows of a gradient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of<'a> {
    /// `[all entries, width]`
    pub(super) grads: Values<'a>,
    pub(super) width: usize,
    params: &'a StepParams,
    centralized: bool,
}

/// What an entry costs beside its elements, in elements: most of them are far away from each other in memory.
const ENTRY: usize = 16;

impl Of<'_> {
    /// Elements that an entry is worth.
    pub(super) fn entry(&self) -> usize {
        ENTRY + self.width
    }
}

/// Room for what a thread computes.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) room: Room,
    pub(super) g: Vec<f32>,
    /// Of a mean's chunks.
    pub(super) sums: Vec<f32>,
    /// Of what exact rows have missed.
    pub(super) missed: Missed,
}

impl<'a> Rows<'a> {
    /// Of a whole parameter; the gradient of `all` is by rows, in these groups.
    pub(super) fn new(
        all: Dense<'a>,
        exact: Option<Exact<'a>>,
        groups: &'a RowGroups,
        width: usize,
        centralized: bool,
    ) -> Self {
        let Dense { values, accums, grads, params, .. } = all;
        let RowGroups { rows, starts, order } = groups;
        let of = Of { grads, width, params, centralized };
        Self { values, accums, exact, first: 0, rows, starts, order, of }
    }

    /// Elements that the work is worth.
    pub(super) fn elements(&self) -> usize {
        self.entries(0..self.rows.len()) * self.of.entry()
    }

    /// Takes rows with about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        self.cut_rows(self.fitting(0, elements / self.of.entry()))
    }

    /// Takes the rows off that are worth more than so many elements each: what lies between them, and they.
    pub(super) fn cut_heavy(&mut self, elements: usize) -> Option<(Self, Heavy<'a>)> {
        let most = (elements / self.of.entry()).max(PIECE);
        let mut at = 0;
        while at < self.rows.len() {
            if self.entries(at..at + 1) > most {
                return Some((self.cut_rows(at), Heavy::new(self.cut_rows(1))));
            }
            at += self.fitting(at, most);
        }
        None
    }

    pub(super) fn run(&mut self, scratch: &mut Scratch) {
        run(self, scratch);
    }

    /// How many rows, from the one at `at` on, have no more entries than that together; at least one.
    fn fitting(&self, at: usize, entries: usize) -> usize {
        let starts = &self.starts[at..];
        starts[1..].partition_point(|&end| (end - starts[0]) as usize <= entries).max(1)
    }

    fn cut_rows(&mut self, count: usize) -> Self {
        let rows = self.rows.split_off(..count).expect("no more than there are");
        let starts = &self.starts[..=count];
        self.starts = &self.starts[count..];
        let first = self.first;
        self.first = rows.last().map_or(first, |&row| row as usize + 1);
        let len = (self.first - first) * self.of.width;
        let values = self.values.cut(len);
        let accums = self.accums.split_off_mut(..len).expect("as many as values");
        let exact = self.exact.as_mut().map(|exact| exact.cut(self.first - first));
        Self { values, accums, exact, first, rows, starts, ..*self }
    }

    pub(super) fn entries(&self, groups: Range<usize>) -> usize {
        (self.starts[groups.end] - self.starts[groups.start]) as usize
    }
}

vectorised! {
    fn run(rows: &mut Rows<'_>, scratch: &mut Scratch) {
        let is_narrow = rows.of.width < NARROW && !rows.of.centralized;
        each_format!(Values, rows.of.grads, grads => {
            if is_narrow {
                run_narrow(rows, grads, scratch);
            } else {
                run_wide(rows, grads, scratch);
            }
        });
    }
}

/// Row by row, columns side by side.
#[inline(always)]
fn run_wide<G: Stored>(rows: &mut Rows<'_>, grads: &[G], scratch: &mut Scratch) {
    let Lent { values, first, noise } = rows.values.cut(rows.values.len());
    let round = Rounded { first, noise };
    each_format!(ValuesMut, values, values => run_each(rows, values, round, grads, scratch));
}

#[inline(always)]
fn run_each<V: Element, G: Stored>(
    rows: &mut Rows<'_>,
    values: &mut [V],
    round: Rounded,
    grads: &[G],
    scratch: &mut Scratch,
) {
    let &mut Rows { ref mut accums, ref mut exact, first, rows, starts, order, of, .. } = rows;
    let Scratch { room, g, sums, missed } = scratch;
    g.resize(of.width, 0.0);
    let mut starts = starts.windows(2);
    for rows in rows.chunks(BATCH) {
        if let Some(exact) = exact {
            exact.look_up(rows.iter().map(|row| *row as usize - first), missed);
        }
        for (i, (&row, ends)) in rows.iter().zip(&mut starts).enumerate() {
            let entries = &order[ends[0] as usize..ends[1] as usize];
            sum(entries, grads, of.width, g);
            let at = (row as usize - first) * of.width;
            let mut values = round.lend(&mut values[at..][..of.width], at);
            let accums = &mut accums[at..][..of.width];
            let wide = values.widened(&mut room.values);
            if let Some(exact) = exact {
                exact.shrink_row(missed, i, wide, accums);
            }
            update_row(wide, accums, g, entries.len(), of, sums);
            values.narrow(&room.values);
        }
    }
}

/// Column by column, rows side by side.
#[inline(always)]
fn run_narrow<G: Stored>(rows: &mut Rows<'_>, grads: &[G], scratch: &mut Scratch) {
    let Lent { values, first, noise } = rows.values.cut(rows.values.len());
    let round = Rounded { first, noise };
    each_format!(ValuesMut, values, values => run_columns(rows, values, round, grads, scratch));
}

/// How values in a slice are rounded.
#[derive(Clone, Copy, Debug)]
struct Rounded {
    /// Where the first of them is in its parameter.
    first: usize,
    noise: Option<Noise>,
}

impl Rounded {
    /// Some of them, of a format that the compiler knows.
    #[inline(always)]
    fn lend<V: Element>(self, values: &mut [V], at: usize) -> Lent<'_> {
        Lent { values: V::values_mut(values), first: self.first + at, noise: self.noise }
    }

    #[inline(always)]
    fn narrow<V: Stored>(self, value: f32, at: usize) -> V {
        V::narrow(value, self.noise.map(|noise| noise.at(self.first + at)))
    }
}

#[inline(always)]
fn run_columns<V: Stored, G: Stored>(
    rows: &mut Rows<'_>,
    values: &mut [V],
    round: Rounded,
    grads: &[G],
    scratch: &mut Scratch,
) {
    let &mut Rows { ref mut accums, ref mut exact, first, rows, starts, order, of, .. } = rows;
    let mut room = [[0.0; BATCH]; 3];
    let mut starts = starts;
    for rows in rows.chunks(BATCH) {
        if let Some(exact) = exact {
            exact.look_up(rows.iter().map(|row| *row as usize - first), &mut scratch.missed);
        }
        for column in 0..of.width {
            let at = |row: &u32| (*row as usize - first) * of.width + column;
            let [some_values, some_accums, g] = room.each_mut().map(|room| &mut room[..rows.len()]);
            let places = some_values.iter_mut().zip(&mut *some_accums).zip(&mut *g);
            for ((row, ends), ((value, accum), g)) in rows.iter().zip(starts.windows(2)).zip(places) {
                let entries = &order[ends[0] as usize..ends[1] as usize];
                (*value, *accum) = (values[at(row)].widen(), accums[at(row)]);
                let grad = sum_column(entries, grads, of.width, column);
                *g = decayed(*value, grad, of.params.decay_of(entries.len()), of.params);
            }
            if let Some(exact) = exact {
                // Without weight decay, which exact rows never have, gradients do not depend on values.
                exact.overdue.shrink_column(&scratch.missed, some_values, some_accums);
            }
            apply_all(some_values, some_accums, g, of.params);
            for (row, (value, accum)) in rows.iter().zip(some_values.iter().zip(some_accums)) {
                (values[at(row)], accums[at(row)]) = (round.narrow(*value, at(row)), *accum);
            }
        }
        starts = &starts[rows.len()..];
    }
}

/// The update of a row, given the sum of its entries in `g`.
#[inline(always)]
pub(super) fn update_row(
    values: &mut [f32],
    accums: &mut [f32],
    g: &mut [f32],
    entries: usize,
    of: Of<'_>,
    sums: &mut Vec<f32>,
) {
    let decay = of.params.decay_of(entries);
    for (g, &value) in g.iter_mut().zip(&*values) {
        *g = decayed(value, *g, decay, of.params);
    }
    if of.centralized {
        // g − mean(g)
        let mean = mean(&&*g, sums);
        g.iter_mut().for_each(|g| *g -= mean);
    }
    apply_all(values, accums, g, of.params);
}
