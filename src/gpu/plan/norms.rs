//! Where gradients and values are looked at before anything changes: whether they are finite, how large they are.

use std::ops::Range;

use super::{Current, Elements, Grad, Kernel, Planner, SMALL, Slot, Source, Stage, Storage, word};

impl Planner<'_> {
    /// Plans a look at every element of the part's gradient.
    pub(super) fn inspect(&mut self) {
        let whole = |entries: u64| vec![entries * self.of.windows.width];
        let (lens, source) = match self.of.grad {
            Grad::Dense | Grad::Arena(_) => {
                (self.of.windows.iter().map(|range| range.end - range.start).collect(), Source::Uploaded)
            }
            Grad::Grouped(groups) => (whole(groups.order.len() as u64), Source::Uploaded),
            Grad::Device { entries, unique, .. } => {
                (whole(entries), if unique { Source::Indexed } else { Source::Uploaded })
            }
            Grad::Flush | Grad::Measure => return,
        };
        for (window, len) in lens.into_iter().enumerate() {
            self.inspect_window(source, window, len);
        }
    }

    fn inspect_window(&mut self, source: Source, window: usize, len: u64) {
        for (storage, first, count) in quads_and_rest(len) {
            let first = if storage == Storage::Quads { first / 4 } else { first };
            let slot = Slot { first: word(first), count: word(count), ..Slot::of(self.of.params) };
            self.push_at(Stage::Inspect, Kernel::Inspect(storage, source), window, slot);
        }
    }

    /// Plans the sum of squares of a dense gradient, if anybody wants to know its norm.
    pub(super) fn squares_of_dense(&mut self) {
        if !self.wants_norm() {
            return;
        }
        for (window, range) in self.of.windows.iter().enumerate() {
            self.squares(window, 0..range.end - range.start);
        }
    }

    /// The same of an arena, for each stretch of blocks with one rule.
    pub(super) fn squares_of_arena(&mut self) {
        if !self.wants_norm() {
            return;
        }
        // What else is told to the arena has no lane of its own.
        let own = self.of.lane;
        for (window, range) in self.of.windows.iter().enumerate() {
            for (lane, stretch) in self.of.stretches {
                let part = stretch.start.max(range.start)..stretch.end.min(range.end);
                if part.is_empty() {
                    continue;
                }
                self.of.lane = *lane;
                self.squares(window, part.start - range.start..part.end - range.start);
            }
        }
        self.of.lane = own;
    }

    /// Of some elements of a window.
    fn squares(&mut self, window: usize, elements: Range<u64>) {
        let (first, len) = (word(elements.start), word(elements.end - elements.start));
        let slot = Slot { width: len, base_row: first, ..Slot::of(self.of.params) };
        let place = self.sums(Stage::Gather, Elements::Squares, window, 1, slot);
        self.note_sum(place, 1);
    }

    /// Plans the sums of squares of distinct rows, if anybody wants to know their norm; they are all in reach, whatever
    /// window their values are in.
    pub(super) fn squares_of_rows(&mut self, source: Source, groups: u64, rows: u64, slot: Slot) {
        if !self.wants_norm() || self.of.windows.len == 0 || groups == 0 {
            return;
        }
        let width = word(self.of.windows.width);
        let slot = Slot { width, base_row: 0, row_count: super::rows_below_none(rows), ..slot };
        let source = if source == Source::Uploaded { Source::Computed } else { source };
        let place = self.sums(Stage::Gather, Elements::SquaresOfRows(source), 0, groups, slot);
        self.note_sum(place, groups);
    }

    fn wants_norm(&self) -> bool {
        self.updates() && self.control.is_some_and(|control| control.norm.is_some())
    }

    fn note_sum(&mut self, place: u32, count: u64) {
        let limit = self.control.map_or(0, |control| control.lanes[self.of.lane].limit);
        self.plan.sums.push((self.of.stream, [place, word(count), word(limit as u64)]));
    }

    /// Plans what is measured of values.
    pub(super) fn measure(&mut self) {
        let current = if self.of.exact.is_some() { Current::Overdue } else { Current::Stored };
        for (window, range) in self.of.windows.iter().enumerate() {
            let len = range.end - range.start;
            let rows = self.rows_of(&range);
            let slot = Slot {
                width: word(len),
                groups: word(self.of.windows.width),
                ..self.remembering(Slot::of(self.of.params), 0)
            };
            let slot = Slot { base_row: if self.of.exact.is_some() { word(rows.start) } else { 0 }, ..slot };
            let count = word(len.div_ceil(SHARE));
            self.push_at(Stage::Gather, Kernel::Measure(current), window, Slot { count, ..slot });
            let elements = Elements::SquaresOfValues(current);
            let place = self.sums(Stage::Gather, elements, window, 1, slot);
            self.note_sum(place, 1);
        }
    }
}

/// Elements that a thread measures, as `SHARE` in `shaders/measure.wgsl` says.
pub(crate) const SHARE: u64 = 64;

/// How so many elements are taken: four at a time, and one at a time those that are left; first element, and threads.
pub(super) fn quads_and_rest(len: u64) -> [(Storage, u64, u64); 2] {
    let quads = if len.is_multiple_of(4) || len > SMALL { len / 4 } else { 0 };
    [(Storage::Quads, 0, quads), (Storage::Singles, quads * 4, len - quads * 4)]
}
