//! `proxgrad compare` as a user runs it.

use std::fs;

use serde_json::Value;

use crate::{
    program::{Output, devices, proxgrad},
    train::{Problem, number},
};

fn compare(problem: &Problem, options: &[&str]) -> Output {
    let (train, test) = (problem.path("train"), problem.path("test"));
    proxgrad(&[&["compare", &train, "--test", &test, "--epochs", "1"], options].concat())
}

#[test]
fn every_rule_has_its_points_and_the_report_holds_them() {
    let problem = Problem::new(2);
    let folder = problem.path("report");
    let options = ["--l1", "1e-3,1e-1", "--seeds", "2", "--rates", "0.3, 1", "--device", "cpu"];
    let run = compare(&problem, &[&options[..], &["--out", &folder, "--json"]].concat()).json();
    let points = run["points"].as_array().unwrap();
    let rules = ["proximal-adagrad", "ftrl", "rda", "fobos", "plain-rda"];
    for rule in rules {
        let of = |rows: &str| -> Vec<&Value> {
            points.iter().filter(|point| point["rule"] == rule && point["rows"] == rows).collect()
        };
        for rows in ["touched", "exact"] {
            let [weak, strong] = of(rows)[..] else { panic!("{rule}, {rows}: {points:?}") };
            assert!(number(weak, "test_error") < 0.25, "{weak}");
            assert!(number(strong, "nonzero") < number(weak, "nonzero"), "{weak} {strong}");
            assert!([0.3, 1.0].contains(&number(weak, "learning_rate")), "{weak}");
        }
        // A step that a row has missed changes nothing in FTRL-Proximal.
        let keys = ["learning_rate", "test_error", "nonzero"];
        let is_same = |(a, b): (&&Value, &&Value)| keys.iter().all(|key| a[key] == b[key]);
        assert!(rule != "ftrl" || of("touched").iter().zip(&of("exact")).all(is_same), "{points:?}");
    }
    assert_eq!(points.len(), 2 * 2 * rules.len());
    assert_eq!(run["findings"].as_array().unwrap().len(), 2 * 6);

    let file = |name: &str| fs::read_to_string(format!("{folder}/{name}")).unwrap();
    assert_eq!(file("points.csv").lines().count(), 1 + points.len());
    let (picture, page) = (file("frontier.svg"), file("index.html"));
    assert!(page.contains(&picture));
    let titles = ["ProximalAdagrad", "FTRL-Proximal", "AdaGrad-RDA", "FOBOS", "plain RDA (reference)"];
    for text in titles.into_iter().chain(["touched rows", "exact rows"]) {
        assert!(picture.contains(text), "{text}");
    }
}

#[test]
fn people_get_a_table_and_what_holds() {
    let problem = Problem::new(4);
    let rules = ["--rules", "proximal-adagrad,rda", "--rows", "exact"];
    for device in devices() {
        let options = ["--l1", "1e-3", "--seeds", "1", "--rates", "1", "--device", device];
        let output = compare(&problem, &[&options[..], &rules].concat());
        assert_eq!(output.code(), Some(0), "{}", output.stderr());
        let lines: Vec<_> = output.stdout().lines().collect();
        assert!(lines[0].starts_with("| rows | rule | smallest test error |"), "{lines:?}");
        assert!(lines[2].starts_with("| exact | ProximalAdagrad | "), "{lines:?}");
        assert!(lines[3].starts_with("| exact | AdaGrad-RDA | "), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("exact rows: ")).count(), 2, "{lines:?}");
    }
}

#[test]
fn settings_out_of_range_are_refused_before_anything_is_trained() {
    let problem = Problem::new(2);
    for (option, said) in [
        ("--l1=-1", "with --l1 -1"),
        ("--l1=nan", "with --l1 NaN"),
        ("--rates=-3", "--rates -3"),
        ("--rules=adam", "possible values: proximal-adagrad, ftrl, rda, fobos, plain-rda"),
        ("--seeds=0", "--seeds"),
    ] {
        compare(&problem, &["--device", "cpu", option]).refused(said);
    }
}
