//! The list of cases in a golden file.

use serde::{Deserialize, de::DeserializeOwned};

use crate::golden::case::Case;

/// The part of a golden file that depends on its kind.
#[derive(Deserialize)]
pub(super) struct Body<C> {
    pub(super) cases: Vec<C>,
}

/// The cases of a file, each read as a whole.
pub(super) fn cases<C: Case + DeserializeOwned + 'static>(
    text: &str,
) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let body: Body<C> = serde_json::from_str(text)?;
    Ok(body.cases.into_iter().map(boxed).collect())
}

pub(super) fn boxed<C: Case + 'static>(case: C) -> Box<dyn Case> {
    Box::new(case)
}
