//! One case of a golden file.

use crate::{
    backend::Backend,
    golden::{compare::Check, failure::Failure},
};

/// One case of a golden file.
pub(crate) trait Case {
    /// Unique in its file.
    fn id(&self) -> &str;

    /// Whether the case is for information only and cannot fail.
    fn informative(&self) -> bool;

    /// Replays the case and compares.
    ///
    /// # Errors
    /// The first thing that is wrong.
    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure>;
}
