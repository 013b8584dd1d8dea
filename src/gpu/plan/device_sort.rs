//! Plans the grouping of a row gradient's entries on the device: a stable radix sort by as many bits as rows need, then the
//! places where rows begin.

use super::{
    dispatch::Stage,
    kernel::{Kernel, SortInput},
    planner::{Planner, row_count},
    program::word,
    table::{SORT_WORKGROUP, WORKGROUP},
    uniforms::{ElementUniforms, NONE, SortUniforms, Uniforms},
};
use crate::row_groups::PIECE;

/// Values of a digit at most, and its bits. `shaders/sort/digits.wgsl` has the same constant.
pub(crate) const DIGITS: u32 = 128;
const DIGIT_BITS: u32 = DIGITS.ilog2();

/// Entries that a thread sorts: more where there would be more blocks than `MAX_BLOCKS`, whose counters would cost too much.
const RUN_LENGTH: std::ops::RangeInclusive<u32> = 64..=256;
const MAX_BLOCKS: u32 = 256;

/// The most entries that one workgroup groups by itself.
const SMALL: u64 = 4096;

/// The most blocks whose counters every block sums up by itself; those of more blocks are scanned before.
const MAX_UNSCANNED_BLOCKS: u32 = 16;

impl Planner<'_> {
    /// Plans the grouping of so many entries of a parameter with so many rows; returns uniforms with the addresses of the
    /// groups.
    pub(super) fn group_on_device(&mut self, entries: u64, param_rows: u64) -> ElementUniforms {
        let sort = self.prepare_sort(entries, param_rows);
        let sort = if entries <= SMALL { self.group_small(sort) } else { self.group_large(sort) };
        ElementUniforms {
            entry_groups: sort.entry_groups,
            row_starts: sort.row_starts,
            entry_order: sort.sorted,
            group_count: sort.group_count,
            ..self.uniforms()
        }
    }

    /// Plans the count of indices that are no row, where there is nothing to update.
    pub(super) fn check_on_device(&mut self, entries: u64, param_rows: u64) {
        let sort = self.prepare_sort(entries, param_rows);
        let sort = self.divide_entries(SortUniforms { digit_bits: 2, ..sort });
        self.push_sort(Kernel::CountDigits(SortInput::CallerIndices), sort.block_count, sort);
    }

    fn prepare_sort(&mut self, entries: u64, param_rows: u64) -> SortUniforms {
        let scratch = self.scratch();
        SortUniforms {
            entry_count: word(entries),
            param_rows: row_count(param_rows),
            entries: scratch.allocate(2 * entries),
            sorted: scratch.allocate(2 * entries),
            group_count: scratch.allocate(1),
            entry_groups: scratch.allocate(entries.div_ceil(PIECE as u64)),
            digit_totals: NONE,
            ..SortUniforms::default()
        }
    }

    /// In one dispatch of one workgroup.
    fn group_small(&mut self, sort: SortUniforms) -> SortUniforms {
        let run_length = sort.entry_count.div_ceil(SORT_WORKGROUP);
        let sort = SortUniforms { run_length, row_starts: sort.entries, ..with_digits(sort) };
        self.push_sort(Kernel::GroupSmall, 1, sort);
        sort
    }

    fn group_large(&mut self, sort: SortUniforms) -> SortUniforms {
        let sort = self.divide_entries(with_digits(sort));
        let sort = self.sort_by_row(sort);
        let run_length = word(PIECE as u64);
        let block_count = sort.entry_count.div_ceil(run_length * WORKGROUP);
        let block_counts = self.scratch().allocate(block_count.into());
        // In the place of the entries before the last pass.
        let row_starts = sort.entries;
        let sort = SortUniforms { run_length, block_count, block_counts, row_starts, ..sort };
        self.push_sort(Kernel::CountHeads, block_count, sort);
        self.push_sort(Kernel::WriteHeads, block_count, sort);
        sort
    }

    /// Divides the entries between blocks, and allocates their counters.
    fn divide_entries(&mut self, sort: SortUniforms) -> SortUniforms {
        let run_length = sort.entry_count.div_ceil(SORT_WORKGROUP * MAX_BLOCKS);
        let run_length = run_length.clamp(*RUN_LENGTH.start(), *RUN_LENGTH.end());
        let block_count = sort.entry_count.div_ceil(run_length * SORT_WORKGROUP);
        let digits = 1 << sort.digit_bits;
        let counters = digits * u64::from(block_count);
        let scratch = self.scratch();
        let run_counts = scratch.allocate(counters / 2 * u64::from(SORT_WORKGROUP));
        let block_counts = scratch.allocate(counters);
        let sort = SortUniforms { run_length, block_count, run_counts, block_counts, ..sort };
        if block_count > MAX_UNSCANNED_BLOCKS {
            SortUniforms { digit_totals: scratch.allocate(digits), ..sort }
        } else {
            sort
        }
    }

    /// One pass for each digit, from the lowest.
    fn sort_by_row(&mut self, mut sort: SortUniforms) -> SortUniforms {
        let mut input = SortInput::CallerIndices;
        for _ in 0..sort.digit_count {
            self.push_sort(Kernel::CountDigits(input), sort.block_count, sort);
            if sort.digit_totals != NONE {
                self.push_sort(Kernel::ScanDigits, (1 << sort.digit_bits) / 4, sort);
            }
            self.push_sort(Kernel::ScatterEntries(input), sort.block_count, sort);
            input = SortInput::ScratchEntries;
            sort.digit_shift += sort.digit_bits;
            std::mem::swap(&mut sort.entries, &mut sort.sorted);
        }
        std::mem::swap(&mut sort.entries, &mut sort.sorted);
        sort
    }

    fn push_sort(&mut self, kernel: Kernel, workgroups: u32, sort: SortUniforms) {
        let [x, y] = self.fold(workgroups);
        let grid_stride = x * kernel.row().workgroup;
        let uniforms = Uniforms::Sort(SortUniforms { grid_stride, ..sort });
        self.push_dispatch(Stage::Gather, kernel, 0, [x, y], uniforms);
    }
}

/// Divides the bits of a row into digits of about the same length.
fn with_digits(sort: SortUniforms) -> SortUniforms {
    // Indices that are no row become `param_rows`, the largest. A quad of digits needs two bits.
    let bits = (u32::BITS - sort.param_rows.leading_zeros()).max(2);
    let digit_count = bits.div_ceil(DIGIT_BITS);
    SortUniforms { digit_count, digit_bits: bits.div_ceil(digit_count), ..sort }
}
