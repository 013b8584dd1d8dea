//! The results of a training run, for people and for programs.

use anyhow::Result;
use proxgrad::Report;
use serde::Serialize;

use super::{
    evaluation::Evaluation,
    files::Files,
    fit::Fitted,
    model::{Saved, outputs},
    option_values::Precision,
    rule::RuleArg,
    settings::Settings,
    target_zeros::TargetZeros,
};
use crate::{data::Dataset, device::Opened, stdout::line};

/// The measurements of a trained model.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) files: &'a Files,
    /// `None` without test data.
    pub(super) evaluation: Option<&'a Evaluation>,
    /// Weights that are not exactly zero, without the bias.
    pub(super) nonzero: u64,
    /// Weights that can be non-zero, without the bias.
    pub(super) live: u64,
    /// The strength of L1 of the next step.
    pub(super) l1: f64,
    pub(super) report: Report,
}

/// What `proxgrad train` prints.
#[derive(Debug, Serialize)]
pub(super) struct Outcome<'a> {
    device: &'static str,
    adapter: Option<String>,
    #[serde(flatten)]
    files: &'a Files,
    train_rows: usize,
    test_rows: Option<usize>,
    features_seen: usize,
    classes: usize,
    rule: RuleArg,
    steps: usize,
    train_loss: f64,
    test_error: Option<f64>,
    /// Mean loss over the test examples.
    test_loss: Option<f64>,
    /// The area under the ROC curve, for two classes.
    auc: Option<f64>,
    average_precision: Option<f64>,
    /// Where classes are few.
    confusion: Option<Confusion>,
    nonzero: u64,
    nonzero_share: f64,
    /// The strength of L1 at the end.
    l1: f64,
    /// The share of weights that was to be zero, where one was wanted.
    target_zeros: TargetZeros,
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
    /// The number of weights of features that occur in the training data, of earlier runs too.
    #[serde(skip)]
    pub(super) weights: u64,
}

/// Test examples, by label and by prediction.
#[derive(Debug, Serialize)]
struct Confusion {
    /// The label of each row and of each column.
    labels: Vec<i64>,
    counts: Vec<Vec<u64>>,
}

impl<'a> Outcome<'a> {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(super) fn new(
        device: &Opened,
        settings: &Settings,
        fitted: &Fitted,
        train: &Dataset,
        found: Found<'a>,
        saved: &Saved,
    ) -> Self {
        let Found { files, evaluation, nonzero, live, l1, report } = found;
        let ranking = evaluation.and_then(|evaluation| evaluation.ranking.as_ref());
        let confusion = evaluation.and_then(|evaluation| evaluation.confusion.clone());
        let features_seen = features_seen(train);
        let weights = weights(saved, live);
        let seconds = fitted.elapsed.as_secs_f64();
        Self {
            device: device.kind(),
            adapter: device.adapter().map(str::to_owned),
            files,
            train_rows: train.len(),
            test_rows: evaluation.map(|evaluation| evaluation.examples),
            features_seen,
            classes: saved.classes.len(),
            rule: settings.rule.rule,
            steps: fitted.steps,
            train_loss: fitted.train_loss,
            test_error: evaluation.map(Evaluation::error),
            test_loss: evaluation.map(|evaluation| evaluation.loss),
            auc: ranking.map(|ranking| ranking.area),
            average_precision: ranking.map(|ranking| ranking.average_precision),
            confusion: confusion.map(|counts| Confusion { labels: saved.classes.labels().to_vec(), counts }),
            nonzero,
            nonzero_share: nonzero as f64 / weights.max(1) as f64,
            l1,
            target_zeros: settings.target_zeros,
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

    /// Name and value of everything that is printed, for people.
    fn rows(&self) -> Vec<Vec<String>> {
        let adapter = self.adapter.as_deref().map_or(String::new(), |adapter| format!(" ({adapter})"));
        let mut rows = vec![vec!["device".to_owned(), format!("{}{adapter}", self.device)]];
        rows.extend(self.files.rows());
        let counts = [
            ("examples", self.train_rows.to_string()),
            ("features", self.features_seen.to_string()),
            ("classes", self.classes.to_string()),
            ("rule", self.rule.title().to_owned()),
        ];
        rows.extend(counts.map(|(name, value)| vec![name.to_owned(), value]));
        rows.extend(self.results());
        rows
    }

    /// Name and value of every result, for people.
    pub(super) fn results(&self) -> Vec<Vec<String>> {
        let test = self.test_rows.zip(self.test_error);
        let scale = self.loss_scale.map_or(String::new(), |scale| format!(", loss scale {scale}"));
        let number = |name, number: Option<f64>| number.map(|number| (name, format!("{number:.5}")));
        let rows = [
            Some(("steps", self.steps.to_string())),
            number("training loss", Some(self.train_loss)),
            Some((
                "test error",
                test.map_or("no --test".to_owned(), |(rows, e)| format!("{:.2} % of {rows}", 100.0 * e)),
            )),
            number("test loss", self.test_loss),
            number("area under ROC", self.auc),
            number("average precision", self.average_precision),
            Some(("non-zero weights", format!("{} ({:.2} %)", self.nonzero, 100.0 * self.nonzero_share))),
            self.target_zeros.0.map(|target| {
                let zeros = 100.0 * (1.0 - self.nonzero_share);
                (
                    "l1 at the end",
                    format!("{:.4e}, for {zeros:.2} % zeros of {:.2} % wanted", self.l1, 100.0 * target),
                )
            }),
            Some((
                "norm of weights",
                format!("{:.4}, the largest {:.4}", self.weight_norm, self.largest_weight),
            )),
            Some((
                "stored as",
                format!("{}, {} steps skipped{scale}", self.precision.name(), self.skipped_steps),
            )),
            Some(("time", format!("{:.2} s, {:.0} examples a second", self.seconds, self.rows_per_second))),
        ];
        rows.into_iter().flatten().map(|(name, value)| vec![name.to_owned(), value]).collect()
    }

    /// The share of weights that are not exactly zero, among those of features that occur in the training data, of earlier runs
    /// too.
    pub(super) fn nonzero_share(&self) -> f64 {
        self.nonzero_share
    }

    /// Prints one JSON document or a table.
    pub(super) fn print(&self, json: bool) -> Result<()> {
        if json {
            line!("{}", serde_json::to_string(self)?)
        } else {
            self.rows().iter().try_for_each(|row| line!("{:<18}{}", row[0], row[1]))
        }
    }
}

/// The number of weights of features that occur in the training data, of earlier runs too, of which so many can be non-zero.
pub(super) fn weights(saved: &Saved, live: u64) -> u64 {
    if saved.vocabulary.is_hashed() {
        live
    } else {
        // Also those of features that a resumed model had before, and whose weights are zero.
        (saved.vocabulary.len() * outputs(saved.classes.len())) as u64
    }
}

/// The number of distinct features of a data set.
pub(crate) fn features_seen(dataset: &Dataset) -> usize {
    dataset.distinct_features().len()
}
