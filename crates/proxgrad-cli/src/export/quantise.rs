//! Weights in 16 bits, and how far rounding has moved them.
//!
//! Fixed-point numbers with two bits before the point and thirteen behind it are those of McMahan et al. 2013, "Ad
//! Click Prediction: a View from the Trenches", section 5.1. They are used there during training, with rounding by
//! chance, so that small steps are not lost; a model that is only exported is rounded once.

use std::{borrow::Cow, fmt};

use clap::ValueEnum;
use proxgrad::half::f16;

use crate::train::RoundingArg;

/// A value of `--quantise`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Quantised {
    /// Fixed point from -4 to 3.9999 in steps of 2^-13 (McMahan et al. 2013). Larger weights become the largest number.
    #[value(name = "q2.13")]
    Q2_13,
    /// Half precision: 11 significant bits, up to 65504.
    F16,
}

/// The unit of q2.13, 2⁻¹³.
pub(super) const Q2_13_UNIT: f32 = 1.0 / 8192.0;

/// The weights that are exported.
pub(super) struct Weights<'a> {
    /// `[features, outputs]`; where they are quantised, numbers that the type has.
    pub(super) values: Cow<'a, [f32]>,
    pub(super) quantised: Option<Quantised>,
    /// How far they have been moved.
    pub(super) movement: Option<Movement>,
}

/// How far rounding has moved weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Movement {
    to: Quantised,
    rounding: RoundingArg,
    /// Weights that were not zero.
    weights: u64,
    /// Of them, those that are other numbers now.
    changed: u64,
    /// Those that have become zero.
    zeroed: u64,
    /// Those beyond the largest number of the type.
    saturated: u64,
    largest: f64,
    /// Of the errors of all that were not zero.
    sum: f64,
}

impl Quantised {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Q2_13 => "q2.13",
            Self::F16 => "f16",
        }
    }

    /// The largest number of this size that there is with the sign of `weight`.
    fn limit(self, weight: f32) -> f32 {
        match self {
            Self::Q2_13 if weight < 0.0 => 4.0,
            Self::Q2_13 => 4.0 - Q2_13_UNIT,
            Self::F16 => f16::MAX.to_f32(),
        }
    }

    /// The number nearest to one without a sign, and even where two are equally near.
    fn nearest(self, size: f32) -> f32 {
        match self {
            // Exact, because the unit is a power of two.
            Self::Q2_13 => (size / Q2_13_UNIT).round_ties_even() * Q2_13_UNIT,
            Self::F16 => f16::from_f32(size).to_f32(),
        }
    }

    /// The numbers below and above one without a sign that is none of the type's, and below the largest.
    fn neighbours(self, size: f32) -> [f32; 2] {
        match self {
            Self::Q2_13 => {
                let below = (size / Q2_13_UNIT).floor();
                [below, below + 1.0].map(|multiple| multiple * Q2_13_UNIT)
            }
            Self::F16 => {
                let nearest = f16::from_f32(size);
                let below = nearest.to_bits() - u16::from(nearest.to_f32() > size);
                [below, below + 1].map(|bits| f16::from_bits(bits).to_f32())
            }
        }
    }

    /// Rounds a finite weight that is not zero.
    fn round(self, weight: f32, rounding: RoundingArg, random: &mut fastrand::Rng) -> f32 {
        let (size, limit) = (weight.abs(), self.limit(weight));
        let nearest = self.nearest(size);
        let rounded = match rounding {
            _ if size >= limit => limit,
            RoundingArg::Nearest => nearest,
            RoundingArg::Stochastic if nearest == size => size,
            RoundingArg::Stochastic => {
                let [below, above] = self.neighbours(size);
                let share = f64::from(size - below) / f64::from(above - below);
                if random.f64() < share { above } else { below }
            }
        };
        rounded.copysign(weight)
    }
}

impl<'a> Weights<'a> {
    /// The weights of the model.
    pub(super) fn unchanged(weights: &'a [f32]) -> Self {
        Self { values: weights.into(), quantised: None, movement: None }
    }

    /// Rounds finite weights. Zeros stay zeros.
    pub(super) fn quantised(weights: &[f32], to: Quantised, rounding: RoundingArg, seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut movement = Movement::none(to, rounding);
        let round = |&weight: &f32| {
            if weight == 0.0 {
                return 0.0;
            }
            let rounded = to.round(weight, rounding, &mut random);
            movement.add(weight, rounded);
            rounded
        };
        let values = weights.iter().map(round).collect();
        Self { values: Cow::Owned(values), quantised: Some(to), movement: Some(movement) }
    }
}

impl Movement {
    fn none(to: Quantised, rounding: RoundingArg) -> Self {
        Self { to, rounding, weights: 0, changed: 0, zeroed: 0, saturated: 0, largest: 0.0, sum: 0.0 }
    }

    fn add(&mut self, weight: f32, rounded: f32) {
        let error = (f64::from(rounded) - f64::from(weight)).abs();
        self.weights += 1;
        self.changed += u64::from(rounded != weight);
        self.zeroed += u64::from(rounded == 0.0);
        self.saturated += u64::from(weight.abs() > self.to.limit(weight));
        self.largest = self.largest.max(error);
        self.sum += error;
    }
}

impl Movement {
    /// A warning about weights beyond the largest number of the format, if there are any.
    pub(super) fn warning(&self) -> Option<String> {
        let Self { to, saturated, .. } = self;
        let remedy = match to {
            Quantised::Q2_13 => "f16 has numbers up to 65504",
            Quantised::F16 => "scale the data up, which makes weights smaller",
        };
        let name = to.name();
        (*saturated > 0)
            .then(|| format!("{saturated} weights are beyond the largest number of {name}; {remedy}"))
    }
}

impl fmt::Display for Movement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { to, rounding, weights, changed, zeroed, saturated, largest, sum } = self;
        let rounding = match rounding {
            RoundingArg::Nearest => "to the nearest",
            RoundingArg::Stochastic => "stochastically",
        };
        #[expect(clippy::cast_precision_loss, reason = "counts of weights are far below 2^53")]
        let mean = sum / (*weights).max(1) as f64;
        write!(
            f,
            "rounded to {} {rounding}: {changed} of {weights} non-zero weights changed, {zeroed} became zero, {saturated} were \
             beyond the largest number; largest error {largest:.3e}, mean {mean:.3e}",
            to.name()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(weights: &[f32], to: Quantised, rounding: RoundingArg) -> (Vec<f32>, Movement) {
        let weights = Weights::quantised(weights, to, rounding, 0);
        (weights.values.into_owned(), weights.movement.expect("weights were rounded"))
    }

    #[test]
    fn fixed_point_rounds_to_the_nearest_multiple_and_saturates() {
        let unit = Q2_13_UNIT;
        let cases = [
            (0.0, 0.0),
            (unit, unit),
            (-0.4 * unit, 0.0),
            (0.5 * unit, 0.0),
            (1.5 * unit, 2.0 * unit),
            (-1.6 * unit, -2.0 * unit),
            (3.9999, 4.0 - unit),
            (4.0, 4.0 - unit),
            (1e30, 4.0 - unit),
            (-4.0, -4.0),
            (-1e30, -4.0),
        ];
        let (values, movement) =
            rounded(&cases.map(|(weight, _)| weight), Quantised::Q2_13, RoundingArg::Nearest);
        assert_eq!(values, cases.map(|(_, want)| want));
        let Movement { weights, changed, zeroed, saturated, largest, .. } = movement;
        assert_eq!((weights, changed, zeroed, saturated), (10, 8, 2, 4), "{movement}");
        assert_eq!(largest, f64::from(1e30f32) - f64::from(4.0 - unit));
    }

    #[test]
    fn half_precision_keeps_its_own_numbers_and_saturates() {
        let exact =
            [1.0, -0.5, 65504.0, 6e-8f32, f16::MIN_POSITIVE.to_f32()].map(|x| f16::from_f32(x).to_f32());
        for rounding in [RoundingArg::Nearest, RoundingArg::Stochastic] {
            let (values, movement) = rounded(&exact, Quantised::F16, rounding);
            assert_eq!((values, movement.changed, movement.largest), (exact.to_vec(), 0, 0.0));
            let (values, movement) = rounded(&[65519.0, -1e9, 1e-9], Quantised::F16, RoundingArg::Nearest);
            assert_eq!(values, [65504.0, -65504.0, 0.0]);
            assert_eq!((movement.zeroed, movement.saturated), (1, 2));
        }
    }

    #[test]
    fn rounding_by_chance_takes_a_neighbour_and_is_right_on_average() {
        for to in [Quantised::Q2_13, Quantised::F16] {
            for weight in [0.3, -1.7e-5, 2.000_3, -0.999_99] {
                let (values, movement) = rounded(&vec![weight; 20_000], to, RoundingArg::Stochastic);
                let [below, above] = to.neighbours(weight.abs());
                assert!(values.iter().all(|value| [below, above].contains(&value.abs())), "{weight}");
                let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / 20_000.0;
                // Four standard deviations of a mean of numbers that are half a step away at most.
                let tolerance = 4.0 * 0.5 * f64::from(above - below) / 20_000f64.sqrt();
                assert!((mean - f64::from(weight)).abs() < tolerance, "{to:?}: {mean}, not {weight}");
                assert!(movement.largest < f64::from(above - below), "{movement}");
            }
        }
    }
}
