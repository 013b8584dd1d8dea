//! Standard output that cannot be written: the program says so with status 2, and a reader that goes away is no error.

use std::{fs, process::Command, process::Stdio};

use tempfile::TempDir;

use crate::{
    fixtures::fixture,
    program::{devices, package_folder, path},
};

/// A command line of every command that writes to standard output, on the CPU where there is a choice.
fn commands(folder: &TempDir) -> Vec<Vec<String>> {
    let data = fixture("two.svm").to_str().unwrap().to_owned();
    let model = fixture("touched.safetensors").to_str().unwrap().to_owned();
    let golden = package_folder().join("../../tests/golden/tf_test_constants.json");
    let golden = golden.to_str().unwrap();
    let report = folder.path().join("report").to_str().unwrap().to_owned();
    let mut lines = vec![
        "info".to_owned(),
        "info --json".to_owned(),
        format!("inspect {data}"),
        format!("inspect {model}"),
        format!("predict {data} --model {model}"),
        format!("verify {golden} --device cpu"),
        format!("train {data} --device cpu"),
        format!("train {data} --device cpu --json"),
        format!("train {data} --device cpu --test {data} --sweep-l1 0.1 --seeds 1"),
        "bench dense --quick --rounds 1 --device cpu".to_owned(),
        format!("demo --save-data {report}"),
        "completions bash".to_owned(),
    ];
    if devices().contains(&"gpu") {
        lines.push(format!("demo --report {report}"));
    }
    lines.into_iter().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_output_is_named_with_status_2() {
    let folder = TempDir::new().unwrap();
    for arguments in commands(&folder) {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output =
            Command::new(path()).args(&arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("error: ") && said.contains("No space left"), "{arguments:?}: {said}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_away_is_no_error() {
    let folder = TempDir::new().unwrap();
    for arguments in commands(&folder) {
        let mut command = Command::new(path());
        let mut child =
            command.args(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("error: ") && !said.contains("panicked"), "{arguments:?}: {said}");
    }
}
