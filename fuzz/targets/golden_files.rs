//! Bytes as a golden file, which is replayed on the CPU where it can be read.

#![no_main]

use std::{fs, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use proxgrad_testing::{Cpu, File};

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("golden.json");
    fs::write(&path, bytes).expect("a file");
    match File::read(&path) {
        Ok(file) => {
            let report = file.replay(&Cpu);
            assert_eq!(report.cases, report.passed + report.failed + report.informative);
            report.failures().for_each(|(_, failure)| assert!(!failure.to_string().is_empty()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
