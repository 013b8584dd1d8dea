//! The recorded numbers of MindSpore, TensorFlow and a float64 program, replayed on every device.
//!
//! The files are described in `tests/golden/FORMAT.md`; `proxgrad verify` replays the same ones.

use std::{collections::BTreeSet, path::PathBuf};

use proxgrad_testing::{Failure, File, expand};

use crate::common::{devices::on_every_device, package::package_folder};

/// Names of the files whose cases have to match, but for cases that are marked as informative.
const REQUIRED: [&str; 42] = [
    "adagrad_tf",
    "dense_f16_ms",
    "dense_large_ms",
    "dense_large_tf",
    "dense_ms",
    "dense_tf",
    "documented_centralization",
    "documented_dense",
    "documented_dense_large",
    "documented_edge",
    "documented_group_ftrl",
    "documented_group_ftrl_sparse",
    "documented_ms_composed",
    "documented_optimizer",
    "documented_optimizer_groups",
    "documented_rowwise",
    "documented_rowwise_sparse",
    "documented_rules",
    "documented_rules_sparse",
    "documented_sparse",
    "documented_tf_composed",
    "dynamic_lr_ms",
    "errors_ms",
    "loss_scale_ms",
    "lr_schedules_ms",
    "ms_test_constants",
    "optimizer_groups_ms",
    "optimizer_ms",
    "optimizer_sparse_ms",
    "rule_adagrad_rda_sparse_tf",
    "rule_adagrad_rda_tf",
    "rule_fobos_sparse_tf",
    "rule_fobos_tf",
    "rule_ftrl_sparse_ms",
    "rule_ftrl_sparse_tf",
    "rule_ftrl_tf",
    "sparse_centralization",
    "sparse_ms",
    "sparse_table_ms",
    "sparse_table_tf",
    "sparse_tf",
    "tf_test_constants",
];

/// Names of the files that record what another program does, right or wrong, and how many of their cases are
/// known to differ on every device.
const INFORMATIVE: [(&str, usize); 4] = [
    // Where the accumulator stays 0, the other programs give NaN or lose the weight. Devices differ in NaN
    // and infinities.
    ("edge_ms", 4),
    ("edge_tf", 3),
    // TensorFlow updates a row once for each occurrence, this library once for all.
    // Without regularisation, proximal gradient descent gives the same both ways.
    ("rule_sparse_tf_sequential", 8),
    ("sparse_tf_sequential", 3),
];

fn folder() -> PathBuf {
    package_folder().join("../../tests/golden")
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
    let files = INFORMATIVE.map(|(name, _)| read(name));
    on_every_device(|device| {
        for (file, (name, least)) in files.iter().zip(INFORMATIVE) {
            let report = file.replay(device);
            assert_eq!((report.passed, report.failed, report.informative), (0, 0, report.cases), "{name}");
            // The differences show that the cases were run.
            let failures = report.reports.iter().filter_map(|case| Some((&case.id, case.failure.as_ref()?)));
            let failures: Vec<_> = failures.collect();
            assert!(failures.len() >= least, "{name} on {}: {failures:#?}", device.describe());
            for (id, failure) in failures {
                assert!(matches!(failure, Failure::Different(_)), "{id}: {failure}");
            }
        }
        let report = read("documented_edge").replay(device);
        assert_eq!((report.cases, report.passed, report.failed, report.informative), (12, 7, 0, 5));
    });
}

#[test]
fn no_file_in_the_folder_is_forgotten() {
    let files = expand(&[folder()]).unwrap();
    let found: BTreeSet<_> = files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap()).collect();
    let informative = INFORMATIVE.iter().map(|(name, _)| name);
    let known: Vec<_> = REQUIRED.iter().chain(informative).copied().collect();
    assert_eq!(found, known.iter().copied().collect(), "every file is required or informative");
    assert_eq!(found.len(), known.len(), "and only one of them");
}
