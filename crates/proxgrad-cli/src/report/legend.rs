//! The legend: a sample of each line and its name, in rows above the axes.

use anyhow::Result;
use plotters::style::text_anchor::HPos;

use super::canvas::{Canvas, PX, Text};
use super::stroke::{PATTERN, Stroke};
use super::text::{fitted, width};

// All in pixels.
const MARGIN: i32 = 40;
const ROW: i32 = 24;
const FONT: i32 = 13;
/// From a sample to its name.
const GAP: i32 = 8;
/// From a name to the next sample.
const SPACE: i32 = 24;

/// The legend of a chart's lines.
pub(super) struct Legend<'a>(Vec<Entry<'a>>);

/// A line with its position in the legend.
struct Entry<'a> {
    stroke: &'a Stroke<'a>,
    text: String,
    row: i32,
    /// Pixels from the left.
    left: i32,
}

impl<'a> Legend<'a> {
    /// Arranges the lines side by side, in as many rows as they need in a picture of this width in pixels.
    pub(super) fn new(strokes: &'a [Stroke<'a>], picture: i32) -> Self {
        let (mut row, mut left) = (0, MARGIN);
        let mut entries = Vec::new();
        for stroke in strokes {
            let note = if stroke.points.is_empty() { " (no data)" } else { "" };
            let text = fitted(stroke.name, picture / 2, FONT) + note;
            let taken = PATTERN + GAP + width(&text, FONT);
            if left > MARGIN && left + taken > picture - MARGIN {
                (row, left) = (row + 1, MARGIN);
            }
            entries.push(Entry { stroke, text, row, left });
            left += taken + SPACE;
        }
        Self(entries)
    }

    /// Height in pixels.
    pub(super) fn height(&self) -> i32 {
        self.0.last().map_or(0, |entry| entry.row + 1) * ROW
    }

    /// Draws the legend with its upper edge at `top`, in pixels.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, top: i32) -> Result<()> {
        for Entry { stroke, text, row, left } in &self.0 {
            // Above the middle of its row, so that the legend keeps a distance from the axes.
            let middle = (top + row * ROW + ROW / 4) * PX;
            let (left, right) = (left * PX, (left + PATTERN) * PX);
            canvas.draw(&stroke.path(vec![(left, middle), (right, middle)], right - left))?;
            Text { anchor: HPos::Left, ..Text::new(text) }.draw(canvas, (right + GAP * PX, middle))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::canvas::CHART_WIDTH as WIDTH;
    use super::*;

    #[test]
    fn the_legend_wraps_and_stays_within_the_picture() {
        let name = "a rather long name of a line ".repeat(3);
        for len in [1, 10, 30, name.len()] {
            let strokes: Vec<_> = (0..9).map(|index| Stroke::new(&name[..len], &[], index, 9)).collect();
            let legend = Legend::new(&strokes, WIDTH);
            assert!(legend.height() > ROW, "{len}");
            for entry in &legend.0 {
                let right = entry.left + PATTERN + GAP + width(&entry.text, FONT);
                assert!(right <= WIDTH - MARGIN, "{len} characters reach to {right}");
            }
        }
    }

    #[test]
    fn no_lines_take_no_height() {
        assert_eq!(Legend::new(&[], WIDTH).height(), 0);
    }
}
