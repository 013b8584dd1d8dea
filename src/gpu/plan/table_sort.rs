//! The sort of one table, as it is handed to the planner of all sorts of a step.

use super::{index_buffers::IndexPlace, scratch_layout::SLOTS, uniforms::SortUniforms};

/// What is done to the indices of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortTask {
    /// One workgroup groups them.
    GroupSmall,
    /// Passes over all of them group them.
    Group,
    /// Those that are no row are counted.
    CountBadRows,
}

/// The sort of one table, the rows of an input.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableSort {
    /// Index of the input.
    pub(super) input: usize,
    pub(super) task: SortTask,
    /// `None` where the host has uploaded the indices.
    pub(super) indices: Option<IndexPlace>,
    /// Uniforms of the last pass.
    pub(super) passes: SortUniforms,
    /// Workgroups that scan the counts of digits between the count and the scatter of a pass, where counts are scanned.
    pub(super) scan_workgroups: u32,
    /// Uniforms of the list of rows behind the passes.
    pub(super) heads: SortUniforms,
}

impl TableSort {
    pub(super) fn slot(&self) -> usize {
        self.input % SLOTS
    }

    /// Uniforms of a pass. Passes alternate between two places, so that the last one ends where it has to.
    pub(super) fn pass(&self, digit: u32) -> SortUniforms {
        let last = self.passes;
        let pass = SortUniforms { digit_shift: digit * last.digit_bits, ..last };
        if (last.digit_count - digit) % 2 == 1 {
            pass
        } else {
            SortUniforms { entries: last.sorted, sorted: last.entries, ..pass }
        }
    }
}
