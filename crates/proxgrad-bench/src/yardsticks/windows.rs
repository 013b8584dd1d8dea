//! Windows over the rows of a buffer that is larger than a binding may be.

use std::num::NonZero;

use anyhow::{Result, anyhow};
use proxgrad::wgpu;

/// Bytes: the coarsest alignment of the offset of a storage binding.
const ALIGNMENT: u64 = 256;

/// Consecutive rows of a buffer, few enough for one binding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    /// The first row.
    pub(super) first: u64,
    /// Rows.
    pub(super) count: u64,
}

impl Window {
    /// The binding of these rows in a buffer of f32 rows of this width.
    pub(super) fn of<'a>(&self, buffer: &'a wgpu::Buffer, width: u64) -> wgpu::BufferBinding<'a> {
        let size = NonZero::new(self.count * width * 4);
        wgpu::BufferBinding { buffer, offset: self.first * width * 4, size }
    }
}

/// As few windows over `rows` rows of `width` f32 as possible, of at most `most` bytes and with aligned offsets.
///
/// # Errors
/// The fewest rows between two aligned offsets are more than `most` bytes.
pub(super) fn windows(most: u64, rows: u64, width: u64) -> Result<Vec<Window>> {
    // A multiple of 64 rows of f32 is a multiple of 256 bytes.
    let unit = ALIGNMENT / 4;
    let step = most / (width * 4 * unit).max(1) * unit;
    if step == 0 && rows > 0 {
        return Err(anyhow!("{unit} rows of {width} are more than the {most} bytes that this device binds"));
    }
    let firsts = (0..rows.div_ceil(step.max(1))).map(|window| window * step);
    Ok(firsts.map(|first| Window { first, count: step.min(rows - first) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_aligned_and_cover_every_row_once() {
        for (rows, width) in [(10_000, 3), (1, 16), (1 << 20, 4), (65, 1), (0, 4)] {
            let windows = super::windows(1 << 16, rows, width).unwrap();
            assert_eq!(windows.iter().map(|window| window.count).sum::<u64>(), rows);
            for window in &windows {
                assert_eq!(window.first * width * 4 % ALIGNMENT, 0, "{window:?}");
                assert!(window.count > 0 && window.count * width * 4 <= 1 << 16, "{window:?}");
            }
        }
        assert!(super::windows(1 << 10, 100, 16).is_err());
    }
}
