//! A stroke: a line of a chart, prepared for drawing.
//!
//! The lines of two runs that agree coincide. So a later line is thinner, and every second one is dashed: the line below
//! it is visible on both sides and through the gaps.

use std::vec;

use plotters::element::DashedPathElement;
use plotters::prelude::*;

use super::axis::is_drawable;
use super::canvas::PX;
use super::thin::thinned;

/// Dashes of a dashed line.
const DASHES: i32 = 60;
/// Pixels of the shortest dash.
const SHORTEST_DASH: i32 = 12;

/// Pixels of the shortest sample that shows the pattern of a dashed line: two dashes and a gap.
pub(super) const PATTERN: i32 = SHORTEST_DASH * 5 / 2;

/// The most points of a line whose points are marked.
const MARKED_POINTS: usize = 24;

/// Colours of the lines in order, which colour-blind readers can distinguish, too (Okabe and Ito, 2008).
pub(super) const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(213, 94, 0),
    RGBColor(86, 180, 233),
];

/// The drawable points of a line, thinned, with a style that depends on its index among the lines.
#[derive(Clone)]
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
    pub(super) fn new(name: &'a str, points: &[(f64, f64)], index: usize, count: usize) -> Self {
        let drawable = points.iter().copied().filter(|&(x, y)| is_drawable(x) && is_drawable(y));
        Self {
            name,
            points: thinned(&drawable.collect::<Vec<_>>()),
            colour: COLOURS[index % COLOURS.len()],
            width: width(index, count),
            dashed: index % 2 == 1,
        }
    }

    /// A path in this style, whose length is `length` canvas units.
    pub(super) fn path<P: Clone>(
        &self,
        points: Vec<P>,
        length: i32,
    ) -> DashedPathElement<vec::IntoIter<P>, i32> {
        // Dashes are proportional to the length: in the turns of a noisy line, short gaps would be invisible.
        let dash = (length / DASHES).max(SHORTEST_DASH * PX);
        let (dash, gap) = if self.dashed { (dash, dash / 2) } else { (i32::MAX, 0) };
        DashedPathElement::new(points, dash, gap, self.colour.stroke_width(self.width))
    }

    /// A dot on each point of a short line, which may be a single point; none for a long line.
    pub(super) fn markers(&self) -> impl Iterator<Item = Circle<(f64, f64), u32>> {
        let marked = if self.points.len() <= MARKED_POINTS { &self.points[..] } else { &[] };
        let radius = self.width / 2 + 2 * PX.unsigned_abs();
        marked.iter().map(move |&point| Circle::new(point, radius, self.colour.filled()))
    }
}

/// The width in canvas units: 1.75 pixels for the last line; each line below it is 1.5 pixels wider, or 0.75 among many.
fn width(index: usize, count: usize) -> u32 {
    let above = u32::try_from(count - 1 - index).unwrap_or(u32::MAX);
    let wider = if count <= 3 { 6 } else { 3 };
    7 + wider * above.min(6)
}

/// The length of the path along the points, as the sum of the distances along both axes.
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
            let strokes: Vec<_> = (0..count).map(|index| Stroke::new("line", &[], index, count)).collect();
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
            let stroke = Stroke::new("line", &points, 0, 1);
            assert_eq!(stroke.markers().count(), markers, "{len} points");
        }
    }

    #[test]
    fn length_counts_every_turn() {
        assert_eq!(length([(0, 0), (3, 4), (3, 0)].into_iter()), 11);
        assert_eq!(length([(1, 1)].into_iter()), 0);
    }
}
