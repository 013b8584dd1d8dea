//! The report of a run of the benchmark: pictures and tables.

use std::path::PathBuf;

use anyhow::Result;

use proxgrad_bench::{BENCHES, Document, LABEL, Outcome, Prediction, Quantity, Sizes};

use super::table::Table;
use crate::report::{BarGroup, Bars, Chart, Line, Report};

/// The points of each line by its name, in order of appearance.
type Lines = Vec<(String, Vec<(f64, f64)>)>;

/// Writes the pictures and the page; returns the path of the page.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn draw(mut report: Report, document: &Document) -> Result<PathBuf> {
    report.facts(&document.conditions.rows());
    for bench in &BENCHES {
        let outcomes: Vec<_> = document.results.iter().filter(|of| of.sizes.bench == bench.name).collect();
        for (device, outcomes) in by_device(&outcomes) {
            match bench.quantity {
                Quantity::Rate => rates(&mut report, bench.name, device, &outcomes)?,
                Quantity::RatioTo(baseline) => {
                    ratios(&mut report, (bench.name, device, baseline), &outcomes)?
                }
            }
        }
        tables(&mut report, &outcomes);
    }
    peers(&mut report, document)?;
    for skipped in &document.skipped {
        report.paragraph(&format!("{}: {}", skipped.sizes.title(), skipped.text()));
    }
    predictions(&mut report, document)?;
    report.finish()
}

/// The outcomes by device; peers are listed with the CPU, on which they usually run.
fn by_device<'a>(outcomes: &[&'a Outcome]) -> Vec<(&'static str, Vec<&'a Outcome>)> {
    let of = |devices: &[&str]| {
        outcomes.iter().copied().filter(|outcome| devices.contains(&outcome.device)).collect::<Vec<_>>()
    };
    let both = [("gpu", of(&["gpu"])), ("cpu", of(&["cpu", "peer"]))];
    both.into_iter().filter(|(_, outcomes)| !outcomes.is_empty()).collect()
}

fn rates(report: &mut Report, bench: &str, device: &str, outcomes: &[&Outcome]) -> Result<()> {
    let title = format!("{bench}, {device}: achieved and possible");
    let points = outcomes.iter().map(|of| (of.variant.clone(), elements(of.sizes), of.gb_per_s));
    chart(report, &format!("{bench}-{device}"), &title, "GB/s of bytes that must move", &lines(points))
}

fn chart(report: &mut Report, name: &str, title: &str, y_label: &str, lines: &Lines) -> Result<()> {
    let lines = lines.iter().map(|(name, points)| Line { name, points }).collect();
    let x_label = "elements";
    report.chart(name, &Chart { title, x_label, y_label, lines, y_from_zero: true, x_logarithmic: true })
}

fn lines(points: impl Iterator<Item = (String, f64, f64)>) -> Lines {
    let mut lines = Lines::new();
    for (name, x, y) in points {
        match lines.iter_mut().find(|(other, _)| *other == name) {
            Some((_, points)) => points.push((x, y)),
            None => lines.push((name, vec![(x, y)])),
        }
    }
    lines
}

#[expect(clippy::cast_precision_loss, reason = "elements are far below 2^53")]
fn elements(sizes: Sizes) -> f64 {
    sizes.n.unwrap_or_default() as f64
}

fn ratios(
    report: &mut Report,
    (bench, device, baseline): (&str, &str, &str),
    all: &[&Outcome],
) -> Result<()> {
    let key = format!("ratio_to_{baseline}");
    let title = format!("{bench}, {device}: times of {baseline}");
    let x_label = format!("time / time of {baseline}; left of 1 is faster");
    draw_bars(report, &format!("{bench}-{device}"), (&title, &x_label), all, &key)
}

fn draw_bars(
    report: &mut Report,
    name: &str,
    (title, x_label): (&str, &str),
    all: &[&Outcome],
    key: &str,
) -> Result<()> {
    let mut groups: Vec<BarGroup> = Vec::new();
    let one_bench = all.windows(2).all(|pair| pair[0].sizes.bench == pair[1].sizes.bench);
    for outcome in all {
        let Some(ratio) = outcome.ratios.get(key) else { continue };
        let heading = if one_bench { outcome.sizes.text() } else { outcome.sizes.title() };
        let bar = (outcome.variant.clone(), *ratio);
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.bars.push(bar),
            None => groups.push(BarGroup { heading, bars: vec![bar] }),
        }
    }
    if groups.is_empty() {
        return Ok(());
    }
    report.bars(name, &Bars { title, x_label, groups })
}

/// A table for each case.
fn tables(report: &mut Report, outcomes: &[&Outcome]) {
    for case in outcomes.chunk_by(|a, b| a.sizes == b.sizes) {
        report.paragraph(&case[0].sizes.title());
        add(report, &Table::of_case(&case.iter().map(|outcome| (*outcome).clone()).collect::<Vec<_>>()));
    }
}

fn add(report: &mut Report, table: &Table) {
    report.table(&table.header.iter().map(String::as_str).collect::<Vec<_>>(), &table.rows);
}

fn peers(report: &mut Report, document: &Document) -> Result<()> {
    for peer in &document.peers {
        report.paragraph(&format!("Peer {}", peer.text()));
    }
    for (name, key, device) in [("peers", "ratio_to_ours", "CPU"), ("peers-gpu", "ratio_to_ours_gpu", "GPU")]
    {
        let of_peers: Vec<_> = document.results.iter().filter(|of| of.ratios.contains_key(key)).collect();
        let title = format!("Peers: times of this library on the {device}");
        let x_label =
            format!("time / time of this library's fastest variant on the {device}; left of 1 is faster");
        draw_bars(report, name, (&title, &x_label), &of_peers, key)?;
    }
    Ok(())
}

fn predictions(report: &mut Report, document: &Document) -> Result<()> {
    report.paragraph(&document.assumptions);
    for bench in document.predictions.chunk_by(|a, b| a.sizes.bench == b.sizes.bench) {
        let name = bench[0].sizes.bench;
        if BENCHES.iter().any(|bench| bench.name == name && matches!(bench.quantity, Quantity::Rate)) {
            predicted_rates(report, name, bench)?;
        }
        report.paragraph(&format!("{name}: {LABEL}"));
        add(report, &Table::of_predictions(&bench.iter().collect::<Vec<_>>()));
    }
    Ok(())
}

/// The GPUs of the picture of predictions, as many as there are colours.
const DRAWN: [&str; 6] = ["H100 SXM", "RTX 4090", "RX 7900 XTX", "Arc A770", "M2 Max", "Steam Deck"];

fn predicted_rates(report: &mut Report, name: &str, predictions: &[Prediction]) -> Result<()> {
    let drawn = predictions.iter().filter(|prediction| DRAWN.contains(&prediction.gpu));
    let points = drawn.map(|of| (of.gpu.to_owned(), elements(of.sizes), of.predicted_gb_per_s));
    let title = format!("{name}: {LABEL}");
    chart(report, &format!("{name}-prediction"), &title, &format!("GB/s ({LABEL})"), &lines(points))
}
