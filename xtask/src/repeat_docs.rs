//! The numbers that the pages print, and the commands behind them: each command is run again, the lines that a page
//! has to hold are made from what it prints, and looked up in the page. So a number stands in the page alone.
//!
//! Only numbers that do not depend on how fast the machine is. [`speed`] prints the others side by side.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::command_line::CommandLine;
use crate::data_sets::Data;
use crate::program::{Profile, Program, workspace_root};

/// A page, and a line or a part of one that the page has to hold.
type Line = (&'static str, String);

/// Some lines of pages, and the commands of `proxgrad` that they come from.
struct Repeat {
    about: &'static str,
    data: Option<Data>,
    commands: fn() -> Vec<String>,
    /// The lines, with their pages, from `about` and from what the commands have printed to stdout.
    lines: fn(&str, &[String]) -> Vec<Line>,
}

const README: &str = "README.md";
const EXACT_ROWS: &str = "docs/exact-rows.md";
const HALF_PRECISION: &str = "docs/half-precision.md";
const COMPARED: &str = "docs/compared.md";

/// Everything that is repeated.
const REPEATS: &[Repeat] = &[
    Repeat {
        about: "recorded numbers",
        data: None,
        commands: || {
            vec!["verify --device gpu tests/golden".into(), "verify --device cpu tests/golden".into()]
        },
        lines: verify_lines,
    },
    Repeat {
        about: "demo",
        data: None,
        commands: || vec!["demo --report target/demo".into()],
        lines: demo_lines,
    },
    Repeat {
        about: "text messages, the preset",
        data: Some(Data::Sms),
        commands: || vec!["train --preset sparse".into()],
        lines: |_, printed| {
            let shown =
                ["examples ", "features ", "steps ", "training loss", "test error", "non-zero weights"];
            let is_shown = |line: &&str| shown.iter().any(|name| line.starts_with(name));
            printed[0].lines().filter(is_shown).map(|line| (README, line.to_owned())).collect()
        },
    },
    Repeat {
        about: "Agaricus",
        data: Some(Data::Agaricus),
        commands: || vec!["train --json".into(), "train --sweep-l1 1e-3 --json".into()],
        lines: |_, printed| {
            let error = percent(number(&printed[0], "test_error"), 2);
            let [touched, exact] = &sweep(&printed[1])[0].1;
            let shares = format!("{} and {} of", digits(100.0 * touched.share, 1), percent(exact.share, 1));
            let errors = (touched.error, exact.error);
            let errors = if errors.0 == errors.1 {
                format!("{} both", percent(errors.0, 2))
            } else {
                format!("{errors:?}")
            };
            vec![
                (
                    README,
                    format!(
                        "test error {error} of {}",
                        number(&printed[0], "test_rows").to_string().replace("1611", "1,611")
                    ),
                ),
                (EXACT_ROWS, format!("(agaricus, l1 = 1e-3: {errors}, {shares} the weights non-zero)")),
            ]
        },
    },
    Repeat {
        about: "RCV1, touched rows",
        data: Some(Data::Rcv1),
        commands: || both_devices("--batch 1 --sweep-l1 1e-4,1e-3,1e-2,3e-2"),
        lines: |_, printed| {
            let swept = sweep(&printed[0]);
            let row = |name, cell: fn(&[Point; 2]) -> String| {
                (README, row(name, swept.iter().map(|(_, points)| cell(points))))
            };
            let agree = if swept == sweep(&printed[1]) { "give the same numbers" } else { "differ" };
            vec![
                row("test error", |[touched, _]| digits(touched.error, 3)),
                row("non-zero share", |[touched, _]| digits(touched.share, 4)),
                (README, format!("`--device gpu` and `--device cpu` {agree}")),
            ]
        },
    },
    Repeat {
        about: "RCV1, exact rows",
        data: Some(Data::Rcv1),
        commands: || {
            both_devices(
                "--batch 1 --shrinkage adaptive --learning-rate 3 --seeds 10 \
                 --sweep-l1 1e-5,3e-5,1e-4,3e-4,1e-3,3e-3,1e-2,3e-2,1e-1",
            )
        },
        lines: exact_rows_lines,
    },
    Repeat {
        about: "RCV1, exact rows, documented shrinkage",
        data: Some(Data::Rcv1),
        commands: || vec!["train --batch 1 --seeds 10 --sweep-l1 1e-3,3e-2,3e-1 --json".into()],
        lines: |_, printed| {
            let swept = sweep(&printed[0]);
            let [small, large, larger] = [&swept[0].1[1], &swept[1].1[0], &swept[2].1[0]];
            let shown = |point: &Point| [percent(point.share, 1), percent(point.error, 1)];
            vec![
                (EXACT_ROWS, shown(small).join(" of the weights at ")),
                (EXACT_ROWS, format!("touched rows have {}", shown(large).join(" at "))),
                (EXACT_ROWS, format!("and {}", shown(larger).join(" at "))),
            ]
        },
    },
    compared("RCV1, rules compared", Data::Rcv1),
    compared("text messages, rules compared", Data::Sms),
    half("digits, learning rate 0.3, 10 passes, batch 8", Data::Digits, || {
        formats("--learning-rate 0.3 --batch 8 --epochs 10")
    }),
    half("digits, learning rate 0.03, 20 passes, batch 8", Data::Digits, || {
        formats("--learning-rate 0.03 --batch 8 --epochs 20")
    }),
    half("RCV1, learning rate 0.1, 20 passes, batch 8", Data::Rcv1, || {
        formats("--learning-rate 0.1 --batch 8 --epochs 20")
    }),
    half("RCV1, learning rate 0.01, 20 passes, batch 8", Data::Rcv1, || {
        formats("--learning-rate 0.01 --batch 8 --epochs 20")
    }),
    half("RCV1, learning rate 1, l1 1e-4, one pass, batch 1", Data::Rcv1, || formats("--l1 1e-4 --batch 1")),
    half("the same with exact rows, adaptive, learning rate 3", Data::Rcv1, || {
        formats("--l1 1e-4 --batch 1 --rows exact --shrinkage adaptive --learning-rate 3")
    }),
];

/// Runs every command, and prints which lines the pages do not have. Returns the exit code: 1 if there are any.
///
/// # Errors
///
/// The message to print where a command fails.
pub(crate) fn check() -> Result<i32, String> {
    let program = Program::build(Profile::Dev)?;
    let mut sets = BTreeMap::new();
    let (mut moved, mut held, mut skipped) = (0, 0, 0);
    for repeat in REPEATS {
        let data = match repeat.data {
            None => None,
            Some(data) => match sets.entry(data).or_insert_with(|| data.files(&program)) {
                Ok(files) => Some(files.clone()),
                Err(reason) => {
                    eprintln!("skipped  {}: {reason}", repeat.about);
                    skipped += 1;
                    continue;
                }
            },
        };
        let lines =
            (repeat.commands)().iter().map(|words| line(&program, words, data.as_ref())).collect::<Vec<_>>();
        let printed = lines.iter().map(CommandLine::output).collect::<Result<Vec<_>, _>>()?;
        for (page, wanted) in (repeat.lines)(repeat.about, &printed) {
            if text_of(page)?.contains(&squeezed(&wanted)) {
                held += 1;
                println!("holds    {page}: {wanted}");
            } else {
                moved += 1;
                println!("MOVED    {page}: is not there: {wanted}\n         from `{}`", lines[0]);
            }
        }
    }
    println!(
        "{held} numbers or rows hold, {moved} moved; {skipped} of {} groups were skipped",
        REPEATS.len()
    );
    if moved > 0 { Err(format!("{moved} numbers or rows moved")) } else { Ok(0) }
}

/// A command of `proxgrad`; commands that train get their data, and the CPU unless they name a device.
fn line(program: &Program, words: &str, data: Option<&[PathBuf; 2]>) -> CommandLine {
    let mut words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    if let Some(files) = data {
        let [train, test] = files.each_ref().map(|file| file.display().to_string());
        words.splice(1..1, [train, "--test".into(), test]);
        if !words.iter().any(|word| word == "--device") {
            words.extend(["--device".into(), "cpu".into()]);
        }
    }
    program.line(words).current_dir(workspace_root())
}

/// The text of a page without emphasis and line breaks.
fn text_of(page: &str) -> Result<String, String> {
    let text = fs::read_to_string(workspace_root().join(page)).map_err(|error| format!("{page}: {error}"))?;
    Ok(squeezed(&text.replace("**", "")))
}

/// Words with one blank between them.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sweep on the CPU and one on the adapter.
fn both_devices(args: &str) -> Vec<String> {
    ["cpu", "gpu"].map(|device| format!("train {args} --device {device} --json")).to_vec()
}

/// A row of the table of formats: four formats, ten seeds each.
fn formats(args: &str) -> Vec<String> {
    let columns = [
        "",
        "--precision bf16 --rounding stochastic",
        "--precision bf16 --rounding nearest",
        "--precision f16 --rounding stochastic --loss-scale dynamic",
    ];
    let seeds = |column: &&str| {
        (0..SEEDS).map(|seed| format!("train {args} {column} --seed {seed} --json")).collect::<Vec<_>>()
    };
    columns.iter().flat_map(seeds).collect()
}

const SEEDS: usize = 10;

/// Rows of the table of rules, and what holds of them.
const fn compared(about: &'static str, data: Data) -> Repeat {
    let lines: fn(&str, &[String]) -> Vec<Line> = |_, printed| {
        let is_shown = |line: &&str| line.starts_with("| ") || line.contains(" rows: ");
        printed[0].lines().filter(is_shown).map(|line| (COMPARED, line.to_owned())).collect()
    };
    Repeat { about, data: Some(data), commands: || vec!["compare".into()], lines }
}

const fn half(about: &'static str, data: Data, commands: fn() -> Vec<String>) -> Repeat {
    Repeat { about, data: Some(data), commands, lines: half_lines }
}

/// A row of the table of formats; `about` is its first cell.
fn half_lines(about: &str, printed: &[String]) -> Vec<Line> {
    let mean =
        |runs: &[String], key: &str| runs.iter().map(|run| number(run, key)).sum::<f64>() / runs.len() as f64;
    let columns: Vec<_> =
        printed.chunks(SEEDS).map(|runs| (mean(runs, "test_error"), mean(runs, "train_loss"))).collect();
    let cell = |&(error, loss): &(f64, f64)| format!("{} / {}", digits(100.0 * error, 2), digits(loss, 3));
    let mut lines = vec![(HALF_PRECISION, row(about, columns.iter().map(cell)))];
    // The README has the errors of two rows, in three formats.
    if let Some((name @ ("digits, learning rate 0.03" | "RCV1, learning rate 0.01"), _)) =
        about.split_once(", 20")
    {
        lines.push((README, row(name, columns[..3].iter().map(|(error, _)| percent(*error, 2)))));
    }
    lines
}

/// A row of a table.
fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    format!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn verify_lines(_: &str, printed: &[String]) -> Vec<Line> {
    let mut lines = Vec::new();
    for printed in printed {
        let rows: Vec<Vec<&str>> = printed.lines().map(|line| line.split_whitespace().collect()).collect();
        // A row has a family, four counts and the largest share of a tolerance.
        let families: Vec<_> =
            rows.iter().filter(|row| row.len() == 6 && row[1].parse::<u32>().is_ok()).collect();
        let (files, cases, failed) = families
            .split_last()
            .map_or((0, "none", "none"), |(total, families)| (families.len(), total[2], total[3]));
        lines.push((README, format!("replays {files} files")));
        lines.push((README, format!("All of the {cases} cases")));
        lines.push((
            README,
            if failed == "0" { "do so on each device".into() } else { format!("{failed} failed") },
        ));
    }
    lines
}

/// What the demo prints, but for the adapter's name and times.
fn demo_lines(_: &str, printed: &[String]) -> Vec<Line> {
    let kept = printed[0].lines().filter(|line| !line.starts_with("GPU: ") && !line.starts_with("report: "));
    kept.filter(|line| !line.trim_start().starts_with("test error"))
        .map(|line| (README, line.split(" in ").next().unwrap_or(line).to_owned()))
        .collect()
}

fn exact_rows_lines(_: &str, printed: &[String]) -> Vec<Line> {
    let swept = sweep(&printed[0]);
    let mut lines: Vec<_> = swept
        .iter()
        .map(|(l1, [touched, exact])| {
            // As many digits as tell the shares of touched rows from 1, and those of exact rows from 0.
            let places = |share: f64| if !(0.0005..0.9995).contains(&share) { 2 } else { 1 };
            let errors = [touched, exact].map(|point| percent(point.error, 1));
            let shares = [touched, exact].map(|point| percent(point.share, places(point.share)));
            (EXACT_ROWS, row(l1, errors.into_iter().chain(shares)))
        })
        .collect();
    let shown = || swept.iter().filter(|(l1, _)| ["1e-4", "3e-4", "1e-3", "3e-3"].contains(&l1.as_str()));
    let shown_row = |name, value: fn(&Point) -> f64| {
        let cell = |[touched, exact]: &[Point; 2]| {
            format!("{} ({})", digits(value(exact), 3), digits(value(touched), 3))
        };
        (README, row(name, shown().map(|(_, points)| cell(points))))
    };
    lines.push(shown_row("test error (touched rows)", |point| point.error));
    lines.push(shown_row("non-zero share (touched rows)", |point| point.share));
    if swept != sweep(&printed[1]) {
        lines.push((README, "the sweeps on the GPU and on the CPU differ".into()));
    }
    lines
}

/// Mean test error of a strength, and mean share of the weights that are not zero.
#[derive(Debug, PartialEq)]
struct Point {
    error: f64,
    share: f64,
}

/// The strengths of a sweep, as they are typed, each with touched and with exact rows.
fn sweep(json: &str) -> Vec<(String, [Point; 2])> {
    let points: Vec<_> = json.split("\"l1\":").skip(1).collect();
    let point =
        |json: &str| Point { error: number(json, "test_error"), share: number(json, "nonzero_share") };
    let strength = |json: &str| {
        format!("{:e}", json.split(',').next().and_then(|l1| l1.parse::<f64>().ok()).unwrap_or(f64::NAN))
    };
    points.chunks_exact(2).map(|pair| (strength(pair[0]), [point(pair[0]), point(pair[1])])).collect()
}

/// The number behind a key of a JSON document: the first one, NaN if there is none. Enough for what `proxgrad`
/// prints, and no reason for a dependency.
fn number(json: &str, key: &str) -> f64 {
    let behind = json.split_once(&format!("\"{key}\":")).map_or("", |(_, behind)| behind.trim_start());
    let end = behind.find([',', '}', '\n', ' ']).unwrap_or(behind.len());
    behind[..end].parse().unwrap_or(f64::NAN)
}

/// A number with decimals, without a zero before the point, as the tables print it.
fn digits(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    text.strip_prefix('0').filter(|rest| rest.starts_with('.')).map(str::to_owned).unwrap_or(text)
}

fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$} %", 100.0 * share)
}

/// A table of `docs/benchmarks.md`, and where its ratios are in what `proxgrad bench` prints.
struct Table {
    bench: &'static str,
    rounds: &'static str,
    /// The first cells of a row, and the sizes of its case.
    rows: &'static [(&'static str, &'static [(&'static str, f64)])],
    /// The number of a column (cells are counted from 0), a device, a variant, and a ratio.
    columns: &'static [(usize, &'static str, &'static str, &'static str)],
}

const TABLES: &[Table] = &[
    Table {
        bench: "dense",
        rounds: "7",
        rows: &[
            ("1,000", &[("n", 1e3)]),
            ("100,000", &[("n", 1e5)]),
            ("1,000,000", &[("n", 1e6)]),
            ("16,000,000", &[("n", 1.6e7)]),
        ],
        columns: &[
            (2, "gpu", "ours", "ratio_to_triad"),
            (3, "gpu", "ours", "ratio_to_triad_device"),
            (4, "gpu", "ours", "ratio_to_plain"),
            (6, "cpu", "ours", "ratio_to_triad"),
            (7, "cpu", "ours", "ratio_to_scalar"),
        ],
    },
    Table {
        bench: "tensors",
        rounds: "5",
        rows: &[
            ("1,000 × 1,000", &[("tensors", 1e3), ("n", 1e3)]),
            ("10,000 × 100", &[("tensors", 1e4), ("n", 1e2)]),
            ("100 × 100,000", &[("tensors", 1e2), ("n", 1e5)]),
        ],
        columns: &[(3, "gpu", "arena", "ratio_to_flat"), (5, "gpu", "separate", "ratio_to_flat")],
    },
    Table {
        bench: "rows",
        rounds: "5",
        rows: &[
            ("1,000,000 × 16 | 1,000", &[("rows", 1e6), ("width", 16.0), ("nnz", 1e3)]),
            ("1,000,000 × 16 | 100,000", &[("rows", 1e6), ("width", 16.0), ("nnz", 1e5)]),
            ("100,000 × 64 | 100,000", &[("rows", 1e5), ("width", 64.0), ("nnz", 1e5)]),
            ("1,000,000 × 1 | 100,000", &[("rows", 1e6), ("width", 1.0), ("nnz", 1e5)]),
            ("10,000,000 × 4 | 10,000", &[("rows", 1e7), ("width", 4.0), ("nnz", 1e4)]),
        ],
        columns: &[
            (4, "gpu", "host_grouped", "ratio_to_plain_rows"),
            (5, "gpu", "host_grouped", "ratio_to_plain_rows_device"),
            (7, "gpu", "device_grouped", "ratio_to_plain_rows"),
        ],
    },
];

/// Runs benchmarks again, and prints the ratios of the page beside those of this machine. Never fails because of a
/// ratio: they vary from machine to machine, and on a shared one from run to run.
///
/// # Errors
///
/// The message to print where a command fails.
pub(crate) fn speed() -> Result<i32, String> {
    let program = Program::build(Profile::Release)?;
    let page = fs::read_to_string(workspace_root().join("docs/benchmarks.md"))
        .map_err(|error| format!("docs/benchmarks.md: {error}"))?;
    println!("{:<8} {:<26} {:<4} {:<16} {:<28} printed  measured", "bench", "case", "on", "variant", "ratio");
    for table in TABLES {
        let line = program.line(["bench", "--rounds", table.rounds, "--json", table.bench]);
        eprintln!("+ {line}");
        let json = line.output()?;
        for (name, sizes) in table.rows {
            let row = page
                .lines()
                .find_map(|line| line.strip_prefix("| ")?.strip_prefix(*name)?.strip_prefix(" |"));
            let first = name.matches('|').count() + 1;
            for &(column, device, variant, ratio) in table.columns {
                let cell = row.and_then(|row| row.split('|').nth(column - first)).map_or("?", str::trim);
                let measured =
                    measured(&json, sizes, device, variant).map_or(f64::NAN, |json| number(json, ratio));
                println!(
                    "{:<8} {name:<26} {device:<4} {variant:<16} {ratio:<28} {cell:<8} {measured:.2}",
                    table.bench
                );
            }
        }
    }
    Ok(0)
}

/// The document of one variant, in those of all.
fn measured<'a>(json: &'a str, sizes: &[(&str, f64)], device: &str, variant: &str) -> Option<&'a str> {
    json.split("\"bench\":").skip(1).find(|json| {
        json.contains(&format!("\"device\": \"{device}\""))
            && json.contains(&format!("\"variant\": \"{variant}\""))
            && sizes.iter().all(|(key, size)| number(json, key) == *size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_behind_its_key() {
        let json = r#"{"a":1,"test_error":0.25,"b": 3e-2}"#;
        assert_eq!((number(json, "test_error"), number(json, "b")), (0.25, 0.03));
        assert!(number(json, "c").is_nan());
    }

    #[test]
    fn a_sweep_has_two_points_for_each_strength() {
        let json = r#"{"sweep":[{"l1":0.0001,"rows":"touched","test_error":0.1,"nonzero_share":0.9},
            {"l1":0.0001,"rows":"exact","test_error":0.2,"nonzero_share":0.5}]}"#;
        let points = [Point { error: 0.1, share: 0.9 }, Point { error: 0.2, share: 0.5 }];
        assert_eq!(sweep(json), [("1e-4".to_owned(), points)]);
    }

    #[test]
    fn numbers_are_written_as_the_tables_write_them() {
        assert_eq!(
            (digits(0.1228, 3), digits(12.0, 1), percent(0.467, 1)),
            (".123".into(), "12.0".into(), "46.7 %".into())
        );
    }

    /// So that a row of the page that changes its name is noticed without measuring.
    #[test]
    fn every_row_of_the_benchmarks_is_on_the_page() {
        let page = fs::read_to_string(workspace_root().join("docs/benchmarks.md")).expect("the page");
        for (name, _) in TABLES.iter().flat_map(|table| table.rows) {
            assert!(page.contains(&format!("| {name} |")), "{name}");
        }
    }
}
