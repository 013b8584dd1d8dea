//! What a refused gradient does to its step.

use proxgrad::Error;

/// What a refused gradient does to its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The step is dropped.
    DropsTheStep,
    /// The step goes on with the others.
    IsLeftOut,
}

impl Refused {
    /// Handles the result of adding a gradient to a step: an error drops the step or is added to `refusals`.
    pub(super) fn note(self, given: Result<(), Error>, refusals: &mut Vec<Error>) -> Result<(), Error> {
        match (self, given) {
            (_, Ok(())) => Ok(()),
            (Self::DropsTheStep, Err(error)) => Err(error),
            (Self::IsLeftOut, Err(error)) => {
                refusals.push(error);
                Ok(())
            }
        }
    }
}
