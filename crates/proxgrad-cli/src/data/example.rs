//! One example with the names of its features, before they become rows of the weight table.

use super::label::Label;

/// One example.
pub(super) struct Example<'a> {
    pub(super) label: Label<'a>,
    /// In the order of the line; a feature may occur twice, and then its values add up.
    pub(super) entries: Vec<Entry<'a>>,
}

/// A feature and its value.
pub(super) struct Entry<'a> {
    /// `None` in a format without namespaces.
    pub(super) namespace: Option<&'a str>,
    pub(super) feature: &'a str,
    /// Finite.
    pub(super) value: f32,
}

impl<'a> Entry<'a> {
    /// The name in the vocabulary, `namespace^feature`, built in `buffer`.
    pub(super) fn name<'b>(&self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        let Some(namespace) = self.namespace else { return self.feature };
        buffer.clear();
        buffer.extend([namespace, "^", self.feature]);
        buffer
    }
}
