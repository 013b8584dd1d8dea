//! Checks of single settings: each returns an error that names the setting, its value, and the values that it
//! may have.
//!
//! Settings are f64, and kernels compute in f32: a check also holds for the setting once it is rounded to
//! f32.

use crate::{
    error::{Error, Field},
    rounding::to_f32,
};

/// Refuses a value that is below 0, or not finite in f32.
pub(crate) fn at_least_zero(field: Field, value: f64) -> Result<(), Error> {
    if value >= 0.0 && to_f32(value).is_finite() {
        return Ok(());
    }
    Err(Error::Invalid { field, value, expected: "finite and at least 0" })
}

/// Refuses a value that is not above 0, or not finite in f32.
pub(crate) fn finite_above_zero(field: Field, value: f64) -> Result<(), Error> {
    if value > 0.0 && to_f32(value).is_finite() {
        return Ok(());
    }
    Err(Error::Invalid { field, value, expected: "finite and above 0" })
}

/// Refuses a limit that is not above 0 in f32. Infinity stands for no limit, and so does `None`.
pub(crate) fn limit_above_zero(field: Field, limit: Option<f64>) -> Result<(), Error> {
    match limit {
        None => Ok(()),
        Some(limit) if to_f32(limit) >= f32::MIN_POSITIVE => Ok(()),
        Some(limit) => Err(Error::Invalid { field, value: limit, expected: "above 0" }),
    }
}

/// Refuses a count of 0.
pub(crate) fn at_least_one(field: Field, count: u64) -> Result<(), Error> {
    if count >= 1 {
        return Ok(());
    }
    Err(Error::Invalid { field, value: 0.0, expected: "at least 1" })
}

/// Refuses a loss scale that is not finite and above 0 in f32, or whose reciprocal, which kernels multiply
/// by, is not.
pub(crate) fn loss_scale(value: f64) -> Result<(), Error> {
    if value > 0.0 && to_f32(value).is_finite() && to_f32(1.0 / value).is_normal() {
        return Ok(());
    }
    let field = Field::new("loss_scale");
    Err(Error::Invalid { field, value, expected: "finite and above 0, and so must 1/loss_scale be" })
}

/// Refuses a fixed loss scale other than 1 beside a dynamic one.
pub(crate) fn loss_scale_beside_dynamic(loss_scale: f64) -> Result<(), Error> {
    if loss_scale == 1.0 {
        return Ok(());
    }
    let expected = "1 beside a dynamic_loss_scale, which takes its place";
    Err(Error::Invalid { field: Field::new("loss_scale"), value: loss_scale, expected })
}
