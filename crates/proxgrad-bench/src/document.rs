//! The document of a run: its conditions, results and predictions.

use serde::Serialize;

use crate::{
    conditions::Conditions,
    outcome::Outcome,
    peers::PeerReport,
    prediction::{Prediction, assumptions},
    skipped::Skipped,
};

/// What `proxgrad bench --json` prints.
#[derive(Debug, Serialize)]
pub struct Document {
    /// The conditions of the run.
    pub conditions: Conditions,
    /// The outcome of every contender, case by case.
    pub results: Vec<Outcome>,
    /// The contenders and devices that were left out.
    pub skipped: Vec<Skipped>,
    /// The assumptions of the predictions.
    pub assumptions: String,
    /// Predicted times on GPUs from data sheets.
    pub predictions: Vec<Prediction>,
    /// All peers, also those that could not be started.
    pub peers: Vec<PeerReport>,
}

impl Document {
    pub(crate) fn new(conditions: Conditions) -> Self {
        Self {
            conditions,
            results: Vec::new(),
            skipped: Vec::new(),
            assumptions: assumptions(),
            predictions: Vec::new(),
            peers: Vec::new(),
        }
    }
}
