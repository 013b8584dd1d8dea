//! The sizes of a row gradient, and what a step with it moves and launches.

use anyhow::Result;

use crate::{inputs::index, sizes::Sizes};

/// Bytes of the smallest piece of memory that GPUs fetch at scattered addresses.
pub(super) const SECTOR: u64 = 32;

/// The most entries that one workgroup sorts, and the most whose counts of digits are not scanned.
const MAX_OF_ONE_WORKGROUP: u64 = 4096;
const MAX_UNSCANNED: u64 = 64 * 2048;

/// The sizes of a row gradient of a table.
#[derive(Clone, Copy)]
pub(super) struct RowGradient {
    /// Rows of the table.
    pub(super) rows: u64,
    /// Elements of a row.
    pub(super) width: u64,
    /// Entries of the gradient.
    pub(super) nnz: u64,
    /// Rows that have entries.
    pub(super) distinct: u64,
}

impl RowGradient {
    pub(super) fn sizes(self, bench: &'static str) -> Sizes {
        let Self { rows, width, nnz, distinct } = self;
        let [rows, width, nnz, distinct] = [rows, width, nnz, distinct].map(Some);
        Sizes { bench, rows, width, nnz, distinct, ..Sizes::default() }
    }

    /// `[rows, width]` of the table.
    ///
    /// # Errors
    /// More than this machine can address.
    pub(super) fn shape(self) -> Result<[usize; 2]> {
        Ok([index(self.rows)?, index(self.width)?])
    }

    /// Elements of the table and of the gradient.
    ///
    /// # Errors
    /// More than this machine can address.
    pub(super) fn elements(self) -> Result<[usize; 2]> {
        Ok([index(self.rows * self.width)?, index(self.nnz * self.width)?])
    }

    /// Bytes that must move: gradients and indices of the entries read, values and accumulators of the distinct rows
    /// read and written.
    pub(super) fn bytes(self) -> u64 {
        4 * self.nnz * (self.width + 1) + 16 * self.distinct * self.width
    }

    /// Bytes that a GPU moves: rows in whole sectors, and rows, starts and order of the entries from the host.
    pub(super) fn fetched_bytes(self) -> u64 {
        let row = (4 * self.width).next_multiple_of(SECTOR);
        self.nnz * row + 4 * self.distinct * row + 4 * (2 * self.distinct + self.nnz)
    }

    /// Bytes that move when a GPU sorts the indices, as `docs/how-a-step-runs.md` describes.
    pub(super) fn sort_bytes(self) -> u64 {
        if self.nnz <= MAX_OF_ONE_WORKGROUP {
            return (4 + 8) * self.nnz + 4 * self.distinct;
        }
        // For each digit: entries read for the count, then read and written for the scatter; in the first pass indices are read,
        // which are half as long. Then entries read twice, and the starts of rows written.
        (24 * self.sort_digits() - 8 + 16) * self.nnz + 4 * self.distinct
    }

    /// Dispatches that sort the indices on a GPU, and one that computes the partial sums of long rows.
    pub(super) fn sort_launches(self) -> u64 {
        if self.nnz <= MAX_OF_ONE_WORKGROUP {
            return 2;
        }
        // Count and scatter for each digit, with a scan between them from so many entries on, and two dispatches for the
        // starts of the rows.
        let passes = if self.nnz > MAX_UNSCANNED { 3 } else { 2 };
        passes * self.sort_digits() + 2 + 1
    }

    /// Digits of 8 bits in the number of rows.
    fn sort_digits(self) -> u64 {
        u64::from((u64::BITS - self.rows.leading_zeros()).div_ceil(8))
    }
}
