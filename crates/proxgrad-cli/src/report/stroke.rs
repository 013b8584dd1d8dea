//! A stroke: a chart's line made ready to draw.
//!
//! Two runs that should agree do agree, and their lines coincide. So a later line is thinner and every second
//! one is dashed: what lies beneath shows on both sides and through the gaps.

use std::vec;

use plotters::element::DashedPathElement;
use plotters::prelude::*;

use super::axis::is_drawable;
use super::canvas::PX;
use super::line::Line;
use super::thin::thinned;

/// Dashes of a dashed line, and the pixels that one has at least.
const DASHES: i32 = 60;
const SHORTEST_DASH: i32 = 12;

/// The length in pixels of the shortest piece that shows a dashed line's pattern: two dashes and a gap.
pub(super) const PATTERN: i32 = SHORTEST_DASH * 5 / 2;

/// Lines up to this many points show each of them.
const MARKED_POINTS: usize = 24;

/// Line colours in order, told apart by colour-blind readers too (Okabe and Ito, 2008).
pub(super) const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(213, 94, 0),
    RGBColor(86, 180, 233),
];

/// A line with only its drawable points, thinned, in the style of its place among the lines.
pub(super) struct Stroke<'a> {
    pub(super) name: &'a str,
    pub(super) points: Vec<(f64, f64)>,
    colour: RGBColor,
    /// In canvas units.
    width: u32,
    dashed: bool,
}

impl<'a> Stroke<'a> {
    /// The stroke of one line, the one at `index` of `count`.
    pub(super) fn new(line: &Line<'a>, index: usize, count: usize) -> Self {
        let drawable = line.points.iter().copied().filter(|&(x, y)| is_drawable(x) && is_drawable(y));
        Self {
            name: line.name,
            points: thinned(&drawable.collect::<Vec<_>>()),
            colour: COLOURS[index % COLOURS.len()],
            width: width(index, count),
            dashed: index % 2 == 1,
        }
    }

    /// A path in this style; `length` is how long it is, in canvas units.
    pub(super) fn path<P: Clone>(
        &self,
        points: Vec<P>,
        length: i32,
    ) -> DashedPathElement<vec::IntoIter<P>, i32> {
        // In proportion to the length: a noisy line winds so much that short gaps would hide in its turns.
        let dash = (length / DASHES).max(SHORTEST_DASH * PX);
        let (dash, gap) = if self.dashed { (dash, dash / 2) } else { (i32::MAX, 0) };
        DashedPathElement::new(points, dash, gap, self.colour.stroke_width(self.width))
    }

    /// A dot on each point of a short line, which may be a single point; none on a long one.
    pub(super) fn markers(&self) -> impl Iterator<Item = Circle<(f64, f64), u32>> {
        let marked = if self.points.len() <= MARKED_POINTS { &self.points[..] } else { &[] };
        let radius = self.width / 2 + 2 * PX.unsigned_abs();
        marked.iter().map(move |&point| Circle::new(point, radius, self.colour.filled()))
    }
}

/// Canvas units: 1.75 pixels for the last line, each one below it wider by 1.5 pixels, or by 0.75 among many.
fn width(index: usize, count: usize) -> u32 {
    let above = u32::try_from(count - 1 - index).unwrap_or(u32::MAX);
    let wider = if count <= 3 { 6 } else { 3 };
    7 + wider * above.min(6)
}

/// The way along the points, measured along both axes; in the unit of the points.
pub(super) fn length(points: impl Iterator<Item = (i32, i32)> + Clone) -> i32 {
    let pairs = points.clone().zip(points.skip(1));
    pairs.map(|(from, to)| (to.0 - from.0).abs() + (to.1 - from.1).abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_line_is_thinner_of_another_colour_and_every_second_one_dashed() {
        for count in 2..=6 {
            let line = Line { name: "line", points: &[] };
            let strokes: Vec<_> = (0..count).map(|index| Stroke::new(&line, index, count)).collect();
            for pair in strokes.windows(2) {
                assert!(pair[0].width > pair[1].width, "{count} lines");
                assert!(pair[0].dashed != pair[1].dashed, "{count} lines");
                assert!(pair[0].colour != pair[1].colour, "{count} lines");
            }
        }
    }

    #[test]
    fn short_lines_have_a_marker_on_each_drawable_point_and_long_ones_none() {
        for (len, markers) in [(0, 0), (1, 1), (24, 24), (25, 0)] {
            let mut points: Vec<_> = (0..len).map(|i| (f64::from(i), 0.0)).collect();
            points.push((f64::NAN, 0.0));
            let stroke = Stroke::new(&Line { name: "line", points: &points }, 0, 1);
            assert_eq!(stroke.markers().count(), markers, "{len} points");
        }
    }

    #[test]
    fn length_counts_every_turn() {
        assert_eq!(length([(0, 0), (3, 4), (3, 0)].into_iter()), 11);
        assert_eq!(length([(1, 1)].into_iter()), 0);
    }
}
