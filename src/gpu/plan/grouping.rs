//! Where a device groups the entries of a row gradient by row: a stable radix sort by as many bits as rows need, then
//! the places where rows begin.

use super::{Kernel, NONE, Pass, Planner, Slot, Stage, Told, WORKGROUP, rows_below_none, slot::Sort, word};
use crate::{row_groups::PIECE, rule::StepParams};

/// Threads of a workgroup that sorts. Each has a column of counters, for as many digits as leave all of them together in
/// what any device lets a workgroup share.
pub(super) const COLUMNS: u32 = 32;

/// Values of a digit at most, as `DIGITS` in `shaders/digits.wgsl` says, and its bits.
pub(crate) const DIGITS: u32 = 128;
const BITS: u32 = DIGITS.ilog2();

/// Entries that a thread sorts: more where there are more of these blocks, which would be busy for too long with
/// counters.
const RUN: std::ops::RangeInclusive<u32> = 64..=256;
const BLOCKS: u32 = 256;

/// Up to this many entries are grouped by one workgroup.
const FEW: u64 = 4096;

/// Blocks whose counters every block sums up by itself; more are scanned before.
const UNSCANNED: u32 = 16;

/// Where in `work` a device leaves groups.
#[derive(Debug)]
pub(super) struct Groups {
    /// Row and position of every entry, sorted.
    order: u32,
    starts: u32,
    /// How many there are.
    count: u32,
    /// To which group every 64th entry belongs.
    marks: u32,
}

impl Groups {
    pub(super) fn slot(&self, params: &StepParams) -> Slot {
        let &Self { order, starts, count, marks } = self;
        Slot { rows: marks, starts, order, groups: count, ..Slot::of(params) }
    }
}

impl Planner<'_> {
    /// Plans the grouping of so many entries, of a parameter with so many rows.
    pub(super) fn group_on_device(&mut self, entries: u64, rows: u64) -> Groups {
        let sort = self.prepare(entries, rows);
        let sort = if entries <= FEW { self.group_few(sort) } else { self.group_many(sort) };
        Groups { order: sort.sorted, starts: sort.starts, count: sort.groups, marks: sort.marks }
    }

    /// Plans the counting of bad indices, where there is nothing to update.
    pub(super) fn check_on_device(&mut self, entries: u64, rows: u64) {
        let sort = self.prepare(entries, rows);
        let sort = self.share(Sort { bits: 2, ..sort });
        self.push_sort(Kernel::Count(Pass::First), sort.blocks, sort);
    }

    fn prepare(&mut self, entries: u64, rows: u64) -> Sort {
        let work = &mut self.plan.work;
        Sort {
            count: word(entries),
            rows: rows_below_none(rows),
            entries: work.take(2 * entries),
            sorted: work.take(2 * entries),
            groups: work.take(1),
            marks: work.take(entries.div_ceil(PIECE as u64)),
            totals: NONE,
            ..Sort::default()
        }
    }

    /// In one dispatch of one workgroup.
    fn group_few(&mut self, sort: Sort) -> Sort {
        let sort = Sort { run: sort.count.div_ceil(COLUMNS), starts: sort.entries, ..cut(sort) };
        self.push_sort(Kernel::Group, 1, sort);
        sort
    }

    fn group_many(&mut self, sort: Sort) -> Sort {
        let sort = self.share(cut(sort));
        let sort = self.sort_by_row(sort);
        let run = word(PIECE as u64);
        let blocks = sort.count.div_ceil(run * WORKGROUP);
        let counters = self.plan.work.take(blocks.into());
        // Where the entries were before the last pass.
        let sort = Sort { run, blocks, counters, starts: sort.entries, ..sort };
        self.push_sort(Kernel::Heads, blocks, sort);
        self.push_sort(Kernel::Split, blocks, sort);
        sort
    }

    /// Gives blocks their entries and counters.
    fn share(&mut self, sort: Sort) -> Sort {
        let run = sort.count.div_ceil(COLUMNS * BLOCKS).clamp(*RUN.start(), *RUN.end());
        let blocks = sort.count.div_ceil(run * COLUMNS);
        let digits = 1 << sort.bits;
        let counters = digits * u64::from(blocks);
        let work = &mut self.plan.work;
        let columns = work.take(counters / 2 * u64::from(COLUMNS));
        let sort = Sort { run, blocks, columns, counters: work.take(counters), ..sort };
        if blocks > UNSCANNED { Sort { totals: work.take(digits), ..sort } } else { sort }
    }

    /// One pass for each digit, from the lowest.
    fn sort_by_row(&mut self, mut sort: Sort) -> Sort {
        let mut pass = Pass::First;
        for _ in 0..sort.digits {
            self.push_sort(Kernel::Count(pass), sort.blocks, sort);
            if sort.totals != NONE {
                self.push_sort(Kernel::Scan, (1 << sort.bits) / 4, sort);
            }
            self.push_sort(Kernel::Scatter(pass), sort.blocks, sort);
            pass = Pass::Later;
            sort.shift += sort.bits;
            std::mem::swap(&mut sort.entries, &mut sort.sorted);
        }
        std::mem::swap(&mut sort.entries, &mut sort.sorted);
        sort
    }

    fn push_sort(&mut self, kernel: Kernel, blocks: u32, sort: Sort) {
        let [x, y] = self.fold(blocks);
        let stride = x * kernel.workgroup();
        self.add(Stage::Gather, kernel, 0, [x, y], Told::Sort(Sort { stride, ..sort }));
    }
}

/// Cuts rows into digits of about the same length.
fn cut(sort: Sort) -> Sort {
    // The largest is `rows`: that of bad entries. A quad of digits needs two bits.
    let bits = (u32::BITS - sort.rows.leading_zeros()).max(2);
    let digits = bits.div_ceil(BITS);
    Sort { digits, bits: bits.div_ceil(digits), ..sort }
}
