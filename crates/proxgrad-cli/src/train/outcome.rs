//! The results of a training run, for people and for programs.

use anyhow::Result;
use proxgrad::Report;
use serde::Serialize;

use super::{
    files::Files,
    fit::Fitted,
    model::{Saved, outputs},
    option_values::Precision,
    settings::Settings,
};
use crate::{data::Dataset, device::Opened};

/// The measurements of a trained model.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) files: Files,
    /// The number of test examples, and of those that the model gets wrong.
    pub(super) tested: Option<(usize, u64)>,
    /// Weights that are not exactly zero, without the bias.
    pub(super) nonzero: u64,
    pub(super) report: Report,
}

/// What `proxgrad train` prints.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    device: &'static str,
    adapter: Option<String>,
    #[serde(flatten)]
    files: Files,
    train_rows: usize,
    test_rows: Option<usize>,
    features_seen: usize,
    classes: usize,
    steps: usize,
    train_loss: f64,
    test_error: Option<f64>,
    nonzero: u64,
    nonzero_share: f64,
    precision: Precision,
    /// The norm of weights and bias.
    weight_norm: f32,
    largest_weight: f32,
    /// Steps that were skipped because a gradient was not finite.
    skipped_steps: u64,
    /// The last loss scale, where it is dynamic.
    loss_scale: Option<f32>,
    rows_per_second: f64,
    seconds: f64,
    /// The number of weights of features that occur in the training data.
    #[serde(skip)]
    pub(super) weights: usize,
}

impl Outcome {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(super) fn new(
        device: &Opened,
        settings: &Settings,
        fitted: &Fitted,
        train: &Dataset,
        found: Found,
        saved: &Saved,
    ) -> Self {
        let Found { files, tested, nonzero, report } = found;
        let features_seen = features_seen(train);
        let weights = features_seen * outputs(saved.classes.len());
        let seconds = fitted.elapsed.as_secs_f64();
        Self {
            device: device.kind(),
            adapter: device.adapter().map(str::to_owned),
            files,
            train_rows: train.len(),
            test_rows: tested.map(|(examples, _)| examples),
            features_seen,
            classes: saved.classes.len(),
            steps: fitted.steps,
            train_loss: fitted.train_loss,
            test_error: tested.map(|(examples, errors)| errors as f64 / examples as f64),
            nonzero,
            nonzero_share: nonzero as f64 / weights.max(1) as f64,
            precision: settings.precision,
            weight_norm: report.weight_norm,
            largest_weight: report.max_abs,
            skipped_steps: report.skipped_steps,
            loss_scale: settings.is_dynamic().then_some(report.loss_scale),
            rows_per_second: fitted.examples as f64 / seconds,
            seconds,
            weights,
        }
    }

    /// Name and value of every result, for people.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let adapter = self.adapter.as_deref().map_or(String::new(), |adapter| format!(" ({adapter})"));
        let test = self.test_rows.zip(self.test_error);
        let scale = self.loss_scale.map_or(String::new(), |scale| format!(", loss scale {scale}"));
        let rows = [
            ("device", format!("{}{adapter}", self.device)),
            ("examples", self.train_rows.to_string()),
            ("features", self.features_seen.to_string()),
            ("classes", self.classes.to_string()),
            ("steps", self.steps.to_string()),
            ("training loss", format!("{:.5}", self.train_loss)),
            (
                "test error",
                test.map_or("no --test".to_owned(), |(rows, e)| format!("{:.2} % of {rows}", 100.0 * e)),
            ),
            ("non-zero weights", format!("{} ({:.2} %)", self.nonzero, 100.0 * self.nonzero_share)),
            ("norm of weights", format!("{:.4}, the largest {:.4}", self.weight_norm, self.largest_weight)),
            ("precision", format!("{}, {} steps skipped{scale}", self.precision.name(), self.skipped_steps)),
            ("time", format!("{:.2} s, {:.0} examples a second", self.seconds, self.rows_per_second)),
        ];
        let mut rows = rows.map(|(name, value)| vec![name.to_owned(), value]).to_vec();
        rows.splice(1..1, self.files.rows());
        rows
    }

    /// Prints one JSON document or a table.
    pub(super) fn print(&self, json: bool) -> Result<()> {
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else {
            self.rows().iter().for_each(|row| println!("{:<18}{}", row[0], row[1]));
        }
        Ok(())
    }
}

/// The number of distinct features of a data set.
pub(super) fn features_seen(dataset: &Dataset) -> usize {
    dataset.distinct_features().len()
}
