//! The number of steps of a replay, which a file may state in a few digits.

use super::failure::Failure;

/// The most steps of a replay. Recorded runs have some hundreds; a file that states more is wrong, and a replay would not
/// end, or fill the memory with learning rates.
const MOST: u64 = 100_000;

/// Refuses more steps than a replay takes.
///
/// # Errors
/// `steps`, which the file calls `field`, is above the limit.
pub(super) fn check_steps(field: &str, steps: u64) -> Result<(), Failure> {
    if steps <= MOST {
        return Ok(());
    }
    Err(Failure::Malformed(format!("{field} is {steps}; a replay takes at most {MOST} steps")))
}
