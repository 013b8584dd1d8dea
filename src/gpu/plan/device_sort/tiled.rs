//! The tiled form of the device's sort: workgroups of many threads sort tiles of entries in workgroup memory, then move them in
//! runs of equal digits. First counts, then prefix sums of the counts, so that no workgroup waits for another.

use super::{
    super::{planner::Planner, table::TILED_SORT_WORKGROUP, uniforms::SortUniforms},
    with_digits,
};

/// Values of a digit at most, and its bits. `shaders/sort/digits.wgsl` has the same constant.
pub(crate) const DIGITS: u32 = 256;
const DIGIT_BITS: u32 = DIGITS.ilog2();

/// Bits of a digit by which one workgroup sorts all entries.
const SMALL_DIGIT_BITS: u32 = 4;

/// Entries of a tile. `shaders/sort/tile.wgsl` has the same constant.
pub(crate) const TILE: u32 = 8 * TILED_SORT_WORKGROUP;

/// Tiles whose counts every tile sums up by itself; those of more tiles are scanned before, so many by one workgroup.
/// `shaders/sort/digits.wgsl` has the same constant.
pub(crate) const GROUP_TILES: u32 = 64;

/// Kernels load the counts of so many tiles at a time, and there may be fewer.
const BATCH: u32 = 8;

impl Planner<'_> {
    /// In one dispatch of one workgroup.
    pub(super) fn prepare_small_tile(&mut self, sort: SortUniforms) -> (SortUniforms, SortUniforms) {
        let row_starts = self.scratch().allocate(u64::from(sort.entry_count) + 1);
        let sort = with_digits(SortUniforms { row_starts, ..sort }, SMALL_DIGIT_BITS);
        let sort = SortUniforms { digit_bits: SMALL_DIGIT_BITS, ..sort };
        (sort, sort)
    }

    pub(super) fn prepare_tiles(&mut self, sort: SortUniforms) -> (SortUniforms, SortUniforms) {
        let passes = self.divide_into_tiles(with_digits(sort, DIGIT_BITS));
        (passes, self.prepare_heads(passes, TILE))
    }

    /// Workgroups that scan the counts of digits, each those of 64 tiles.
    pub(super) fn groups_of_tiles(sort: SortUniforms) -> u32 {
        sort.block_count.div_ceil(GROUP_TILES)
    }

    /// Divides the entries into tiles, and allocates the counts of their digits.
    fn divide_into_tiles(&mut self, sort: SortUniforms) -> SortUniforms {
        let entries = self.scratch().allocate(2 * u64::from(sort.entry_count));
        let block_count = sort.entry_count.div_ceil(TILE);
        let sort =
            SortUniforms { entries, block_count, block_counts: self.digit_counts(block_count), ..sort };
        if block_count > GROUP_TILES {
            let digit_totals = self.digit_counts(block_count.div_ceil(GROUP_TILES));
            SortUniforms { digit_totals, ..sort }
        } else {
            sort
        }
    }

    /// Allocates counts of all digits of so many tiles or groups of tiles.
    fn digit_counts(&mut self, count: u32) -> u32 {
        let batches = u64::from(count.div_ceil(BATCH));
        self.scratch().allocate(batches * u64::from(BATCH * DIGITS))
    }
}
