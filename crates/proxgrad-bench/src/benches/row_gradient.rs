//! The sizes of a row gradient, and what a step with it moves and launches.

use anyhow::Result;

use crate::{inputs::index, prediction::Forecast, sizes::Sizes};

/// Bytes of the smallest piece of memory that GPUs fetch at scattered addresses.
pub(super) const SECTOR: u64 = 32;

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

    /// What a step with it must move and launch, with the entries grouped by the host and by the device.
    pub(super) fn forecasts(self) -> Vec<Forecast> {
        let bytes = self.fetched_bytes();
        vec![
            Forecast { variant: "host_grouped", bytes, launches: 1 },
            Forecast {
                variant: "device_grouped",
                bytes: bytes + self.sort_bytes(),
                launches: self.sort_launches() + 1,
            },
        ]
    }

    /// Bytes that move when the device sorts the indices, as `docs/how-a-step-runs.md` describes.
    pub(super) fn sort_bytes(self) -> u64 {
        // For each digit: rows read for the count, rows and positions read and written for the scatter, counters both
        // times. Then rows read twice, and their starts written.
        (self.sort_digits() * 24 + 12) * self.nnz
    }

    /// Dispatches that sort the indices on the device.
    pub(super) fn sort_launches(self) -> u64 {
        // Few entries are sorted in one dispatch; more take count, scan and scatter for each digit, and two dispatches
        // for the starts of the rows. One more dispatch computes the partial sums of long rows.
        if self.nnz <= 4096 { 2 } else { 3 * self.sort_digits() + 2 + 1 }
    }

    /// Digits of 7 bits in the number of rows.
    fn sort_digits(self) -> u64 {
        u64::from((u64::BITS - self.rows.leading_zeros()).div_ceil(7))
    }
}
