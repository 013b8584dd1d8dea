//! Replays notice every fault that they exist to notice: in backends with one fault each, and in wrong files.

mod broken;
mod files;
mod libraries;
mod refusals;

use std::{env, path::PathBuf};

use proxgrad_testing::{Backend, File, FileReport};

fn golden(name: &str) -> PathBuf {
    package_folder().join("../../tests/golden").join(name).with_extension("json")
}

/// The folder of this package: a test program may run where it was not compiled, and is then told at run time.
fn package_folder() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()).into()
}

fn replay(name: &str, backend: &dyn Backend) -> FileReport {
    File::read(&golden(name)).unwrap().replay(backend)
}
