//! `proxgrad bench` as a user runs it: small and quick, on both devices.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Output, devices, path, proxgrad};

/// Runs the benchmark on all devices.
fn bench(arguments: &[&str]) -> Output {
    let device = if devices().contains(&"gpu") { "both" } else { "cpu" };
    proxgrad(&[&["bench", "--quick", "--device", device], arguments].concat())
}

/// A number of the document, finite and not negative.
fn number(of: &Value, key: &str) -> f64 {
    let number = of[key].as_f64().unwrap_or_else(|| panic!("{key} is no number in {of}"));
    assert!(number.is_finite() && number >= 0.0, "{key} in {of}");
    number
}

/// All results of a variant on a device.
fn results<'a>(document: &'a Value, device: &str, variant: &str) -> Vec<&'a Value> {
    let all = document["results"].as_array().unwrap();
    all.iter().filter(|result| result["device"] == device && result["variant"] == variant).collect()
}

#[test]
fn dense_steps_are_held_against_triad_and_copy_on_every_device() {
    let document = bench(&["--json", "dense"]).json();
    let conditions = &document["conditions"];
    assert_eq!(conditions["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(conditions["rounds"], 3);
    assert!(["debug", "release"].contains(&conditions["profile"].as_str().unwrap()));
    assert!(number(conditions, "cores") >= 1.0 && conditions["cpu"].is_string());
    assert_eq!(document["skipped"], Value::Array(Vec::new()));
    for device in devices() {
        assert_eq!(conditions["gpu"].is_object(), devices().contains(&"gpu"), "{conditions}");
        for variant in ["ours", "ours_adaptive"] {
            let results = results(&document, device, variant);
            assert_eq!(results.len(), 2, "{document}");
            for (result, n) in results.into_iter().zip([1_000, 100_000]) {
                assert_eq!((&result["bench"], &result["n"]), (&"dense".into(), &n.into()));
                assert!(number(result, "median_us") >= number(result, "min_us"));
                assert!(number(result, "gb_per_s") > 0.0);
                number(result, "spread_us");
                for ratio in ["ratio_to_triad", "ratio_to_copy", "ratio_to_copy_per_byte"] {
                    assert!(number(result, ratio) > 0.0, "{result}");
                }
            }
        }
    }
}

#[test]
fn many_tensors_and_rows_are_held_against_their_bounds() {
    let document = bench(&["--json", "tensors", "rows"]).json();
    assert_eq!(document["skipped"], Value::Array(Vec::new()));
    for device in devices() {
        for result in results(&document, device, "separate") {
            assert_eq!(result["tensors"], 100);
            assert!(number(result, "ratio_to_flat") > 0.0);
        }
        let ours = if *device == "gpu" { "host_grouped" } else { "ours" };
        let results = results(&document, device, ours);
        assert_eq!(results.len(), 2, "{document}");
        for result in results {
            assert!(number(result, "distinct") <= number(result, "nnz"));
            assert!(number(result, "rows") * number(result, "width") > 0.0);
            assert!(number(result, "ratio_to_plain_rows") > 0.0 && number(result, "ratio_to_triad") > 0.0);
        }
    }
}

#[test]
fn exact_rows_are_held_against_touched_ones_on_every_device() {
    let document = bench(&["--json", "exact"]).json();
    assert_eq!(document["skipped"], Value::Array(Vec::new()));
    for device in devices() {
        for variant in ["exact", "exact_adaptive", "exact_adaptive_l2", "flush"] {
            let results = results(&document, device, variant);
            assert_eq!(results.len(), 2, "{variant} in {document}");
            assert!(results.iter().all(|result| number(result, "ratio_to_touched") > 0.0), "{document}");
        }
        let on_device = results(&document, device, "exact_sorted");
        assert_eq!(on_device.len(), if *device == "gpu" { 2 } else { 0 });
        assert!(on_device.iter().all(|result| number(result, "ratio_to_touched_sorted") > 0.0));
    }
    assert!(document["predictions"].as_array().unwrap().iter().any(|of| of["variant"] == "exact_sorted"));
}

#[test]
fn predictions_are_never_to_be_taken_for_measurements() {
    let document = bench(&["--json", "dense"]).json();
    assert!(document["assumptions"].as_str().unwrap().contains("prediction, not measured"));
    let predictions = document["predictions"].as_array().unwrap();
    assert!(!predictions.is_empty());
    for prediction in predictions {
        assert_eq!(prediction["label"], "prediction, not measured");
        assert!(number(prediction, "predicted_us") > 0.0 && prediction["gpu"].is_string());
        assert!(prediction["median_us"].is_null());
    }
}

#[test]
fn text_states_its_conditions_and_a_report_shows_pictures() {
    let dir = TempDir::new().unwrap();
    let output = bench(&["--report", dir.path().to_str().unwrap(), "--rounds", "2", "dense", "rows"]);
    assert_eq!(output.code(), Some(0));
    for part in ["debug build", "2 interleaved", "dense, n = 1e3", "median µs", "× triad", "prediction, not"]
    {
        let part = if cfg!(debug_assertions) { part } else { &part.replace("debug", "release") };
        assert!(output.stdout().contains(part), "{part} is not in {}", output.stdout());
    }
    let page = fs::read_to_string(dir.path().join("index.html")).unwrap();
    for device in devices() {
        for bench in ["dense", "rows"] {
            let file = format!("{bench}-{device}.svg");
            let picture = fs::read_to_string(dir.path().join(&file)).unwrap();
            assert!(picture.starts_with("<svg ") && page.contains(&picture), "{file}");
        }
    }
    let predicted = fs::read_to_string(dir.path().join("dense-prediction.svg")).unwrap();
    assert!(predicted.contains("prediction, not measured") && page.contains("prediction, not measured"));
}

#[test]
fn peers_that_fail_or_are_missing_are_listed_and_the_bench_goes_on() {
    // The program itself is no peer.
    let peer = format!("self='{}' --version", path().display());
    let arguments = ["--json", "--peer", &peer, "--peer", "none=/no/such/program", "dense"];
    let document =
        bench(&[&arguments[..], &["--peer-missing", "burn=takes 23 minutes to build"]].concat()).json();
    let peers = document["peers"].as_array().unwrap();
    let failed: Vec<_> = peers.iter().map(|peer| peer["failed"].as_str().unwrap_or_default()).collect();
    assert!(failed[0].contains("no greeting"), "{failed:?}");
    assert!(failed[1].contains("cannot start /no/such/program"), "{failed:?}");
    assert_eq!(peers[2]["missing"], "takes 23 minutes to build");
    assert!(!results(&document, devices()[0], "ours").is_empty());
    let skipped = document["skipped"].as_array().unwrap();
    assert_eq!(skipped.len(), 4, "{skipped:?}");
    assert!(skipped.iter().all(|skipped| skipped["device"] == "peer" && skipped["reason"].is_string()));
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    bench(&["sparse"]).refused("possible values: dense");
    bench(&["--peer", "tensorflow", "dense"]).refused("is not NAME=TEXT");
    bench(&["--sizes", "gpu", "dense"]).refused("cannot be used with");
    proxgrad(&["bench", "--sizes", "gpu", "dense", "half"]).refused("half has no sizes for GPUs");
    bench(&["--rounds", "0"]).refused("0 is not in 1..");
    proxgrad(&["bench", "--device", "cpu", "--adapter", "x"]).refused("drop one of them");
    if devices().contains(&"gpu") {
        let refused = proxgrad(&["bench", "--quick", "--adapter", "no such adapter"]);
        refused.refused("--device cpu measures without a GPU: no adapter's name contains");
    }
}
