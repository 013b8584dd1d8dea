//! Windows: the ranges of a parameter's elements that one binding can cover.

use std::ops::Range;

use super::limits::Limits;
use crate::reduce::CHUNK;

/// The ranges into which a parameter's elements are cut where one binding cannot cover all of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Windows {
    /// Elements of the parameter.
    pub(crate) len: u64,
    /// Elements of every window but the last.
    step: u64,
    /// Elements in a row. Windows hold whole rows, or the parameter takes no row gradients.
    pub(crate) width: u64,
    /// Bytes of the state of an element, or of its value where there is no state.
    state_size: u64,
    /// Least number of elements from one offset to the next where both a row and a window may begin.
    whole_rows: u64,
}

impl Windows {
    /// `element_size` is the size in bytes of the smallest elements that are bound: of values, gradients or a copy.
    /// `planes` is the number of f32 of state of an element.
    pub(crate) fn new(len: u64, width: u64, element_size: u64, planes: usize, limits: &Limits) -> Self {
        Self::with_rows(len, width, element_size, planes, 1, limits)
    }

    /// The same for a parameter that has state for each row instead of each element: bindings of state begin where those of values
    /// do.
    pub(crate) fn of_row_state(len: u64, width: u64, element_size: u64, limits: &Limits) -> Self {
        Self::with_rows(len, width, element_size, 1, 256 / element_size, limits)
    }

    /// `rows` is the number of which windows hold multiples.
    fn with_rows(len: u64, width: u64, element_size: u64, planes: usize, rows: u64, limits: &Limits) -> Self {
        // No device asks for a coarser alignment of bindings than 256 bytes.
        let aligned = 256 / element_size;
        let state_size = (planes.max(1) * size_of::<f32>()) as u64;
        let most = limits.binding / state_size;
        let whole_rows = width.saturating_mul((aligned / gcd(width, aligned)).max(rows));
        let unit = if (1..=most).contains(&whole_rows) { whole_rows } else { aligned };
        let step = if len <= most { len } else { most / unit * unit };
        Self { len, step, width, state_size, whole_rows }
    }

    /// The same windows, cut further where one binding cannot cover the last steps of a window's rows and so many words
    /// of rates. They hold whole chunks of a sum where that is possible, so that statistics are added up in the same order.
    pub(crate) fn with_history(self, rate_words: u64, limits: &Limits) -> Self {
        let rows = (limits.binding / size_of::<u32>() as u64).saturating_sub(rate_words);
        let most = rows.saturating_mul(self.width);
        if self.step <= most {
            return self;
        }
        let chunks = self.whole_rows.saturating_mul(CHUNK as u64 / gcd(self.whole_rows, CHUNK as u64));
        let unit = if chunks <= most { chunks } else { self.whole_rows };
        Self { step: most / unit * unit, ..self }
    }

    /// Rows of every window but the last, and no fewer than a window has at least.
    pub(crate) fn rows_in_window(&self) -> u64 {
        let elements = if self.step == 0 { self.whole_rows } else { self.step };
        elements.checked_div(self.width).unwrap_or(u64::MAX)
    }

    /// The range of elements of every window.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Range<u64>> {
        let step = usize::try_from(self.step.max(1)).unwrap_or(usize::MAX);
        (0..self.len).step_by(step).map(|start| start..(start + self.step).min(self.len))
    }

    /// The first element of a window, modulo 2³²: the counter of stochastic rounding.
    #[expect(clippy::cast_possible_truncation, reason = "elements 2³² apart may share their random numbers")]
    pub(crate) fn start(&self, window: usize) -> u32 {
        self.step.wrapping_mul(window as u64) as u32
    }

    /// Bytes that a binding has to cover so that windows hold whole rows; 0 where one window covers the parameter.
    pub(crate) fn binding_for_rows(&self) -> u64 {
        if self.step == self.len { 0 } else { self.whole_rows.saturating_mul(self.state_size) }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_aligned_cover_everything_once_and_keep_rows_whole() {
        for (len, width, binding) in
            [(100_000, 1, 4096), (99_990, 10, 65_536), (1 << 20, 16, 4096), (300, 3, 1024)]
        {
            let windows = Windows::new(len, width, 4, 1, &Limits { binding, ..Limits::DEFAULT });
            let ranges: Vec<_> = windows.iter().collect();
            assert!(ranges.len() > 1, "{len} elements do not fit {binding} bytes");
            assert_eq!(ranges.iter().map(|range| range.end - range.start).sum::<u64>(), len);
            for (window, range) in ranges.iter().enumerate() {
                assert_eq!(u64::from(windows.start(window)), range.start);
                assert!((range.end - range.start) * 4 <= binding, "{range:?} is too large");
                assert_eq!((range.start * 4) % 256, 0, "{range:?} is not aligned");
                assert_eq!(range.start % width, 0, "{range:?} cuts a row of {width}");
            }
            assert!(windows.binding_for_rows() <= binding);
        }
    }

    #[test]
    fn windows_that_a_history_cuts_hold_whole_chunks_of_a_sum_where_they_can() {
        for (width, rows, step) in
            [(3, 10_000, 8192 * 3), (3, 100, 64 * 3), (8, 1000, 512 * 8), (1, 4096, 4096)]
        {
            let limits = Limits { binding: 4 * (1000 + rows), ..Limits::DEFAULT };
            let whole = Windows::new(50_000 * width, width, 4, 1, &Limits::DEFAULT);
            assert_eq!(whole.with_history(1000, &limits).step, step, "{width}, {rows}");
        }
    }

    #[test]
    fn rows_that_no_window_can_keep_whole_are_cut_for_dense_steps_only() {
        // Longer than a window, and shorter but never beginning where one may.
        for width in [1000, 25] {
            let windows = Windows::new(3000, width, 4, 1, &Limits { binding: 1024, ..Limits::DEFAULT });
            assert!(windows.binding_for_rows() > 1024, "{width}");
            assert_eq!(windows.iter().map(|range| range.end - range.start).sum::<u64>(), 3000);
        }
        assert_eq!(
            Windows::new(250, 25, 4, 1, &Limits { binding: 1024, ..Limits::DEFAULT }).binding_for_rows(),
            0
        );
    }
}
