//! The canvas: a white SVG picture with a title, and text on it.

use anyhow::Result;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::text::fitted;

/// Canvas units of a pixel. plotters rounds all positions to whole units; rounded to pixels, lines would be jagged.
pub(super) const PX: i32 = 4;

/// Colour of an area without data.
pub(super) const PALE: RGBColor = RGBColor(246, 248, 250);
/// Colour of frames and grid lines.
pub(super) const GRID: RGBColor = RGBColor(225, 228, 232);
/// Colour of small text.
pub(super) const MUTED: RGBColor = RGBColor(87, 96, 106);
/// Colour of text.
pub(super) const INK: RGBColor = RGBColor(31, 35, 40);

/// Width in pixels of a picture that has a page's whole width.
pub(super) const WIDTH: i32 = 800;
/// Width in pixels of a chart: two are side by side on a wide page, and the text of one is readable on a phone.
pub(super) const CHART_WIDTH: i32 = 520;
/// Height of a picture's title in pixels.
pub(super) const TITLE_HEIGHT: i32 = 44;

/// The drawing area of a picture; positions and sizes are in canvas units.
pub(super) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A picture of this width and height in pixels with a title, which `draw` draws on a white background.
pub(super) fn picture(
    title: &str,
    (width, height): (i32, i32),
    draw: impl FnOnce(&Canvas<'_>) -> Result<()>,
) -> Result<String> {
    let units = (u32::try_from(width * PX)?, u32::try_from(height * PX)?);
    let mut svg = String::new();
    {
        let canvas = SVGBackend::with_string(&mut svg, units).into_drawing_area();
        canvas.fill(&WHITE)?;
        let size = if width < WIDTH { 15 } else { 18 };
        // Fitted for a larger size, because bold letters are wider than the estimate.
        let title = fitted(title, width - 32, size + 2);
        let middle = (width * PX / 2, TITLE_HEIGHT * PX / 2);
        Text { size, bold: true, ..Text::new(&title) }.draw(&canvas, middle)?;
        draw(&canvas)?;
        canvas.present()?;
    }
    Ok(in_pixels(&svg, units, (width, height)))
}

/// The picture with its displayed size in pixels, while the view box remains in canvas units.
fn in_pixels(svg: &str, units: (u32, u32), (width, height): (i32, i32)) -> String {
    let drawn = format!("width=\"{}\" height=\"{}\"", units.0, units.1);
    svg.replacen(&drawn, &format!("width=\"{width}\" height=\"{height}\""), 1)
}

/// One line of text, which is drawn as it is: text from users must go through [`fitted`] first.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    /// Font size in pixels.
    pub(super) size: i32,
    pub(super) bold: bool,
    pub(super) colour: RGBColor,
    /// The part of the text at its position; vertically it is always the middle.
    pub(super) anchor: HPos,
}

impl<'a> Text<'a> {
    /// Text of 13 pixels, centred.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, size: 13, bold: false, colour: INK, anchor: HPos::Center }
    }

    /// Draws the text at a position in canvas units.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, at: (i32, i32)) -> Result<()> {
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let style = TextStyle::from(("sans-serif", font_size(self.size), style))
            .color(&self.colour)
            .pos(Pos::new(self.anchor, VPos::Center));
        Ok(canvas.draw_text(self.text, &style, at)?)
    }
}

/// The font size for plotters, whose SVG backend divides it by 1.24.
pub(super) fn font_size(pixels: i32) -> f64 {
    f64::from(pixels * PX) * 1.24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_shown_in_pixels_and_drawn_in_units() {
        let svg = picture("title", (WIDTH, 100), |_| Ok(())).unwrap();
        let header = svg.lines().next().unwrap();
        let expected = "<svg width=\"800\" height=\"100\" viewBox=\"0 0 3200 400\"";
        assert!(header.starts_with(expected), "{header}");
    }
}
