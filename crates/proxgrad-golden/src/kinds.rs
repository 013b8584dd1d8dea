//! The kinds of case, one file each.

mod constants;
mod dense;
mod edge_documented;
mod sparse;
mod unsupported;

use serde::{Deserialize, de::DeserializeOwned};

use crate::{backend::Backend, compare::Check, failure::Failure};

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

/// The cases of a file of this kind. A kind that is not known here is not skipped: its cases fail when replayed.
pub(crate) fn parse(kind: &str, text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    match kind {
        "constants" => cases::<constants::Constants>(text),
        "dense" => cases::<dense::Dense>(text),
        "edge_documented" => cases::<edge_documented::EdgeDocumented>(text),
        "sparse" => cases::<sparse::Sparse>(text),
        other => unsupported::cases(text, other),
    }
}

/// The part of a golden file that depends on its kind.
#[derive(Deserialize)]
struct Body<C> {
    cases: Vec<C>,
}

fn cases<C: Case + DeserializeOwned + 'static>(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let body: Body<C> = serde_json::from_str(text)?;
    Ok(body.cases.into_iter().map(|case| Box::new(case) as Box<dyn Case>).collect())
}
