//! What a file holds: counts, and its first examples with the names of their features.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::{example::Example, names::Names, summary::Summary};

/// What a file holds.
#[derive(Debug, Serialize)]
pub(crate) struct Listing {
    #[serde(flatten)]
    pub(crate) summary: Summary,
    /// Distinct features.
    pub(crate) features: usize,
    /// The number of examples of each label.
    pub(crate) labels: BTreeMap<i64, usize>,
    /// The first examples: labels, and the name and value of each feature.
    first: Vec<Value>,
    /// The same, for people.
    #[serde(skip)]
    pub(crate) lines: Vec<String>,
}

/// Examples that are being counted.
pub(super) struct Counted {
    /// The number of examples to keep.
    keep: usize,
    names: Names,
    labels: BTreeMap<i64, usize>,
    first: Vec<Value>,
    lines: Vec<String>,
}

impl Counted {
    pub(super) fn new(keep: usize) -> Self {
        Self { keep, names: Names::default(), labels: BTreeMap::new(), first: Vec::new(), lines: Vec::new() }
    }

    pub(super) fn add(&mut self, example: &Example<'_>) {
        let label = example.label.as_ref().ok().map(|label| label.number);
        if let Some(label) = label {
            *self.labels.entry(label).or_default() += 1;
        }
        let mut buffer = String::new();
        for entry in &example.entries {
            let key = entry.name.key(&mut buffer);
            if self.names.number(key).is_none() {
                self.names.add(key);
            }
        }
        if self.first.len() < self.keep {
            self.first.push(json!({ "label": label, "features": example.entries }));
            self.lines.push(line(example));
        }
    }

    pub(super) fn finish(self, summary: Summary) -> Listing {
        let Self { names, labels, first, lines, .. } = self;
        Listing { summary, features: names.len(), labels, first, lines }
    }
}

fn line(example: &Example<'_>) -> String {
    let mut buffer = String::new();
    let entries = example.entries.iter();
    let entries = entries.map(|entry| format!("{} = {}", entry.name.key(&mut buffer), entry.value));
    let label = example.label.as_ref().map_or("no label".to_owned(), |label| label.number.to_string());
    format!("{label}: {}", entries.collect::<Vec<_>>().join(", "))
}
