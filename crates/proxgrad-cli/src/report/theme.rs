//! The colours of pictures on a dark page.
//!
//! A picture is drawn for a white page, and can be used alone. On a page that its reader wants dark, rules of the page
//! replace the colours of its ground, its text and its grid, and that of the first line, which is dark; the others stay.

use plotters::prelude::*;

use super::{
    canvas::{GRID, INK, MUTED, PALE},
    stroke::COLOURS,
};

/// Colours of pictures, and those that replace them on a dark page.
const DARK: [(RGBColor, RGBColor); 6] = [
    (WHITE, RGBColor(13, 17, 23)),
    (PALE, RGBColor(22, 27, 34)),
    (GRID, RGBColor(48, 54, 61)),
    (MUTED, RGBColor(145, 152, 161)),
    (INK, RGBColor(230, 237, 243)),
    (COLOURS[0], RGBColor(51, 145, 224)),
];

/// Rules that replace the colours of the pictures inside a page.
pub(super) fn dark_rules() -> String {
    let rule = |attribute: &str, light: &str, dark: &str| {
        format!("  figure svg [{attribute}=\"{light}\"] {{ {attribute}: {dark}; }}\n")
    };
    let rules = DARK.iter().flat_map(|(light, dark)| {
        let [light, dark] = [light, dark].map(written);
        ["fill", "stroke"].map(|attribute| rule(attribute, &light, &dark))
    });
    format!("@media screen and (prefers-color-scheme: dark) {{\n{}}}\n", rules.collect::<String>())
}

/// A colour as plotters writes it.
fn written(RGBColor(red, green, blue): &RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use super::super::{chart::Chart, line::Line};
    use super::*;

    #[test]
    fn every_colour_that_is_replaced_occurs_in_pictures_as_the_rules_have_it() {
        let chart = |points| Chart {
            title: "t",
            x_label: "x",
            y_label: "y",
            lines: vec![Line { name: "line", points }],
            y_from_zero: true,
            x_logarithmic: false,
        };
        let svg = chart(&[(0.0, 1.0), (1.0, 2.0)]).to_svg().unwrap() + &chart(&[]).to_svg().unwrap();
        for (light, _) in &DARK {
            let light = written(light);
            let is_used = |attribute: &str| svg.contains(&format!("{attribute}=\"{light}\""));
            assert!(is_used("fill") || is_used("stroke"), "{light} is not in {svg}");
        }
    }
}
