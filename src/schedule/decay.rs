//! Three decays that never end and take the same arguments: exponential, natural exponential and inverse
//! decay.

use crate::{
    error::{Error, Field},
    validate::{at_least_one, finite_above_zero},
};

/// `learning_rate · decay_rate^(t/decay_steps)` at step t; with `staircase` the exponent is rounded down.
///
/// ```
/// use proxgrad::schedule::ExponentialDecay;
///
/// let decay = ExponentialDecay { learning_rate: 0.8, decay_rate: 0.25, decay_steps: 10, staircase: false };
/// assert_eq!((decay.at(0), decay.at(5), decay.at(10)), (0.8, 0.4, 0.2));
///
/// let stairs = ExponentialDecay { staircase: true, ..decay };
/// assert_eq!((stairs.at(0), stairs.at(5), stairs.at(10)), (0.8, 0.8, 0.2));
/// ```
///
/// MindSpore's `nn.ExponentialDecayLR`, whose `is_stair` is `staircase`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct ExponentialDecay {
    /// The value at step 0. Finite, above 0.
    pub learning_rate: f64,
    /// The factor. Finite, above 0. Above 1 the value grows, and a step is refused once the value is beyond
    /// f32.
    pub decay_rate: f64,
    /// Steps in which the value falls by the factor. At least 1.
    pub decay_steps: u64,
    /// Whether the value falls once every `decay_steps`, and stays in between.
    #[cfg_attr(feature = "serde", serde(default))]
    pub staircase: bool,
}

impl ExponentialDecay {
    /// The value at a step. Arguments are checked when an optimizer is made, not here.
    pub fn at(&self, step: u64) -> f64 {
        // lr · r^(t/d)
        self.learning_rate * self.decay_rate.powf(periods(step, self.decay_steps, self.staircase))
    }

    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        check(field, self.learning_rate, self.decay_rate, self.decay_steps)
    }
}

/// `learning_rate · e^(−decay_rate·t)` at step t; with `staircase` t is rounded down to a multiple of
/// `decay_steps`.
///
/// Without `staircase`, `decay_steps` plays no part.
///
/// ```
/// use proxgrad::schedule::NaturalExpDecay;
///
/// let decay = NaturalExpDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 4, staircase: false };
/// assert_eq!((decay.at(0), decay.at(4)), (0.1, 0.1 * (-2.0f64).exp()));
///
/// let stairs = NaturalExpDecay { staircase: true, ..decay };
/// assert_eq!((stairs.at(3), stairs.at(7)), (0.1, 0.1 * (-2.0f64).exp()));
/// ```
///
/// MindSpore's `nn.NaturalExpDecayLR`, whose `is_stair` is `staircase`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct NaturalExpDecay {
    /// The value at step 0. Finite, above 0.
    pub learning_rate: f64,
    /// Amount by which the exponent falls at each step. Finite, above 0.
    pub decay_rate: f64,
    /// Steps on a stair. At least 1.
    pub decay_steps: u64,
    /// Whether the value falls once every `decay_steps`, and stays in between.
    #[cfg_attr(feature = "serde", serde(default))]
    pub staircase: bool,
}

impl NaturalExpDecay {
    /// The value at a step. Arguments are checked when an optimizer is made, not here.
    pub fn at(&self, step: u64) -> f64 {
        // lr · e^(−r·t), or lr · e^(−r·d·floor(t/d))
        let step = stair(step, self.decay_steps, self.staircase);
        self.learning_rate * (-self.decay_rate * step as f64).exp()
    }

    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        check(field, self.learning_rate, self.decay_rate, self.decay_steps)
    }
}

/// `learning_rate / (1 + decay_rate·t/decay_steps)` at step t; with `staircase` the quotient is rounded down.
///
/// ```
/// use proxgrad::schedule::InverseDecay;
///
/// let decay = InverseDecay { learning_rate: 0.6, decay_rate: 1.0, decay_steps: 10, staircase: false };
/// assert_eq!((decay.at(0), decay.at(5), decay.at(10)), (0.6, 0.6 / 1.5, 0.3));
///
/// let stairs = InverseDecay { staircase: true, ..decay };
/// assert_eq!((stairs.at(0), stairs.at(5), stairs.at(10)), (0.6, 0.6, 0.3));
/// ```
///
/// MindSpore's `nn.InverseDecayLR`, whose `is_stair` is `staircase`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct InverseDecay {
    /// The value at step 0. Finite, above 0.
    pub learning_rate: f64,
    /// Amount by which the divisor grows in `decay_steps`. Finite, above 0.
    pub decay_rate: f64,
    /// Steps in which the divisor grows by `decay_rate`. At least 1.
    pub decay_steps: u64,
    /// Whether the value falls once every `decay_steps`, and stays in between.
    #[cfg_attr(feature = "serde", serde(default))]
    pub staircase: bool,
}

impl InverseDecay {
    /// The value at a step. Arguments are checked when an optimizer is made, not here.
    pub fn at(&self, step: u64) -> f64 {
        // lr / (1 + r·t/d)
        self.learning_rate / (1.0 + self.decay_rate * periods(step, self.decay_steps, self.staircase))
    }

    pub(crate) fn check(&self, field: Field) -> Result<(), Error> {
        check(field, self.learning_rate, self.decay_rate, self.decay_steps)
    }
}

/// `t/d`, or `floor(t/d)` with `staircase`.
fn periods(step: u64, decay_steps: u64, staircase: bool) -> f64 {
    stair(step, decay_steps, staircase) as f64 / decay_steps as f64
}

/// `t`, or `d·floor(t/d)` with `staircase`.
fn stair(step: u64, decay_steps: u64, staircase: bool) -> u64 {
    // A `decay_steps` of 0, which no optimizer accepts, must not panic.
    let since = if staircase { step.checked_rem(decay_steps).unwrap_or(0) } else { 0 };
    step - since
}

fn check(field: Field, learning_rate: f64, decay_rate: f64, decay_steps: u64) -> Result<(), Error> {
    finite_above_zero(field.argument("learning_rate"), learning_rate)?;
    finite_above_zero(field.argument("decay_rate"), decay_rate)?;
    at_least_one(field.argument("decay_steps"), decay_steps)
}
