//! Bars of ratios, drawn from the line at 1 to the right where they are above 1, to the left where they are below.
//!
//! The axis is logarithmic, so that the bars of 2 and 1/2 have the same length.

use std::collections::HashMap;

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::canvas::{Canvas, GRID, INK, MUTED, PALE, PX, TITLE_HEIGHT, Text, WIDTH, picture};
use super::stroke::COLOURS;
use super::text::fitted;

// All in pixels.
const MARGIN: i32 = 24;
/// The range of the bars; names are to the left of it, numbers to the right.
const LEFT: i32 = 190;
const RIGHT: i32 = WIDTH - 90;
const HEADING: i32 = 28;
const ROW: i32 = 22;
const BAR: i32 = 14;
/// Height of the axis below the bars.
const AXIS: i32 = 52;
const FONT: i32 = 13;

/// A picture of ratios, in groups.
pub(crate) struct Bars<'a> {
    pub(crate) title: &'a str,
    /// The label of the axis: what the ratios are, and which side is better.
    pub(crate) x_label: &'a str,
    pub(crate) groups: Vec<BarGroup>,
}

/// Ratios under a heading. Bars of the same name have the same colour in all groups.
pub(crate) struct BarGroup {
    pub(crate) heading: String,
    /// Name and ratio; a ratio that is not positive and finite has a name and no bar.
    pub(crate) bars: Vec<(String, f64)>,
}

impl Bars<'_> {
    /// The picture as an SVG document; without groups it says that there is no data.
    ///
    /// # Errors
    ///
    /// plotters fails to draw.
    pub(super) fn to_svg(&self) -> Result<String> {
        let ratios = || self.groups.iter().flat_map(|group| group.bars.iter().map(|(_, ratio)| *ratio));
        let scale = Scale::of(ratios());
        let rows = i32::try_from(ratios().count())?;
        let groups = i32::try_from(self.groups.len())?;
        let body = (groups * HEADING + rows * ROW).max(ROW);
        picture(self.title, (WIDTH, TITLE_HEIGHT + body + AXIS), |canvas| {
            self.draw_axis(canvas, &scale, TITLE_HEIGHT + body)?;
            self.draw_groups(canvas, &scale)
        })
    }

    fn draw_groups(&self, canvas: &Canvas<'_>, scale: &Scale) -> Result<()> {
        let (mut top, mut colours) = (TITLE_HEIGHT, Colours::default());
        if self.groups.is_empty() {
            let text = Text { colour: MUTED, ..Text::new("no data") };
            return text.draw(canvas, (WIDTH / 2 * PX, (top + ROW / 2) * PX));
        }
        for group in &self.groups {
            // A white background interrupts the grid lines at a heading.
            let ground = [(0, (top + 2) * PX), (WIDTH * PX, (top + HEADING - 2) * PX)];
            canvas.draw(&Rectangle::new(ground, WHITE.filled()))?;
            let heading = fitted(&group.heading, WIDTH - 2 * MARGIN, FONT);
            let text = Text { bold: true, anchor: HPos::Left, ..Text::new(&heading) };
            text.draw(canvas, (MARGIN * PX, (top + HEADING / 2 + 2) * PX))?;
            top += HEADING;
            for (name, ratio) in &group.bars {
                draw_bar(canvas, scale, top + ROW / 2, (name, *ratio, colours.of(name)))?;
                top += ROW;
            }
        }
        Ok(())
    }

    /// Draws grid lines from the title down to `bottom`, with their labels.
    fn draw_axis(&self, canvas: &Canvas<'_>, scale: &Scale, bottom: i32) -> Result<()> {
        for tick in scale.ticks() {
            let x = scale.place(tick);
            let (colour, width) = if tick == 1.0 { (INK, 2 * PX) } else { (GRID, PX) };
            let line = vec![(x, TITLE_HEIGHT * PX), (x, (bottom + 4) * PX)];
            canvas.draw(&PathElement::new(line, colour.stroke_width(width.unsigned_abs())))?;
            let label = tick.to_string();
            Text { colour: MUTED, size: FONT - 1, ..Text::new(&label) }
                .draw(canvas, (x, (bottom + 14) * PX))?;
        }
        let label = fitted(self.x_label, WIDTH - 2 * MARGIN, FONT);
        Text::new(&label).draw(canvas, (WIDTH / 2 * PX, (bottom + 36) * PX))
    }
}

fn draw_bar(
    canvas: &Canvas<'_>,
    scale: &Scale,
    middle: i32,
    (name, ratio, colour): (&str, f64, RGBColor),
) -> Result<()> {
    let name = fitted(name, LEFT - MARGIN - 16, FONT);
    Text { anchor: HPos::Right, ..Text::new(&name) }.draw(canvas, ((LEFT - 12) * PX, middle * PX))?;
    if !is_ratio(ratio) {
        let text = Text { anchor: HPos::Left, colour: MUTED, ..Text::new("not measured") };
        return text.draw(canvas, (scale.place(1.0) + 6 * PX, middle * PX));
    }
    let (from, to) = (scale.place(1.0), scale.place(ratio));
    // A ratio of 1 has a thin bar rather than none.
    let (left, right) = (from.min(to) - PX, from.max(to) + PX);
    let corners = [(left, (middle - BAR / 2) * PX), (right, (middle + BAR / 2) * PX)];
    canvas.draw(&Rectangle::new(corners, colour.filled()))?;
    let label = format!("{ratio:.2}");
    let text = Text { anchor: HPos::Left, ..Text::new(&label) };
    // The number has a light background, because it may lie on a grid line.
    let ground = [(right + 3 * PX, (middle - 7) * PX), (right + 42 * PX, (middle + 7) * PX)];
    canvas.draw(&Rectangle::new(ground, PALE.filled()))?;
    text.draw(canvas, (right + 6 * PX, middle * PX))
}

fn is_ratio(ratio: f64) -> bool {
    ratio.is_finite() && ratio > 0.0
}

/// The logarithmic scale from the smallest to the largest ratio, including 1.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(ratios: impl Iterator<Item = f64>) -> Self {
        // At least this range, so that there are ticks, and ratios near 1 have short bars.
        let start = Self { low: 0.5, high: 2.0 };
        ratios
            .filter(|ratio| is_ratio(*ratio))
            .fold(start, |Self { low, high }, ratio| Self { low: low.min(ratio), high: high.max(ratio) })
    }

    /// Canvas units from the left.
    #[expect(clippy::cast_possible_truncation, reason = "a position in the picture")]
    fn place(&self, ratio: f64) -> i32 {
        let share = (ratio / self.low).ln() / (self.high / self.low).ln();
        LEFT * PX + (share * f64::from((RIGHT - LEFT) * PX)).round() as i32
    }

    /// 1, 2 and 5 times powers of ten, or only powers of ten where those would be too many; always including 1.
    fn ticks(&self) -> Vec<f64> {
        let wide = self.high / self.low > 1e3;
        let factors: &[f64] = if wide { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let powers =
            (-6..=6).map(|power: i32| if power < 0 { 1.0 / 10f64.powi(-power) } else { 10f64.powi(power) });
        let all = powers.flat_map(|power| factors.iter().map(move |factor| factor * power));
        all.filter(|tick| (self.low * 0.999..=self.high * 1.001).contains(tick)).collect()
    }
}

/// Colours by name, in order of appearance.
#[derive(Default)]
struct Colours(HashMap<String, RGBColor>);

impl Colours {
    fn of(&mut self, name: &str) -> RGBColor {
        let next = COLOURS[self.0.len() % COLOURS.len()];
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(bars: &[(&str, f64)]) -> String {
        let bars = bars.iter().map(|(name, ratio)| ((*name).to_owned(), *ratio)).collect();
        let groups = vec![BarGroup { heading: "group & co".to_owned(), bars }];
        Bars { title: "t", x_label: "x", groups }.to_svg().unwrap()
    }

    #[test]
    fn ratios_above_one_reach_to_the_right_and_others_to_the_left() {
        let scale = Scale::of([0.1, 10.0].into_iter());
        let [left, one, right] = [0.1, 1.0, 10.0].map(|ratio| scale.place(ratio));
        assert_eq!((left, right), (LEFT * PX, RIGHT * PX));
        assert!((right - one - (one - left)).abs() <= 1, "{left}, {one}, {right}");
        assert_eq!(scale.ticks(), [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]);
        assert_eq!(Scale::of([1e-4, 1e4].into_iter()).ticks().len(), 9);
        assert_eq!(Scale::of([1.0].into_iter()).ticks(), [0.5, 1.0, 2.0]);
    }

    #[test]
    fn a_name_keeps_its_colour_and_others_have_their_own() {
        let mut colours = Colours::default();
        let [a, b] = ["a", "b"].map(|name| colours.of(name));
        assert!(a != b && colours.of("a") == a);
    }

    #[test]
    fn what_is_no_ratio_is_named_and_not_drawn() {
        let svg = draw(&[("good", 2.0), ("bad", f64::NAN), ("zero", 0.0), ("endless", f64::INFINITY)]);
        assert_eq!(svg.matches("not measured").count(), 3);
        assert!(svg.contains("good") && svg.contains("2.00") && svg.contains("group &amp; co"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn no_groups_are_a_picture_that_says_so() {
        assert!(Bars { title: "t", x_label: "x", groups: Vec::new() }.to_svg().unwrap().contains("no data"));
    }
}
