//! The serial form of the device's sort: each thread takes a run of entries in turn.

use super::{
    super::{
        planner::Planner,
        program::word,
        table::{SERIAL_SORT_WORKGROUP, WORKGROUP},
        uniforms::SortUniforms,
    },
    with_digits,
};
use crate::row_groups::PIECE;

/// Values of a digit at most, and its bits. `shaders/sort/serial/digits.wgsl` has the same constant.
pub(crate) const DIGITS: u32 = 128;
const DIGIT_BITS: u32 = DIGITS.ilog2();

/// Entries that a thread sorts: more where there would be more blocks than `MAX_BLOCKS`, whose counters would cost too much.
const RUN_LENGTH: std::ops::RangeInclusive<u32> = 64..=256;
const MAX_BLOCKS: u32 = 256;

/// The most blocks whose counters every block sums up by itself; those of more blocks are scanned before.
const MAX_UNSCANNED_BLOCKS: u32 = 16;

impl Planner<'_> {
    /// In one dispatch of one workgroup.
    pub(super) fn prepare_small_serially(&mut self, sort: SortUniforms) -> (SortUniforms, SortUniforms) {
        let entries = self.scratch().allocate(2 * u64::from(sort.entry_count));
        let run_length = sort.entry_count.div_ceil(SERIAL_SORT_WORKGROUP);
        let sort = SortUniforms { run_length, entries, row_starts: entries, ..with_digits(sort, DIGIT_BITS) };
        (sort, sort)
    }

    pub(super) fn prepare_serially(&mut self, sort: SortUniforms) -> (SortUniforms, SortUniforms) {
        let passes = self.divide_into_runs(with_digits(sort, DIGIT_BITS));
        let run_length = word(PIECE as u64);
        let heads = SortUniforms { run_length, ..passes };
        (passes, self.prepare_heads(heads, run_length * WORKGROUP))
    }

    /// Workgroups that scan the counts of digits, each those of four.
    pub(super) fn quads_of_digits(sort: SortUniforms) -> u32 {
        (1 << sort.digit_bits) / 4
    }

    /// Divides the entries between blocks, and allocates their counters.
    fn divide_into_runs(&mut self, sort: SortUniforms) -> SortUniforms {
        let run_length = sort.entry_count.div_ceil(SERIAL_SORT_WORKGROUP * MAX_BLOCKS);
        let run_length = run_length.clamp(*RUN_LENGTH.start(), *RUN_LENGTH.end());
        let block_count = sort.entry_count.div_ceil(run_length * SERIAL_SORT_WORKGROUP);
        let digits = 1 << sort.digit_bits;
        let counters = digits * u64::from(block_count);
        let scratch = self.scratch();
        let entries = scratch.allocate(2 * u64::from(sort.entry_count));
        let run_counts = scratch.allocate(counters / 2 * u64::from(SERIAL_SORT_WORKGROUP));
        let block_counts = scratch.allocate(counters);
        let sort = SortUniforms { entries, run_length, block_count, run_counts, block_counts, ..sort };
        if block_count > MAX_UNSCANNED_BLOCKS {
            SortUniforms { digit_totals: scratch.allocate(digits), ..sort }
        } else {
            sort
        }
    }
}
