//! Weight images: one image a class, of a linear classifier's weights on square pictures.
//!
//! The images show sparsity, which is the purpose of this optimizer, so a weight that is exactly zero has a look of its
//! own: grey with a dot, while a small weight is nearly white.

use anyhow::{Result, ensure};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

use super::canvas::{Canvas, GRID, MUTED, PX, TITLE_HEIGHT, Text, WIDTH, picture};
use super::text::fitted;

const COLUMNS: usize = 5;
/// Pixels from one image to the next.
const PITCH: i32 = 152;
/// Pixels of an image, or slightly fewer, because a weight takes whole canvas units.
const IMAGE: i32 = 136;
/// Pixels below an image for its class and its share of zeros.
const CAPTION: i32 = 54;
/// Pixels below all images for the legend.
const LEGEND: i32 = 40;

/// From the most negative weight over white to the most positive (RdBu of ColorBrewer).
const RAMP: [RGBColor; 5] = [
    RGBColor(33, 102, 172),
    RGBColor(146, 197, 222),
    RGBColor(250, 250, 250),
    RGBColor(244, 165, 130),
    RGBColor(178, 24, 43),
];
const ZERO: RGBColor = RGBColor(208, 212, 216);
const ZERO_DOT: RGBColor = RGBColor(110, 119, 129);
const NOT_FINITE: RGBColor = RGBColor(31, 35, 40);

/// The weights of a linear classifier on square pictures, drawn as one image a class, five in a row.
pub(crate) struct WeightImages<'a> {
    pub(crate) title: &'a str,
    /// `[side · side, classes]`, row-major.
    pub(crate) weights: &'a [f32],
    /// Weights along a side; at most 136, so that a weight has at least one pixel.
    pub(crate) side: usize,
    /// The name of each class.
    pub(crate) classes: &'a [String],
}

impl WeightImages<'_> {
    /// The picture as an SVG document.
    ///
    /// # Errors
    ///
    /// The number of weights is not side · side · classes, there are none, or a side is too long to draw.
    pub(super) fn to_svg(&self) -> Result<String> {
        let side = self.drawable_side()?;
        let rows = i32::try_from(self.classes.len().div_ceil(COLUMNS))?;
        let legend_top = TITLE_HEIGHT + rows * (IMAGE + CAPTION);
        let scale = Scale::of(self.weights);
        picture(self.title, (WIDTH, legend_top + LEGEND), |canvas| {
            for class in 0..self.classes.len() {
                self.draw_class(canvas, class, side, &scale)?;
            }
            draw_legend(canvas, legend_top + LEGEND / 2 - 4, &scale)
        })
    }

    fn drawable_side(&self) -> Result<i32> {
        let (side, classes, found) = (self.side, self.classes.len(), self.weights.len());
        let longest = usize::try_from(IMAGE)?;
        ensure!(
            (1..=longest).contains(&side),
            "weight images have a side of {side}: only 1 to {longest} can be drawn"
        );
        let expected = side * side * classes;
        ensure!(
            found == expected && found > 0,
            "weight images of side {side} for {classes} classes take {expected} weights, not {found}: pass \
             [side * side, classes], with at least one class"
        );
        Ok(i32::try_from(side)?)
    }

    fn draw_class(&self, canvas: &Canvas<'_>, class: usize, side: i32, scale: &Scale) -> Result<()> {
        let (middle, top) = self.place(class)?;
        let cell = IMAGE * PX / side;
        let left = middle - cell * side / 2;
        let frame = [(left - PX, top - PX), (left + cell * side + PX, top + cell * side + PX)];
        canvas.draw(&Rectangle::new(frame, GRID.filled()))?;
        let weights: Vec<_> = self.of_class(class).collect();
        for (row, weights) in (0..side).zip(weights.chunks(self.side)) {
            for (column, &weight) in (0..side).zip(weights) {
                draw_cell(canvas, (left + column * cell, top + row * cell), cell, scale.mark(weight))?;
            }
        }
        self.draw_caption(canvas, class, (middle, top + IMAGE * PX))
    }

    fn draw_caption(&self, canvas: &Canvas<'_>, class: usize, (middle, top): (i32, i32)) -> Result<()> {
        let zeros = self.of_class(class).filter(|&weight| weight == 0.0).count();
        let share = 100.0 * zeros as f64 / (self.side * self.side) as f64;
        let name = fitted(&self.classes[class], IMAGE, 15);
        Text { size: 14, bold: true, ..Text::new(&name) }.draw(canvas, (middle, top + 14 * PX))?;
        let share = format!("{share:.1} % exactly zero");
        Text { size: 12, colour: MUTED, ..Text::new(&share) }.draw(canvas, (middle, top + 31 * PX))
    }

    /// The middle of an image's upper edge, in canvas units.
    fn place(&self, class: usize) -> Result<(i32, i32)> {
        let columns = i32::try_from(self.classes.len().min(COLUMNS))?;
        let (row, column) = (i32::try_from(class / COLUMNS)?, i32::try_from(class % COLUMNS)?);
        let middle = (WIDTH - columns * PITCH) / 2 + column * PITCH + PITCH / 2;
        Ok((middle * PX, (TITLE_HEIGHT + row * (IMAGE + CAPTION)) * PX))
    }

    /// The weights of one class, in the order of its image.
    fn of_class(&self, class: usize) -> impl Iterator<Item = f32> {
        self.weights.iter().skip(class).step_by(self.classes.len()).copied()
    }
}

/// How one weight is drawn.
#[derive(Clone, Copy)]
enum Mark {
    Zero,
    Colour(RGBColor),
}

/// Colours for weights; the same for all images of a picture, and symmetric about zero.
struct Scale {
    /// The largest magnitude of a finite weight.
    largest: f32,
    all_finite: bool,
}

impl Scale {
    fn of(weights: &[f32]) -> Self {
        let finite = weights.iter().filter(|weight| weight.is_finite());
        let largest = finite.fold(0.0, |largest: f32, weight| largest.max(weight.abs()));
        Self { largest, all_finite: weights.iter().all(|weight| weight.is_finite()) }
    }

    fn mark(&self, weight: f32) -> Mark {
        if weight == 0.0 {
            return Mark::Zero;
        }
        Mark::Colour(if weight.is_finite() { ramp(weight / self.largest) } else { NOT_FINITE })
    }

    /// The largest magnitude to three digits.
    fn label(&self) -> String {
        if (1e-3..1e4).contains(&self.largest) {
            return format!("{:.3}", self.largest);
        }
        format!("{:.2e}", self.largest)
    }
}

/// The colour for a share of the largest weight, from -1 to 1.
fn ramp(share: f32) -> RGBColor {
    // From 0 to 4, linear between the five colours.
    let place = (share + 1.0) * 2.0;
    let below = place.floor().min(3.0);
    #[expect(clippy::cast_possible_truncation, reason = "0 to 3")]
    let index = below as usize;
    let (from, to) = (RAMP[index], RAMP[index + 1]);
    let mix = |from: u8, to: u8| {
        let mixed = f32::from(from) + (f32::from(to) - f32::from(from)) * (place - below);
        #[expect(clippy::cast_possible_truncation, reason = "between two colours of one byte")]
        let mixed = mixed.round() as u8;
        mixed
    };
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Draws one weight; position and size are in canvas units.
fn draw_cell(canvas: &Canvas<'_>, (x, y): (i32, i32), size: i32, mark: Mark) -> Result<()> {
    let fill = |colour: RGBColor| Rectangle::new([(x, y), (x + size, y + size)], colour.filled());
    match mark {
        Mark::Colour(colour) => canvas.draw(&fill(colour))?,
        Mark::Zero => {
            canvas.draw(&fill(ZERO))?;
            let middle = (x + size / 2, y + size / 2);
            canvas.draw(&Circle::new(middle, (size / 8).max(1), ZERO_DOT.filled()))?;
        }
    }
    Ok(())
}

/// Draws the legend of the colours; `middle` is in pixels from the top.
fn draw_legend(canvas: &Canvas<'_>, middle: i32, scale: &Scale) -> Result<()> {
    const SWATCH: i32 = 16;
    let top = (middle - SWATCH / 2) * PX;
    let swatch = |x: i32, mark: Mark| draw_cell(canvas, (x * PX, top), SWATCH * PX, mark);
    let text = |x: i32, anchor: HPos, text: &str| {
        Text { anchor, colour: MUTED, ..Text::new(text) }.draw(canvas, (x * PX, middle * PX))
    };

    swatch(28, Mark::Zero)?;
    text(52, HPos::Left, "exactly zero")?;
    if scale.largest > 0.0 {
        text(332, HPos::Right, &format!("negative, down to -{}", scale.label()))?;
        for step in 0..10_u8 {
            let colour = ramp((f32::from(step) - 4.5) / 4.5);
            swatch(340 + i32::from(step) * SWATCH, Mark::Colour(colour))?;
        }
        text(508, HPos::Left, &format!("positive, up to {}", scale.label()))?;
    }
    if !scale.all_finite {
        swatch(690, Mark::Colour(NOT_FINITE))?;
        text(714, HPos::Left, "not finite")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(weights: &[f32], side: usize, classes: usize) -> Result<String> {
        let classes: Vec<_> = (0..classes).map(|class| format!("class {class}")).collect();
        WeightImages { title: "weights", weights, side, classes: &classes }.to_svg()
    }

    /// Dots and grey squares in a picture, those of the legend left out.
    fn zero_marks(svg: &str) -> (usize, usize) {
        let count = |tag: &str, colour: RGBColor| {
            let fill = format!("fill=\"#{:02X}{:02X}{:02X}\"", colour.0, colour.1, colour.2);
            svg.lines().filter(|line| line.starts_with(tag) && line.contains(&fill)).count()
        };
        (count("<circle", ZERO_DOT) - 1, count("<rect", ZERO) - 1)
    }

    #[test]
    fn exact_zeros_get_their_own_mark_and_nothing_else_does() {
        let cases: [(&[f32], usize); 6] = [
            (&[0.0, -0.0, 0.0, 0.0], 4),
            (&[0.0, 1.0, -1.0, 0.5], 1),
            (&[f32::MIN_POSITIVE, 1e-45, -1e-45, 1e30], 0),
            (&[f32::NAN, f32::INFINITY, 0.0, 1.0], 1),
            (&[1e-45, -1e-45, 0.0, 0.0], 2),
            (&[f32::NAN, f32::NAN, f32::NAN, f32::NEG_INFINITY], 0),
        ];
        for (weights, zeros) in cases {
            let svg = draw(weights, 2, 1).unwrap();
            assert_eq!(zero_marks(&svg), (zeros, zeros), "{weights:?}");
        }
    }

    #[test]
    fn no_weight_has_the_colour_of_an_exact_zero() {
        let shares = (-1000_i16..=1000).map(|share| f32::from(share) / 1000.0);
        let alike: Vec<_> = shares.filter(|&share| ramp(share) == ZERO).collect();
        assert!(alike.is_empty(), "{alike:?}");
    }

    #[test]
    fn each_class_shows_its_own_share_of_zeros() {
        // [4, 2]: the first class has one zero, the second three.
        let svg = draw(&[0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0], 2, 2).unwrap();
        let places =
            ["class 0", "25.0 % exactly zero", "class 1", "75.0 % exactly zero"].map(|text| svg.find(text));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    }

    #[test]
    fn colours_are_symmetric_and_reach_both_ends() {
        assert_eq!((ramp(-1.0), ramp(0.0), ramp(1.0)), (RAMP[0], RAMP[2], RAMP[4]));
        assert_eq!((ramp(-0.5), ramp(0.5)), (RAMP[1], RAMP[3]));
    }

    #[test]
    fn weights_that_do_not_fit_are_refused_with_both_numbers() {
        let error = draw(&[0.0; 7], 2, 2).unwrap_err().to_string();
        assert!(error.contains("take 8 weights, not 7"), "{error}");
        for (weights, side, classes) in [(0, 0, 1), (0, 2, 0), (137 * 137, 137, 1)] {
            assert!(draw(&vec![0.0; weights], side, classes).is_err(), "side {side}, {classes} classes");
        }
    }
}
