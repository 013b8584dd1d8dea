//! `proxgrad compare`: test error against the number of non-zero weights, for every update rule over a grid of L1.

mod candidate;
mod grid;
mod jobs;
mod ordering;
mod plain_rda;
mod point;
mod split;
mod table;

use std::{
    num::ParseFloatError,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::Args as ClapArgs;
use serde::Serialize;

use self::{candidate::Candidate, grid::Grid, ordering::Finding, point::Point};
use crate::{
    data::{FormatArg, Loaded, Source, Vocabulary},
    device::DeviceArgs,
    report::{Line, Panel, Panels, Report},
    stdout::{self, line},
    train::{RowsArg, Settings, outputs},
};

/// Arguments of `proxgrad compare`.
#[derive(ClapArgs, Debug)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Training examples: libsvm or Vowpal Wabbit text, plain or compressed by gzip, bzip2, xz or zstd.
    data: PathBuf,
    /// Test examples.
    #[arg(long, value_name = "DATA")]
    test: PathBuf,
    /// The format of the files; `proxgrad inspect` shows how a file is read.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// The rules to compare.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Candidate::ALL)]
    rules: Vec<Candidate>,
    /// The kinds of rows to compare them with.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [RowsArg::Touched, RowsArg::Exact])]
    rows: Vec<RowsArg>,
    /// Strengths of L1, of the mean loss of the examples.
    #[arg(
        long,
        value_name = "STRENGTHS",
        value_delimiter = ',',
        value_parser = number,
        default_values_t = [1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2]
    )]
    l1: Vec<f64>,
    /// Learning rates to choose from, for all rules [default: six for each rule around its usual rates].
    #[arg(long, value_name = "RATES", value_delimiter = ',', value_parser = number)]
    rates: Vec<f64>,
    /// Seeds of the order of the examples, from --seed on; means over them are compared.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// The first seed, which also chooses the examples that are held out.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Passes over the examples.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..))]
    epochs: u64,
    /// Examples in a step.
    #[arg(long, default_value_t = 8, value_name = "EXAMPLES", value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
    /// Write a picture, a page that holds it, and all points as CSV into this folder.
    #[arg(long, visible_alias = "out", value_name = "DIR")]
    report: Option<PathBuf>,
    #[command(flatten)]
    device: DeviceArgs,
    /// Print one JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
For every rule, kind of rows and strength the learning rate is chosen that has the fewest errors, and of as many the smallest \
loss, on a fifth of the training examples, which is held out from training on the others. With that rate a model is trained on \
all training examples for each seed and tested. --l1 is the strength for the mean loss of the examples: FTRL-Proximal, whose \
strength is that of the sum, has it times the number of steps. ProximalAdagrad shrinks adaptively, FTRL-Proximal has no L2, \
and FOBOS and plain RDA have rates in proportion to 1/√t and √t. Plain RDA is no rule of the library: this program computes it \
on the CPU as a reference.";

/// Reads a number of a list, which may have blanks around it.
fn number(text: &str) -> Result<f64, ParseFloatError> {
    text.trim().parse()
}

/// The JSON document that `proxgrad compare` prints.
#[derive(Debug, Serialize)]
struct Document<'a> {
    device: &'static str,
    adapter: Option<&'a str>,
    train_rows: usize,
    test_rows: usize,
    features: usize,
    classes: usize,
    seeds: u64,
    epochs: u64,
    batch: u64,
    points: &'a [Point],
    findings: &'a [Finding],
}

/// Runs the command.
///
/// # Errors
/// Files that cannot be read or written, settings out of range, no device.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let source = |path| Source { path, format: args.format };
    let mut vocabulary = Vocabulary::growing();
    let (Loaded { dataset: train, summary }, classes) = source(&args.data).read_train(&mut vocabulary)?;
    let tested = source(&args.test).read_test(&vocabulary, &classes, &summary)?;
    summary.warn();
    tested.summary.warn();
    tested.summary.warn_of_other_format(&summary);
    let test = tested.dataset;
    let (device, reason) = args.device.open()?;
    eprintln!("device: {reason}");
    let grid = Grid {
        rules: &distinct(&args.rules),
        rows: &distinct(&args.rows),
        strengths: &args.l1,
        rates: &args.rates,
        seeds: args.seeds,
        settings: Settings { epochs: args.epochs, batch: args.batch, seed: args.seed, ..Settings::default() },
        device: &device,
        shape: [vocabulary.len(), outputs(classes.len())],
    };
    grid.check()?;
    let report = args.report.as_deref().map(|dir| Report::create(dir, &title(&args.data))).transpose()?;
    let points = grid.points(&train, &test)?;
    let findings: Vec<_> =
        grid.rows.iter().flat_map(|rows| ordering::findings(&points, rows.name(), test.len())).collect();
    if let Some(report) = report {
        let page = write(report, args, &grid, &points, &findings)?;
        eprintln!("report: {}", page.display());
    }
    if args.json {
        let document = Document {
            device: device.kind(),
            adapter: device.adapter(),
            train_rows: train.len(),
            test_rows: test.len(),
            features: vocabulary.len(),
            classes: classes.len(),
            seeds: args.seeds,
            epochs: args.epochs,
            batch: args.batch,
            points: &points,
            findings: &findings,
        };
        line!("{}", serde_json::to_string(&document)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    stdout::print(|output| output.write_all(table::markdown(&table::summary(&points)).as_bytes()))?;
    line!("\nAs in Duchi, Hazan and Singer (2011), each rule with the strength of its fewest errors:")?;
    findings.iter().try_for_each(|finding| line!("{}", finding.text()))?;
    Ok(ExitCode::SUCCESS)
}

/// The values without those that are there already.
fn distinct<T: Copy + PartialEq>(values: &[T]) -> Vec<T> {
    let mut distinct = Vec::new();
    values.iter().for_each(|value| {
        if !distinct.contains(value) {
            distinct.push(*value)
        }
    });
    distinct
}

fn title(data: &Path) -> String {
    let name = data.file_name().map_or(data.display().to_string(), |name| name.display().to_string());
    format!("Update rules compared: {name}")
}

/// Writes the picture, the page and the points; returns the path of the page.
fn write(
    mut report: Report,
    args: &Args,
    grid: &Grid<'_>,
    points: &[Point],
    findings: &[Finding],
) -> Result<PathBuf> {
    let curve = |rule: Candidate, rows: RowsArg| -> Vec<(f64, f64)> {
        let of = points.iter().filter(|point| point.rule == rule && point.rows == rows.name());
        of.map(|point| (point.nonzero, 100.0 * point.test_error)).collect()
    };
    let curves: Vec<Vec<Vec<(f64, f64)>>> =
        grid.rows.iter().map(|rows| grid.rules.iter().map(|rule| curve(*rule, *rows)).collect()).collect();
    let titles: Vec<_> = grid.rows.iter().map(|rows| format!("{} rows", rows.name())).collect();
    let panels = titles.iter().zip(&curves).map(|(title, curves)| Panel {
        title,
        lines: grid
            .rules
            .iter()
            .zip(curves)
            .map(|(rule, points)| Line { name: rule.title(), points })
            .collect(),
    });
    let name = title(&args.data);
    report.panels(
        "frontier",
        &Panels {
            title: &name,
            x_label: "non-zero weights",
            y_label: "% of test examples that are wrong",
            panels: panels.collect(),
            x_logarithmic: true,
        },
    )?;
    report.paragraph(&format!(
        "Each point is a strength of L1, the mean over {} seeds. A point further left and further down is a better model.",
        args.seeds
    ));
    let summary = table::summary(points);
    report.table(&table::SUMMARY, &summary);
    findings.iter().for_each(|finding| report.paragraph(&finding.text()));
    report.heading("How it was measured");
    report.paragraph(AFTER_HELP);
    report.facts(&[
        vec!["epochs".to_owned(), args.epochs.to_string()],
        vec!["batch".to_owned(), args.batch.to_string()],
        vec!["seeds".to_owned(), format!("{}, from {} on", args.seeds, args.seed)],
    ]);
    report.heading("All points");
    report.table(&table::POINTS, &table::points(points));
    report.heading("Program and device");
    report.facts(&grid.device.facts());
    report.file("points.csv", table::csv(points));
    report.finish()
}
