//! Updates by row gradients: every distinct row is updated once, with the sum of its entries.

use std::ops::Range;

use super::{
    lazy_rows::LazyRows,
    pending::BATCH,
    scratch::Scratch,
    state::StateView,
    storage::{StorageView, TypedView},
    vectorised::vectorised,
};
use crate::{
    format::{Element, Stored, Values, each_format},
    params::ParamInfo,
    reduce::mean,
    row_groups::{Entries, PIECE, RowGroups},
    rule::{self, CatchUp, MAX_PLANES, StepParams, centralized, decayed, summand, update_elements},
};

/// Rows of fewer columns are updated column by column, with vectorised loops over rows; wider rows are
/// updated row by row, with vectorised loops over columns.
const MIN_WIDTH_BY_ROWS: usize = 8;

/// Cost of an entry besides its elements, in elements: entries are scattered in memory.
const ENTRY_COST: usize = 16;

/// Elements in a row of a parameter.
pub(super) fn width_of(info: &ParamInfo) -> usize {
    usize::try_from(info.width()).expect("the elements are in memory")
}

/// A row gradient, and what is the same for all of its rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowGradView<'a> {
    /// `[all entries, width]`
    pub(super) grads: Values<'a>,
    /// Elements in a row.
    pub(super) width: usize,
    /// Whether the gradient of each row loses its mean.
    pub(super) centralized: bool,
    pub(super) params: &'a StepParams,
    /// Number of the step as the rule counts it, from 1.
    pub(super) step: f32,
}

impl<'a> RowGradView<'a> {
    /// The entries, which are elements of this type.
    #[inline(always)]
    pub(super) fn entries<G: Stored>(self, grads: &'a [G]) -> Entries<'a, G, impl Fn(f32) -> f32 + Copy> {
        Entries { grads, width: self.width, summand: |grad| summand(grad, self.params) }
    }

    /// Cost of an entry, in elements of a dense gradient.
    pub(super) fn entry_cost(&self) -> usize {
        ENTRY_COST + self.width
    }
}

/// Rows to update. Their values and state are those of consecutive rows, of which some have entries.
#[derive(Debug)]
pub(super) struct RowUpdates<'a> {
    /// Values of the rows from `first` on.
    pub(super) values: StorageView<'a>,
    /// State of the same rows.
    pub(super) state: StateView<'a>,
    /// The same rows, if they are exact.
    pub(super) lazy: Option<LazyRows<'a>>,
    first: usize,
    /// `[groups]`, as in [`RowGroups`].
    rows: &'a [u32],
    /// `[groups + 1]`, as in [`RowGroups`].
    starts: &'a [u32],
    /// `[all entries]`, as in [`RowGroups`].
    order: &'a [u32],
    pub(super) grad: RowGradView<'a>,
}

impl<'a> RowUpdates<'a> {
    /// All rows of a parameter that have entries in `groups`.
    pub(super) fn new(
        values: StorageView<'a>,
        state: StateView<'a>,
        lazy: Option<LazyRows<'a>>,
        groups: &'a RowGroups,
        grad: RowGradView<'a>,
    ) -> Self {
        let RowGroups { rows, starts, order } = groups;
        Self { values, state, lazy, first: 0, rows, starts, order, grad }
    }

    /// Cost in elements of a dense gradient.
    pub(super) fn cost(&self) -> usize {
        self.entry_count(0..self.rows.len()) * self.grad.entry_cost()
    }

    /// Splits off the first rows, of about this cost.
    pub(super) fn cut(&mut self, cost: usize) -> Self {
        self.cut_groups(self.groups_within(0, cost / self.grad.entry_cost()))
    }

    /// Splits off the first row that costs more than `cost`, and all rows before it: returns these rows, then
    /// that row.
    pub(super) fn cut_large_row(&mut self, cost: usize) -> Option<[Self; 2]> {
        let most = (cost / self.grad.entry_cost()).max(PIECE);
        let mut at = 0;
        while at < self.rows.len() {
            if self.entry_count(at..at + 1) > most {
                return Some([self.cut_groups(at), self.cut_groups(1)]);
            }
            at += self.groups_within(at, most);
        }
        None
    }

    /// The entries of a group.
    pub(super) fn entries(&self, group: usize) -> &'a [u32] {
        &self.order[self.starts[group] as usize..self.starts[group + 1] as usize]
    }

    /// Number of entries of a range of groups.
    fn entry_count(&self, groups: Range<usize>) -> usize {
        (self.starts[groups.end] - self.starts[groups.start]) as usize
    }

    /// Number of groups from `at` on that have at most `entries` entries together; at least one.
    fn groups_within(&self, at: usize, entries: usize) -> usize {
        let starts = &self.starts[at..];
        starts[1..].partition_point(|&end| (end - starts[0]) as usize <= entries).max(1)
    }

    /// Splits off the first groups, and all rows up to the last one of them.
    fn cut_groups(&mut self, count: usize) -> Self {
        let rows = self.rows.split_off(..count).expect("no more than there are");
        let starts = &self.starts[..=count];
        self.starts = &self.starts[count..];
        let first = self.first;
        self.first = rows.last().map_or(first, |&row| row as usize + 1);
        let len = (self.first - first) * self.grad.width;
        let (values, state) = (self.values.cut(len), self.state.cut(len));
        let lazy = self.lazy.as_mut().map(|lazy| lazy.cut(self.first - first));
        Self { values, state, lazy, first, rows, starts, ..*self }
    }
}

vectorised! {
    pub(super) fn run(rows: &mut RowUpdates<'_>, scratch: &mut Scratch) {
        let takes_rows = rows.grad.params.rule.takes_rows();
        let by_columns = rows.grad.width < MIN_WIDTH_BY_ROWS && !rows.grad.centralized && !takes_rows;
        let StorageView { values, first, noise } = rows.values.cut(rows.values.len());
        each_format!(Values, rows.grad.grads, grads => each_format!(ValuesMut, values, values => {
            let values = TypedView { values, first, noise };
            if by_columns {
                update_columns(rows, values, grads, scratch);
            } else {
                update_rows(rows, values, grads, scratch);
            }
        }));
    }
}

/// Updates row by row, columns in vectorised loops.
#[inline(always)]
fn update_rows<V: Element, G: Stored>(
    updates: &mut RowUpdates<'_>,
    mut values: TypedView<'_, V>,
    grads: &[G],
    scratch: &mut Scratch,
) {
    let &mut RowUpdates { ref mut state, ref mut lazy, first, rows, starts, order, grad, .. } = updates;
    let Scratch { values: buffer, g, chunk_sums, missed, .. } = scratch;
    let all_entries = grad.entries(grads);
    g.resize(grad.width, 0.0);
    let mut starts = starts.windows(2);
    for rows in rows.chunks(BATCH) {
        if let Some(lazy) = lazy {
            lazy.look_up(rows.iter().map(|row| *row as usize - first), missed);
        }
        for (i, (&row, ends)) in rows.iter().zip(&mut starts).enumerate() {
            let entries = &order[ends[0] as usize..ends[1] as usize];
            all_entries.sum(entries, g);
            let at = (row as usize - first) * grad.width;
            let mut values = values.part(at..at + grad.width);
            let state = state.part(at..at + grad.width);
            let as_f32 = values.as_f32(buffer);
            if let Some(lazy) = lazy {
                lazy.pending.catch_up_row(missed, i, as_f32, state.read());
            }
            update_row(as_f32, state, g, entries.len(), grad, chunk_sums);
            values.write_back(buffer);
        }
    }
}

/// Updates column by column, the rows of a batch in vectorised loops.
#[inline(always)]
fn update_columns<V: Element, G: Stored>(
    updates: &mut RowUpdates<'_>,
    mut values: TypedView<'_, V>,
    grads: &[G],
    scratch: &mut Scratch,
) {
    let &mut RowUpdates { ref mut state, ref mut lazy, first, rows, starts, order, grad, .. } = updates;
    let all_entries = grad.entries(grads);
    // One column of the rows of a batch.
    let (mut value_column, mut g_column) = ([0.0; BATCH], [0.0; BATCH]);
    let mut state_column = [[0.0; BATCH]; MAX_PLANES];
    let mut starts = starts;
    for rows in rows.chunks(BATCH) {
        if let Some(lazy) = lazy {
            lazy.look_up(rows.iter().map(|row| *row as usize - first), &mut scratch.missed);
        }
        for column in 0..grad.width {
            let at = |row: &u32| (*row as usize - first) * grad.width + column;
            let (v, g) = (&mut value_column[..rows.len()], &mut g_column[..rows.len()]);
            let planes = state_column.each_mut().map(|plane| &mut plane[..rows.len()]);
            let mut s = StateView { planes, elements: 1 };
            for (s, plane) in s.planes.iter_mut().zip(&state.planes).filter(|(_, plane)| !plane.is_empty()) {
                rows.iter().zip(&mut **s).for_each(|(row, s)| *s = plane[at(row)]);
            }
            let elements = v.iter_mut().zip(&mut *g);
            for ((row, ends), (value, g)) in rows.iter().zip(starts.windows(2)).zip(elements) {
                let entries = &order[ends[0] as usize..ends[1] as usize];
                *value = values.load(at(row));
                let sum = all_entries.sum_column(entries, column);
                *g = decayed(*value, sum, grad.params.decay_of(entries.len()), grad.params);
            }
            if let Some(lazy) = lazy {
                // After the gradients: exact rows have no weight decay, so gradients do not depend on values.
                lazy.pending.catch_up_column(&scratch.missed, v, s.read());
            }
            update_prepared(v, s.part(0..rows.len()), g, grad);
            rows.iter().zip(&*v).for_each(|(row, &value)| values.store(at(row), value));
            let planes = s.planes.iter().zip(&mut state.planes).filter(|(_, plane)| !plane.is_empty());
            for (s, plane) in planes {
                rows.iter().zip(&**s).for_each(|(row, &s)| plane[at(row)] = s);
            }
        }
        starts = &starts[rows.len()..];
    }
}

/// Updates a row, given the sum of its entries in `g`.
#[inline(always)]
pub(super) fn update_row(
    values: &mut [f32],
    state: StateView<'_>,
    g: &mut [f32],
    entries: usize,
    grad: RowGradView<'_>,
    chunk_sums: &mut Vec<f32>,
) {
    let decay = grad.params.decay_of(entries);
    for (g, &value) in g.iter_mut().zip(&*values) {
        *g = decayed(value, *g, decay, grad.params);
    }
    if grad.centralized {
        // g − mean(g)
        let mean = mean(&&*g, chunk_sums);
        g.iter_mut().for_each(|g| *g = centralized(*g, mean));
    }
    update_prepared(values, state, g, grad);
}

/// Updates elements whose gradients are unscaled, decayed and centralized.
#[inline(always)]
fn update_prepared(values: &mut [f32], state: StateView<'_>, g: &[f32], grad: RowGradView<'_>) {
    if grad.params.rule.takes_rows() {
        return rule::update_row(values, state.planes, g, grad.params);
    }
    update_elements(values, state.planes, g, grad.step, grad.params, |_, g, _| g);
}
