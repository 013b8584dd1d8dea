//! `proxgrad verify` as a user runs it.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Output, devices, package_folder, proxgrad};

fn golden(name: &str) -> String {
    let path = package_folder().join("../../tests/golden").join(name).with_extension("json");
    path.to_str().unwrap().to_owned()
}

/// Runs the command on all devices.
fn verify(arguments: &[&str]) -> Output {
    let device = if devices().contains(&"gpu") { "both" } else { "cpu" };
    proxgrad(&[&["verify", "--device", device], arguments].concat())
}

#[test]
fn recorded_numbers_pass_and_are_counted_by_file() {
    let files = [golden("dense_tf"), golden("sparse_ms"), golden("documented_edge")];
    let document = verify(&["--json", &files[0], &files[1], &files[2]]).json();
    let runs = document["runs"].as_array().unwrap();
    assert!(!runs.is_empty());
    for run in runs {
        assert_eq!((&run["passed"], &run["failed"]), (&Value::from(27), &Value::from(0)), "{run}");
        let first = &run["files"][0];
        assert_eq!(first["file"], files[0]);
        assert_eq!(first["family"], "dense_tf");
        assert_eq!((&first["cases"], &first["passed"]), (&Value::from(11), &Value::from(11)));
        let worst = first["worst_share_of_tolerance"].as_f64().unwrap();
        assert!(worst > 0.0 && worst < 1.0, "{worst}");
        assert_eq!(run["files"][2]["informative"], 5);
    }
}

#[test]
fn a_wrong_number_fails_its_case_and_is_shown() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("wrong.json");
    let mut document: Value = serde_json::from_str(&fs::read_to_string(golden("dense_tf")).unwrap()).unwrap();
    let case = &mut document["cases"][2];
    case["steps"][1]["expect"]["param"][5] = 123.0.into();
    let id = case["id"].as_str().unwrap().to_owned();
    fs::write(&file, document.to_string()).unwrap();
    let output = verify(&[file.to_str().unwrap()]);
    assert_eq!(output.code(), Some(1));
    let failure = output.stdout().lines().find(|line| line.starts_with("FAILED")).unwrap();
    assert!(failure.contains(&id) && failure.contains("123"), "{failure}");
}

#[test]
fn whole_runs_settings_and_refusals_pass_on_every_device() {
    let names =
        ["optimizer_sparse_ms", "documented_centralization", "lr_schedules_ms", "loss_scale_ms", "errors_ms"];
    let files = names.map(golden);
    let words: Vec<&str> = files.iter().map(String::as_str).collect();
    let document = verify(&[&["--json"], &words[..]].concat()).json();
    for run in document["runs"].as_array().unwrap() {
        assert_eq!((&run["passed"], &run["failed"]), (&Value::from(52), &Value::from(0)), "{run}");
    }
}

#[test]
fn what_is_not_supported_fails_and_says_so() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("unknown.json");
    let text = fs::read_to_string(golden("loss_scale_ms")).unwrap();
    fs::write(&file, text.replace("\"kind\": \"loss_scale\"", "\"kind\": \"luck\"")).unwrap();
    let output = verify(&[file.to_str().unwrap()]);
    assert_eq!(output.code(), Some(1));
    assert!(output.stdout().contains("kind \"luck\" is not supported yet"), "{}", output.stdout());
}

#[test]
fn what_cannot_be_read_is_refused() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("broken.json");
    fs::write(&file, "{\"format\": \"proximal-adagrad-golden\",\n  oops").unwrap();
    verify(&[file.to_str().unwrap()]).refused("line 2 column 3");
    verify(&[dir.path().join("no such file").to_str().unwrap()]).refused("no such file");
    verify(&[TempDir::new().unwrap().path().to_str().unwrap()]).refused(".json");
}
