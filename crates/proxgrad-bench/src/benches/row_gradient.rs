//! The sizes of a row gradient, and what a step with it moves and launches.

use anyhow::Result;

use crate::{inputs::index, prediction::Forecast, sizes::Sizes};

/// Bytes of the smallest piece of memory that GPUs fetch at scattered addresses.
pub(crate) const SECTOR: u64 = 32;

/// The most entries that one workgroup sorts, and the most whose counts of digits are not scanned.
const MAX_OF_ONE_WORKGROUP: u64 = 4096;
const MAX_UNSCANNED: u64 = 64 * 2048;

/// The sizes of a row gradient of a table.
#[derive(Clone, Copy)]
pub(crate) struct RowGradient {
    /// Rows of the table.
    pub(crate) rows: u64,
    /// Elements of a row.
    pub(crate) width: u64,
    /// Entries of the gradient.
    pub(crate) nnz: u64,
    /// Rows that have entries.
    pub(crate) distinct: u64,
    /// Entries of the row with the most entries.
    pub(crate) longest: u64,
}

impl RowGradient {
    pub(crate) fn sizes(self, bench: &'static str) -> Sizes {
        let Self { rows, width, nnz, distinct, .. } = self;
        let [rows, width, nnz, distinct] = [rows, width, nnz, distinct].map(Some);
        Sizes { bench, rows, width, nnz, distinct, ..Sizes::default() }
    }

    /// `[rows, width]` of the table.
    ///
    /// # Errors
    /// More than this machine can address.
    pub(crate) fn shape(self) -> Result<[usize; 2]> {
        Ok([index(self.rows)?, index(self.width)?])
    }

    /// Elements of the table and of the gradient.
    ///
    /// # Errors
    /// More than this machine can address.
    pub(crate) fn elements(self) -> Result<[usize; 2]> {
        Ok([index(self.rows * self.width)?, index(self.nnz * self.width)?])
    }

    /// Bytes that must move: gradients and indices of the entries read, values and accumulators of the distinct rows
    /// read and written.
    pub(crate) fn bytes(self) -> u64 {
        4 * self.nnz * (self.width + 1) + 16 * self.distinct * self.width
    }

    /// Bytes that a GPU moves: rows in whole sectors, and rows, starts and order of the entries from the host.
    pub(crate) fn fetched_bytes(self) -> u64 {
        let row = (4 * self.width).next_multiple_of(SECTOR);
        self.nnz * row + 4 * self.distinct * row + 4 * (2 * self.distinct + self.nnz)
    }

    /// Forecasts of a step with the row gradient, its entries grouped by the host or by the device.
    pub(crate) fn forecasts(self) -> Vec<Forecast> {
        let bytes = self.fetched_bytes();
        vec![
            Forecast {
                variant: "host_grouped",
                bytes,
                waits: self.update_dispatches(),
                starts: 0,
                accesses: self.update_accesses(),
            },
            Forecast {
                variant: "device_grouped",
                bytes: bytes + self.sort_bytes(),
                // Pieces of rows are looked for whether a row has several or not.
                waits: self.sort_dispatches() + 2,
                starts: 0,
                accesses: self.sort_accesses() + self.update_accesses(),
            },
        ]
    }

    /// Bytes that move when a GPU sorts the indices, as `docs/how-a-step-runs.md` describes.
    pub(crate) fn sort_bytes(self) -> u64 {
        if self.nnz <= MAX_OF_ONE_WORKGROUP {
            return (4 + 8) * self.nnz + 4 * self.distinct;
        }
        // For each digit: entries read for the count, then read and written for the scatter; in the first pass indices are read,
        // which are half as long. Then entries read twice, and the starts of rows written.
        (24 * self.sort_digits() - 8 + 16) * self.nnz + 4 * self.distinct
    }

    /// Dispatches that sort the indices on a GPU.
    pub(crate) fn sort_dispatches(self) -> u64 {
        if self.nnz <= MAX_OF_ONE_WORKGROUP {
            return 1;
        }
        // Count and scatter for each digit, with a scan between them from so many entries on, and two dispatches for the
        // starts of the rows.
        let passes = if self.nnz > MAX_UNSCANNED { 3 } else { 2 };
        passes * self.sort_digits() + 2
    }

    /// Accesses of a thread that sorts, each of which waits for the one before. Ranking the entries of a tile in workgroup
    /// memory takes about as long as two of them.
    pub(crate) fn sort_accesses(self) -> u64 {
        if self.nnz <= MAX_OF_ONE_WORKGROUP {
            // Digits of 4 bits.
            return 2 + 2 * self.row_bits().div_ceil(4);
        }
        // For each digit: entries counted; counts of up to 64 tiles in batches of 8, two ranks and the exchange in the scatter.
        // Then the starts of rows.
        let scan = if self.nnz > MAX_UNSCANNED { 10 } else { 0 };
        self.sort_digits() * (2 + scan + 8 + 2 * 2 + 2) + 2 * 3
    }

    /// Accesses of the thread that updates the row with the most entries, each of which waits for the one before: the row and its
    /// entries, positions and gradients in batches of 8, and the values.
    pub(crate) fn update_accesses(self) -> u64 {
        let batches = |count: u64| count / 8 + count % 8;
        if self.has_partial_sums() {
            // A piece of 64 entries in a dispatch of its own, then the sums of all pieces.
            let pieces = self.longest.div_ceil(64);
            return 1 + 2 * batches(64) + 2 + 1 + batches(pieces - 1) + 1;
        }
        2 + 2 * batches(self.longest) + 1
    }

    /// Dispatches of the update, where the host has grouped the entries.
    pub(crate) fn update_dispatches(self) -> u64 {
        1 + u64::from(self.has_partial_sums())
    }

    /// Whether pieces of rows are summed in a dispatch of their own.
    fn has_partial_sums(self) -> bool {
        self.longest > 128
    }

    fn row_bits(self) -> u64 {
        u64::from(u64::BITS - self.rows.leading_zeros())
    }

    /// Digits of 8 bits in the number of rows.
    fn sort_digits(self) -> u64 {
        self.row_bits().div_ceil(8)
    }
}
