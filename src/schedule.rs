//! Schedules: a learning rate or weight decay for every step, as a function of the step number.
//!
//! A schedule has no state, so the step number is all that a resumed run needs.
//!
//! ```
//! use proxgrad::{Config, schedule::ExponentialDecay};
//!
//! let decay = ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 100, staircase: true };
//! assert_eq!((decay.at(99), decay.at(100), decay.at(200)), (0.1, 0.05, 0.025));
//!
//! let config = Config { learning_rate: decay.into(), ..Config::default() };
//! assert_eq!(config.learning_rate.at(200), Some(0.025));
//! ```
//!
//! The named schedules have MindSpore's arguments; the page of each states its formula. All of them can drive
//! a weight decay too, although their arguments are called learning rates.

mod cosine_decay;
mod decay;
pub mod dynamic_lr;
mod polynomial_decay;
mod progress;
#[cfg(feature = "serde")]
mod serial;
mod value;
mod warm_up;

pub use self::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    value::Schedule,
    warm_up::WarmUp,
};

#[cfg(test)]
mod tests;
