//! What an argument of a named schedule may be, beside the crate's finite and at least 0.

use crate::{
    error::{Error, Field},
    rule::round,
};

/// Finite and > 0; finite also once it is an f32.
pub(super) fn above_zero(field: Field, value: f64) -> Result<(), Error> {
    if value > 0.0 && round(value).is_finite() {
        return Ok(());
    }
    Err(Error::Invalid { field, value, expected: "finite and above 0" })
}

/// A count that something is divided by.
pub(crate) fn at_least_one(field: Field, count: u64) -> Result<(), Error> {
    if count >= 1 {
        return Ok(());
    }
    Err(Error::Invalid { field, value: 0.0, expected: "at least 1" })
}
