//! A gradient as the files write it.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::golden::number::Elements;

/// A gradient: all elements, or some rows.
#[derive(Debug)]
pub(super) enum Grad {
    Dense(Elements),
    Rows(RowGrad),
}

#[derive(Debug, Deserialize)]
pub(super) struct RowGrad {
    pub(super) indices: Vec<i64>,
    pub(super) values: Elements,
}

impl<'de> Deserialize<'de> for Grad {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An untagged enum would lose line and column of an error.
        deserializer.deserialize_any(GradVisitor)
    }
}

struct GradVisitor;

impl<'de> de::Visitor<'de> for GradVisitor {
    type Value = Grad;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array, or an object with indices and values")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, elements: A) -> Result<Grad, A::Error> {
        Elements::deserialize(de::value::SeqAccessDeserializer::new(elements)).map(Grad::Dense)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, rows: A) -> Result<Grad, A::Error> {
        RowGrad::deserialize(de::value::MapAccessDeserializer::new(rows)).map(Grad::Rows)
    }
}
