//! Sections of a report about the conditions of a run or a sweep: command line, settings, data, program and device.

use std::{env, path::Path};

use super::percent::percent;
use crate::{
    data::{Dataset, Summary},
    device::Opened,
    report::Report,
    train::{files::Files, model::Saved, outcome::features_seen, position::Position, shell::line_of},
};

/// The most labels that are listed with their counts.
const MOST_LABELS: usize = 100;

/// The conditions of a run or a sweep.
pub(in crate::train) struct Conditions<'a> {
    pub(in crate::train) device: &'a Opened,
    pub(in crate::train) files: &'a Files,
    pub(in crate::train) train: &'a Dataset,
    pub(in crate::train) test: Option<&'a Dataset>,
    /// Its classes, vocabulary and settings.
    pub(in crate::train) saved: &'a Saved,
    /// Passes over the training data.
    pub(in crate::train) epochs: u64,
    /// The saved model that the run went on from.
    pub(in crate::train) resume: Option<&'a Path>,
    /// Where the run began.
    pub(in crate::train) start: Position,
}

impl Conditions<'_> {
    /// Adds all of it to a report. `varied` are the settings that differ between the runs of a sweep, with their values.
    pub(in crate::train) fn add(&self, report: &mut Report, varied: &[(&str, String)]) {
        self.add_command(report);
        report.heading("Settings");
        report.facts(&self.settings(varied));
        self.add_data(report);
        report.heading("Program and device");
        report.facts(&self.device.facts());
    }

    fn add_command(&self, report: &mut Report) {
        report.heading("Command");
        report.command(&line_of(env::args_os()));
        report.paragraph(
            "On the same machine, in the same folder, with the same data, driver and version of proxgrad, this gives the \
             same numbers, but for times. Settings that it does not name have the values below.",
        );
        if let Some(path) = self.resume {
            report.paragraph(&format!(
                "It went on from the model {}, which was saved {}. To be repeated, it needs that file as it was.",
                path.display(),
                self.start
            ));
        }
    }

    fn settings(&self, varied: &[(&str, String)]) -> Vec<Vec<String>> {
        let mut rows = self.saved.settings.as_ref().map_or(Vec::new(), |settings| settings.rows());
        rows.push(vec!["epochs".to_owned(), self.epochs.to_string()]);
        let features = match self.saved.vocabulary.names() {
            Some(_) => "a row of weights for each".to_owned(),
            None => {
                let rows = self.saved.vocabulary.len();
                format!("hashed into 2^{} = {rows} rows of weights (--bits)", rows.ilog2())
            }
        };
        rows.push(vec!["features".to_owned(), features]);
        for row in &mut rows {
            if let Some((_, values)) = varied.iter().find(|(name, _)| *name == row[0]) {
                row[1].clone_from(values);
            }
        }
        rows.sort_unstable();
        rows
    }

    fn add_data(&self, report: &mut Report) {
        report.heading("Data");
        let (train, test) = (&self.files.train_data, self.files.test_data.as_ref());
        let files = [Some((train, self.train)), test.zip(self.test)];
        let columns: Vec<_> =
            files.into_iter().flatten().map(|(summary, dataset)| column(summary, dataset)).collect();
        let mut rows = vec![vec!["used for".to_owned(), "training".to_owned()]];
        if test.is_some() {
            rows[0].push("test".to_owned());
        }
        for (place, (name, _)) in columns[0].iter().enumerate() {
            let values = columns.iter().map(|column| column[place].1.clone());
            rows.push([(*name).to_owned()].into_iter().chain(values).collect());
        }
        report.facts(&rows);
        self.add_labels(report);
    }

    /// How many examples each label has.
    fn add_labels(&self, report: &mut Report) {
        let names = self.saved.classes.names();
        let mut classes: Vec<_> = (0..names.len()).collect();
        let counts: Vec<_> = [Some(self.train), self.test]
            .into_iter()
            .flatten()
            .map(|data| counts(data, names.len()))
            .collect();
        if names.len() > MOST_LABELS {
            report.paragraph(&format!(
                "The {MOST_LABELS} labels with the most training examples, of {}:",
                names.len()
            ));
            // Stable, so that labels with as many examples stay ascending.
            classes.sort_by_key(|&class| std::cmp::Reverse(counts[0][class]));
            classes.truncate(MOST_LABELS);
        }
        let header = ["label", "training examples", "share", "test examples", "share"];
        let row = |&class: &usize| {
            let of =
                |counts: &Vec<u64>| [counts[class].to_string(), percent(counts[class], counts.iter().sum())];
            [names[class].clone()].into_iter().chain(counts.iter().flat_map(of)).collect()
        };
        report.table(&header[..1 + 2 * counts.len()], &classes.iter().map(row).collect::<Vec<_>>());
    }
}

/// Names and values of a file, for people.
fn column(summary: &Summary, dataset: &Dataset) -> Vec<(&'static str, String)> {
    let mut column = summary.facts().to_vec();
    column.push(("distinct features", features_seen(dataset).to_string()));
    column
}

/// `[classes]`; the number of examples of each.
fn counts(dataset: &Dataset, classes: usize) -> Vec<u64> {
    let mut counts = vec![0; classes];
    dataset.labels.iter().for_each(|&label| counts[label as usize] += 1);
    counts
}
