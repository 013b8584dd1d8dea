//! The kinds of case about a single parameter.

use serde::de::DeserializeOwned;

use super::body::{Body, boxed};
use crate::{
    backend::Backend,
    golden::{case::Case, compare::Check, failure::Failure, single::Setup},
};

/// The part of a case about a single parameter that depends on its kind.
pub(super) trait OneParameterCase: DeserializeOwned + 'static {
    /// Whether the case is for information only, even where the file does not say so.
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

/// Reads every case twice, once for the fields that all kinds have and once for the others: flattened into one struct,
/// an error would have no column.
pub(super) fn one_parameter_cases<C: OneParameterCase>(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let setups: Body<Setup> = serde_json::from_str(text)?;
    let cases: Body<C> = serde_json::from_str(text)?;
    let both = setups.cases.into_iter().zip(cases.cases);
    Ok(both.map(|(setup, case)| boxed(OneParameter { setup, case })).collect())
}
