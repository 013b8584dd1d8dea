use std::fs;

use clap::Parser;
use serde_json::Value;

use super::*;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: Args,
}

fn parse(words: &[&str]) -> Result<Args, clap::Error> {
    Cli::try_parse_from([&["verify"], words].concat()).map(|cli| cli.args)
}

fn golden(name: &str) -> String {
    let folder = crate::package::package_folder().join("../../tests/golden");
    folder.join(name).to_str().unwrap().to_owned()
}

/// Whether everything passed, standard output and standard error.
fn run(words: &[&str]) -> Result<(bool, String, String)> {
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    let passed = verify(&parse(words)?, &mut out, &mut notes)?;
    Ok((passed, String::from_utf8(out)?, String::from_utf8(notes)?))
}

#[test]
fn matching_files_make_a_table_by_family_with_a_total() {
    let files = [golden("sparse_ms.json"), golden("documented_edge.json"), golden("sparse_ms.json")];
    let (passed, out, notes) = run(&["--device", "cpu", &files[0], &files[1], &files[2]]).unwrap();
    assert!(passed && notes.is_empty(), "{notes}");
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["cpu:", "the", "CPU", "implementation"]);
    assert_eq!(rows[1], ["family", "cases", "passed", "failed", "informative", "worst/tolerance"]);
    assert_eq!(rows[2][..5], ["documented_edge", "12", "7", "0", "5"]);
    assert_eq!(rows[3][..5], ["sparse_ms", "18", "18", "0", "0"]);
    assert_eq!(rows[4][..5], ["total", "30", "25", "0", "5"]);
    assert!(rows[2..5].iter().all(|row| (0.0..1.0).contains(&row[5].parse::<f64>().unwrap())), "{out}");
    // All lines have the same width, so every column is aligned with its heading.
    let widths: Vec<_> = out.lines().skip(1).take(4).map(str::len).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{out}");
}

#[test]
fn every_failed_case_is_named_with_its_first_wrong_element() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.json");
    let text = fs::read_to_string(golden("ms_test_constants.json")).unwrap();
    assert!(text.contains("0.392964751"));
    fs::write(&path, text.replace("0.392964751", "0.25")).unwrap();
    let path = path.to_str().unwrap();

    let failure = format!(
        "FAILED {path}: mstest_0: param at step 0 (documented shrinkage): \
         element 1 is 0.39296475, expected 0.25 within 2.250e-6\n"
    );
    let (passed, out, notes) = run(&["--device", "cpu", path]).unwrap();
    assert!(!passed && notes.is_empty());
    assert!(out.contains(&failure), "{out}");

    let (passed, out, notes) = run(&["--device", "cpu", "--json", path]).unwrap();
    assert!(!passed);
    assert_eq!(notes, format!("cpu: the CPU implementation\n{failure}"));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&document["runs"][0]["passed"], &document["runs"][0]["failed"]), (&1.into(), &1.into()));
    assert!(document["runs"][0]["files"][0]["worst_share_of_tolerance"].as_f64().unwrap() > 1.0);
}

#[test]
fn a_whole_folder_passes() {
    let (passed, out, _) = run(&["--device", "cpu", &golden("")]).unwrap();
    assert!(passed && !out.contains("FAILED"), "{out}");
}

#[test]
fn the_json_document_is_the_contract() {
    let file = golden("sparse_tf_sequential.json");
    let (passed, out, notes) = run(&["--device", "cpu", "--json", &file]).unwrap();
    assert!(passed, "informative cases never fail");
    assert_eq!(notes, "cpu: the CPU implementation\n");
    let document: Value = serde_json::from_str(&out).unwrap();
    let want = serde_json::json!({ "runs": [{
        "device": "cpu",
        "files": [{
            "file": file,
            "family": "sparse_tf_sequential",
            "cases": 3,
            "passed": 0,
            "failed": 0,
            "informative": 3,
            "worst_share_of_tolerance": 0.0,
        }],
        "passed": 0,
        "failed": 0,
    }] });
    assert_eq!(document, want);
}

#[test]
fn bad_input_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.json");
    fs::write(&broken, "{\n  \"format\": \"other\"}").unwrap();
    let (folder, broken) = (folder.path().to_str().unwrap(), broken.to_str().unwrap());
    let good = golden("sparse_ms.json");
    for (words, message) in [
        (&["no/such/file.json"][..], "no/such/file.json: cannot be read: "),
        (
            &[&good, broken],
            "broken.json: unknown variant `other`, expected `proximal-adagrad-golden` at line 2",
        ),
        (&[&good, folder], "broken.json: unknown variant"),
        (
            &["--adapter", "x", &good],
            "--adapter names a GPU adapter and --device cpu uses none; drop one of them",
        ),
    ] {
        let error = run(&[&["--device", "cpu"], words].concat()).unwrap_err();
        assert!(format!("{error:#}").contains(message), "{words:?}: {error:#}");
    }
    let error = run(&["--adapter", "Voodoo 5", &good]).unwrap_err();
    assert!(format!("{error:#}").starts_with("--device cpu verifies without a GPU: no adapter"), "{error:#}");
}

#[test]
fn both_devices_are_the_default_and_paths_are_needed() {
    assert_eq!(parse(&["x"]).unwrap().device, Devices::Both);
    assert_eq!(parse(&["x", "--device", "gpu"]).unwrap().device, Devices::Gpu);
    assert!(parse(&[]).is_err());
    assert!(parse(&["x", "--device", "auto"]).is_err());
}
