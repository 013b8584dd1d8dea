//! Parameters of a module, as an optimizer knows them.

use burn::{module::ParamId, tensor::Device};
use proxgrad::{Format, Rows};

/// A parameter that was found in a module.
pub(super) struct Found {
    pub(super) id: ParamId,
    /// Path in the module.
    pub(super) name: String,
    pub(super) device: Device,
    pub(super) is_table: bool,
    pub(super) requires_grad: bool,
}

impl Found {
    /// Whether an optimizer updates it.
    pub(super) fn is_trained(&self) -> bool {
        self.requires_grad || self.is_table
    }
}

/// A registered parameter.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: ParamId,
    /// Path in the module.
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) format: Format,
    pub(super) is_table: bool,
    pub(super) rows: Rows,
    /// Position among the groups of the settings.
    pub(super) group: Option<usize>,
}
