//! Unknown kinds: their cases fail with a message, and are never skipped silently.

use serde::Deserialize;

use super::body::{Body, boxed};
use crate::{
    backend::Backend,
    golden::{case::Case, compare::Check, failure::Failure},
};

/// The fields that the cases of all kinds have.
#[derive(Deserialize)]
struct Outline {
    id: String,
    #[serde(default)]
    informative: bool,
}

struct Unsupported {
    outline: Outline,
    kind: String,
}

pub(super) fn cases(text: &str, kind: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let body: Body<Outline> = serde_json::from_str(text)?;
    let case = |outline| boxed(Unsupported { outline, kind: kind.to_owned() });
    Ok(body.cases.into_iter().map(case).collect())
}

impl Case for Unsupported {
    fn id(&self) -> &str {
        &self.outline.id
    }

    fn informative(&self) -> bool {
        self.outline.informative
    }

    fn replay(&self, _: &dyn Backend, _: &mut Check) -> Result<(), Failure> {
        Err(Failure::Unsupported(format!("kind \"{}\"", self.kind)))
    }
}
