//! Files that earlier versions have written load: `tests/fixtures/README.md` lists them. Model files of the program are
//! tested with the program.

mod settings;
mod snapshots;

use std::{fs, path::PathBuf};

use crate::common::package::package_folder;

/// A file of `tests/fixtures`.
fn path(name: &str) -> PathBuf {
    package_folder().join("../../tests/fixtures").join(name)
}

/// The text of a file of `tests/fixtures`.
fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
