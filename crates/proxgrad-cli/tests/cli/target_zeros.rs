//! `--target-zeros`: the share of zeros that is wanted is reached and held, and resuming changes nothing.

use std::fs;

use serde_json::Value;

use crate::{
    checkpoints::killed_after,
    fixtures::{header, tensors},
    program::{devices, package_folder, proxgrad},
    train::{Problem, number},
};

/// Panics unless the share of zeros of a run is near the one that was wanted.
fn assert_reached(run: &Value, target: f64, tolerance: f64, what: &str) {
    let zeros = 1.0 - number(run, "nonzero_share");
    assert!((zeros - target).abs() <= tolerance, "{what}: {zeros}, not {target}: {run}");
    assert_eq!(number(run, "target_zeros"), target);
}

#[test]
fn text_messages_reach_a_share_by_every_rule_with_both_kinds_of_rows() {
    let path = |part: &str| package_folder().join(format!("../../data/sms.{part}.vw"));
    let [data, test] = ["train", "test"].map(path);
    let fixed =
        ["train", data.to_str().unwrap(), "--test", test.to_str().unwrap(), "--json", "--device", "cpu"];
    for rule in ["proximal-adagrad", "ftrl", "rda", "fobos"] {
        for rows in ["touched", "exact"] {
            for target in ["0.5", "0.95"] {
                let options = ["--rule", rule, "--rows", rows, "--target-zeros", target, "--epochs", "6"];
                let run = proxgrad(&[&fixed[..], &options].concat()).json();
                assert_reached(&run, target.parse().unwrap(), 0.03, &format!("{rule}, {rows}"));
            }
        }
    }
}

#[test]
fn digits_reach_a_share_on_both_devices() {
    let problem = Problem::new(2);
    let folder = problem.path("digits");
    assert_eq!(proxgrad(&["demo", "--save-data", &folder]).code(), Some(0));
    let data = format!("{folder}/digits.train.libsvm");
    for device in devices() {
        for (rule, rows) in [("ftrl", "touched"), ("rda", "exact"), ("proximal-adagrad", "exact")] {
            let options = ["--rule", rule, "--rows", rows, "--target-zeros", "0.5", "--epochs", "5"];
            let fixed = ["train", &data, "--json", "--device", device, "--learning-rate", "0.5"];
            let run = proxgrad(&[&fixed[..], &options].concat()).json();
            assert_reached(&run, 0.5, 0.05, &format!("{rule}, {rows} on {device}"));
        }
    }
}

#[test]
fn the_strength_is_saved_and_a_resumed_run_goes_on_with_the_same_bits() {
    let problem = Problem::new(2);
    let [train, whole, rest] = ["train", "whole", "rest"].map(|name| problem.path(name));
    for device in devices() {
        for rows in ["touched", "exact"] {
            let options = ["--target-zeros", "0.5", "--rows", rows];
            let fixed = ["train", &train, "--json", "--device", device];
            // Between two moves of the strength.
            let checkpoint = killed_after(&problem, 52, &[&options[..], &["--device", device]].concat());
            let strength = |path: &str| header(&fs::read(path).unwrap())["settings"]["l1"].as_f64().unwrap();
            assert!(strength(&checkpoint) > 1e-5, "{rows} on {device}");
            proxgrad(&[&fixed[..], &["--resume", &checkpoint, "--save", &rest]].concat()).json();
            let run = proxgrad(&[&fixed[..], &options, &["--save", &whole]].concat()).json();
            assert_eq!(strength(&whole), number(&run, "l1"));
            assert_eq!(strength(&whole), strength(&rest), "{rows} on {device}");
            let [whole, rest] = [&whole, &rest].map(|path| tensors(&fs::read(path).unwrap()));
            assert!(whole == rest, "{rows} on {device}");
        }
    }
}

#[test]
fn a_resumed_run_can_keep_the_strength_that_was_reached() {
    let problem = Problem::new(2);
    let [train, saved] = ["train", "saved"].map(|name| problem.path(name));
    let moving = ["--device", "cpu", "--target-zeros", "0.5", "--epochs", "4", "--save", &saved];
    let first = problem.train(&moving).json();
    let rest = ["train", &train, "--json", "--device", "cpu", "--resume", &saved];
    let kept = proxgrad(&[&rest[..], &["--target-zeros", "none"]].concat()).json();
    assert_eq!((&kept["l1"], &kept["target_zeros"]), (&first["l1"], &Value::Null));
    let moved = proxgrad(&rest).json();
    assert_ne!(moved["l1"], first["l1"]);

    problem.train(&["--device", "cpu", "--save", &saved]).json();
    let begun = proxgrad(&[&rest[..], &["--target-zeros", "0.5"]].concat());
    assert!(number(&begun.json(), "l1") > 1e-5);
    let note = "note: l1 is 0 in the model; --target-zeros begins with 1e-5";
    assert!(begun.stderr().contains(note), "{}", begun.stderr());
}

#[test]
fn what_cannot_be_moved_is_refused() {
    let problem = Problem::new(2);
    let cases: [(&[&str], &str); 5] = [
        (&["95"], "the share of weights must be above 0 and below 1"),
        (&["0.9", "--l1", "0"], "--target-zeros multiplies --l1, which is 0"),
        (&["0.9", "--rows", "exact", "--precision", "bf16"], "use --rows touched, or --precision f32"),
        (&["0.9", "--rows", "exact", "--loss-scale", "dynamic"], "where steps may be skipped"),
        (&["0.9", "--sweep-l1", "1e-3"], "--sweep-l1"),
    ];
    for (options, said) in cases {
        problem.train(&[&["--device", "cpu", "--target-zeros"], options].concat()).refused(said);
    }
    problem.train(&["--device", "cpu", "--target-zeros", "0.9", "--precision", "bf16"]).json();
}
