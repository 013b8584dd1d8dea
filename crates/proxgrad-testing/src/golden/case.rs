//! One case of a golden file.

use crate::{
    backend::Backend,
    golden::{compare::Check, failure::Failure},
};

/// One case of a golden file.
pub(crate) trait Case {
    /// Unique in its file.
    fn id(&self) -> &str;

    /// Whether it is there to be looked at only.
    fn informative(&self) -> bool;

    /// Runs it and compares.
    ///
    /// # Errors
    /// What was found wrong first.
    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure>;
}
