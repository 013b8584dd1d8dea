//! Where rows are exact: what has to be up to date before a step, and the marks of what is after it.

use std::ops::Range;

use super::{Grad, Kernel, Part, Planner, Slot, Source, Stage, Variant, each_row, row_storage, word};
use crate::{lazy::LazyForm, rounding::Rounding};

/// What belongs to the exact rows of a part.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    pub(crate) law: LazyForm,
    /// The mark of a row that is up to date.
    pub(crate) now: u32,
    pub(crate) rows: u64,
    /// Rows whose turn it is to be swept.
    pub(crate) swept: Range<u64>,
    pub(crate) task: Task,
    /// Which of the report's clocks is its, where its steps may be skipped.
    pub(crate) clock: Option<u32>,
}

/// What is done to exact rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// They are brought up to date, and updated.
    Update,
    /// They are brought up to date.
    Flush,
    /// A copy of all of them is, or what is measured, and they stay as they are.
    Export,
}

impl Exact {
    /// The mark of a row that has been brought up to date.
    fn next_mark(&self) -> u32 {
        if self.task == Task::Update { self.now.wrapping_add(1) } else { self.now }
    }
}

impl Part<'_> {
    /// What a sweep is going to need of a parameter: made with its first step, so that no later one has to wait.
    pub(crate) fn kernels_of_sweeps(&self) -> impl Iterator<Item = (Kernel, Variant)> {
        let (storage, threads) = row_storage(self.windows.width);
        let mark = (threads > 1).then_some(Kernel::Mark(Source::Every));
        let kernels = [Kernel::Flush(storage, Source::Every)].into_iter().chain(mark);
        kernels.filter(|_| self.exact.is_some()).map(|kernel| (kernel, self.variant(kernel)))
    }

    /// How a kernel is compiled for it.
    pub(super) fn variant(&self, kernel: Kernel) -> Variant {
        let (law, alone) = match &self.exact {
            Some(exact) => (exact.law, row_storage(self.windows.width).1 == 1 && exact.task != Task::Export),
            None => (LazyForm::of(self.params.shrinkage, 0.0), false),
        };
        let [values, grads] = self.formats;
        let grads = self.copy.filter(|_| matches!(kernel, Kernel::Copied(..))).unwrap_or(grads);
        let stochastic = self.params.rounding != Rounding::Nearest;
        kernel.variant(Variant { law, alone, values, grads, stochastic })
    }
}

impl Planner<'_> {
    /// Whether there is a gradient.
    pub(super) fn updates(&self) -> bool {
        let is_update = self.of.exact.as_ref().is_none_or(|exact| exact.task == Task::Update);
        is_update && !matches!(self.of.grad, Grad::Measure)
    }

    /// Plans what has to be up to date before the rest of the part: rows whose turn it is, or all of them where there is a
    /// dense gradient or that is all there is to do.
    pub(super) fn overdue(&mut self) {
        let Some(exact) = self.of.exact.clone() else { return };
        match self.of.grad {
            Grad::Measure => {}
            Grad::Dense | Grad::Flush => self.flush(0..exact.rows, exact.next_mark()),
            _ => self.flush(exact.swept, exact.now),
        }
    }

    fn flush(&mut self, rows: Range<u64>, next_mark: u32) {
        let (storage, width) = self.row_storage();
        let of_rows = |rows: Range<u64>| Slot {
            first: word(rows.start),
            ..each_row(Source::Every, rows.end.saturating_sub(rows.start), width, Slot::default())
        };
        for (window, range) in self.of.windows.iter().enumerate() {
            let bound = self.rows_of(&range);
            let slot = of_rows(bound.start.max(rows.start)..bound.end.min(rows.end));
            let (base_row, row_count) = (word(bound.start), word(bound.end - bound.start));
            let slot = Slot { base_row, row_count, ..self.remembering(slot, next_mark) };
            self.push(Kernel::Flush(storage, Source::Every), window, slot);
            self.copied(storage, Source::Every, window, slot);
        }
        self.mark(Stage::Before, Source::Every, rows.end - rows.start, of_rows(rows), next_mark);
    }

    /// Plans the marks of the rows that a part has named.
    pub(super) fn mark_rows(&mut self, source: Source, groups: u64, slot: Slot) {
        if let Some(exact) = &self.of.exact {
            self.mark(Stage::After, source, groups, slot, exact.next_mark());
        }
    }

    /// The slot of rows that a part has named, where it knows their marks.
    pub(super) fn remembering_named(&self, slot: Slot) -> Slot {
        let next_mark = self.of.exact.as_ref().map_or(0, Exact::next_mark);
        self.remembering(slot, next_mark)
    }

    fn mark(&mut self, stage: Stage, source: Source, groups: u64, slot: Slot, next_mark: u32) {
        let Some(exact) = &self.of.exact else { return };
        // Where a thread has a row alone, it has marked it.
        if self.row_storage().1 > 1 && self.of.windows.len > 0 && exact.task != Task::Export {
            let row_count = word(exact.rows);
            let slot = Slot { row_count, ..self.remembering(slot, next_mark) };
            self.push_at(stage, Kernel::Mark(source), 0, each_row(source, groups, 1, slot));
        }
    }

    /// The same slot for a kernel that knows the marks of rows, and the mark that they get.
    pub(super) fn remembering(&self, slot: Slot, next_mark: u32) -> Slot {
        match &self.of.exact {
            None => slot,
            Some(exact) => Slot {
                rule: Slot::of(self.of.params).rule,
                now: exact.now,
                next_mark,
                all_rows: word(exact.rows),
                ..slot
            },
        }
    }
}
