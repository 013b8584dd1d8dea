//! How the elements of a parameter are cut where one binding cannot cover them all.

use std::ops::Range;

use super::Limits;

/// How the elements of a parameter are cut where one binding cannot cover them all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Windows {
    /// Elements of the parameter.
    pub(crate) len: u64,
    /// Elements of every window but the last.
    step: u64,
    /// Elements in a row; no window cuts one, or row gradients are not possible.
    pub(crate) width: u64,
    /// The fewest elements between two places where a window may begin and a row does.
    whole_rows: u64,
}

impl Windows {
    /// `smallest` is how many bytes an element takes up where it takes up the fewest, of values and gradients.
    pub(crate) fn new(len: u64, width: u64, smallest: u64, limits: &Limits) -> Self {
        // 256 bytes are the coarsest alignment of a binding.
        let aligned = 256 / smallest;
        // Accumulators are f32.
        let most = limits.binding / size_of::<f32>() as u64;
        let whole_rows = width.saturating_mul(aligned / gcd(width, aligned));
        let unit = if (1..=most).contains(&whole_rows) { whole_rows } else { aligned };
        let step = if len <= most { len } else { most / unit * unit };
        Self { len, step, width, whole_rows }
    }

    /// First and last + 1 element of every window.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Range<u64>> {
        let step = usize::try_from(self.step.max(1)).unwrap_or(usize::MAX);
        (0..self.len).step_by(step).map(|start| start..(start + self.step).min(self.len))
    }

    /// The first element of a window, as far as a u32 counts.
    #[expect(clippy::cast_possible_truncation, reason = "it tells elements apart, and need not find them")]
    pub(crate) fn start(&self, window: usize) -> u32 {
        self.step.wrapping_mul(window as u64) as u32
    }

    /// Bytes that a binding has to cover, at least, so that no row is cut.
    pub(crate) fn binding_for_rows(&self) -> u64 {
        if self.step == self.len { 0 } else { self.whole_rows.saturating_mul(size_of::<f32>() as u64) }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits =
        Limits { binding: 1 << 27, workgroups: 65_535, uniform_alignment: 256, alignment: 256 };

    #[test]
    fn windows_are_aligned_cover_everything_once_and_keep_rows_whole() {
        for (len, width, binding) in
            [(100_000, 1, 4096), (99_990, 10, 65_536), (1 << 20, 16, 4096), (300, 3, 1024)]
        {
            let windows = Windows::new(len, width, 4, &Limits { binding, ..LIMITS });
            let ranges: Vec<_> = windows.iter().collect();
            assert!(ranges.len() > 1, "{len} elements do not fit {binding} bytes");
            assert_eq!(ranges.iter().map(|range| range.end - range.start).sum::<u64>(), len);
            for range in &ranges {
                assert!((range.end - range.start) * 4 <= binding, "{range:?} is too large");
                assert_eq!((range.start * 4) % 256, 0, "{range:?} is not aligned");
                assert_eq!(range.start % width, 0, "{range:?} cuts a row of {width}");
            }
            assert!(windows.binding_for_rows() <= binding);
        }
    }

    #[test]
    fn rows_that_no_window_can_keep_whole_are_cut_for_dense_steps_only() {
        // Longer than a window, and shorter but never beginning where one may.
        for width in [1000, 25] {
            let windows = Windows::new(3000, width, 4, &Limits { binding: 1024, ..LIMITS });
            assert!(windows.binding_for_rows() > 1024, "{width}");
            assert_eq!(windows.iter().map(|range| range.end - range.start).sum::<u64>(), 3000);
        }
        assert_eq!(Windows::new(250, 25, 4, &Limits { binding: 1024, ..LIMITS }).binding_for_rows(), 0);
    }
}
