//! The recorded numbers of MindSpore, TensorFlow and a float64 program, replayed on every device.
//!
//! The files are described in `tests/golden/FORMAT.md`; `proxgrad verify` replays the same ones.

mod common;

use std::{collections::BTreeSet, path::PathBuf};

use common::on_every_device;
use proxgrad_golden::{Failure, File, expand};

/// Families that have to match in every case, by file name.
const REQUIRED: [&str; 17] = [
    "adagrad_tf",
    "dense_large_ms",
    "dense_large_tf",
    "dense_ms",
    "dense_tf",
    "documented_dense",
    "documented_dense_large",
    "documented_edge",
    "documented_ms_composed",
    "documented_sparse",
    "documented_tf_composed",
    "ms_test_constants",
    "sparse_ms",
    "sparse_table_ms",
    "sparse_table_tf",
    "sparse_tf",
    "tf_test_constants",
];

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden"].iter().collect()
}

fn read(name: &str) -> File {
    File::read(&folder().join(name).with_extension("json")).unwrap()
}

#[test]
fn every_case_of_the_required_families_matches() {
    let files = REQUIRED.map(read);
    on_every_device(|device| {
        for (file, family) in files.iter().zip(REQUIRED) {
            let report = file.replay(device);
            let failures: Vec<_> =
                report.failures().map(|(id, failure)| format!("\n  {id}: {failure}")).collect();
            assert!(failures.is_empty(), "{} on {}:{}", report.file, device.describe(), failures.concat());
            assert_eq!((report.family.as_str(), report.failed), (family, 0));
            assert_eq!(report.passed + report.informative, report.cases);
            assert!(report.passed > 0, "{family} proves nothing");
            assert!(report.worst_share_of_tolerance <= 1.0);
        }
    });
}

#[test]
fn cases_that_record_an_accident_are_run_and_not_judged() {
    let (sequential, edge) = (read("sparse_tf_sequential"), read("documented_edge"));
    on_every_device(|device| {
        let report = sequential.replay(device);
        assert_eq!((report.cases, report.passed, report.failed, report.informative), (3, 0, 0, 3));
        // TensorFlow updates once for each occurrence of a row, we once for all: that they were run is seen from where
        // they differ.
        for case in &report.reports {
            assert!(matches!(case.failure, Some(Failure::Different(_))), "{}: {:?}", case.id, case.failure);
        }
        let report = edge.replay(device);
        assert_eq!((report.cases, report.passed, report.failed, report.informative), (12, 7, 0, 5));
    });
}

#[test]
fn what_cannot_be_replayed_yet_fails_and_says_so() {
    on_every_device(|device| {
        for (name, reason) in [
            ("optimizer_ms", "kind \"optimizer\" is not supported yet"),
            ("lr_schedules_ms", "kind \"schedule\" is not supported yet"),
            ("dynamic_lr_ms", "kind \"dynamic_lr\" is not supported yet"),
            ("loss_scale_ms", "kind \"loss_scale\" is not supported yet"),
            ("errors_ms", "kind \"errors\" is not supported yet"),
            ("dense_f16_ms", "dtype \"f16\" is not supported yet"),
        ] {
            let report = read(name).replay(device);
            assert_eq!((report.passed, report.failed), (0, report.cases), "{name}");
            assert!(report.cases > 0);
            for (id, failure) in report.failures() {
                assert_eq!(failure.to_string(), reason, "{name}: {id}");
            }
        }
    });
}

#[test]
fn every_file_in_the_folder_is_read() {
    let files = expand(&[folder()]).unwrap();
    let names: BTreeSet<_> = files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap()).collect();
    assert!(REQUIRED.iter().all(|required| names.contains(required)));
    for path in &files {
        if let Err(error) = File::read(path) {
            panic!("{error}");
        }
    }
}
