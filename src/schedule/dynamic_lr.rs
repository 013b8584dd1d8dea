//! Lists of learning rates, one value for each step of a run: MindSpore's functions, under their names.
//!
//! A list becomes a [`Schedule`](crate::Schedule) with `.into()`, and a step past its end is an error. For a
//! run without a fixed length, or a long one, the named schedules of [`schedule`](crate::schedule) compute
//! the same values step by step.
//!
//! ```
//! use proxgrad::{Config, dynamic_lr};
//!
//! // Two steps in an epoch; the rate halves after each epoch.
//! let rates = dynamic_lr::exponential_decay_lr(0.1, 0.5, 6, 2, 1, false)?;
//! assert_eq!(rates, [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]);
//!
//! let config = Config { learning_rate: rates.into(), ..Config::default() };
//! assert_eq!(config.learning_rate.at(6), None);
//! # Ok::<(), proxgrad::Error>(())
//! ```
//!
//! All functions but [`piecewise_constant_lr`] keep a rate for a whole epoch: value i is the named schedule
//! at `floor(i / step_per_epoch)`, and `decay_epoch` and `warmup_epoch` count epochs.

use super::{
    cosine_decay::CosineDecay,
    decay::{ExponentialDecay, InverseDecay, NaturalExpDecay},
    polynomial_decay::PolynomialDecay,
    warm_up::WarmUp,
};
use crate::{
    error::{Error, Field},
    validate::{at_least_one, at_least_zero},
};

/// `learning_rates[k]` from step `milestone[k − 1]` (0 for the first) up to, not including, `milestone[k]`.
///
/// ```
/// use proxgrad::dynamic_lr::piecewise_constant_lr;
///
/// assert_eq!(piecewise_constant_lr(&[2, 5], &[0.1, 0.05])?, [0.1, 0.1, 0.05, 0.05, 0.05]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If the lists are empty or differ in length, a milestone is 0 or below the one before it (an equal one is
/// allowed: that rate lasts no step), a rate is negative or not finite, or the result does not fit into
/// memory.
pub fn piecewise_constant_lr(milestone: &[u64], learning_rates: &[f64]) -> Result<Vec<f64>, Error> {
    let (milestones, rates) = (milestone.len(), learning_rates.len());
    if milestones == 0 || milestones != rates {
        return Err(Error::MilestoneCount { milestones, rates });
    }
    let field = Field::new("piecewise_constant_lr").argument("learning_rates");
    learning_rates.iter().try_for_each(|&rate| at_least_zero(field, rate))?;
    let mut values = reserve(last_milestone(milestone)?)?;
    for (&end, &rate) in milestone.iter().zip(learning_rates) {
        // No larger than the last milestone, for which memory was reserved.
        values.resize(usize::try_from(end).unwrap_or(usize::MAX), rate);
    }
    Ok(values)
}

/// [`ExponentialDecay`] over epochs; `is_stair` is its `staircase`.
///
/// ```
/// use proxgrad::dynamic_lr::exponential_decay_lr;
///
/// assert_eq!(exponential_decay_lr(0.8, 0.25, 5, 1, 2, false)?, [0.8, 0.4, 0.2, 0.1, 0.05]);
/// assert_eq!(exponential_decay_lr(0.8, 0.25, 5, 1, 2, true)?, [0.8, 0.8, 0.2, 0.2, 0.05]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If a count is 0, `learning_rate` or `decay_rate` is not finite and above 0, or the result does not fit
/// into memory.
pub fn exponential_decay_lr(
    learning_rate: f64,
    decay_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
    is_stair: bool,
) -> Result<Vec<f64>, Error> {
    let run = Run { function: "exponential_decay_lr", total_step, step_per_epoch };
    let decay_steps = run.epochs("decay_epoch", decay_epoch)?;
    let decay = ExponentialDecay { learning_rate, decay_rate, decay_steps, staircase: is_stair };
    decay.check(run.field())?;
    run.list(|epoch| decay.at(epoch))
}

/// [`NaturalExpDecay`] over epochs; `is_stair` is its `staircase`.
///
/// ```
/// use proxgrad::dynamic_lr::natural_exp_decay_lr;
///
/// let e = |x: f64| x.exp();
/// assert_eq!(natural_exp_decay_lr(1.0, 0.5, 4, 1, 2, false)?, [1.0, e(-0.5), e(-1.0), e(-1.5)]);
/// assert_eq!(natural_exp_decay_lr(1.0, 0.5, 4, 1, 2, true)?, [1.0, 1.0, e(-1.0), e(-1.0)]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If a count is 0, `learning_rate` or `decay_rate` is not finite and above 0, or the result does not fit
/// into memory.
pub fn natural_exp_decay_lr(
    learning_rate: f64,
    decay_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
    is_stair: bool,
) -> Result<Vec<f64>, Error> {
    let run = Run { function: "natural_exp_decay_lr", total_step, step_per_epoch };
    let decay_steps = run.epochs("decay_epoch", decay_epoch)?;
    let decay = NaturalExpDecay { learning_rate, decay_rate, decay_steps, staircase: is_stair };
    decay.check(run.field())?;
    run.list(|epoch| decay.at(epoch))
}

/// [`InverseDecay`] over epochs; `is_stair` is its `staircase`.
///
/// ```
/// use proxgrad::dynamic_lr::inverse_decay_lr;
///
/// assert_eq!(inverse_decay_lr(0.6, 1.0, 4, 2, 1, true)?, [0.6, 0.6, 0.3, 0.3]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If a count is 0, `learning_rate` or `decay_rate` is not finite and above 0, or the result does not fit
/// into memory.
pub fn inverse_decay_lr(
    learning_rate: f64,
    decay_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
    is_stair: bool,
) -> Result<Vec<f64>, Error> {
    let run = Run { function: "inverse_decay_lr", total_step, step_per_epoch };
    let decay_steps = run.epochs("decay_epoch", decay_epoch)?;
    let decay = InverseDecay { learning_rate, decay_rate, decay_steps, staircase: is_stair };
    decay.check(run.field())?;
    run.list(|epoch| decay.at(epoch))
}

/// [`CosineDecay`] over epochs.
///
/// ```
/// use proxgrad::dynamic_lr::cosine_decay_lr;
///
/// assert_eq!(cosine_decay_lr(0.25, 0.75, 7, 2, 2)?, [0.75, 0.75, 0.5, 0.5, 0.25, 0.25, 0.25]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If a count is 0, `min_lr` is not finite, at least 0 and below `max_lr`, `max_lr` is not finite and above
/// 0, or the result does not fit into memory.
pub fn cosine_decay_lr(
    min_lr: f64,
    max_lr: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
) -> Result<Vec<f64>, Error> {
    let run = Run { function: "cosine_decay_lr", total_step, step_per_epoch };
    let decay_steps = run.epochs("decay_epoch", decay_epoch)?;
    let decay = CosineDecay { min_lr, max_lr, decay_steps };
    decay.check(run.field())?;
    run.list(|epoch| decay.at(epoch))
}

/// [`PolynomialDecay`] over epochs; `update_decay_epoch` is its `update_decay_steps`.
///
/// ```
/// use proxgrad::dynamic_lr::polynomial_decay_lr;
///
/// let once = polynomial_decay_lr(0.5, 0.25, 5, 1, 2, 2.0, false)?;
/// assert_eq!(once, [0.5, 0.3125, 0.25, 0.25, 0.25]);
///
/// let again = polynomial_decay_lr(0.5, 0.25, 5, 1, 2, 2.0, true)?;
/// assert_eq!(again, [0.5, 0.3125, 0.25, 0.265625, 0.25]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If a count is 0, `learning_rate` or `power` is not finite and above 0, `end_learning_rate` is not finite
/// and at least 0, or the result does not fit into memory.
pub fn polynomial_decay_lr(
    learning_rate: f64,
    end_learning_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    decay_epoch: u64,
    power: f64,
    update_decay_epoch: bool,
) -> Result<Vec<f64>, Error> {
    let run = Run { function: "polynomial_decay_lr", total_step, step_per_epoch };
    let decay_steps = run.epochs("decay_epoch", decay_epoch)?;
    let update_decay_steps = update_decay_epoch;
    let decay = PolynomialDecay { learning_rate, end_learning_rate, decay_steps, power, update_decay_steps };
    decay.check(run.field())?;
    run.list(|epoch| decay.at(epoch))
}

/// [`WarmUp`] over epochs: 0 throughout the first epoch.
///
/// ```
/// use proxgrad::dynamic_lr::warmup_lr;
///
/// assert_eq!(warmup_lr(0.1, 7, 2, 2)?, [0.0, 0.0, 0.05, 0.05, 0.1, 0.1, 0.1]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
///
/// If a count is 0, `learning_rate` is not finite and at least 0, or the result does not fit into memory.
pub fn warmup_lr(
    learning_rate: f64,
    total_step: u64,
    step_per_epoch: u64,
    warmup_epoch: u64,
) -> Result<Vec<f64>, Error> {
    let run = Run { function: "warmup_lr", total_step, step_per_epoch };
    let warmup_steps = run.epochs("warmup_epoch", warmup_epoch)?;
    let warm_up = WarmUp { learning_rate, warmup_steps };
    warm_up.check(run.field())?;
    run.list(|epoch| warm_up.at(epoch))
}

/// The length of a run, and the function that makes a list for it.
struct Run {
    /// Name of the function, for errors.
    function: &'static str,
    total_step: u64,
    step_per_epoch: u64,
}

impl Run {
    fn field(&self) -> Field {
        Field::new(self.function)
    }

    /// Refuses counts of 0; returns `epochs`, the argument that takes the place of a schedule's steps.
    fn epochs(&self, argument: &'static str, epochs: u64) -> Result<u64, Error> {
        at_least_one(self.field().argument("total_step"), self.total_step)?;
        at_least_one(self.field().argument("step_per_epoch"), self.step_per_epoch)?;
        at_least_one(self.field().argument(argument), epochs)?;
        Ok(epochs)
    }

    /// The list: one value for each step, given the value of each epoch.
    fn list(&self, value_at: impl Fn(u64) -> f64) -> Result<Vec<f64>, Error> {
        let mut values = reserve(self.total_step)?;
        values.extend((0..self.total_step).map(|i| value_at(i / self.step_per_epoch)));
        Ok(values)
    }
}

/// An empty list with room for this many values; an error where a plain allocation would abort the program.
fn reserve(steps: u64) -> Result<Vec<f64>, Error> {
    let too_long = Error::ListTooLong { steps };
    let Ok(len) = usize::try_from(steps) else { return Err(too_long) };
    let mut values = Vec::new();
    values.try_reserve_exact(len).map_err(|_| too_long)?;
    Ok(values)
}

/// The last milestone, which is the length of the list. Refuses milestones that are 0 or below the one
/// before.
fn last_milestone(milestone: &[u64]) -> Result<u64, Error> {
    let mut least = 1;
    for (position, &value) in milestone.iter().enumerate() {
        if value < least {
            return Err(Error::Milestone { position, value, least });
        }
        least = value;
    }
    Ok(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_between_equal_milestones_lasts_no_step() {
        assert_eq!(piecewise_constant_lr(&[3, 3, 4], &[0.3, 0.2, 0.1]), Ok(vec![0.3, 0.3, 0.3, 0.1]));
    }

    #[test]
    fn a_list_has_one_value_for_each_step_even_where_the_last_epoch_is_short() {
        for total_step in 1..20 {
            let rates = warmup_lr(0.5, total_step, 4, 2).unwrap();
            assert_eq!(rates.len() as u64, total_step);
            let want = |i: usize| [0.0, 0.25, 0.5][(i / 4).min(2)];
            assert!(rates.iter().enumerate().all(|(i, &rate)| rate == want(i)), "{rates:?}");
        }
    }

    #[test]
    fn arguments_out_of_range_are_refused_with_name_value_and_remedy() {
        let cases = [
            (
                exponential_decay_lr(0.0, 0.9, 6, 2, 1, false),
                "learning_rate of exponential_decay_lr is 0; it must be finite and above 0",
            ),
            (
                exponential_decay_lr(0.1, f64::NAN, 6, 2, 1, false),
                "decay_rate of exponential_decay_lr is NaN; it must be finite and above 0",
            ),
            (
                exponential_decay_lr(0.1, 0.9, 0, 2, 1, false),
                "total_step of exponential_decay_lr is 0; it must be at least 1",
            ),
            (
                natural_exp_decay_lr(0.1, 0.9, 6, 0, 1, false),
                "step_per_epoch of natural_exp_decay_lr is 0; it must be at least 1",
            ),
            (
                natural_exp_decay_lr(0.1, -0.9, 6, 2, 1, false),
                "decay_rate of natural_exp_decay_lr is -0.9; it must be finite and above 0",
            ),
            (
                inverse_decay_lr(0.1, 0.9, 6, 2, 0, false),
                "decay_epoch of inverse_decay_lr is 0; it must be at least 1",
            ),
            (
                inverse_decay_lr(f64::INFINITY, 0.9, 6, 2, 1, false),
                "learning_rate of inverse_decay_lr is inf; it must be finite and above 0",
            ),
            (
                cosine_decay_lr(0.5, 0.1, 6, 2, 2),
                "min_lr of cosine_decay_lr is 0.5; it must be below max_lr, which is 0.1",
            ),
            (
                cosine_decay_lr(-0.5, 0.1, 6, 2, 2),
                "min_lr of cosine_decay_lr is -0.5; it must be finite and at least 0",
            ),
            (
                cosine_decay_lr(0.1, 0.5, 6, 2, 0),
                "decay_epoch of cosine_decay_lr is 0; it must be at least 1",
            ),
            (
                polynomial_decay_lr(0.1, -0.1, 6, 2, 2, 0.5, false),
                "end_learning_rate of polynomial_decay_lr is -0.1; it must be finite and at least 0",
            ),
            (
                polynomial_decay_lr(0.1, 0.1, 6, 2, 2, 0.0, false),
                "power of polynomial_decay_lr is 0; it must be finite and above 0",
            ),
            (
                polynomial_decay_lr(0.1, 0.1, 6, 2, 0, 0.5, true),
                "decay_epoch of polynomial_decay_lr is 0; it must be at least 1",
            ),
            (
                warmup_lr(-0.1, 6, 2, 2),
                "learning_rate of warmup_lr is -0.1; it must be finite and at least 0",
            ),
            (warmup_lr(0.1, 6, 2, 0), "warmup_epoch of warmup_lr is 0; it must be at least 1"),
            (
                piecewise_constant_lr(&[], &[]),
                "milestone has 0 entries and learning_rates has 0; give one rate for each milestone, and at least \
                 one",
            ),
            (
                piecewise_constant_lr(&[2, 5], &[0.1]),
                "milestone has 2 entries and learning_rates has 1; give one rate for each milestone, and at least \
                 one",
            ),
            (
                piecewise_constant_lr(&[0, 5], &[0.1, 0.2]),
                "milestone[0] is 0; it must be at least 1: milestones begin at 1 and never go back",
            ),
            (
                piecewise_constant_lr(&[5, 3], &[0.1, 0.2]),
                "milestone[1] is 3; it must be at least 5: milestones begin at 1 and never go back",
            ),
            (
                piecewise_constant_lr(&[3, 5], &[0.1, -0.2]),
                "learning_rates of piecewise_constant_lr is -0.2; it must be finite and at least 0",
            ),
            (
                piecewise_constant_lr(&[3, 5], &[f64::NAN, 0.2]),
                "learning_rates of piecewise_constant_lr is NaN; it must be finite and at least 0",
            ),
        ];
        for (got, message) in cases {
            assert_eq!(got.unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_list_too_long_for_memory_is_refused() {
        for steps in [1 << 58, u64::MAX] {
            let want = Err(Error::ListTooLong { steps });
            assert_eq!(warmup_lr(0.1, steps, 1, 1), want);
            assert_eq!(piecewise_constant_lr(&[1, steps], &[0.1, 0.2]), want);
        }
        let message = "a list of 9 values does not fit into memory; a schedule that computes them needs none";
        assert_eq!(Error::ListTooLong { steps: 9 }.to_string(), message);
    }
}
