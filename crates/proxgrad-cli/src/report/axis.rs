//! An axis: its range, its ticks and their labels.
//!
//! The axis of plotters finds no ticks in a range below `f64::EPSILON`, and labels a tick without regard to the distance
//! of the next.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;

/// The number of intervals between ticks that an axis aims at; it has between half and twice as many.
const TICKS: f64 = 6.0;

/// The most powers of ten that a logarithmic axis labels, approximately.
const MOST_POWERS: f64 = 8.0;

/// A range narrower than this share of its values is drawn as one value, because its labels would be equal.
const NARROWEST: f64 = 1e-9;

/// Arithmetic on numbers beyond this, or closer to zero than its inverse, could overflow.
const LARGEST: f64 = 1e290;

/// Whether a number can be drawn: it is finite, and so small that a range does not overflow.
pub(super) fn is_drawable(value: f64) -> bool {
    value.abs() < LARGEST
}

/// One axis of a chart.
#[derive(Clone)]
pub(super) struct Axis {
    scale: RangedCoordf64,
    step: f64,
    /// The power of ten of `step`.
    exponent: i32,
    /// Whether the values are logarithms to the base 10, which the labels undo.
    logarithms: bool,
}

impl Axis {
    /// An axis for logarithms to the base 10, with ticks at powers of ten; otherwise as [`Axis::tight`].
    pub(super) fn of_logarithms(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = extent(values)?;
        // At least two labelled powers show that the axis is logarithmic.
        let (low, high) = if high.floor() > low.ceil() { (low, high) } else { (low.floor(), high.ceil()) };
        let step = ((high - low) / MOST_POWERS).ceil().max(1.0);
        Some(Self { scale: (low..high.max(low + 1.0)).into(), step, exponent: 0, logarithms: true })
    }

    /// An axis from the lowest value to the highest; the values must be drawable. `None` without values.
    pub(super) fn tight(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = extent(values)?;
        let (step, exponent) = step(high - low);
        Some(Self { scale: (low..high).into(), step, exponent, logarithms: false })
    }

    /// An axis from a tick at or below the lowest value to a tick at or above the highest.
    pub(super) fn between_ticks(values: impl Iterator<Item = f64>) -> Option<Self> {
        let tight = Self::tight(values)?;
        let (Range { start, end }, step) = (tight.scale.range(), tight.step);
        let scale = ((start / step).floor() * step..(end / step).ceil() * step).into();
        Some(Self { scale, ..tight })
    }

    /// The values that get a label, ascending.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let Range { start, end } = self.scale.range();
        // Rounding may move a tick beyond the end of the range.
        let slack = self.step * 1e-6;
        let first = ((start - slack) / self.step).ceil();
        let ticks = std::iter::successors(Some(first), |index| Some(index + 1.0));
        ticks.map(|index| index * self.step).take_while(|&tick| tick <= end + slack).collect()
    }

    /// The label of a tick, with only the digits that distinguish it from the next: `0.25`, `12k`, `1e-4`.
    pub(super) fn label(&self, tick: f64) -> String {
        if self.logarithms {
            return power_of_ten(tick);
        }
        if tick.abs() < self.step / 2.0 {
            return "0".into();
        }
        let Range { start, end } = self.scale.range();
        let largest = start.abs().max(end.abs());
        if !(1e-3..1e9).contains(&largest) {
            return scientific(tick, self.exponent);
        }
        let (unit, power) = self.unit(largest);
        let decimals = usize::try_from(power - self.exponent).unwrap_or(0);
        format!("{:.decimals$}{unit}", tick / 10f64.powi(power))
    }

    /// The suffix for thousands or millions and its power of ten, for large ticks that are far apart.
    fn unit(&self, largest: f64) -> (&'static str, i32) {
        match largest {
            1e6.. if self.exponent >= 5 => ("M", 6),
            1e4.. if self.exponent >= 2 => ("k", 3),
            _ => ("", 0),
        }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.scale.map(value, limit)
    }

    /// The ticks, or every n-th of them where all would not fit.
    fn key_points<Hint: KeyPointHint>(&self, room: Hint) -> Vec<f64> {
        let ticks = self.ticks();
        let every = ticks.len().div_ceil(room.max_num_points().max(1));
        ticks.into_iter().step_by(every).collect()
    }

    fn range(&self) -> Range<f64> {
        self.scale.range()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(tick: &f64) -> String {
        tick.to_string()
    }

    fn format_ext(&self, tick: &f64) -> String {
        self.label(*tick)
    }
}

/// The label of a power of ten with this whole exponent: `100`, `10k`, `1M`, `1e-3`.
fn power_of_ten(exponent: f64) -> String {
    let power = 10f64.powf(exponent.round());
    match power {
        1.0..1e3 => format!("{power:.0}"),
        1e3..1e6 => format!("{:.0}k", power / 1e3),
        1e6..1e9 => format!("{:.0}M", power / 1e6),
        _ => format!("{power:e}"),
    }
}

/// The lowest and highest value, moved apart where they are too close to draw; `None` without values.
fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (low, high) = values.fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })?;
    let largest = low.abs().max(high.abs());
    if high - low > (largest * NARROWEST).max(LARGEST.recip()) {
        return Some((low, high));
    }
    if largest < LARGEST.recip() {
        return Some((0.0, 1.0));
    }
    Some((low - 0.1 * largest, high + 0.1 * largest))
}

/// The distance between ticks for a range this wide: 1, 2 or 5 times a power of ten, with its exponent.
fn step(span: f64) -> (f64, i32) {
    let (factor, exponent) = decimal_form(span / TICKS);
    let power = 10f64.powi(exponent);
    match factor {
        ..1.4 => (power, exponent),
        ..3.2 => (2.0 * power, exponent),
        ..7.1 => (5.0 * power, exponent),
        _ => (10.0 * power, exponent + 1),
    }
}

/// `value` = factor · 10^exponent, with the factor from 1 up to 10.
fn decimal_form(value: f64) -> (f64, i32) {
    // From the printed form, because a rounded logarithm would be too low for some powers of ten.
    let printed = format!("{value:e}");
    let (factor, exponent) = printed.split_once('e').expect("`e` prints an exponent for every finite number");
    (factor.parse().expect("a printed factor"), exponent.parse().expect("a printed exponent"))
}

/// The number in the form `1.5e-4`, to the digit worth 10^`last`, without trailing zeros.
fn scientific(value: f64, last: i32) -> String {
    let digits = usize::try_from(decimal_form(value).1 - last).unwrap_or(0);
    let printed = format!("{value:.digits$e}");
    let (factor, exponent) = printed.split_once('e').expect("`e` prints an exponent for every finite number");
    let factor =
        if factor.contains('.') { factor.trim_end_matches('0').trim_end_matches('.') } else { factor };
    format!("{factor}e{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64) -> String {
        let axis = Axis::tight([low, high].into_iter()).unwrap();
        axis.ticks().into_iter().map(|tick| axis.label(tick)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn labels_have_just_the_digits_that_tell_ticks_apart() {
        let cases = [
            (0.0, 1.0, "0 0.2 0.4 0.6 0.8 1.0"),
            (0.0, 6.9, "0 1 2 3 4 5 6"),
            (0.0, 12_000.0, "0 2k 4k 6k 8k 10k 12k"),
            (-2e6, 2e6, "-2.0M -1.5M -1.0M -0.5M 0 0.5M 1.0M 1.5M 2.0M"),
            (0.0, 3e-4, "0 5e-5 1e-4 1.5e-4 2e-4 2.5e-4 3e-4"),
            (0.0, 7e12, "0 1e12 2e12 3e12 4e12 5e12 6e12 7e12"),
            (12_000.0, 12_010.0, "12000 12002 12004 12006 12008 12010"),
            (0.7931, 0.7932, "0.79310 0.79312 0.79314 0.79316 0.79318 0.79320"),
        ];
        let wrong: Vec<_> =
            cases.into_iter().filter(|&(low, high, expected)| labels(low, high) != expected).collect();
        let found: Vec<_> = wrong.iter().map(|&(low, high, _)| labels(low, high)).collect();
        assert!(wrong.is_empty(), "expected {wrong:#?}, found {found:#?}");
    }

    #[test]
    fn a_logarithmic_axis_labels_powers_of_ten_and_shows_two_of_them_at_least() {
        for (low, high, expected) in [
            (3.0, 7.2, "1k 10k 100k 1M 10M"),
            (3.0, 3.0, "100 1k 10k"),
            (4.3, 4.6, "10k 100k"),
            (-3.0, 1.0, "1e-3 1e-2 1e-1 1 10"),
            (0.0, 20.0, "1 1k 1M 1e9 1e12 1e15 1e18"),
        ] {
            let axis = Axis::of_logarithms([low, high].into_iter()).unwrap();
            let labels: Vec<_> = axis.ticks().into_iter().map(|tick| axis.label(tick)).collect();
            assert_eq!(labels.join(" "), expected, "{low} to {high}");
        }
    }

    #[test]
    fn every_range_has_some_ticks_inside_it() {
        let ends = [0.0, 1e-300, 5e-324, 1e-12, 0.3, 1.0, 1.0 + 1e-12, 1e9, 1e9 + 1.0, 1e289];
        for a in ends.into_iter().chain(ends.map(|end| -end)) {
            for b in ends {
                let axis = Axis::tight([a, b].into_iter()).unwrap();
                let ticks = axis.ticks();
                assert!((2..=15).contains(&ticks.len()), "{a} and {b}: {ticks:?}");
                let mut labels: Vec<_> = ticks.iter().map(|&tick| axis.label(tick)).collect();
                labels.dedup();
                assert_eq!(labels.len(), ticks.len(), "{a} and {b}: {labels:?}");
                assert!(labels.iter().all(|label| label.len() <= 14), "{a} and {b}: {labels:?}");
            }
        }
    }

    #[test]
    fn an_axis_offers_no_more_ticks_than_there_is_room_for() {
        let axis = Axis::tight([0.0, 1.0].into_iter()).unwrap();
        assert_eq!(axis.key_points(6), axis.ticks());
        for room in 0..6 {
            let ticks = axis.key_points(room);
            assert!((1..=room.max(1)).contains(&ticks.len()), "{ticks:?} for {room}");
        }
    }

    #[test]
    fn an_axis_between_ticks_holds_its_values() {
        for (low, high) in [(0.31, 2.3), (-7.0, -6.9), (0.0, 0.0), (5.0, 5.0)] {
            let axis = Axis::between_ticks([low, high].into_iter()).unwrap();
            let (ticks, range) = (axis.ticks(), axis.range());
            assert!(range.start <= low && high <= range.end, "{low} and {high}: {range:?}");
            assert_eq!((ticks[0], *ticks.last().unwrap()), (range.start, range.end), "{low} and {high}");
        }
    }

    #[test]
    fn only_finite_numbers_of_sane_size_are_drawable() {
        assert!([0.0, -1.0, 1e289, 5e-324].into_iter().all(is_drawable));
        assert!(![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX].into_iter().any(is_drawable));
    }
}
