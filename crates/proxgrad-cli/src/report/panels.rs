//! Charts side by side: the same lines under several conditions, over the same axes.

use anyhow::Result;

use super::canvas::{CHART_WIDTH, PX, TITLE_HEIGHT, Text, picture};
use super::chart::{Chart, HEIGHT, draw_lines, draw_no_data};
use super::legend::Legend;
use super::line::Line;

/// Pixels for the title of a panel.
const PANEL_TITLE: i32 = 26;

/// A picture of charts side by side. They have the same axes, and one legend, which is that of the first.
pub(crate) struct Panels<'a> {
    pub(crate) title: &'a str,
    pub(crate) x_label: &'a str,
    pub(crate) y_label: &'a str,
    pub(crate) panels: Vec<Panel<'a>>,
    /// Whether the x axes are logarithmic; points without a positive x are then left out.
    pub(crate) x_logarithmic: bool,
}

/// One of the charts.
pub(crate) struct Panel<'a> {
    pub(crate) title: &'a str,
    /// Those of every panel are in the same order.
    pub(crate) lines: Vec<Line<'a>>,
}

impl Panels<'_> {
    /// The picture as an SVG document; without points it says that there is no data.
    ///
    /// # Errors
    ///
    /// plotters fails to draw.
    pub(super) fn to_svg(&self) -> Result<String> {
        let charts: Vec<_> = self.panels.iter().map(|panel| self.chart(panel)).collect();
        let strokes: Vec<_> = charts.iter().map(Chart::strokes).collect();
        let all: Vec<_> = strokes.iter().flatten().cloned().collect();
        let width = CHART_WIDTH * i32::try_from(charts.len().max(1))?;
        let legend = Legend::new(strokes.first().map_or(&[], Vec::as_slice), width);
        let top = TITLE_HEIGHT + legend.height();
        picture(self.title, (width, top + PANEL_TITLE + HEIGHT), |canvas| {
            legend.draw(canvas, TITLE_HEIGHT)?;
            let (_, mut rest) = canvas.split_vertically(top * PX);
            for ((chart, panel), strokes) in charts.iter().zip(&self.panels).zip(&strokes) {
                let (place, right) = rest.split_horizontally(CHART_WIDTH * PX);
                rest = right;
                let (head, body) = place.split_vertically(PANEL_TITLE * PX);
                let middle = (CHART_WIDTH * PX / 2, PANEL_TITLE * PX / 2);
                Text { bold: true, ..Text::new(panel.title) }.draw(&head, middle)?;
                match chart.axes(&all) {
                    Some((x_axis, y_axis)) => {
                        draw_lines(&mut chart.draw_axes(&body, x_axis, y_axis)?, strokes)?;
                    }
                    None => draw_no_data(&body)?,
                }
            }
            Ok(())
        })
    }

    fn chart<'a>(&'a self, panel: &'a Panel<'a>) -> Chart<'a> {
        let &Self { x_label, y_label, x_logarithmic, .. } = self;
        let lines = panel.lines.iter().map(|line| Line { ..*line }).collect();
        Chart { title: panel.title, x_label, y_label, lines, y_from_zero: true, x_logarithmic }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(points: [&[(f64, f64)]; 2]) -> String {
        let panels = ["left", "right"].into_iter().zip(points);
        let panel = |(title, points)| Panel { title, lines: vec![Line { name: "line", points }] };
        let panels = panels.map(panel).collect();
        let panels = Panels { title: "t", x_label: "x", y_label: "y", panels, x_logarithmic: true };
        panels.to_svg().unwrap()
    }

    #[test]
    fn panels_have_the_same_axes_and_one_legend() {
        let svg = svg([&[(1.0, 1.0), (10.0, 2.0)], &[(100.0, 40.0), (1000.0, 20.0)]]);
        assert!(svg.starts_with("<svg width=\"1040\""), "{svg}");
        let count = |text: &str| svg.lines().filter(|line| line.trim() == text).count();
        // Each axis goes from 1 to 1000, and from 0 to 40.
        for (label, times) in [("line", 1), ("left", 1), ("right", 1), ("10", 3), ("1k", 2), ("40", 2)] {
            assert!(count(label) >= times.min(2), "{label}: {svg}");
        }
        assert_eq!((count("line"), count("left"), count("right")), (1, 1, 1));
    }

    #[test]
    fn without_points_every_panel_says_so() {
        assert_eq!(svg([&[], &[]]).matches("no data").count(), 3, "in each panel, and in the legend");
    }
}
