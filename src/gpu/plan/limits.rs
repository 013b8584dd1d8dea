//! Limits of a device that decide how a step is cut into bindings and dispatches.

use super::{kernel::SortForm, table::WORKGROUP};

/// The least number of the host's indices that a device groups: the host sorts fewer in the time that the dispatches of a sort
/// take.
pub(crate) const MIN_UPLOADED: u32 = 1 << 14;

/// Limits of a device that a plan keeps to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Most bytes that one storage binding covers.
    pub(crate) binding: u64,
    /// Most workgroups along one axis of a grid.
    pub(crate) workgroups: u32,
    /// Bytes; offsets of uniform bindings are multiples of it.
    pub(crate) uniform_alignment: u64,
    /// Bytes; offsets of storage bindings are multiples of it.
    pub(crate) alignment: u64,
    /// Whether kernels run on a processor: threads that work in turn are then faster than threads that share work, between
    /// barriers.
    pub(crate) software: bool,
    /// Whether a workgroup may have the threads and the memory of WebGPU's default limits.
    pub(crate) large_workgroups: bool,
}

impl Limits {
    /// The number of row groups that a thread takes in turn where there may be so many threads, most of them without a group:
    /// enough to start few threads in vain, and few enough to keep the device busy.
    pub(super) fn turns(&self, threads: u64) -> u64 {
        let (busy, most) = if self.software { (1 << 14, 4) } else { (1 << 17, u64::MAX) };
        (threads / busy).clamp(1, most)
    }

    /// Whether the device groups so many entries of the host's faster than the host does, and has room for the sort.
    pub(crate) fn groups_uploaded(&self, entries: u64) -> bool {
        // A sort takes less than six words an entry.
        let words = 6 * size_of::<u32>() as u64;
        self.sort_form() == SortForm::Tiled
            && entries >= u64::from(MIN_UPLOADED)
            && entries.saturating_mul(words) <= self.binding
    }

    /// The form of the sort that the device runs best.
    pub(crate) fn sort_form(&self) -> SortForm {
        if self.software || !self.large_workgroups { SortForm::Serial } else { SortForm::Tiled }
    }
}

impl Limits {
    /// Workgroups for so many threads, folded into a grid that the device allows, and threads along x of the grid.
    pub(super) fn grid(&self, threads: u32) -> ([u32; 2], u32) {
        let [x, y] = self.fold(threads.div_ceil(WORKGROUP));
        ([x, y], x * WORKGROUP)
    }

    /// So many workgroups along x and y, as evenly as possible, so that few of them have no work.
    pub(super) fn fold(&self, workgroups: u32) -> [u32; 2] {
        let y = workgroups.div_ceil(self.workgroups);
        [workgroups.div_ceil(y.max(1)).max(1), y]
    }
}

#[cfg(test)]
impl Limits {
    /// WebGPU's default limits.
    pub(crate) const DEFAULT: Self = Self {
        binding: 1 << 27,
        workgroups: 65_535,
        uniform_alignment: 256,
        alignment: 256,
        software: false,
        large_workgroups: true,
    };
}
