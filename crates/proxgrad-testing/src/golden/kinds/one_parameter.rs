//! Cases about a single parameter, of several kinds.

use serde::de::DeserializeOwned;

use super::body::{Body, boxed};
use crate::{
    backend::Backend,
    golden::{case::Case, compare::Check, failure::Failure, single::Setup},
};

/// What cases about a single parameter differ in.
pub(super) trait OneParameterCase: DeserializeOwned + 'static {
    /// Whether this makes the case informative, whatever it says itself.
    fn informative(&self) -> bool {
        false
    }

    /// As [`Case::replay`].
    fn replay(&self, setup: &Setup, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure>;
}

struct OneParameter<C> {
    setup: Setup,
    case: C,
}

impl<C: OneParameterCase> Case for OneParameter<C> {
    fn id(&self) -> &str {
        &self.setup.id
    }

    fn informative(&self) -> bool {
        self.setup.informative || self.case.informative()
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        self.case.replay(&self.setup, backend, check)
    }
}

/// Reads every case twice, what it shares with other kinds and what it does not: flattened into one struct, an error
/// would have lost its column.
pub(super) fn one_parameter_cases<C: OneParameterCase>(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let setups: Body<Setup> = serde_json::from_str(text)?;
    let cases: Body<C> = serde_json::from_str(text)?;
    let both = setups.cases.into_iter().zip(cases.cases);
    Ok(both.map(|(setup, case)| boxed(OneParameter { setup, case })).collect())
}
