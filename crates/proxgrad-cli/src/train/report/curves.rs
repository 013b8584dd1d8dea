//! The curves of a run: loss and non-zero weights over its steps.

use anyhow::Result;

use crate::{
    report::{Chart, Line, Report},
    train::fit::Point,
};

/// Draws the curves of runs by name; `weights` is the number of weights that can be non-zero.
pub(crate) fn charts(report: &mut Report, runs: &[(&str, &[Point])], weights: u64) -> Result<()> {
    draw(report, "loss", ("Training loss", "mean loss"), runs, |point| point.loss)?;
    let share = |point: &Point| share(point.nonzero, weights);
    draw(report, "nonzero", ("Weights that are not exactly zero", "% of weights"), runs, share)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn share(nonzero: u64, weights: u64) -> f64 {
    100.0 * nonzero as f64 / weights.max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn draw(
    report: &mut Report,
    name: &str,
    (title, y_label): (&str, &str),
    runs: &[(&str, &[Point])],
    y: impl Fn(&Point) -> f64,
) -> Result<()> {
    let curve = |points: &[Point]| points.iter().map(|point| (point.step as f64, y(point))).collect();
    let curves: Vec<(&str, Vec<(f64, f64)>)> = runs.iter().map(|(name, run)| (*name, curve(run))).collect();
    let lines = curves.iter().map(|(name, points)| Line { name, points }).collect();
    report.chart(
        name,
        &Chart { title, x_label: "step", y_label, lines, y_from_zero: true, x_logarithmic: false },
    )
}
