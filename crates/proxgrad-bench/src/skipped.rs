//! What was left out of a case, and the reason.

use serde::Serialize;

use crate::{contender::Place, harness::Failed, sizes::Sizes};

/// A device, or one variant on it, that was left out of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Skipped {
    /// The sizes of the case.
    #[serde(flatten)]
    pub sizes: Sizes,
    /// `gpu`, `cpu` or `peer`.
    pub device: &'static str,
    /// The variant; `None` where the whole device was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The error.
    pub reason: String,
}

impl Skipped {
    pub(crate) fn device(sizes: Sizes, place: Place, reason: String) -> Self {
        Self { sizes, device: place.name(), variant: None, reason }
    }

    pub(crate) fn variant(sizes: Sizes, failed: Failed) -> Self {
        let Failed { place, variant, reason } = failed;
        Self { sizes, device: place.name(), variant: Some(variant), reason }
    }

    /// One line for people.
    pub fn text(&self) -> String {
        let variant = self.variant.as_ref().map_or(String::new(), |variant| format!(" {variant}"));
        format!("skipped: {}{variant}: {}", self.device, self.reason)
    }
}
