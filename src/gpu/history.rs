//! History buffers of exact rows: the last step of each row, and the rates of past steps.
//!
//! A dispatch binds the history of its window of rows. So each window has a part of the buffer for itself, with the
//! last steps of its rows and the words of the rate history behind them; each part begins where a binding may.

use std::ops::Range;

use wgpu::BufferSlice;

use super::{buffer_range::BufferRange, plan::windows::Windows};

/// Words from which on a part may begin: no device asks for a coarser alignment of bindings than 256 bytes.
const ALIGNED: u64 = 64;

/// The history buffer of a parameter with exact rows.
#[derive(Debug)]
pub(super) struct History {
    pub(super) range: BufferRange,
    pub(super) layout: HistoryLayout,
}

impl History {
    /// The steps that rows are up to date with, window by window.
    pub(super) fn last_steps(&self) -> impl Iterator<Item = BufferSlice<'_>> {
        let layout = self.layout;
        (0..layout.windows()).map(move |window| self.range.slice_of(layout.last_steps(window)))
    }
}

/// Where a history buffer has the last steps and the rates of each window. Addresses are in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HistoryLayout {
    /// Rows of the parameter.
    rows: u64,
    /// Rows of every window but the last.
    window_rows: u64,
    /// Words of the rate history.
    rate_words: u64,
}

impl HistoryLayout {
    /// `windows` are cut for a history of so many words.
    pub(super) fn new(windows: &Windows, rows: u64, rate_words: u64) -> Self {
        Self { rows, window_rows: windows.rows_in_window().min(rows), rate_words }
    }

    /// Number of windows; one where no row has an element, though nothing binds it.
    pub(super) fn windows(&self) -> u64 {
        self.rows.div_ceil(self.window_rows.max(1)).max(1)
    }

    /// Words of the buffer.
    pub(super) fn size(&self) -> u64 {
        let last = self.windows() - 1;
        self.start(last).saturating_add(self.rows_of(last).end - self.rows_of(last).start + self.rate_words)
    }

    /// Words that a binding has to cover.
    pub(super) fn binding(&self) -> u64 {
        self.window_rows.saturating_add(self.rate_words)
    }

    /// The rows of a window.
    pub(super) fn rows_of(&self, window: u64) -> Range<u64> {
        let start = window * self.window_rows;
        start..start.saturating_add(self.window_rows).min(self.rows)
    }

    /// The last steps of a window's rows.
    pub(super) fn last_steps(&self, window: u64) -> Range<u64> {
        let Range { start, end } = self.rows_of(window);
        self.start(window)..self.start(window) + (end - start)
    }

    /// The rates of a window.
    pub(super) fn rates(&self, window: u64) -> Range<u64> {
        let start = self.last_steps(window).end;
        start..start + self.rate_words
    }

    /// What a dispatch for a window binds.
    pub(super) fn words(&self, window: u64) -> Range<u64> {
        self.start(window)..self.rates(window).end
    }

    fn start(&self, window: u64) -> u64 {
        self.binding().next_multiple_of(ALIGNED).saturating_mul(window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu::plan::limits::Limits;

    const RATES: u64 = 1000;

    fn layout(rows: u64, width: u64, binding: u64) -> HistoryLayout {
        let limits = Limits { binding, ..Limits::DEFAULT };
        let windows = Windows::new(rows * width, width, 4, 1, &limits).with_history(RATES, &limits);
        HistoryLayout::new(&windows, rows, RATES)
    }

    #[test]
    fn one_window_has_the_last_steps_and_then_the_rates() {
        let layout = layout(150, 3, 1 << 20);
        assert_eq!((layout.windows(), layout.size()), (1, 1150));
        assert_eq!((layout.last_steps(0), layout.rates(0), layout.words(0)), (0..150, 150..1150, 0..1150));
    }

    #[test]
    fn windows_have_their_own_rates_fit_a_binding_and_begin_where_one_may() {
        for (width, window_rows) in [(1, 64), (3, 64), (8, 88), (64, 17)] {
            let layout = layout(200, width, 4 * (RATES + 93));
            assert_eq!(layout.windows(), 200u64.div_ceil(window_rows), "{width}");
            assert!(layout.binding() <= RATES + 93, "{width}");
            let rows: u64 = (0..layout.windows()).map(|window| layout.rows_of(window).count() as u64).sum();
            assert_eq!(rows, 200, "{width}");
            for window in 0..layout.windows() {
                assert_eq!(layout.words(window).start % ALIGNED, 0, "{width}");
                assert_eq!(layout.last_steps(window).end, layout.rates(window).start, "{width}");
                assert_eq!(layout.rates(window).count() as u64, RATES, "{width}");
                let next = if window + 1 < layout.windows() {
                    layout.words(window + 1).start
                } else {
                    layout.size()
                };
                assert!(layout.words(window).end <= next, "{width}");
            }
        }
    }

    #[test]
    fn a_binding_for_fewer_rows_than_a_window_has_at_least_is_too_small() {
        assert_eq!(layout(200, 1, 4 * (RATES + 63)).binding(), RATES + 64);
        assert_eq!(layout(5, 1, 4 * RATES).binding(), RATES + 5);
        assert_eq!(layout(200, 64, 400).binding(), RATES + 1);
    }

    #[test]
    fn rows_without_elements_have_last_steps_that_nothing_binds() {
        let layout = layout(200, 0, 4 * RATES);
        assert_eq!((layout.windows(), layout.size(), layout.last_steps(0)), (1, 1200, 0..200));
    }
}
