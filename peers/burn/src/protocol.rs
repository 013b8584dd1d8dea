//! What is said on stdin and stdout, one JSON document a line.

use serde::{Deserialize, Serialize};

/// Said once, at the start.
#[derive(Serialize)]
pub(crate) struct Hello {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) about: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Request {
    Prepare(Prepare),
    /// So many steps.
    Run(usize),
}

#[derive(Deserialize)]
#[serde(tag = "bench", rename_all = "lowercase")]
pub(crate) enum Prepare {
    Dense {
        n: usize,
    },
    Tensors {
        tensors: usize,
        n: usize,
    },
    Rows {},
    #[serde(other)]
    Unknown,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Ready(bool),
    Unsupported(String),
    /// Wall time of each step, in microseconds.
    Us(Vec<f64>),
    Error(String),
}
