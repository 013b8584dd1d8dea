//! A value for every step: step number in, value out, nothing remembered.
//!
//! Because a schedule has no state, resuming a run needs one integer.
//!
//! ```
//! use proxgrad::{Config, Schedule, schedule::ExponentialDecay};
//!
//! let decay = ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 100, staircase: true };
//! assert_eq!((decay.at(99), decay.at(100), decay.at(200)), (0.1, 0.05, 0.025));
//!
//! // Into the settings, and to text and back.
//! let config = Config { learning_rate: decay.into(), ..Config::default() };
//! let text = config.learning_rate.to_string();
//! assert_eq!(text, "exponential_decay(learning_rate=0.1, decay_rate=0.5, decay_steps=100, staircase)");
//! assert_eq!(text.parse::<Schedule>().unwrap().at(200), Some(0.025));
//! ```
//!
//! The named schedules carry the names of the field, with MindSpore's arguments; each page states the formula. The
//! words *learning rate* in their arguments notwithstanding, all of them can drive a weight decay too.

mod cosine_decay;
mod decay;
pub mod dynamic_lr;
mod polynomial_decay;
mod progress;
#[cfg(feature = "serde")]
mod serial;
mod text;
mod value;
mod warm_up;

pub use self::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    text::ParseScheduleError,
    value::Schedule,
    warm_up::WarmUp,
};

#[cfg(test)]
mod tests;
