//! Settings of optimizers and groups, in range or not.

use arbitrary::{Arbitrary, Result, Unstructured};
use proxgrad::{
    Centralization, Config, DynamicLossScale, Format, Group, Rounding, RowDecay, Schedule, Shrinkage,
    schedule::{CosineDecay, ExponentialDecay, InverseDecay, NaturalExpDecay, PolynomialDecay, WarmUp},
};

use crate::number::Setting;

/// Lengths of lists: a list may end before the steps, or be long.
const LIST_LENGTHS: [usize; 6] = [0, 1, 2, 5, 64, 100_000];

/// A schedule of any kind.
#[derive(Clone, Debug)]
pub struct AnySchedule(pub Schedule);

/// Settings of an optimizer.
#[derive(Clone, Debug)]
pub struct AnyConfig(pub Config);

/// Settings of a group.
#[derive(Clone, Debug)]
pub struct AnyGroup(pub Group);

/// A storage format.
#[derive(Clone, Copy, Debug)]
pub struct AnyFormat(pub Format);

fn number(u: &mut Unstructured<'_>) -> Result<f64> {
    Ok(Setting::arbitrary(u)?.0)
}

/// A setting that most configurations leave out.
fn option<'a, T>(
    u: &mut Unstructured<'a>,
    some: impl FnOnce(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if u.ratio(1u8, 4u8)? { some(u).map(Some) } else { Ok(None) }
}

fn count(u: &mut Unstructured<'_>) -> Result<u64> {
    if u.ratio(1u8, 4u8)? { u.arbitrary() } else { u.int_in_range(0..=9) }
}

impl<'a> Arbitrary<'a> for AnySchedule {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self(match u.int_in_range(0u8..=12)? {
            0 => list(u)?,
            1 => function(u)?,
            2 => ExponentialDecay {
                learning_rate: number(u)?,
                decay_rate: number(u)?,
                decay_steps: count(u)?,
                staircase: u.arbitrary()?,
            }
            .into(),
            3 => NaturalExpDecay {
                learning_rate: number(u)?,
                decay_rate: number(u)?,
                decay_steps: count(u)?,
                staircase: u.arbitrary()?,
            }
            .into(),
            4 => InverseDecay {
                learning_rate: number(u)?,
                decay_rate: number(u)?,
                decay_steps: count(u)?,
                staircase: u.arbitrary()?,
            }
            .into(),
            5 => CosineDecay { min_lr: number(u)?, max_lr: number(u)?, decay_steps: count(u)? }.into(),
            6 => PolynomialDecay {
                learning_rate: number(u)?,
                end_learning_rate: number(u)?,
                decay_steps: count(u)?,
                power: number(u)?,
                update_decay_steps: u.arbitrary()?,
            }
            .into(),
            7 => WarmUp { learning_rate: number(u)?, warmup_steps: count(u)? }.into(),
            _ => number(u)?.into(),
        }))
    }
}

fn list(u: &mut Unstructured<'_>) -> Result<Schedule> {
    let len = *u.choose(&LIST_LENGTHS)?;
    let values = [number(u)?, number(u)?];
    Ok(values.into_iter().cycle().take(len).collect())
}

/// A function that returns any numbers in turn.
fn function(u: &mut Unstructured<'_>) -> Result<Schedule> {
    let values = [number(u)?, number(u)?];
    Ok(Schedule::function(move |step| values[usize::from(step % 2 == 1)]))
}

impl<'a> Arbitrary<'a> for AnyConfig {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let dynamic = |u: &mut Unstructured<'a>| {
            Ok(DynamicLossScale::new(number(u)?, number(u)?, u.int_in_range(0..=4)?).ok())
        };
        Ok(Self(Config {
            accum: number(u)?,
            learning_rate: AnySchedule::arbitrary(u)?.0,
            l1: number(u)?,
            l2: number(u)?,
            loss_scale: option(u, number)?.unwrap_or(1.0),
            dynamic_loss_scale: option(u, dynamic)?.flatten(),
            skip_on_overflow: u.arbitrary()?,
            clip_value: option(u, number)?,
            clip_norm: option(u, number)?,
            weight_decay: option(u, |u| Ok(AnySchedule::arbitrary(u)?.0))?.unwrap_or(0.0.into()),
            grad_centralization: u.arbitrary()?,
            centralization: *u.choose(&[Centralization::Convolutions, Centralization::MultiplesOf16])?,
            row_decay: *u.choose(&[RowDecay::Once, RowDecay::PerOccurrence])?,
            shrinkage: *u.choose(&[Shrinkage::Documented, Shrinkage::Adaptive])?,
            rounding: *u.choose(&[Rounding::Nearest, Rounding::Stochastic { seed: 7 }])?,
            ..Config::default()
        }))
    }
}

impl<'a> Arbitrary<'a> for AnyGroup {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let schedule = |u: &mut Unstructured<'a>| Ok(AnySchedule::arbitrary(u)?.0);
        Ok(Self(Group {
            learning_rate: option(u, schedule)?,
            weight_decay: option(u, schedule)?,
            grad_centralization: option(u, |u| u.arbitrary())?,
            l1: option(u, number)?,
            l2: option(u, number)?,
            accum: option(u, number)?,
            clip_value: option(u, number)?,
            clip_norm: option(u, number)?,
            ..Group::default()
        }))
    }
}

impl<'a> Arbitrary<'a> for AnyFormat {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self(*u.choose(&[Format::F32, Format::F32, Format::F16, Format::Bf16])?))
    }
}
