//! The results of a run as text.

use std::{collections::BTreeMap, fmt::Write};

use proxgrad_testing::{FileReport, Run};

/// One line of the table.
#[derive(Default)]
struct Row {
    cases: usize,
    passed: usize,
    failed: usize,
    informative: usize,
    worst: f64,
}

impl Row {
    fn add(&mut self, file: &FileReport) {
        self.cases += file.cases;
        self.passed += file.passed;
        self.failed += file.failed;
        self.informative += file.informative;
        self.worst = self.worst.max(file.worst_share_of_tolerance);
    }

    fn write(&self, text: &mut String, name: &str, width: usize) {
        let Self { cases, passed, failed, informative, worst } = self;
        let worst = share(*worst);
        line(
            text,
            [
                name,
                &cases.to_string(),
                &passed.to_string(),
                &failed.to_string(),
                &informative.to_string(),
                &worst,
            ],
            width,
        );
    }
}

/// The results of each family in alphabetical order, and their total.
pub(super) fn by_family(run: &Run) -> String {
    let mut families: BTreeMap<&str, Row> = BTreeMap::new();
    let mut total = Row::default();
    for file in &run.files {
        families.entry(&file.family).or_default().add(file);
        total.add(file);
    }
    let width = families.keys().map(|family| family.len()).max().unwrap_or(0).max("family".len());
    let mut text = String::new();
    line(&mut text, ["family", "cases", "passed", "failed", "informative", "worst/tolerance"], width);
    for (family, row) in &families {
        row.write(&mut text, family, width);
    }
    total.write(&mut text, "total", width);
    text
}

/// Every failed case with its file, its id and its failure.
pub(super) fn failures(run: &Run) -> String {
    let mut text = String::new();
    for file in &run.files {
        for (id, failure) in file.failures() {
            text += &format!("FAILED {}: {id}: {failure}\n", file.file);
        }
    }
    text
}

fn line(text: &mut String, [name, cases, passed, failed, informative, worst]: [&str; 6], width: usize) {
    let end = format!("{cases:>7}{passed:>8}{failed:>8}{informative:>13}{worst:>17}");
    writeln!(text, "{name:width$}{end}").expect("a String takes everything");
}

/// The text of an error as a share of its tolerance.
fn share(share: f64) -> String {
    match share {
        // NaN or an infinity where a number was expected, or the other way round.
        f64::MAX => "not finite".to_owned(),
        share if share >= 1000.0 => format!("{share:.1e}"),
        share => format!("{share:.3}"),
    }
}
