//! Where a device groups the entries of a row gradient by row: a stable radix sort by as many bits as rows need, then
//! the places where rows begin.

use super::{
    Kernel, Planner, Slot, Told, WORKGROUP,
    slot::{NONE, Sort},
    word,
};
use crate::rule::StepParams;

/// Entries that a workgroup takes: 16 a thread, as `RUN` in `shaders/sort.wgsl` says.
pub(crate) const BLOCK: u64 = 16 * WORKGROUP as u64;

/// Values of a digit, as `DIGITS` in `shaders/sort.wgsl` says, and its bits.
pub(crate) const DIGITS: u64 = 16;
const BITS: u32 = DIGITS.ilog2();

/// Where in `work` a device leaves groups, as [`RowGroups`](crate::rows::RowGroups) has them.
#[derive(Debug)]
pub(super) struct Groups {
    rows: u32,
    starts: u32,
    order: u32,
    /// How many there are.
    count: u32,
}

impl Groups {
    pub(super) fn slot(&self, params: &StepParams) -> Slot {
        let &Self { rows, starts, order, count } = self;
        Slot { rows, starts, order, groups: count, ..Slot::of(params) }
    }
}

impl Planner<'_> {
    /// Plans the grouping of so many entries, of a parameter with so many rows.
    pub(super) fn group_on_device(&mut self, entries: u64, rows: u64, unique: bool) -> Groups {
        let sort = Sort {
            count: word(entries),
            // So many rows have no elements, or no device could hold them.
            rows: u32::try_from(rows).unwrap_or(NONE),
            keys: self.plan.work.take(entries),
            positions: self.plan.work.take(entries + 1),
            blocks: word(entries.div_ceil(BLOCK)),
            groups: self.plan.work.take(1),
            ..Sort::default()
        };
        if unique {
            return self.take_as_groups(entries, sort);
        }
        self.push_sort(Kernel::Keys, sort.count, sort);
        // Where there is nothing to update, bad indices are counted all the same.
        if self.of.windows.len == 0 {
            return Groups { rows: sort.keys, starts: sort.keys, order: sort.positions, count: sort.groups };
        }
        let sorted = self.sort_by_row(entries, sort);
        self.split_rows(sorted)
    }

    /// Every entry is a group.
    fn take_as_groups(&mut self, entries: u64, sort: Sort) -> Groups {
        let sort = Sort { distinct: sort.keys, starts: self.plan.work.take(entries + 1), ..sort };
        self.push_sort(Kernel::Unique, sort.count, sort);
        Groups { rows: sort.distinct, starts: sort.starts, order: sort.positions, count: sort.groups }
    }

    /// One pass for each digit, from the lowest; the sorted entries are where the result says.
    fn sort_by_row(&mut self, entries: u64, sort: Sort) -> Sort {
        let mut sort = Sort {
            sorted_keys: self.plan.work.take(entries),
            sorted_positions: self.plan.work.take(entries + 1),
            counters: self.plan.work.take(DIGITS * u64::from(sort.blocks)),
            counter_count: word(DIGITS) * sort.blocks,
            ..sort
        };
        // The largest key is `rows`: that of bad entries.
        let bits = u32::BITS - sort.rows.leading_zeros();
        for shift in (0..bits).step_by(BITS as usize) {
            sort.shift = shift;
            self.push_sort(Kernel::Count, sort.blocks * WORKGROUP, sort);
            self.push_sort(Kernel::Scan, 1, sort);
            self.push_sort(Kernel::Scatter, sort.blocks * WORKGROUP, sort);
            std::mem::swap(&mut sort.keys, &mut sort.sorted_keys);
            std::mem::swap(&mut sort.positions, &mut sort.sorted_positions);
        }
        sort
    }

    /// The rows go where the entries were before the last pass.
    fn split_rows(&mut self, sort: Sort) -> Groups {
        let sort = Sort {
            counter_count: sort.blocks,
            distinct: sort.sorted_keys,
            starts: sort.sorted_positions,
            ..sort
        };
        self.push_sort(Kernel::Heads, sort.blocks * WORKGROUP, sort);
        self.push_sort(Kernel::Scan, 1, sort);
        self.push_sort(Kernel::Split, sort.blocks * WORKGROUP, sort);
        Groups { rows: sort.distinct, starts: sort.starts, order: sort.positions, count: sort.groups }
    }

    fn push_sort(&mut self, kernel: Kernel, threads: u32, sort: Sort) {
        let (workgroups, stride) = self.grid(threads);
        self.add(kernel, 0, workgroups, Told::Sort(Sort { stride, ..sort }));
    }
}
