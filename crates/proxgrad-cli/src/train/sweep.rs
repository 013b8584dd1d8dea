//! A sweep over strengths of L1: for each strength and seed a run with touched rows and one with exact rows, and a
//! comparison of their results.

use std::{num::ParseFloatError, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use super::{
    files::Files, fit::fit, model::Model, option_values::RowsArg, outcome::features_seen, position::Position,
    report::Conditions, settings::Settings, trainers::trainer,
};
use crate::{
    data::Dataset,
    report::{Chart, Line, Report},
    stdout::line,
};

/// Options of a sweep.
#[derive(Args, Clone, Debug)]
pub(super) struct SweepArgs {
    /// Train a model for each of these strengths, with touched and with exact rows, and compare them; needs --test.
    #[arg(
        long,
        value_name = "STRENGTHS",
        value_delimiter = ',',
        value_parser = strength,
        conflicts_with_all = ["l1", "rows", "save", "resume", "target_zeros"],
        requires = "test"
    )]
    pub(super) sweep_l1: Vec<f64>,
    /// Seeds of a sweep, from --seed on; it reports the mean over them.
    #[arg(long, default_value_t = 5, requires = "sweep_l1", value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
}

/// Reads a strength of a list, which may have blanks around it.
fn strength(text: &str) -> Result<f64, ParseFloatError> {
    text.trim().parse()
}

/// The results of the runs with one strength and one kind of rows.
#[derive(Debug, Serialize)]
struct Point {
    l1: f64,
    rows: &'static str,
    /// Mean over the seeds.
    test_error: f64,
    /// Minimum and maximum over the seeds.
    test_error_range: [f64; 2],
    /// Mean over the seeds.
    nonzero_share: f64,
    /// Minimum and maximum over the seeds.
    nonzero_share_range: [f64; 2],
}

/// What `train --sweep-l1` prints as JSON.
#[derive(Debug, Serialize)]
struct Document<'a> {
    device: &'static str,
    adapter: Option<&'a str>,
    #[serde(flatten)]
    files: &'a Files,
    train_rows: usize,
    test_rows: usize,
    features_seen: usize,
    classes: usize,
    seeds: u64,
    sweep: &'a [Point],
}

/// The inputs of a sweep.
pub(super) struct Sweep<'a> {
    pub(super) args: &'a SweepArgs,
    pub(super) settings: &'a Settings,
    pub(super) test: &'a Dataset,
    /// Data, device, and an untrained model.
    pub(super) conditions: Conditions<'a>,
}

impl Sweep<'_> {
    /// Refuses settings that one of the runs would refuse, before the first run begins.
    ///
    /// # Errors
    /// A strength out of range, weight decay.
    pub(super) fn check(&self) -> Result<()> {
        for &l1 in &self.args.sweep_l1 {
            let settings = Settings { l1, rows: RowsArg::Exact, ..self.settings.clone() };
            settings.check().with_context(|| format!("--sweep-l1 {l1}"))?;
        }
        Ok(())
    }

    /// Trains, prints, and draws the report if there is one.
    ///
    /// # Errors
    /// As a single run.
    pub(super) fn run(&self, report: Option<Report>, json: bool) -> Result<()> {
        let mut points = Vec::new();
        for &l1 in &self.args.sweep_l1 {
            for rows in [RowsArg::Touched, RowsArg::Exact] {
                points.push(self.point(l1, rows)?);
            }
        }
        if let Some(report) = report {
            eprintln!("report: {}", self.write(report, &points)?.display());
        }
        self.print(&points, json)
    }

    fn point(&self, l1: f64, rows: RowsArg) -> Result<Point> {
        let (mut errors, mut shares) = (Vec::new(), Vec::new());
        for seed in self.seeds() {
            let settings = Settings { l1, rows, seed, ..self.settings.clone() };
            let (error, share) = self.once(&settings).with_context(|| format!("with --l1 {l1}"))?;
            errors.push(error);
            shares.push(share);
        }
        Ok(Point {
            l1,
            rows: rows.name(),
            test_error: mean(&errors),
            test_error_range: range(&errors),
            nonzero_share: mean(&shares),
            nonzero_share_range: range(&shares),
        })
    }

    /// Test error and share of non-zero weights of one run.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn once(&self, settings: &Settings) -> Result<(f64, f64)> {
        let &Conditions { device, train, saved, .. } = &self.conditions;
        let Model { outputs, .. } = saved.model;
        let mut trainer = trainer(device, settings, train, saved.model.clone())?;
        let name = format!("{} {:e}, seed {}", settings.rows.name(), settings.l1, settings.seed);
        fit(&mut *trainer, settings, train, Position::default(), &name, &mut ())?;
        let error = trainer.errors(self.test)? as f64 / self.test.len().max(1) as f64;
        let weights = features_seen(train) * outputs;
        Ok((error, trainer.nonzero()? as f64 / weights.max(1) as f64))
    }

    fn print(&self, points: &[Point], json: bool) -> Result<()> {
        if !json {
            line!("{}", HEADER.map(|name| format!("{name:<20}")).concat().trim_end())?;
            for row in rows(points) {
                line!("{}", row.map(|cell| format!("{cell:<20}")).concat().trim_end())?;
            }
            return Ok(());
        }
        let &Conditions { device, files, train, saved, .. } = &self.conditions;
        let document = Document {
            device: device.kind(),
            adapter: device.adapter(),
            files,
            train_rows: train.len(),
            test_rows: self.test.len(),
            features_seen: features_seen(train),
            classes: saved.classes.len(),
            seeds: self.args.seeds,
            sweep: points,
        };
        line!("{}", serde_json::to_string(&document)?)
    }

    /// Writes the pictures and the page; returns the path of the page.
    fn write(&self, mut report: Report, points: &[Point]) -> Result<PathBuf> {
        report.heading("Results");
        draw(&mut report, points)?;
        report.table(&DETAILS, &details(points));
        let seeds = format!("{} seeds, from {} on", self.args.seeds, self.settings.seed);
        let strengths: Vec<_> = self.args.sweep_l1.iter().map(|l1| format!("{l1:e}")).collect();
        let varied =
            [("l1", strengths.join(", ")), ("rows", "touched and exact".to_owned()), ("seed", seeds)];
        self.conditions.add(&mut report, &varied);
        report.finish()
    }

    fn seeds(&self) -> impl Iterator<Item = u64> {
        (0..self.args.seeds).map(|i| self.settings.seed.wrapping_add(i))
    }
}

const HEADER: [&str; 5] = ["l1", "error, touched", "error, exact", "non-zero, touched", "non-zero, exact"];

/// A row of text for every strength.
fn rows(points: &[Point]) -> Vec<[String; 5]> {
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let row = |pair: &[Point]| {
        let [touched, exact] = [&pair[0], &pair[1]];
        [
            format!("{:e}", touched.l1),
            percent(touched.test_error),
            percent(exact.test_error),
            percent(touched.nonzero_share),
            percent(exact.nonzero_share),
        ]
    };
    points.chunks_exact(2).map(row).collect()
}

const DETAILS: [&str; 6] =
    ["l1", "rows", "test error", "lowest and highest", "non-zero weights", "lowest and highest"];

/// A row for every strength and kind of rows: means, and ranges over the seeds.
fn details(points: &[Point]) -> Vec<Vec<String>> {
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let range = |[low, high]: [f64; 2]| format!("{} – {}", percent(low), percent(high));
    let row = |point: &Point| {
        vec![
            format!("{:e}", point.l1),
            point.rows.to_owned(),
            percent(point.test_error),
            range(point.test_error_range),
            percent(point.nonzero_share),
            range(point.nonzero_share_range),
        ]
    };
    points.iter().map(row).collect()
}

/// Draws the pictures.
fn draw(report: &mut Report, points: &[Point]) -> Result<()> {
    report.paragraph(
        "For each strength of L1 and each kind of rows the mean over the seeds, which are below. A point further left and \
         further down is a better model: fewer weights, fewer errors.",
    );
    let of = |rows: &str, place: &dyn Fn(&Point) -> (f64, f64)| -> Vec<(f64, f64)> {
        points.iter().filter(|point| point.rows == rows).map(place).collect()
    };
    let chart =
        |report: &mut Report, name, title, labels: [&str; 2], log, place: &dyn Fn(&Point) -> (f64, f64)| {
            let [touched, exact] = ["touched", "exact"].map(|rows| of(rows, place));
            let lines = vec![
                Line { name: "touched rows", points: &touched },
                Line { name: "exact rows", points: &exact },
            ];
            let [x_label, y_label] = labels;
            report
                .chart(name, &Chart { title, x_label, y_label, lines, y_from_zero: true, x_logarithmic: log })
        };
    chart(
        report,
        "frontier",
        "Test error against weights that are left",
        ["% of weights that are not zero", "% of test examples"],
        false,
        &|point| (100.0 * point.nonzero_share, 100.0 * point.test_error),
    )?;
    chart(
        report,
        "nonzero",
        "Weights that are left, by strength of L1",
        ["l1", "% of weights"],
        true,
        &|point| (point.l1, 100.0 * point.nonzero_share),
    )?;
    chart(report, "error", "Test error, by strength of L1", ["l1", "% of test examples"], true, &|point| {
        (point.l1, 100.0 * point.test_error)
    })
}

#[expect(clippy::cast_precision_loss, reason = "seeds are few")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn range(values: &[f64]) -> [f64; 2] {
    let of = |pick: fn(f64, f64) -> f64| values.iter().copied().reduce(pick).unwrap_or_default();
    [of(f64::min), of(f64::max)]
}
