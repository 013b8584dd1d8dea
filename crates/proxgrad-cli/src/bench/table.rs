//! Tables of results and of predictions, as text.

use proxgrad_bench::{LABEL, Outcome, Prediction, Skipped, gpus};

/// A table: a header and rows of cells.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// The number of columns of words, which are to the left of those of numbers.
const WORDS: usize = 2;

impl Table {
    /// The results of one case. The cells of ratios that a contender lacks are empty.
    pub(super) fn of_case(outcomes: &[Outcome]) -> Self {
        let names = ratio_names(outcomes);
        let clocked = outcomes.iter().any(|outcome| outcome.device_us.is_some());
        let mut header = ["device", "variant", "median µs", "min µs", "spread µs", "GB/s"].to_vec();
        header.extend(clocked.then_some("dev. µs"));
        let predicted = outcomes.iter().find_map(|outcome| outcome.predicted);
        let predicted = predicted.map(|beside| format!("predicted µs, {}", beside.gpu));
        let ratios = names.iter().map(|name| ratio_header(name));
        let header = header.into_iter().map(str::to_owned).chain(predicted.clone()).chain(ratios).collect();
        let row = |outcome: &Outcome| {
            let mut cells = vec![outcome.device.to_owned(), outcome.variant.clone()];
            let Outcome { median_us, min_us, spread_us, gb_per_s, device_us, ratios, .. } = outcome;
            cells.extend([median_us, min_us, spread_us, gb_per_s].map(|value| number(*value)));
            cells.extend(clocked.then(|| device_us.map_or(String::new(), number)));
            let beside = outcome.predicted.map_or(String::new(), |beside| rough(beside.us));
            cells.extend(predicted.is_some().then_some(beside));
            cells.extend(names.iter().map(|name| ratios.get(*name).map_or(String::new(), |of| number(*of))));
            cells
        };
        Self { header, rows: outcomes.iter().map(row).collect() }
    }

    /// The predictions of a bench in microseconds, with a column for each GPU.
    pub(super) fn of_predictions(predictions: &[&Prediction]) -> Self {
        let words = [LABEL, "variant"].into_iter().map(str::to_owned);
        let header = words.chain(gpus().map(|gpu| format!("{gpu} µs"))).collect();
        let row = |predictions: &[&Prediction]| {
            let first = predictions.first().map(|first| [first.sizes.text(), first.variant.to_owned()]);
            let times = predictions.iter().map(|prediction| rough(prediction.predicted_us));
            first.into_iter().flatten().chain(times).collect()
        };
        Self { header, rows: predictions.chunks(gpus().count()).map(row).collect() }
    }

    /// The table as text: a line for the header and each row, with columns aligned by blanks.
    pub(super) fn text(&self) -> String {
        let lines = || [&self.header].into_iter().chain(&self.rows);
        let width = |column: usize| {
            lines().filter_map(|cells| cells.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..self.header.len()).map(width).collect();
        let line = |cells: &Vec<String>| {
            let cells = cells.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
                if column < WORDS { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        lines().map(line).collect()
    }
}

/// The title and the table of a case, and what was left out.
pub(super) fn case_text(title: &str, outcomes: &[Outcome], skipped: &[Skipped]) -> String {
    let table = if outcomes.is_empty() { String::new() } else { Table::of_case(outcomes).text() };
    let skipped: String = skipped.iter().map(|skipped| skipped.text() + "\n").collect();
    format!("\n{title}\n{table}{skipped}")
}

/// The names of all ratios, in the order of their baselines; ratios across devices come last.
fn ratio_names(outcomes: &[Outcome]) -> Vec<&String> {
    let place = |name: &str| {
        let (baseline, _) = bare(name);
        let turn = outcomes.iter().position(|outcome| outcome.variant == baseline);
        turn.filter(|_| baseline != "ours").unwrap_or(outcomes.len())
    };
    let mut names: Vec<&String> = outcomes.iter().flat_map(|outcome| outcome.ratios.keys()).collect();
    names.sort_by_key(|name| (place(name), *name));
    names.dedup();
    names
}

/// The baseline in the name of a ratio, and the suffix of its header for the kind of ratio.
fn bare(name: &str) -> (&str, &'static str) {
    let name = name.strip_prefix("ratio_to_").unwrap_or(name);
    let kinds = [("_per_byte", "/byte"), ("_device", " dev.")];
    let of_kind = |(ending, kind)| Some((name.strip_suffix(ending)?, kind));
    kinds.into_iter().find_map(of_kind).unwrap_or((name, ""))
}

/// `ratio_to_triad` is `× triad`.
fn ratio_header(name: &str) -> String {
    let (baseline, kind) = bare(name);
    format!("× {baseline}{kind}")
}

/// A predicted time, with fewer digits than a measured one.
fn rough(value: f64) -> String {
    if value < 99.95 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// Three digits or four.
pub(super) fn number(value: f64) -> String {
    match value.abs() {
        ..9.9995 => format!("{value:.3}"),
        ..99.995 => format!("{value:.2}"),
        ..999.95 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proxgrad_bench::{Forecast, Sizes};

    use super::*;

    fn outcome(variant: &str, ratios: &[(&str, f64)]) -> Outcome {
        Outcome {
            sizes: Sizes { bench: "dense", n: Some(1000), ..Sizes::default() },
            device: "gpu",
            variant: variant.to_owned(),
            median_us: 123.456,
            min_us: 99.0,
            spread_us: 0.5,
            gb_per_s: 1234.5,
            device_us: None,
            predicted: None,
            ratios: ratios
                .iter()
                .map(|(name, ratio)| ((*name).to_owned(), *ratio))
                .collect::<BTreeMap<_, _>>(),
        }
    }

    #[test]
    fn columns_are_aligned_and_ratios_that_do_not_apply_are_blank() {
        let all = [
            outcome("ours", &[("ratio_to_copy_per_byte", 1.25), ("ratio_to_triad", 1.0)]),
            outcome("triad", &[]),
        ];
        assert_eq!(
            Table::of_case(&all).text(),
            "device  variant  median µs  min µs  spread µs  GB/s  × triad  × copy/byte\n\
             gpu     ours         123.5   99.00      0.500  1234    1.000        1.250\n\
             gpu     triad        123.5   99.00      0.500  1234\n"
        );
    }

    #[test]
    fn predictions_say_that_they_are_none_of_the_measured() {
        let sizes = Sizes { bench: "dense", n: Some(1000), ..Sizes::default() };
        let forecast = Forecast { variant: "ours", bytes: 20_000, waits: 1, starts: 0, accesses: 1 };
        let predictions: Vec<_> = forecast.predictions(sizes).collect();
        let table = Table::of_predictions(&predictions.iter().collect::<Vec<_>>());
        assert_eq!(table.header[0], LABEL);
        assert_eq!((table.rows.len(), table.rows[0].len()), (1, table.header.len()));
        assert_eq!(table.rows[0][..2], ["n = 1e3", "ours"]);
    }
}
