//! The reports of `proxgrad train --report`: what they hold, and that nothing in them is run or loaded.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use crate::{
    program::{devices, proxgrad},
    train::{Problem, number},
};

/// The page of a report.
struct Page(String);

/// The tags that a page may have, and those of its pictures.
const TAGS: [&str; 32] = [
    "!doctype", "body", "caption", "circle", "code", "div", "figure", "h1", "h2", "head", "html", "line",
    "meta", "p", "polyline", "pre", "rect", "section", "span", "style", "svg", "table", "tbody", "td",
    "text", "th", "thead", "title", "tr", "polygon", "path", "g",
];

impl Page {
    fn read(folder: &str) -> Self {
        Self(fs::read_to_string(Path::new(folder).join("index.html")).unwrap())
    }

    /// The part under a heading.
    fn section(&self, heading: &str) -> &str {
        let start = format!("<h2>{heading}</h2>");
        let (_, rest) = self.0.split_once(&start).unwrap_or_else(|| panic!("no section {heading}"));
        rest.split("</section>").next().unwrap()
    }

    /// The text of the cells of every row of the tables under a heading, without pictures.
    fn rows(&self, heading: &str) -> Vec<Vec<String>> {
        let rows = self.section(heading).split("<tr>").skip(1);
        let cells = |row: &str| -> Vec<String> {
            let row = row.split("</tr>").next().unwrap();
            let cells = row.split_inclusive("</t").map(|cell| cell.trim_end_matches("</t"));
            cells.filter_map(|cell| Some(text(cell.split_once("<t")?.1.split_once('>')?.1))).collect()
        };
        rows.map(cells).collect()
    }

    /// The row of a table that begins with these cells.
    fn row(&self, heading: &str, start: &[&str]) -> Vec<String> {
        let rows = self.rows(heading);
        let found = rows.iter().find(|row| row.len() > start.len() && row[..start.len()] == *start);
        found.unwrap_or_else(|| panic!("no {start:?} in {rows:?}")).clone()
    }

    /// The command line.
    fn command(&self) -> String {
        text(self.section("Command").split("<code>").nth(1).unwrap().split("</code>").next().unwrap())
    }

    /// Everything but times.
    fn without_times(&self) -> String {
        let lines = self.0.lines().filter(|line| !line.contains(">time</th>"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Panics if the page has something that is loaded or run, or a tag that its text may have brought.
    fn check(&self) {
        for outside in [" src=", " href=", " on", "url(", "@import", "javascript:"] {
            let in_tag = self.0.split('<').skip(1).filter_map(|part| part.split('>').next());
            assert!(in_tag.clone().all(|tag| !tag.contains(outside)), "{outside}");
        }
        for tag in self.0.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split([' ', '>', '\n']).next().unwrap();
            assert!(TAGS.contains(&name), "<{name}");
        }
    }
}

/// The text of a piece of HTML.
fn text(html: &str) -> String {
    let text: String =
        html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

fn counts(confusion: &Value) -> Vec<Vec<u64>> {
    serde_json::from_value(confusion["counts"].clone()).unwrap()
}

/// Predictions of the model of a run for the test data of a problem, one line for each example.
fn predicted(problem: &Problem, print: &str) -> Vec<String> {
    let (test, model) = (problem.path("test"), problem.path("model"));
    let output = proxgrad(&["predict", &test, "--model", &model, "--print", print]);
    output.stdout().lines().map(str::to_owned).collect()
}

/// The labels of the test data of a problem.
fn test_labels(problem: &Problem) -> Vec<String> {
    let test = fs::read_to_string(problem.path("test")).unwrap();
    test.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn counts_of_predictions_are_those_of_the_saved_model_and_add_up() {
    for (classes, device) in [(2, devices()[0]), (2, "cpu"), (4, "cpu")] {
        let problem = Problem::new(classes);
        let (report, model) = (problem.path("report"), problem.path("model"));
        let run = problem.train(&["--device", device, "--report", &report, "--save", &model]).json();
        let counts = counts(&run["confusion"]);
        let (labels, predicted) = (test_labels(&problem), predicted(&problem, "label"));
        let mut expected = vec![vec![0; classes]; classes];
        for (label, predicted) in labels.iter().zip(&predicted) {
            expected[label.parse::<usize>().unwrap()][predicted.parse::<usize>().unwrap()] += 1;
        }
        assert_eq!(counts, expected, "{classes} classes on {device}");
        let right: u64 = (0..classes).map(|class| counts[class][class]).sum();
        assert!((number(&run, "test_error") - (300 - right) as f64 / 300.0).abs() < 1e-12, "{run}");

        let page = Page::read(&report);
        page.check();
        for class in 0..classes {
            let label = class.to_string();
            let of_label: u64 = counts[class].iter().sum();
            let of_prediction: u64 = counts.iter().map(|row| row[class]).sum();
            let correct = counts[class][class];
            let percent = |part: u64, whole: u64| format!("{:.2} %", 100.0 * part as f64 / whole as f64);
            let cells = [
                label.clone(),
                of_label.to_string(),
                (of_label - correct).to_string(),
                percent(of_label - correct, of_label),
                percent(correct, of_prediction),
                percent(correct, of_label),
                of_prediction.to_string(),
            ];
            let rows = page.rows("Predictions for the test data");
            assert!(rows.contains(&cells.to_vec()), "{cells:?} in {rows:?}");
            let matrix: Vec<String> =
                [label.clone()].into_iter().chain(counts[class].iter().map(u64::to_string)).collect();
            assert!(rows.contains(&matrix), "{matrix:?} in {rows:?}");
            // Label, training examples, share, test examples, share.
            assert_eq!(page.row("Data", &[&label])[3], of_label.to_string());
        }
        let data = page.rows("Data");
        let sum: u64 = data[data.len() - classes..].iter().map(|row| row[1].parse::<u64>().unwrap()).sum();
        assert_eq!(sum, 600, "{data:?}");
    }
}

#[test]
fn the_area_under_roc_is_the_share_of_pairs_in_order() {
    let problem = Problem::new(2);
    let (report, model) = (problem.path("report"), problem.path("model"));
    // Test data of two features without fractions, so that many examples have equal scores.
    let test = fs::read_to_string(problem.path("test")).unwrap();
    let whole = |word: &str| word.split_once(':').map_or(word.to_owned(), |(name, _)| format!("{name}:1"));
    let line = |line: &str| line.split(' ').take(3).map(whole).collect::<Vec<_>>().join(" ");
    fs::write(problem.path("test"), test.lines().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    let run =
        problem.train(&["--device", "cpu", "--l1", "0.02", "--report", &report, "--save", &model]).json();
    let scores: Vec<f32> = predicted(&problem, "score").iter().map(|score| score.parse().unwrap()).collect();
    let labels = test_labels(&problem);
    let of = |label: &str| {
        let scored = scores.iter().zip(&labels).filter(move |(_, other)| *other == label);
        scored.map(|(score, _)| *score).collect::<Vec<_>>()
    };
    let (negative, positive) = (of("0"), of("1"));
    let (mut in_order, mut equal) = (0, 0);
    for a in &positive {
        in_order += negative.iter().filter(|b| a > *b).count();
        equal += negative.iter().filter(|b| a == *b).count();
    }
    assert!(equal > 0, "no scores are equal");
    let area = (in_order as f64 + 0.5 * equal as f64) / (positive.len() * negative.len()) as f64;
    assert!((number(&run, "auc") - area).abs() < 1e-12, "{area} in {run}");

    let page = Page::read(&report);
    assert_eq!(page.row("Results", &["area under ROC"])[1], format!("{area:.5}"));
    assert!(page.section("Predictions for the test data").contains(&format!("ROC curve, area {area:.5}")));
    for picture in ["roc.svg", "precision-recall.svg", "loss.svg", "nonzero.svg"] {
        let svg = fs::read_to_string(Path::new(&report).join(picture)).unwrap();
        assert!(svg.starts_with("<svg ") && page.0.contains(&svg), "{picture}");
    }
}

#[test]
fn the_largest_weights_are_those_of_the_exported_model() {
    for (classes, most) in [(2, 20), (4, 10)] {
        let problem = Problem::new(classes);
        let (report, model, exported) = (problem.path("report"), problem.path("model"), problem.path("text"));
        problem.train(&["--device", "cpu", "--report", &report, "--save", &model]).json();
        let output = proxgrad(&["export", &model, "--format", "vw", "--output", &exported]);
        assert_eq!(output.code(), Some(0), "{}", output.stderr());
        // Weights by label; of two classes, all of them are under the name "".
        let mut weights = BTreeMap::<String, Vec<(f32, String)>>::new();
        for line in fs::read_to_string(&exported).unwrap().lines() {
            if line.starts_with(['#', 'C']) {
                continue;
            }
            let (name, weight) = line.rsplit_once(':').unwrap();
            let (name, label) = name.split_once('[').unwrap_or((name, ""));
            let label = label.trim_end_matches(']').to_owned();
            weights.entry(label).or_default().push((weight.parse().unwrap(), name.to_owned()));
        }
        let page = Page::read(&report);
        let tables: Vec<_> = page.section("Largest weights").split("<caption>").skip(1).collect();
        assert_eq!(tables.len(), 2 * weights.len());
        let train = fs::read_to_string(problem.path("train")).unwrap();
        for ((label, mut weights), tables) in weights.into_iter().zip(tables.chunks(2)) {
            for (sign, table) in [1.0, -1.0].into_iter().zip(tables) {
                weights.sort_by(|a, b| (sign * b.0).total_cmp(&(sign * a.0)));
                let expected = weights.iter().filter(|(weight, _)| sign * weight > 0.0).take(most);
                let expected: Vec<_> = expected
                    .map(|(weight, name)| {
                        let entries = train.matches(&format!(" {name}:")).count();
                        vec![name.clone(), format!("{weight:.4}"), entries.to_string()]
                    })
                    .collect();
                let table = Page(format!("<h2>t</h2>{table}</section>"));
                assert_eq!(table.rows("t")[1..], expected, "label {label:?}");
            }
        }
    }
}

#[test]
fn without_test_data_there_is_the_rest_and_hashed_features_have_no_names() {
    let problem = Problem::new(2);
    let (train, report) = (problem.path("train"), problem.path("report"));
    let options = ["--device", "cpu", "--json", "--bits", "10", "--report", &report];
    let run = proxgrad(&[&["train", &train], &options[..]].concat()).json();
    for key in ["test_error", "test_loss", "auc", "average_precision", "confusion"] {
        assert!(run[key].is_null(), "{key} in {run}");
    }
    let page = Page::read(&report);
    page.check();
    assert!(!page.0.contains("<h2>Predictions"));
    assert_eq!(page.row("Settings", &["features"])[1], "hashed into 2^10 = 1024 rows of weights (--bits)");
    let weights = page.rows("Largest weights");
    assert!(weights.iter().filter(|row| row[0].starts_with("row ")).count() == 40, "{weights:?}");
    assert!(page.section("Largest weights").contains("their names are not known"));
    let bytes = fs::metadata(&train).unwrap().len();
    assert_eq!(page.row("Data", &["size"])[1], format!("{bytes} bytes"));
    assert_eq!(page.row("Program and device", &["device"])[1], "CPU implementation");
}

#[test]
fn names_from_files_are_text_and_long_ones_are_cut() {
    let problem = Problem::new(2);
    let long = "x".repeat(100_000);
    let names = ["<script>alert(1)</script>", "\"onload=\"x", "'><img/src=x>", "&amp;", &long];
    let lines = |names: &[&str]| -> String {
        (0..40).map(|i| format!("{} |f {}:{}\n", i % 2, names[i % names.len()], 1 + i % 2)).collect()
    };
    // Windows has no files of such names.
    let data = problem.path(if cfg!(windows) { "data" } else { "<img src=x onerror=alert(1)>" });
    fs::write(&data, lines(&names)).unwrap();
    let report = problem.path("report");
    let options = ["--device", "cpu", "--json", "--report", &report];
    proxgrad(&[&["train", &data, "--test", &data], &options[..]].concat()).json();
    let page = Page::read(&report);
    page.check();
    assert!(page.0.contains("f^&lt;script&gt;alert(1)&lt;/script&gt;"), "{}", page.0);
    let weights = page.rows("Largest weights");
    for name in &names[..4] {
        assert!(weights.iter().any(|row| row[0] == format!("f^{name}")), "{name} in {weights:?}");
    }
    assert!(page.0.len() < 200_000, "{} bytes", page.0.len());
    assert!(page.0.contains(&format!("title=\"f^{}…\"", "x".repeat(998))));
    assert!(page.command().contains(&data), "{}", page.command());
}

#[test]
fn a_sweep_has_its_runs_seeds_settings_and_data() {
    let problem = Problem::new(2);
    let report = problem.path("report");
    let sweep = ["--sweep-l1", "0.0003,0.005", "--seed", "7", "--seeds", "3", "--device", "cpu"];
    let document = problem.train(&[&sweep[..], &["--report", &report]].concat()).json();
    let page = Page::read(&report);
    page.check();
    for point in document["sweep"].as_array().unwrap() {
        let percent = |value: &Value| format!("{:.2} %", 100.0 * value.as_f64().unwrap());
        let range = |value: &Value| format!("{} – {}", percent(&value[0]), percent(&value[1]));
        let l1 = format!("{:e}", number(point, "l1"));
        let expected = [
            l1.clone(),
            point["rows"].as_str().unwrap().to_owned(),
            percent(&point["test_error"]),
            range(&point["test_error_range"]),
            percent(&point["nonzero_share"]),
            range(&point["nonzero_share_range"]),
        ];
        assert_eq!(page.row("Results", &[&l1, &expected[1]]), expected);
    }
    for (name, value) in [
        ("l1", "3e-4, 5e-3"),
        ("rows", "touched and exact"),
        ("seed", "3 seeds, from 7 on"),
        ("batch", "8"),
        ("learning-rate", "0.5"),
    ] {
        assert_eq!(page.row("Settings", &[name])[1], value, "{name}");
    }
    assert_eq!(page.row("Data", &["file"])[1..], [problem.path("train"), problem.path("test")]);
    assert_eq!(page.row("Data", &["examples"])[1..], ["600", "300"]);
}

/// A shell runs the command.
#[cfg(unix)]
#[test]
fn the_command_of_a_report_gives_the_same_numbers_and_the_same_page_again() {
    let problem = Problem::new(2);
    let data = problem.path("it's a $file");
    fs::copy(problem.path("train"), &data).unwrap();
    let (test, report) = (problem.path("test"), problem.path("a report"));
    for device in devices() {
        let options = ["--schedule", "warm_up(learning_rate=1, warmup_steps=9)", "--l1=2e-3", "--seed", "3"];
        let fixed = ["train", &data, "--test", &test, "--json", "--device", device, "--report", &report];
        let first = proxgrad(&[&fixed[..], &options].concat()).json();
        let page = Page::read(&report);
        fs::remove_dir_all(&report).unwrap();

        let command = page.command();
        let arguments = command.strip_prefix("proxgrad ").unwrap_or_else(|| panic!("{command}"));
        let mut shell = std::process::Command::new("sh");
        let shell = shell.arg("-c").arg(format!("\"$PROGRAM\" {arguments}"));
        let output = shell.env("PROGRAM", crate::program::path()).output().unwrap();
        let second: Value = serde_json::from_slice(&output.stdout).unwrap();
        let without_times = |document: &Value| {
            let mut fields = document.as_object().unwrap().clone();
            fields.retain(|name, _| !["seconds", "rows_per_second"].contains(&name.as_str()));
            fields
        };
        assert_eq!(without_times(&first), without_times(&second), "{command}");
        assert_eq!(page.without_times(), Page::read(&report).without_times(), "{command}");
        assert_eq!(page.row("Settings", &["seed"])[1], "3");
        let rate = "warm_up(learning_rate=1, warmup_steps=9)";
        assert_eq!(page.row("Settings", &["learning-rate"])[1], rate);
    }
}
