//! Bytes as a data file: libsvm or Vowpal Wabbit text, plain or packed.

#![no_main]

use std::{fs, path::PathBuf, sync::LazyLock};

use clap::ValueEnum;
use libfuzzer_sys::fuzz_target;

use crate::data::{FormatArg, Source, Vocabulary};

#[allow(dead_code, unused_imports, reason = "the target calls a part of the program's modules")]
#[path = "../../crates/proxgrad-cli/src"]
mod program {
    pub(crate) mod data;
}
use program::data;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let path: PathBuf = FOLDER.path().join("data");
    fs::write(&path, bytes).expect("a file");
    for &format in FormatArg::value_variants() {
        read(Source { path: &path, format });
    }
});

fn read(source: Source<'_>) {
    let listed = source.list(2);
    let mut vocabulary = Vocabulary::growing();
    match source.read_train(&mut vocabulary) {
        Ok((train, classes)) => {
            assert!(listed.is_ok(), "{:?}", listed.err());
            assert!(train.dataset.features.iter().all(|row| (*row as usize) < vocabulary.len()));
            assert!(train.dataset.values.iter().all(|value| value.is_finite() && *value != 0.0));
            assert!(train.dataset.labels.iter().all(|class| (*class as usize) < classes.len()));
            let test = source.read_test(&vocabulary, &classes, &train.summary).expect("the same file again");
            assert_eq!(test.dataset.features, train.dataset.features);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let mut hashed = Vocabulary::hashed(3).expect("a few bits");
    let _ = source.read_train(&mut hashed);
}
