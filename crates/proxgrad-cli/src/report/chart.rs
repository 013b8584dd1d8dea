//! A chart: lines over two axes, for a loss over steps or a ratio over sizes.

use anyhow::Result;
use plotters::prelude::*;

use super::axis::Axis;
use super::canvas::{
    CHART_WIDTH as WIDTH, Canvas, GRID, INK, MUTED, PALE, PX, TITLE_HEIGHT, Text, font_size, picture,
};
use super::legend::Legend;
use super::line::Line;
use super::stroke::{Stroke, length};
use super::text::{fitted, width};

/// Pixels from the upper edge of the axes down to the lower edge of the picture.
pub(super) const HEIGHT: i32 = 316;
const FONT: i32 = 13;

/// A picture of lines.
pub(crate) struct Chart<'a> {
    pub(crate) title: &'a str,
    pub(crate) x_label: &'a str,
    pub(crate) y_label: &'a str,
    /// Later lines are drawn on top; where two coincide, both are visible.
    pub(crate) lines: Vec<Line<'a>>,
    /// Whether the y axis includes zero even where no value is near it.
    pub(crate) y_from_zero: bool,
    /// Whether the x axis is logarithmic; points without a positive x are then left out.
    pub(crate) x_logarithmic: bool,
}

/// Drawn axes, for the lines to be drawn on.
pub(super) type Plot<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<Axis, Axis>>;

impl<'a> Chart<'a> {
    /// The picture as an SVG document; without points it says that there is no data.
    ///
    /// # Errors
    ///
    /// plotters fails to draw.
    pub(super) fn to_svg(&self) -> Result<String> {
        let strokes = self.strokes();
        let legend = Legend::new(&strokes, WIDTH);
        let top = TITLE_HEIGHT + legend.height();
        picture(self.title, (WIDTH, top + HEIGHT), |canvas| {
            legend.draw(canvas, TITLE_HEIGHT)?;
            let (_, body) = canvas.split_vertically(top * PX);
            let Some((x_axis, y_axis)) = self.axes(&strokes) else { return draw_no_data(&body) };
            draw_lines(&mut self.draw_axes(&body, x_axis, y_axis)?, &strokes)
        })
    }

    /// The lines, prepared for drawing.
    pub(super) fn strokes(&self) -> Vec<Stroke<'a>> {
        let stroke = |(index, line): (usize, &Line<'a>)| {
            let points = self.placed(line.points);
            Stroke::new(line.name, &points, index, self.lines.len())
        };
        self.lines.iter().enumerate().map(stroke).collect()
    }

    /// The points in the coordinates of the axes.
    fn placed(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        points.iter().map(|&(x, y)| (if self.x_logarithmic { x.log10() } else { x }, y)).collect()
    }

    /// The axes for all points; `None` without points.
    pub(super) fn axes(&self, strokes: &[Stroke<'_>]) -> Option<(Axis, Axis)> {
        let points = || strokes.iter().flat_map(|stroke| &stroke.points);
        let zero = self.y_from_zero.then_some(0.0);
        let x = points().map(|point| point.0);
        let x_axis = if self.x_logarithmic { Axis::of_logarithms(x)? } else { Axis::tight(x)? };
        let y_axis = Axis::between_ticks(points().map(|point| point.1).chain(zero))?;
        Some((x_axis, y_axis))
    }

    pub(super) fn draw_axes<'c>(&self, body: &Canvas<'c>, x_axis: Axis, y_axis: Axis) -> Result<Plot<'c>> {
        let (x_width, y_width) = (label_width(&x_axis), label_width(&y_axis));
        let mut plot = ChartBuilder::on(body)
            // Space for half of a label at the end of the axis.
            .margin_right((x_width / 2 + 16) * PX)
            .margin_bottom(8 * PX)
            .margin_left(8 * PX)
            .x_label_area_size(46 * PX)
            .y_label_area_size((y_width + 36) * PX)
            .build_cartesian_2d(x_axis, y_axis)?;
        plot.configure_mesh()
            .x_labels(usize::try_from((WIDTH - 200) / (x_width + 8))?)
            .x_desc(fitted(self.x_label, WIDTH - 160, FONT))
            .y_desc(fitted(self.y_label, HEIGHT - 64, FONT))
            .label_style(("sans-serif", font_size(FONT - 1)).into_font().color(&MUTED))
            .axis_desc_style(("sans-serif", font_size(FONT)).into_font().color(&INK))
            .axis_style(MUTED.stroke_width(PX.unsigned_abs()))
            .bold_line_style(GRID.stroke_width(PX.unsigned_abs()))
            .light_line_style(TRANSPARENT)
            .set_all_tick_mark_size(4 * PX)
            .draw()?;
        Ok(plot)
    }
}

pub(super) fn draw_lines(plot: &mut Plot<'_>, strokes: &[Stroke<'_>]) -> Result<()> {
    for stroke in strokes {
        let length = length(stroke.points.iter().map(|point| plot.backend_coord(point)));
        plot.draw_series([stroke.path(stroke.points.clone(), length)])?;
        plot.draw_series(stroke.markers())?;
    }
    Ok(())
}

/// Pixels of the longest label of an axis.
fn label_width(axis: &Axis) -> i32 {
    let widths = axis.ticks().into_iter().map(|tick| width(&axis.label(tick), FONT));
    widths.max().unwrap_or(0)
}

pub(super) fn draw_no_data(body: &Canvas<'_>) -> Result<()> {
    const MARGIN: i32 = 24;
    let corners = [(MARGIN * PX, 0), ((WIDTH - MARGIN) * PX, (HEIGHT - MARGIN) * PX)];
    body.draw(&Rectangle::new(corners, PALE.filled()))?;
    let text = Text { size: 16, colour: MUTED, ..Text::new("no data") };
    text.draw(body, (WIDTH * PX / 2, (HEIGHT - MARGIN) * PX / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart<'a>(lines: Vec<Line<'a>>) -> Chart<'a> {
        Chart { title: "t", x_label: "x", y_label: "y", lines, y_from_zero: false, x_logarithmic: false }
    }

    fn draw(points: &[(f64, f64)]) -> String {
        chart(vec![Line { name: "line", points }]).to_svg().unwrap()
    }

    /// The numbers of points of the lines of a picture, except for those of the legend, which have two points.
    fn drawn_points(svg: &str) -> Vec<usize> {
        let lines = svg.lines().filter(|line| line.starts_with("<polyline"));
        let lists = lines.filter_map(|line| line.split("points=\"").nth(1));
        lists.map(|list| list.matches(',').count()).filter(|&count| count > 2).collect()
    }

    #[test]
    fn empty_and_non_finite_data_still_draw() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        let nothing: [&[(f64, f64)]; 3] = [&[], &[(nan, 1.0), (1.0, nan)], &[(inf, 1.0), (1.0, -inf)]];
        for points in nothing {
            assert!(draw(points).contains("no data"), "{points:?}");
        }
        assert!(chart(Vec::new()).to_svg().unwrap().contains("no data"));

        let some: [&[(f64, f64)]; 5] = [
            &[(1.0, 2.0)],
            &[(0.0, 0.0), (1.0, 0.0)],
            &[(0.0, nan), (1.0, 2.0), (2.0, inf), (3.0, 4.0)],
            &[(0.0, f64::MAX), (1.0, 1e280), (2.0, -1e280)],
            &[(0.0, 0.0), (5e-324, 5e-324)],
        ];
        for points in some {
            let svg = draw(points);
            assert!(!svg.contains("no data") && svg.contains("<circle"), "{points:?}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{points:?}");
        }
    }

    #[test]
    fn a_logarithmic_axis_has_powers_of_ten_and_leaves_out_what_has_no_logarithm() {
        let points = [(0.0, 1.0), (-5.0, 1.0), (1e3, 1.0), (1e5, 2.0)];
        let chart = Chart { x_logarithmic: true, ..chart(vec![Line { name: "line", points: &points }]) };
        let svg = chart.to_svg().unwrap();
        for label in ["1k", "10k", "100k"] {
            assert!(svg.contains(&format!("\n{label}\n")), "{label}");
        }
        assert_eq!(svg.matches("<circle").count(), 2);
    }

    #[test]
    fn a_line_without_data_says_so_beside_one_with_data() {
        let lines = vec![Line { name: "full", points: &[(0.0, 1.0)] }, Line { name: "bare", points: &[] }];
        let svg = chart(lines).to_svg().unwrap();
        assert!(svg.contains("bare (no data)") && !svg.contains("full (no data)"));
    }

    #[test]
    fn long_lines_are_drawn_thinned() {
        let points: Vec<_> = (0..100_000).map(|i| (f64::from(i), f64::from(i % 97))).collect();
        let drawn = drawn_points(&draw(&points));
        assert!(drawn.len() == 1 && (500..=1000).contains(&drawn[0]), "{drawn:?}");
    }

    #[test]
    fn of_lines_that_coincide_both_are_drawn_the_second_in_dashes() {
        let points: Vec<_> = (0..50).map(|i| (f64::from(i), f64::from(i % 7))).collect();
        let line = || Line { name: "line", points: &points };
        let svg = chart(vec![line(), line()]).to_svg().unwrap();
        let pieces =
            |colour| svg.lines().filter(|line| line.contains("<polyline") && line.contains(colour)).count();
        // One solid line and its sample in the legend; dozens of dashes.
        assert_eq!(pieces("#0072B2"), 2);
        assert!(pieces("#E69F00") > 20, "{}", pieces("#E69F00"));
    }
}
