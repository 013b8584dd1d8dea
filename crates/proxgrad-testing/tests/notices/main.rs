//! Replays notice every fault that they exist to notice: in backends with one fault each, and in wrong files.

mod broken;
mod files;
mod libraries;
mod refusals;

use std::path::{Path, PathBuf};

use proxgrad_testing::{Backend, File, FileReport};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(name).with_extension("json")
}

fn replay(name: &str, backend: &dyn Backend) -> FileReport {
    File::read(&golden(name)).unwrap().replay(backend)
}
