//! The report of a run.

use std::path::PathBuf;

use anyhow::Result;

use super::{conditions::Conditions, curves::charts, test_data, weights};
use crate::{
    report::Report,
    train::{evaluation::Evaluation, fit::Fitted, outcome::Outcome},
};

/// A run that has ended.
pub(in crate::train) struct Run<'a> {
    pub(in crate::train) conditions: Conditions<'a>,
    pub(in crate::train) fitted: &'a Fitted,
    pub(in crate::train) outcome: &'a Outcome<'a>,
    /// `None` without test data.
    pub(in crate::train) evaluation: Option<&'a Evaluation>,
}

impl Run<'_> {
    /// Writes the pictures and the page; returns the path of the page.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(in crate::train) fn write(&self, mut report: Report) -> Result<PathBuf> {
        report.heading("Results");
        report.facts(&self.outcome.results());
        charts(&mut report, &[("train", &self.fitted.curve)], self.outcome.weights)?;
        let Conditions { saved, train, .. } = &self.conditions;
        if let Some(evaluation) = self.evaluation {
            test_data::add(&mut report, evaluation, &saved.classes.names())?;
        }
        weights::add(&mut report, saved, train);
        self.conditions.add(&mut report, &[]);
        report.finish()
    }
}
