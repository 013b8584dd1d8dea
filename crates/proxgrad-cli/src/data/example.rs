//! One example with the names of its features, before they become rows of the weight table.

use serde::Serialize;

use super::{error::LineError, label::Label, name::Name};

/// One example.
pub(super) struct Example<'a> {
    /// Where there is none, the error of a command that needs one.
    pub(super) label: Result<Label<'a>, LineError>,
    /// In the order of the line; a feature may occur twice, and then its values add up.
    pub(super) entries: Vec<Entry<'a>>,
}

/// A feature and its value.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    #[serde(flatten)]
    pub(super) name: Name<'a>,
    /// Finite, and not 0: a feature of value 0 is as good as absent, and Vowpal Wabbit drops it, too.
    pub(super) value: f32,
}

impl<'a> Entry<'a> {
    /// An entry, or none for the value 0.
    pub(super) fn new(name: Name<'a>, value: f32) -> Option<Self> {
        (value != 0.0).then_some(Self { name, value })
    }
}

/// The entries to make room for at first, for a text of entries: as many as short ones need.
pub(super) fn capacity(text: &str) -> usize {
    (text.len() / 4).clamp(1, 1 << 12)
}
